"""What must hold of questions and of the blocks they stand in; a rule is one small function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..model import Objective, Question, Source
from ..read.slashes import Block
from ..read.source import Text
from ..report.finding import Finding, finding
from .block import NAME, SETTINGS
from .kinds import CASE, DEFAULT, KINDS
from .syntax import lint
from .syntax.draft import shown

HOW = {
    "one": "- [ ] text",
    "many": "- [ ] text",
    "number": "- [x] 4 ± 0.5 mm",
    "blank": "- [x] text",
    "match": "- left => right",
    "order": "1. text",
}
"""How an author writes an answer, by kind."""


def first_look(page: Text, known: tuple[str, ...]) -> Iterator[Finding]:
    """A page before Markdown has read it: what is nearly a block, and all that is wrong with its blocks as written.
    `known` are the names of all blocks a page may use.
    """
    yield from lint(page, known)
    yield from check_openers(page, known)


def check_openers(page: Text, known: Iterable[str]) -> Iterator[Finding]:
    """Blocks as the author opened them: known by name (Q006), closed (Q005), with known settings (Q007) and an id
    (Q001). `known` are the names of all blocks a page may use.
    """
    known = sorted(known)
    for block in page.blocks:
        place = page.source(block.line)
        name = block.name.lower()
        if name not in known:
            yield finding("Q006", place, known, name=block.name)
        if block.end is None and not _overrun(page, block):
            written = f"{block.name} | {block.argument}" if block.argument else block.name
            yield finding("Q005", place, name=shown(written), slashes="/" * block.slashes)
        if name != NAME:
            continue
        yield from _check_question(page, block)


def _check_question(page: Text, block: Block) -> Iterator[Finding]:
    """One opener: its id, its settings, its type (Q013), and what stands in it (Q014, Q015)."""
    place, type_ = page.source(block.line), block.type or DEFAULT
    inside = [other for other in page.inside(block) if other.name.lower() == NAME] if block.end else []
    if not block.argument:
        yield finding("Q001", place)
    for setting in block.settings:
        if setting.name not in SETTINGS and not (setting.wrong and len(block.settings) == 1):
            names = {"id": block.argument, "setting": shown(setting.name)}
            yield finding("Q007", page.source(setting.line), SETTINGS, **names)
    written = block.setting("type")
    if written and type_ not in (*KINDS, CASE):
        names = {"id": block.argument, "type": shown(type_)}
        yield finding("Q013", page.source(written.line), (*KINDS, CASE), **names)
    if block.is_case and not inside and (block.end is not None or _overrun(page, block)):
        yield finding("Q015", place, id=block.argument)
    nested = [other for other in inside if other.is_case]
    if block.is_case and nested:
        yield finding("Q047", page.source(nested[0].line), id=nested[0].argument, other=block.argument)
    if not block.is_case and inside:
        yield finding("Q014", page.source(inside[0].line), id=inside[0].argument, other=block.argument)


def _overrun(page: Text, block: Block) -> bool:
    """Whether a case is ended by the first question in it, because that has as many slashes."""
    below = next(iter(page.inside(block)), None)
    return bool(block.end is None and block.is_case and below and below.slashes >= block.slashes)


def has_right_option(question: Question) -> Iterator[Finding]:
    """Q002."""
    if question.options and not question.keys and (len(question.options) > 1 or question.kind not in ("one", "many")):
        yield finding("Q002", question.source, id=question.id)


def has_options(question: Question) -> Iterator[Finding]:
    """Q003: fewer than two; fewer than one where the learner types."""
    least = 1 if question.kind in ("number", "blank") else 2
    count = sum(option.right for option in question.options) if question.kind == "match" else len(question.options)
    if count < least:
        noun = {"match": "pair", "order": "step", "number": "answer", "blank": "answer"}.get(question.kind, "option")
        told = f"only one {noun}" if count else f"no {noun}s"
        yield finding("Q003", question.source, id=question.id, count=told, mend=HOW[question.kind])


def has_stem(question: Question) -> Iterator[Finding]:
    """Q012."""
    if not question.stem:
        yield finding("Q012", question.source, id=question.id)


def has_rationales(question: Question) -> Iterator[Finding]:
    """Q011: AS-06, feedback for every option."""
    for option in question.options:
        if not option.has_rationale:
            yield finding("Q011", option.source, id=question.id, option=option)


def names_objective(question: Question) -> Iterator[Finding]:
    """Q008."""
    if not question.objective:
        yield finding("Q008", question.source, id=question.id)


RULES: tuple[Callable[[Question], Iterator[Finding]], ...] = (
    has_stem,
    has_options,
    has_right_option,
    has_rationales,
    names_objective,
)


def check_all(
    pages: Iterable[Text], questions: Iterable[Question], objectives: dict[str, Objective]
) -> Iterator[Finding]:
    """Every rule for the questions of a course, and for its cases."""
    yield from check_bank(questions, objectives)
    yield from check_cases(pages)


def check_cases(pages: Iterable[Text]) -> Iterator[Finding]:
    """Q004 for cases: each id once."""
    first: dict[str, Source] = {}
    for page in pages:
        for block in page.blocks:
            place = page.source(block.line)
            named = block.name.lower() == NAME and block.is_case and block.argument
            if named and first.setdefault(block.argument, place) != place:
                yield finding("Q004", place, id=block.argument, first=first[block.argument])


def check_bank(questions: Iterable[Question], objectives: dict[str, Objective]) -> Iterator[Finding]:
    """All rules for each question, and those over all of them: ids once (Q004), known objectives (Q009),
    no objective untested (O001).
    """
    first: dict[str, Question] = {}
    tested: set[str] = set()
    for question in questions:
        for rule in RULES:
            yield from rule(question)
        if question.id and first.setdefault(question.id, question) is not question:
            yield finding("Q004", question.source, id=question.id, first=first[question.id].source)
        tested.add(question.objective)
        if question.objective and question.objective not in objectives:
            names = {"id": question.id, "objective": question.objective}
            yield finding("Q009", question.source, objectives, **names)
    for objective in objectives.values():
        if objective.id not in tested:
            yield finding("O001", objective.source, objective=objective.id)
