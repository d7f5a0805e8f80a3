"""Where the questions of a page stand in the author's file, and what of them never became a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ..markdown.collect import Asked, Problem
from ..model import Question
from ..read.slashes import Block
from ..read.source import Text
from ..report.finding import Finding, finding
from ..report.resolve import Superfluous
from .block import NAME, SETTINGS, SEVERAL
from .lines import answers_of, lines_of, lists_of

OPEN_TAG = re.compile(r"^<([a-zA-Z][\w-]*)[^>]*>")
COMMENT_START = "<!--"


def place(
    page: Text, asked: Iterable[Asked], ended: Collection[int], left: Collection[int]
) -> tuple[list[Question], list[Finding], list[Superfluous]]:
    """The questions of a page with the lines they stand on, what is wrong with their shape (Q010), and what need not be
    told of them.

    `ended` are the lines of the blocks that Markdown closed, `left` those of openers that stayed text.
    """
    placed: list[Question] = []
    found: list[Finding] = []
    superfluous: list[Superfluous] = []

    def tell(block: Block, line: int, problem: str, mend: str) -> None:
        told = finding("Q010", page.source(line), id=block.argument, problem=problem, mend=mend)
        found.append(told.hiding(about=block.line))

    for one in asked:
        block = page.opener(one.question.source.line or 0)
        if block is None:
            line = page.find(one.question.id, after=page.body_start)
            mend = "take away what stands around it"
            names = {"id": one.question.id, "problem": "it stands where its lines cannot be counted", "mend": mend}
            found.append(finding("Q010", page.source(line), **names))
            placed.append(replace(one.question, source=page.source(line)))
            continue
        question = _with_lines(page, block, one.question)
        placed.append(question)
        found += (_problem(page, block, question, problem) for problem in one.problems)
    for block in page.blocks:
        if block.line in left:
            if block.name.lower() == NAME and not _told_by_settings(block):
                tell(block, block.line, *_why_left(page, block))
        elif block.name.lower() == NAME and block.line not in ended:
            inner = page.inside(block)
            if block.is_case:  # and so it gave its questions no objective
                superfluous += ((page.path, one.line, "Q008") for one in inner)
            if block.end is not None and all(one.end is not None for one in inner):
                tell(block, *_why_open(page, block))
        elif block.name.lower() == NAME and block.prefix:
            tell(
                block,
                block.line,
                f"it stands behind '{block.prefix}'",
                "give it lines of its own, with nothing before it",
            )
    return placed, found, superfluous


def check_anchors(page: Text, questions: Iterable[Question], ids: Collection[str]) -> Iterator[Finding]:
    """Q004 where something else on the page has the id by which a question is reached."""
    asked = Counter(question.anchor for question in questions if question.anchor)
    there = Counter(one for one in ids if one in asked)
    for question in questions:
        if asked[question.anchor] == 1 and there[question.anchor] > 1:
            line = page.find(f"#{question.anchor}", question.anchor, after=page.body_start)
            yield finding("Q004", page.source(line), id=question.anchor, first=question.source)


def _problem(page: Text, block: Block, question: Question, problem: Problem) -> Finding:
    """A problem at the answer at fault, or where a second list of answers begins; else at the opener."""
    at, about, follow = block.line, 0, list[tuple[int, str]]()
    if problem.fact == SEVERAL:
        at, about, follow = _second_list(page, block), block.line, [(block.line, "Q002"), (block.line, "Q003")]
    elif 0 <= problem.row < len(question.options):
        at = question.options[problem.row].source.line or block.line
        follow = [(at, "Q011")] if problem.code == "Q010" else []
    told = finding(problem.code, page.source(at), id=block.argument, problem=problem.fact, mend=problem.mend)
    return told.hiding(*follow, about=about)


def _second_list(page: Text, block: Block) -> int:
    """The line that ends the first list of answers, as far as it can be told; else that of the opener."""
    answers = [line.number for line in answers_of(page, block)]
    lines = [line for line in lines_of(page, block) if answers and answers[0] < line.number < answers[-1]]
    outside = [line.number for line in lines if line.column < 4 and line.number not in answers]
    return outside[0] if outside else block.line


def _with_lines(page: Text, block: Block, question: Question) -> Question:
    lists = lists_of(page, block)
    lines = [line.number for line in lists[0]] if lists else []
    options = tuple(
        replace(option, source=page.source(lines[n] if n < len(lines) else block.line))
        for n, option in enumerate(question.options)
    )
    return replace(question, source=page.source(block.line), options=options)


def _told_by_settings(block: Block) -> bool:
    return any(setting.wrong or setting.name not in SETTINGS for setting in block.settings)


def _why_left(page: Text, block: Block) -> tuple[str, str]:
    """Why an opener stayed text, and the mend."""
    above = page.lines[block.line - 2] if block.line > 1 else ""
    if block.prefix:
        return f"it stands behind '{block.prefix}'", "give it lines of its own, with nothing before it"
    if block.column >= 4 and not above.strip():
        return (
            f"it is indented by {block.column} and becomes code",
            "indent it less, or fence it with ``` if it is code",
        )
    if "<" in above:
        return "it stands in raw HTML", "take it out of the tags, or leave an empty line above it"
    return "no block can stand here", "leave an empty line above it, and indent it less"


def _why_open(page: Text, block: Block) -> tuple[int, str, str]:
    """Where and why the end of a block was not seen, and the mend."""
    for line in lines_of(page, block):
        match = OPEN_TAG.match(line.text)
        if match and f"</{match[1].lower()}" not in " ".join(page.lines[line.number - 1 : (block.end or 0)]).lower():
            return (
                line.number,
                f"<{match[1]}> is not closed and swallows its end",
                f"write </{match[1]}>, or leave it out",
            )
        if COMMENT_START in line.text and "-->" not in " ".join(page.lines[line.number - 1 : (block.end or 0)]):
            return line.number, "a comment is not closed and swallows its end", "end the comment with -->"
    column = len(page.lines[(block.end or 1) - 1].expandtabs(4)) - len(
        page.lines[(block.end or 1) - 1].expandtabs(4).lstrip()
    )
    if column >= block.column + 4 or column < block.column - 3:
        return block.end or block.line, "its end is indented otherwise than its beginning", "indent /// and /// equally"
    return block.line, "its end was not seen", "leave empty lines around what stands in it, and close its tags"
