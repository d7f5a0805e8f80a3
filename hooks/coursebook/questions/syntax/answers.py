"""What is nearly an answer: lines of a question or a case that Markdown takes for something else (Q040)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...report.finding import Finding, finding
from ..kinds.kind import BOX
from ..kinds.match import ARROW
from .draft import BULLET, STEP, Draft, Line, invisible, shown

MARKS = "xX✓✔✗✘☑☐✅❌√×хХ"
NEAR_BOX = re.compile(
    rf"^(?P<bullet>(?:[-*+•–—·‣∙]|\d+[.)])?)(?P<gap>\s*)"
    rf"(?:[\[(（［【{{<](?P<mark>\s*[{MARKS}]{{0,2}}\s*)[\])）］】}}>]|(?P<ballot>[☐☑☒✅✔✓]))(?![(\[:])(?P<rest>.*)$"
)
NEAR_ARROW = re.compile(r"->|-->|==>|→|⇒|⟶|➔|=&gt;|=")
RULE = re.compile(r"(?=.*-)[|:\s-]+")
"""The line below the head of a table."""
NEAR_STEP = re.compile(r"^(?:\d+[.)]|[a-zA-Z][.)]|\(\w\))\s")
SWALLOWED = "it continues the paragraph above: add an empty line"


def answers(draft: Draft) -> Iterator[Finding]:
    """Lines that nearly begin with a box, or do where they are no answer; a list in which no line has one."""
    if draft.block.is_case:
        for line in draft.lines:
            if not line.code and line.column < 4 and BULLET.match(line.text) and BOX.match(line.text[2:]):
                problem = f"it stands in the case '{draft.block.argument}' and in no question"
                yield draft.report("Q040", line, problem, "open /// question above it")
                return
        return
    for line in draft.lines:
        listed = line.number in draft.among
        problem = near_box(line, listed) if draft.boxes and not line.code else ""
        if not line.code and not listed:
            problem = _misplaced(line, draft.answers) or (problem if line.column < 4 else "")
        if problem:
            fix = "write it as - [ ] text, or as - [x] text if it is correct"
            yield draft.misread("Q040", line, problem, fix, (line.number, "Q010"))
    if draft.block.type in ("blank", "number"):
        for line in draft.answers:
            if hidden := invisible(re.sub(r"\s", " ", line.text)):
                place = draft.page.source(line.number)
                yield finding("Q046", place, character=hidden, words=shown(line.text))
    if draft.boxes and not draft.answers:
        bullets = [line for line in draft.lines if not line.code and line.column < 4 and line.item]
        if bullets and not any(near_box(line, False) for line in draft.lines):
            fix = "begin each answer with - [ ], and the correct one with - [x]"
            yield draft.misread("Q040", bullets[0], "it has no checkbox", fix)


def _misplaced(line: Line, answers: list[Line]) -> str:
    """Why a line with a proper box is no answer at its place."""
    text = line.text.lstrip("> ")
    quoted = text != line.text
    if not (BULLET.match(text) and BOX.match(text[1:].lstrip())) or quoted == (line.column >= 4):
        return ""
    if quoted:
        return "" if answers else "it is in a quote"
    above = any(one.number < line.number for one in answers)
    return f"it is indented by {line.column} and " + ("belongs to the answer above it" if above else "becomes code")


def near_box(line: Line, listed: bool) -> str:
    """Why a line that looks like an answer with a box is none; an empty string where it does not look like one.
    `listed` says whether it is an item of a list of answers.
    """
    plain = "".join(c for c in line.text if not invisible(c) or c.isspace()) if invisible(line.text) else line.text
    match = NEAR_BOX.match(plain)
    if match and not NEAR_BOX.match(line.text):
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


def shaped(draft: Draft) -> Iterator[Finding]:
    """Tables and lists that begin on the line of a box, so that their first line stays text."""
    for line, below in pairwise(draft.lines):
        box = BOX.match(line.text[2:]) if line.number in draft.among else None
        if not box or below.after_empty or below.column < 4:
            continue
        text = line.text[2:][box.end() :]
        table = text.startswith("|") and RULE.fullmatch(below.text)
        if table or any(mark.match(text) and mark.match(below.text) for mark in (BULLET, STEP)):
            problem = f"its {'table' if table else 'list'} begins on the line of its checkbox, so it remains plain text"
            yield draft.report("Q040", line, problem, "begin it two lines below the checkbox, indented by four spaces")


def unmarked(draft: Draft) -> Iterator[Finding]:
    """Pairs without an arrow where none has one, steps without a number, and both where a paragraph takes them in; the
    first of them.
    """
    if draft.boxes or draft.block.is_case:
        return
    order = draft.block.type == "order"
    fix = "write 1. text, and 2. text below it" if order else "write a pair as - left => right"
    lines = [line for line in draft.lines if not line.code and line.column < 4]
    for line in lines:
        item = STEP.match(line.text) if order else BULLET.match(line.text) and ARROW in line.text
        if item and line.number not in draft.among and not line.after_empty:
            yield draft.misread("Q040", line, SWALLOWED, fix)
            return
    if draft.answers:
        yield from _numbers(draft) if order else ()
        return
    for line in lines:
        if line.item or (order and NEAR_STEP.match(line.text)):
            near = NEAR_ARROW.search(line.text)
            faults = (
                (order, "number the steps with a period, as in 1."),
                (ARROW in line.text, "its list is numbered"),
                (near, f"it has '{near[0] if near else ''}' for '{ARROW}'"),
                (True, "it has no arrow"),
            )
            yield draft.misread("Q040", line, next(problem for wrong, problem in faults if wrong), fix)
            return


def _numbers(draft: Draft) -> Iterator[Finding]:
    """Steps whose numbers say another order than their lines; the first of them."""
    steps = draft.lists[0]
    numbers = [int(line.text.partition(".")[0][:9]) if line.text[0].isdigit() else 0 for line in steps]
    for line, number, before in zip(steps[1:], numbers[1:], numbers, strict=False):
        if number not in (before + 1, 1) or (number == 1 and before != 1):
            problem = f"{number} does not follow {before}, and the order of the lines counts"
            yield draft.report("Q040", line, problem, "number the steps in the order of the lines")
            return
