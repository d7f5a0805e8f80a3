"""Where the questions of a page are in the author's file, and what of them never became a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ...markdown.collect import Asked, Problem
from ...model import Question
from ...read.slashes import Block
from ...read.source import Text
from ...report.finding import Finding, Superfluous, finding
from ..block import NAME, SETTINGS, SEVERAL
from .draft import Draft

OPEN_TAG = re.compile(r"^<([a-zA-Z][\w-]*)[^>]*>")
ALONE = "put it on lines of its own, with nothing before it"
Fault = tuple[int, str, str]
"""A line, what is wrong there, and the fix."""


def place(
    page: Text, asked: Iterable[Asked], ended: Collection[int], left: Collection[int]
) -> tuple[list[Question], list[Finding], list[Superfluous]]:
    """The questions of a page with the lines they are on, what is wrong with their shape (Q010), and what is
    superfluous.

    `ended` are the lines of the blocks that Markdown closed, `left` those of openers that stayed text.
    """
    placed: list[Question] = []
    found: list[Finding] = []
    superfluous: list[Superfluous] = []
    for one in asked:
        question, block = one.question, page.opener(one.question.source.line or 0)
        if block is None:
            problem, fix = "its position cannot be determined", "remove the text around it"
            place = page.source(None)
            found.append(finding("Q010", place, id=question.id, problem=problem, mend=fix))
            placed.append(replace(question, source=place))
        else:
            draft = Draft(page, block)
            question = _with_lines(draft, question)
            placed.append(question)
            found += [_problem(draft, question, problem) for problem in one.problems]
    for block in page.blocks:
        if block.name.lower() != NAME:
            continue
        fault: Fault | None = None
        if block.line in left:
            fault = None if _has_wrong_settings(block) else _why_left(page, block)
        elif block.line not in ended:
            inner = page.inside(block)
            if block.is_case:  # and so it gave its questions no objective
                superfluous += [(page.path, each.line, "Q008") for each in inner]
            if block.end is not None and all(each.end is not None for each in inner):
                fault = _why_open(Draft(page, block), block.end)
        elif block.prefix:
            fault = block.line, f"it comes after '{block.prefix}'", ALONE
        if fault:
            line, problem, fix = fault
            one_found = finding("Q010", page.source(line), id=block.argument, problem=problem, mend=fix)
            found.append(one_found.hiding(about=block.line))
    return placed, found, superfluous


def check_anchors(page: Text, questions: Iterable[Question], ids: Collection[str]) -> Iterator[Finding]:
    """Q004 where something else on the page has the id by which a question is reached."""
    asked = Counter(question.anchor for question in questions if question.anchor)
    there = Counter(one for one in ids if one in asked)
    for question in questions:
        if asked[question.anchor] == 1 and there[question.anchor] > 1:
            line = page.find(f"#{question.anchor}", f'id="{question.anchor}"')
            yield finding("Q004", page.source(line), id=question.anchor, first=question.source)


def _problem(draft: Draft, question: Question, problem: Problem) -> Finding:
    """A problem at the answer at fault, or where a second list of answers begins; else at the opener."""
    opener = draft.block.line
    at, about, follow = opener, 0, list[tuple[int, str]]()
    if problem.fact == SEVERAL:
        at, about, follow = _second_list(draft), opener, [(opener, "Q002"), (opener, "Q003")]
    elif 0 <= problem.row < len(question.options):
        at = question.options[problem.row].source.line or opener
        follow = [(at, "Q011")] if problem.code == "Q010" else []
    names = {"id": draft.block.argument, "problem": problem.fact, "mend": problem.mend}
    return finding(problem.code, draft.page.source(at), **names).hiding(*follow, about=about)


def _second_list(draft: Draft) -> int:
    """The line that ends the first list of answers, as far as it is known; else that of the opener."""
    numbers = [line.number for line in draft.answers]
    for line in draft.lines:
        if numbers and numbers[0] < line.number < numbers[-1] and line.column < 4 and line.number not in numbers:
            return line.number
    return draft.block.line


def _with_lines(draft: Draft, question: Question) -> Question:
    page, opener = draft.page, draft.block.line
    lines = [line.number for line in draft.lists[0]] if draft.lists else []
    lines += [opener] * (len(question.options) - len(lines))
    options = tuple(
        replace(option, source=page.source(line)) for option, line in zip(question.options, lines, strict=False)
    )
    return replace(question, source=page.source(opener), options=options)


def _has_wrong_settings(block: Block) -> bool:
    return any(setting.wrong or setting.name not in SETTINGS for setting in block.settings)


def _why_left(page: Text, block: Block) -> Fault:
    """Why an opener stayed text."""
    above = page.lines[block.line - 2] if block.line > 1 else ""
    if block.prefix:
        return block.line, f"it comes after '{block.prefix}'", ALONE
    if block.column >= 4 and not above.strip():
        problem = f"it is indented by {block.column} and becomes code"
        return block.line, problem, "indent it less, or use a ``` fence if it is code"
    if "<" in above:
        return block.line, "it is inside raw HTML", "move it out of the tags, or add an empty line above it"
    return block.line, "blocks are not allowed here", "add an empty line above it, and indent it less"


def _why_open(draft: Draft, end: int) -> Fault:
    """Where and why the end of a block was not seen."""
    page, block = draft.page, draft.block
    for line in draft.lines:
        below = " ".join(page.lines[line.number - 1 : end])
        match = OPEN_TAG.match(line.text)
        if match and f"</{match[1]}".lower() not in below.lower():
            problem = f"<{match[1]}> is not closed and hides the end of the block"
            return line.number, problem, f"write </{match[1]}>, or remove it"
        if "<!--" in line.text and "-->" not in below:
            return line.number, "a comment is not closed and hides the end of the block", "end the comment with -->"
    last = page.lines[end - 1].expandtabs(4)
    column = len(last) - len(last.lstrip())
    if column >= block.column + 4 or column < block.column - 3:
        return end, "its end is not indented like its beginning", "indent /// and /// equally"
    return block.line, "its end was not found", "put empty lines around its content, and close its tags"
