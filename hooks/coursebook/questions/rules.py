"""What must hold of questions and of the blocks they stand in; a rule is one small function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..findings import Finding, finding, guess
from ..model import Objective, Question
from ..source import Block, Text
from .block import BOX, NAME, SETTINGS


def check_openers(page: Text, known: Iterable[str]) -> Iterator[Finding]:
    """Blocks as the author opened them: known by name (Q006), closed (Q005), with known settings (Q007) and an id
    (Q001). `known` are the names of all blocks a page may use.
    """
    known = sorted(known)
    for block in page.blocks:
        place = page.source(block.line)
        name = block.name.lower()
        if name not in known:
            close = guess(name, [NAME, *known])
            yield finding("Q006", place, name=block.name, guess=close, known=", ".join(known))
        if block.end is None:
            yield finding("Q005", place, name=block.name)
        if name != NAME:
            continue
        if not block.argument:
            yield finding("Q001", place)
        for setting, _, line in block.settings:
            if setting not in SETTINGS:
                close = guess(setting, SETTINGS)
                yield finding(
                    "Q007",
                    page.source(line),
                    id=block.argument,
                    setting=setting,
                    guess=close,
                    known=", ".join(SETTINGS),
                )


def place(page: Text, questions: Iterable[Question]) -> tuple[list[Question], list[Finding]]:
    """The questions of a page with the lines they stand on; Q010 for each opener that became none.

    A block that cannot be parsed silently becomes a paragraph, so questions and openers are compared.
    """
    placed: list[Question] = []
    found: list[Finding] = []
    waiting = list(questions)
    for block in page.blocks:
        if block.name.lower() != NAME:
            continue
        if waiting and waiting[0].id == block.argument:
            placed.append(_with_lines(page, block, waiting.pop(0)))
        elif block.end is not None and all(name in SETTINGS for name, _, _ in block.settings):
            if block.settings:
                problem, mend = (
                    "its first lines are not 'name: value'",
                    "write them as '    objective: module-1'",
                )
            else:
                problem, mend = "no block can stand here", "leave an empty line above it, and indent it less"
            found.append(finding("Q010", page.source(block.line), id=block.argument, problem=problem, mend=mend))
    return placed, found


def _with_lines(page: Text, block: Block, question: Question) -> Question:
    last = block.end or len(page.lines)
    lines = [
        number
        for number in range(block.line + 1, last)
        if page.lines[number - 1].lstrip()[:2] in ("- ", "* ", "+ ") and BOX.match(page.lines[number - 1].lstrip()[2:])
    ]
    options = tuple(
        replace(option, source=page.source(lines[n] if n < len(lines) else block.line))
        for n, option in enumerate(question.options)
    )
    return replace(question, source=page.source(block.line), options=options)


def has_right_option(question: Question) -> Iterator[Finding]:
    """Q002."""
    if len(question.options) > 1 and not question.keys:
        yield finding("Q002", question.source, id=question.id)


def has_options(question: Question) -> Iterator[Finding]:
    """Q003: fewer than two."""
    if len(question.options) < 2:
        count = "only one option" if question.options else "no options"
        yield finding("Q003", question.source, id=question.id, count=count)


def has_stem(question: Question) -> Iterator[Finding]:
    """Q012."""
    if not question.stem:
        yield finding("Q012", question.source, id=question.id)


def has_rationales(question: Question) -> Iterator[Finding]:
    """Q011: AS-06, feedback for every option."""
    for option in question.options:
        if not option.has_rationale:
            yield finding("Q011", option.source, id=question.id, option=option.text)


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
            close = guess(question.objective, objectives)
            yield finding("Q009", question.source, id=question.id, objective=question.objective, guess=close)
    for objective in objectives.values():
        if objective.id not in tested:
            yield finding("O001", objective.source, objective=objective.id)
