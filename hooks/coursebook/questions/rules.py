"""What must hold of questions and of the blocks they are in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..model import Objective, Question, Source
from ..read.slashes import Block
from ..read.source import Text
from ..report.finding import Finding, finding
from .block import NAME, SETTINGS
from .kinds import CASE, DEFAULT, KINDS
from .syntax.lint import lint
from .syntax.written import shown

HOW = {
    "one": "- [ ] text",
    "many": "- [ ] text",
    "number": "- [x] 4 ± 0.5 mm",
    "blank": "- [x] text",
    "match": "- left => right",
    "order": "1. text",
}
"""How an author writes an answer, by kind."""


def first_look(page: Text, known: Collection[str]) -> Iterator[Finding]:
    """A page before Markdown has read it: malformed syntax, and blocks as their author opened them: known by name
    (Q006), closed (Q005), with known settings (Q007) and an id (Q001). `known` are the names of all blocks a page may
    use.
    """
    yield from lint(page, known)
    for block in page.blocks:
        place = page.source(block.line)
        name = block.name.lower()
        if name not in known:
            yield finding("Q006", place, sorted(known), name=block.name)
        if block.end is None and not _overrun(page, block):
            written = f"{block.name} | {block.argument}" if block.argument else block.name
            yield finding("Q005", place, name=shown(written), slashes="/" * block.slashes)
        if name == NAME:
            yield from _check_opener(page, block)


def _check_opener(page: Text, block: Block) -> Iterator[Finding]:
    """One opener: its id, its settings, its type (Q013), and what is in it (Q014, Q015)."""
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


def check_question(question: Question, objectives: Mapping[str, Objective]) -> Iterator[Finding]:
    """One question: its stem (Q012), options (Q002, Q003), rationales (Q011; AS-06) and objective (Q008, Q009)."""
    id_, place, options, kind = question.id, question.source, question.options, question.kind
    if not question.stem:
        yield finding("Q012", place, id=id_)
    least = 1 if kind in ("number", "blank") else 2
    count = sum(option.right for option in options) if kind == "match" else len(options)
    if count < least:
        noun = {"match": "pair", "order": "step", "number": "answer", "blank": "answer"}.get(kind, "option")
        yield finding("Q003", place, id=id_, count=f"only one {noun}" if count else f"no {noun}s", fix=HOW[kind])
    if options and not question.keys and (len(options) > 1 or kind not in ("one", "many")):
        yield finding("Q002", place, id=id_)
    for option in options:
        if not option.has_rationale:
            yield finding("Q011", option.source, id=id_, option=option)
    if not question.objective:
        yield finding("Q008", place, id=id_)
    elif question.objective not in objectives:
        yield finding("Q009", place, objectives, id=id_, objective=question.objective)


def check_all(
    pages: Iterable[Text], questions: Sequence[Question], objectives: Mapping[str, Objective]
) -> Iterator[Finding]:
    """Every question of a course; ids that are not unique (Q004); objectives that no question tests (O001)."""
    for question in questions:
        yield from check_question(question, objectives)
    cases = (
        (block.argument, page.source(block.line))
        for page in pages
        for block in page.blocks
        if block.name.lower() == NAME and block.is_case
    )
    for named in (((question.id, question.source) for question in questions), cases):
        first: dict[str, Source] = {}
        for id_, place in named:
            if id_ and first.setdefault(id_, place) is not place:
                yield finding("Q004", place, id=id_, first=first[id_])
    tested = {question.objective for question in questions}
    for objective in objectives.values():
        if objective.id not in tested:
            yield finding("O001", objective.source, objective=objective.id)
