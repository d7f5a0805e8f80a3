"""Malformed answers, rationales and hints: lines of a question or a case that Markdown takes for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from ...report.finding import Finding, finding
from ..kinds.kind import BOX
from ..kinds.menus import ARROW
from .written import BULLET, STEP, WrittenLine, WrittenQuestion, invisible, shown

MARKS = "xX✓✔✗✘☑☐✅❌√×хХ"
LIKE_BOX = re.compile(
    rf"^(?P<bullet>(?:[-*+•–—·‣∙]|\d+[.)])?)(?P<gap>\s*)"
    rf"(?:[\[(（［【{{<](?P<mark>\s*[{MARKS}]{{0,2}}\s*)[\])）］】}}>]|(?P<ballot>[☐☑☒✅✔✓]))(?![(\[:])(?P<rest>.*)$"
)
LIKE_ARROW = re.compile(r"->|-->|==>|→|⇒|⟶|➔|=&gt;|=")
RULE = re.compile(r"(?=.*-)[|:\s-]+")
"""The line below the head of a table."""
LIKE_STEP = re.compile(r"^(?:\d+[.)]|[a-zA-Z][.)]|\(\w\))\s")
LIKE_HINT = re.compile(
    r"^(?P<marks>(?:>\s*)*)(?P<strong>[*_]*)(?P<word>hints?)[*_]*\s*\d*\s*(?P<sign>[*_]*[:：]|[-–—.](?=\s)|$)", re.I
)
PROPER_HINT = re.compile(r"^>\s*hint:", re.IGNORECASE)
EMPTY_HINT = re.compile(r"^(?:>\s*)+hint:\s*$", re.IGNORECASE)
SWALLOWED = "it continues the paragraph above: add an empty line"


def answers(written: WrittenQuestion) -> Iterator[Finding]:
    """Q040: lines that almost begin with a box, or do where they are no answer; a list in which no line has one."""
    if written.block.is_case:
        for line in written.lines:
            if not line.code and line.column < 4 and BULLET.match(line.text) and BOX.match(line.text[2:]):
                problem = f"it is in the case '{written.block.argument}', but in no question"
                yield written.report("Q040", line, problem, "open /// question above it")
                return
        return
    for line in written.lines:
        listed = line.number in written.among
        problem = box_fault(line, listed) if written.boxes and not line.code else ""
        if not line.code and not listed:
            problem = _misplaced(line, written.answers) or (problem if line.column < 4 else "")
        if problem:
            fix = "write it as - [ ] text, or as - [x] text if it is correct"
            yield written.misread("Q040", line, problem, fix, (line.number, "Q010"))
    if written.block.type in ("blank", "number"):
        for line in written.answers:
            if hidden := invisible(re.sub(r"\s", " ", line.text)):
                place = written.page.source(line.number)
                yield finding("Q046", place, character=hidden, words=shown(line.text))
    if written.boxes and not written.answers:
        bullets = [line for line in written.lines if not line.code and line.column < 4 and line.item]
        if bullets and not any(box_fault(line, False) for line in written.lines):
            fix = "begin each answer with - [ ], and the correct one with - [x]"
            yield written.misread("Q040", bullets[0], "it has no checkbox", fix)


def _misplaced(line: WrittenLine, answers: list[WrittenLine]) -> str:
    """Why a line with a proper box is no answer at its place."""
    text = line.text.lstrip("> ")
    quoted = text != line.text
    if not (BULLET.match(text) and BOX.match(text[1:].lstrip())) or quoted == (line.column >= 4):
        return ""
    if quoted:
        return "" if answers else "it is in a quote"
    above = any(answer.number < line.number for answer in answers)
    return f"it is indented by {line.column} and " + ("belongs to the answer above it" if above else "becomes code")


def box_fault(line: WrittenLine, listed: bool) -> str:
    """Why a line that looks like a boxed answer is not one, or empty; `listed`: it is an item of a list of answers."""
    plain = "".join(c for c in line.text if not invisible(c) or c.isspace()) if invisible(line.text) else line.text
    match = LIKE_BOX.match(plain)
    if match and not LIKE_BOX.match(line.text):
        return f"invisible character ({invisible(line.text)}) in its checkbox"
    if not match or not (match["rest"].strip() or match["bullet"]):
        return ""
    bullet, gap, mark = match["bullet"], match["gap"], match["mark"]
    bracket = plain[len(bullet) :].strip()[:1]
    if bracket == "<" or (bracket in "({（" and not bullet and not (mark or "").strip()):
        return ""
    faults = (
        (not bullet, "a list begins with - and a space"),
        (bullet not in "-*+" and not bullet[:1].isdigit(), f"'{bullet}' does not begin a list"),
        (bullet[:1].isdigit() and not listed, "its list is numbered"),
        (not gap, f"missing space after '{bullet}'"),
        (gap.strip(" "), f"the character after '{bullet}' is not a plain space"),
        (not listed, SWALLOWED),
        (bracket != "[" or mark not in ("x", "X", " "), "a checkbox is [ ] or [x]"),
        (match["rest"][:1].strip(" "), "missing space after the checkbox"),
    )
    return next((problem for wrong, problem in faults if wrong), "")


def shaped(written: WrittenQuestion) -> Iterator[Finding]:
    """Tables and lists that begin on the line of a box, so that their first line stays text."""
    for line, below in pairwise(written.lines):
        box = BOX.match(line.text[2:]) if line.number in written.among else None
        if not box or below.after_empty or below.column < 4:
            continue
        text = line.text[2:][box.end() :]
        table = text.startswith("|") and RULE.fullmatch(below.text)
        if table or any(mark.match(text) and mark.match(below.text) for mark in (BULLET, STEP)):
            problem = f"its {'table' if table else 'list'} begins on the line of its checkbox, so it remains plain text"
            yield written.report(
                "Q040", line, problem, "begin it two lines below the checkbox, indented by four spaces"
            )


def unmarked(written: WrittenQuestion) -> Iterator[Finding]:
    """Pairs where no line has an arrow, steps without a number, and both within a paragraph; the first of them."""
    if written.boxes or written.block.is_case:
        return
    order = written.block.type == "order"
    fix = "write 1. text, and 2. text below it" if order else "write a pair as - left => right"
    lines = [line for line in written.lines if not line.code and line.column < 4]
    for line in lines:
        item = STEP.match(line.text) if order else BULLET.match(line.text) and ARROW in line.text
        if item and line.number not in written.among and not line.after_empty:
            yield written.misread("Q040", line, SWALLOWED, fix)
            return
    if written.answers:
        yield from _numbers(written) if order else ()
        return
    for line in lines:
        if line.item or (order and LIKE_STEP.match(line.text)):
            alike = LIKE_ARROW.search(line.text)
            faults = (
                (order, "number the steps with a period, as in 1."),
                (ARROW in line.text, "its list is numbered"),
                (alike, f"it has '{alike[0] if alike else ''}' for '{ARROW}'"),
                (True, "it has no arrow"),
            )
            yield written.misread("Q040", line, next(problem for wrong, problem in faults if wrong), fix)
            return


def _numbers(written: WrittenQuestion) -> Iterator[Finding]:
    """Steps whose numbers say another order than their lines; the first of them."""
    steps = written.lists[0]
    numbers = [int(line.text.partition(".")[0][:9]) if line.text[0].isdigit() else 0 for line in steps]
    for line, number, before in zip(steps[1:], numbers[1:], numbers, strict=False):
        if number not in (before + 1, 1) or (number == 1 and before != 1):
            problem = f"{number} does not follow {before}, and the order of the lines counts"
            yield written.report("Q040", line, problem, "number the steps in the order of the lines")
            return


def hints(written: WrittenQuestion) -> Iterator[Finding]:
    """Q042: what looks like a hint and is shown as something else, before or after the answer."""
    lines = written.page.lines
    first = written.answers[0].number if written.answers else len(lines) + 1
    above: WrittenLine | None = None
    first_is_hint = False  # whether the quote began with a hint
    for line in written.lines:
        quoted_above = above is not None and above.quote
        if line.quote and not quoted_above:
            first_is_hint = bool(PROPER_HINT.match(line.text))
        match = None if line.code else LIKE_HINT.match(line.text)
        if match and (match["marks"] or match["sign"] in (":", "：")):
            begins = match["word"].lower() == "hint" and match[0].lower().endswith("hint:") and not match["strong"]
            goes_on = quoted_above and above and above.number == line.number - 1 and above.text.strip("> ")
            below = lines[line.number] if line.number < len(lines) else ""
            late = line.number > first or line.column >= 4
            empty = EMPTY_HINT.match(line.text) and not below.strip(" >")
            faults = (
                (written.block.is_case, "a case cannot have hints", "move it into its question"),
                (not match["marks"], "it is not a quote", "write > Hint: ..."),
                (late, "it is not above the answers", "move it between the stem and the answers"),
                (not begins, "it does not begin with 'Hint:'", "write > Hint: ..."),
                (goes_on, "it continues the paragraph above", "put a line with only > between the two"),
                (not first_is_hint, "it is not first in its quote", "move it to the start of the quote"),
                (empty, "it is empty", "write the hint, or remove it"),
            )
            if fault := next((row for row in faults if row[0]), None):
                yield written.report("Q042", line, *fault[1:])
        above = line


def reasons(written: WrittenQuestion) -> Iterator[Finding]:
    """Q041: quotes and paragraphs between the answers that belong to no answer."""
    if written.block.is_case or not written.answers:
        return
    last, reported = written.answers[-1].number, set[int]()
    current, given = 0, False
    under = False  # whether the lines since the last empty one began with an answer
    for at, line in enumerate(written.lines):
        under = line.number in written.among or (under and not line.after_empty)
        if line.number in written.among:
            current, given = line.number, False
        if line.number in written.among or not current or line.code:
            continue
        quote, inside, later = line.quote, line.column >= 4, line.number < last
        problem = ""
        if line.column >= 8 and quote and not given and line.after_empty:
            problem = f"it is indented by {line.column} and becomes code"
        elif inside and quote and not line.after_empty and under:
            problem = "missing empty line above it"
        elif inside or (quote and under):
            given = given or quote
            own = takewhile(
                lambda below: below.number not in written.among and below.column >= 4, written.lines[at + 1 :]
            )
            if line.after_empty and not given and current not in reported and not any(below.quote for below in own):
                problem = "it does not begin with >"
        elif line.after_empty and quote and (later or not given):
            problem = f"it is indented by {line.column}, not by four" if line.column else "it is not indented"
        elif line.after_empty and later and not quote and not box_fault(line, True):
            problem = f"it is indented by {line.column}" if line.column else "it is not indented, so it ends the list"
        if problem:
            reported.add(current)
            given = True
            fix = "write it below its answer, indented by four spaces: > why it is correct or incorrect"
            yield written.misread("Q041", line, problem, fix, (current, "Q011"))
