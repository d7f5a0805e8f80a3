"""What is nearly an answer, or the reason of one: lines of a question that Markdown takes for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..read.slashes import Block
from ..read.source import Text
from ..report.finding import Finding, finding
from .kinds.kind import BOX
from .kinds.match import ARROW
from .lines import BULLET, STEP, Line, answers_of, lines_of, lists_of, shape, shown
from .names import invisible

MARKS = "xX✓✔✗✘☑☐✅❌√×хХ"
NEAR_BOX = re.compile(
    rf"^(?P<bullet>[-*+•–—·‣∙]|\d+[.)])?(?P<gap>\s*)"
    rf"(?:[\[(（［【{{<](?P<mark>\s*[{MARKS}]{{0,2}}\s*)[\])）］】}}>]|(?P<ballot>[☐☑☒✅✔✓]))(?![(\[:])(?P<rest>.*)$"
)
NEAR_ARROW = re.compile(r"->|-->|==>|→|⇒|⟶|➔|=&gt;|=")
RULE = re.compile(r"(?=.*-)[|:\s-]+")
"""The line below the head of a table."""
NEAR_STEP = re.compile(r"^(?:\d+[.)]|[a-zA-Z][.)]|\(\w\))\s")


def in_case(page: Text, block: Block) -> Iterator[Finding]:
    """Q040: answers that stand in a case and in no question of it."""
    for line in lines_of(page, block):
        if not line.code and line.column < 4 and BULLET.match(line.text) and BOX.match(line.text[2:]):
            problem, mend = f"it stands in the case '{block.argument}' and in no question", "open /// question above it"
            yield _answer(page, line, problem, mend)
            return


def _answer(page: Text, line: Line, problem: str, mend: str) -> Finding:
    return finding("Q040", page.source(line.number), words=shown(line.text), problem=problem, mend=mend)


def in_question(page: Text, block: Block) -> Iterator[Finding]:
    """Q040 and Q041: answers and reasons that are not read as such."""
    answers = answers_of(page, block)
    numbers = {line.number for line in answers}
    lines = lines_of(page, block)
    boxes = block.type not in ("match", "order")
    for line in lines:
        listed = line.number in numbers
        problem = "" if line.code or not boxes else _near_box(line, listed)
        if not line.code and not listed:
            problem = _misplaced(line, answers) or (problem if line.column < 4 else "")
        if problem:
            mend = "write it as - [ ] text, or - [x] text where it is right"
            yield _answer(page, line, problem, mend).hiding(*shape(block), (line.number, "Q010"))
    yield from _shaped(page, lines, numbers)
    if block.type in ("blank", "number"):
        for line in answers:
            if hidden := invisible(re.sub(r"\s", " ", line.text)):
                yield finding("Q046", page.source(line.number), character=hidden, words=shown(line.text))
    if not boxes:
        yield from _unmarked(page, block, lines, answers)
    if not answers and boxes:
        bullets = [x for x in lines if not x.code and x.column < 4 and (BULLET.match(x.text) or STEP.match(x.text))]
        if bullets and not any(_near_box(line, False) for line in lines):
            mend = "begin each answer with - [ ], and the right one with - [x]"
            yield _answer(page, bullets[0], "it has no box", mend).hiding(*shape(block))
    yield from _reasons(page, block, lines, answers)


def _shaped(page: Text, lines: Sequence[Line], answers: set[int]) -> Iterator[Finding]:
    """Tables and lists that begin on the line of a box, where their first line stays text."""
    for line, below in pairwise(lines):
        box = BOX.match(line.text[2:]) if line.number in answers else None
        if not box or below.after_empty or below.column < 4:
            continue
        text = line.text[2:][box.end() :]
        table = text.startswith("|") and RULE.fullmatch(below.text)
        if table or any(mark.match(text) and mark.match(below.text) for mark in (BULLET, STEP)):
            problem = f"its {'table' if table else 'list'} begins on the line of its box and stays text"
            mend = "begin it two lines below its box, indented by four spaces"
            yield _answer(page, line, problem, mend)


def _misplaced(line: Line, answers: Sequence[Line]) -> str:
    """Why a line with a proper box is no answer where it stands."""
    text = line.text.lstrip("> ")
    if not (BULLET.match(text) and BOX.match(text[1:].lstrip())) or (text != line.text and line.column >= 4):
        return ""
    if text != line.text:
        return "" if answers else "it stands in a quote"
    if line.column < 4:
        return ""
    above = any(one.number < line.number for one in answers)
    return f"it is indented by {line.column} and " + ("belongs to the answer above it" if above else "becomes code")


def _near_box(line: Line, listed: bool) -> str:
    """Why a line that looks like an answer with a box is none; an empty string where it does not look like one."""
    plain = line.text
    if invisible(plain):
        plain = "".join(c for c in plain if not invisible(c) or c.isspace())
    match = NEAR_BOX.match(plain)
    if match and not NEAR_BOX.match(line.text):
        return f"an invisible character ({invisible(line.text)}) stands in its mark"
    if not match or not (match["rest"].strip() or match["bullet"]):
        return ""
    bullet, brackets = match["bullet"] or "", plain[len(match["bullet"] or "") :].strip()[:1]
    if brackets == "<" or (brackets in "({（" and not match["mark"].strip() and not bullet):
        return ""
    if not bullet:
        return "a list begins with - and a space"
    if bullet not in "-*+" and not bullet[0].isdigit():
        return f"'{bullet}' begins no list"
    if bullet[0].isdigit() and not listed:
        return "its list is numbered"
    if not match["gap"]:
        return f"no space stands behind '{bullet}'"
    if match["gap"].strip(" "):
        return f"what stands behind '{bullet}' is no plain space"
    if not listed:
        return "it goes on the paragraph above it: an empty line is missing"
    if match["ballot"] or brackets != "[" or match["mark"] not in ("x", "X", " "):
        return "a box is [ ] or [x]"
    if match["rest"][:1].strip(" "):
        return "no space stands behind its box"
    return ""


def _unmarked(page: Text, block: Block, lines: Sequence[Line], answers: Sequence[Line]) -> Iterator[Finding]:
    """Pairs without an arrow where none has one, steps without a number, and both where a paragraph takes them in."""
    order = block.type == "order"
    numbers = {line.number for line in answers}
    mend = "write 1. text, and 2. text below it" if order else "write a pair as - left => right"
    for line in lines:
        item = STEP.match(line.text) if order else BULLET.match(line.text) and ARROW in line.text
        if item and line.number not in numbers and not line.code and line.column < 4 and not line.after_empty:
            problem = "it goes on the paragraph above it: an empty line is missing"
            yield _answer(page, line, problem, mend).hiding(*shape(block))
            return
    if answers:
        yield from _numbers(page, lists_of(page, block)[0]) if order else ()
        return
    for line in lines:
        item = BULLET.match(line.text) or STEP.match(line.text) or (order and NEAR_STEP.match(line.text))
        if line.code or line.column >= 4 or not item:
            continue
        if order:
            problem = "the steps of an order are numbered with a point"
        elif ARROW in line.text:
            problem = "its list is numbered"
        elif match := NEAR_ARROW.search(line.text):
            problem = f"it has '{match[0]}' for '{ARROW}'"
        else:
            problem = "it has no arrow"
        yield _answer(page, line, problem, mend).hiding(*shape(block))
        return


def _numbers(page: Text, answers: Sequence[Line]) -> Iterator[Finding]:
    """Steps whose numbers say another order than their lines."""
    numbers = [int(line.text.partition(".")[0][:9]) if line.text[0].isdigit() else 0 for line in answers]
    for line, number, before in zip(answers[1:], numbers[1:], numbers, strict=False):
        if number not in (before + 1, 1) or (number == 1 and before != 1):
            problem = f"{number} does not follow {before}, and the order of the lines counts"
            yield _answer(page, line, problem, "number the steps in the order in which they stand")
            return


def _reasons(page: Text, block: Block, lines: Sequence[Line], answers: Sequence[Line]) -> Iterator[Finding]:
    """Q041: quotes and paragraphs between the answers that belong to none of them."""
    numbers = [line.number for line in answers]
    among, told = set(numbers), set[int]()
    current, given = 0, False
    under = False  # whether the lines since the last empty one began with an answer
    for line in lines:
        under = line.number in among or (under and not line.after_empty)
        if line.number in among:
            current, given = line.number, False
            continue
        if not current or line.code:
            continue
        later = numbers[-1] > line.number
        quote = line.text.startswith(">")
        problem = ""
        if line.column >= 8 and quote and not given and line.after_empty:
            problem = f"it is indented by {line.column} and becomes code"
        elif line.column >= 4 and quote and not line.after_empty and under:
            problem = "an empty line above it is missing"
        elif line.column >= 4 or (quote and under):
            given = given or quote
            if (
                not quote
                and not given
                and line.after_empty
                and current not in told
                and not _later_quote(lines, line, among)
            ):
                problem = "it does not begin with >"
        elif line.after_empty and quote and (later or not given):
            problem = f"it is indented by {line.column}, not by four" if line.column else "it is not indented"
        elif line.after_empty and later and not quote and not _near_box(line, True):
            problem = (
                "it is not indented and breaks the list" if not line.column else f"it is indented by {line.column}"
            )
        if problem:
            told.add(current)
            given = True
            mend = "write it below its answer, indented by four spaces: > why it is right or wrong"
            words = {"words": shown(line.text), "problem": problem, "mend": mend}
            yield finding("Q041", page.source(line.number), **words).hiding(*shape(block), (current, "Q011"))


def _later_quote(lines: Sequence[Line], line: Line, numbers: set[int]) -> bool:
    """Whether a quote follows below a line before the next answer."""
    for other in lines:
        if other.number > line.number:
            if other.number in numbers or other.column < 4:
                return False
            if other.text.startswith(">"):
                return True
    return False
