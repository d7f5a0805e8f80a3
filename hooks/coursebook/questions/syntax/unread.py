"""Where the questions of a page are in the author's file, and which of them Markdown did not read as questions."""

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
from .written import WrittenQuestion

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
    for entry in asked:
        question, block = entry.question, page.opener(entry.question.source.line or 0)
        if block is None:
            problem, fix = "its position cannot be determined", "remove the text around it"
            place = page.source(None)
            found.append(finding("Q010", place, id=question.id, problem=problem, fix=fix))
            placed.append(replace(question, source=place))
        else:
            written = WrittenQuestion(page, block)
            lines = [line.number for line in written.lists[0]] if written.lists else []
            lines += [block.line] * (len(question.options) - len(lines))
            pairs = zip(question.options, lines, strict=False)
            options = tuple(replace(option, source=page.source(line)) for option, line in pairs)
            question = replace(question, source=page.source(block.line), options=options)
            placed.append(question)
            found += [_problem(written, question, problem) for problem in entry.problems]
    for block in page.blocks:
        if block.name.lower() != NAME:
            continue
        fault: Fault | None = None
        if block.line in left:
            wrong = any(setting.wrong or setting.name not in SETTINGS for setting in block.settings)
            fault = None if wrong else _why_left(page, block)
        elif block.line not in ended:
            inner = page.inside(block)
            if block.is_case:  # and so it gave its questions no objective
                superfluous += [(page.path, each.line, "Q008") for each in inner]
            if block.end is not None and all(each.end is not None for each in inner):
                fault = _why_open(WrittenQuestion(page, block), block.end)
        elif block.prefix:
            fault = block.line, f"it comes after '{block.prefix}'", ALONE
        if fault:
            line, problem, fix = fault
            left_open = finding("Q010", page.source(line), id=block.argument, problem=problem, fix=fix)
            found.append(left_open.hiding(about=block.line))
    return placed, found, superfluous


def check_anchors(page: Text, questions: Iterable[Question], ids: Collection[str]) -> Iterator[Finding]:
    """Q004 where something else on the page has the id by which a question is reached."""
    asked = Counter(question.anchor for question in questions if question.anchor)
    there = Counter(id_ for id_ in ids if id_ in asked)
    for question in questions:
        if asked[question.anchor] == 1 and there[question.anchor] > 1:
            line = page.find(f"#{question.anchor}", f'id="{question.anchor}"')
            yield finding("Q004", page.source(line), id=question.anchor, first=question.source)


def _problem(written: WrittenQuestion, question: Question, problem: Problem) -> Finding:
    """A problem at the answer at fault, or at the line that ends the first list of answers; else at the opener."""
    opener = written.block.line
    at, about, follow = opener, 0, list[tuple[int, str]]()
    if problem.message == SEVERAL:
        numbers = [line.number for line in written.answers] or [0]
        between = (line.number for line in written.lines if line.column < 4 and numbers[0] < line.number < numbers[-1])
        at = next((number for number in between if number not in numbers), opener)
        about, follow = opener, [(opener, "Q002"), (opener, "Q003")]
    elif 0 <= problem.row < len(question.options):
        at = question.options[problem.row].source.line or opener
        follow = [(at, "Q011")] if problem.code == "Q010" else []
    names = {"id": written.block.argument, "problem": problem.message, "fix": problem.fix}
    return finding(problem.code, written.page.source(at), **names).hiding(*follow, about=about)


def _why_left(page: Text, block: Block) -> Fault:
    above = page.lines[block.line - 2] if block.line > 1 else ""
    if block.prefix:
        return block.line, f"it comes after '{block.prefix}'", ALONE
    if block.column >= 4 and not above.strip():
        problem = f"it is indented by {block.column} and becomes code"
        return block.line, problem, "indent it less, or use a ``` fence if it is code"
    if "<" in above:
        return block.line, "it is inside raw HTML", "move it out of the tags, or add an empty line above it"
    return block.line, "blocks are not allowed here", "add an empty line above it, and indent it less"


def _why_open(written: WrittenQuestion, end: int) -> Fault:
    """Where and why the end of a block was not seen."""
    page, block = written.page, written.block
    for line in written.lines:
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
