"""What is nearly a hint or the reason of an answer: quotes and paragraphs at other places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...report.finding import Finding
from .answers import near_box
from .draft import Draft, Line

NEAR_HINT = re.compile(
    r"^(?P<marks>(?:>\s*)*)(?P<strong>[*_]*)(?P<word>hints?)[*_]*\s*\d*\s*(?P<sign>[*_]*[:：]|[-–—.](?=\s)|$)", re.I
)
PROPER_HINT = re.compile(r"^>\s*hint:", re.IGNORECASE)
EMPTY_HINT = re.compile(r"^(?:>\s*)+hint:\s*$", re.IGNORECASE)


def hints(draft: Draft) -> Iterator[Finding]:
    """Q042: what looks like a hint and is shown as something else, before or after the answer."""
    lines = draft.page.lines
    first = draft.answers[0].number if draft.answers else len(lines) + 1
    above: Line | None = None
    first_is_hint = False  # whether the quote began with a hint
    for line in draft.lines:
        quoted_above = above is not None and above.quote
        if line.quote and not quoted_above:
            first_is_hint = bool(PROPER_HINT.match(line.text))
        match = None if line.code else NEAR_HINT.match(line.text)
        if match and (match["marks"] or match["sign"] in (":", "：")):
            begins = match["word"].lower() == "hint" and match[0].lower().endswith("hint:") and not match["strong"]
            goes_on = quoted_above and above and above.number == line.number - 1 and above.text.strip("> ")
            below = lines[line.number] if line.number < len(lines) else ""
            late = line.number > first or line.column >= 4
            empty = EMPTY_HINT.match(line.text) and not below.strip(" >")
            faults = (
                (draft.block.is_case, "a case cannot have hints", "move it into its question"),
                (not match["marks"], "it is not a quote", "write > Hint: ..."),
                (late, "it is not above the answers", "move it between the stem and the answers"),
                (not begins, "it does not begin with 'Hint:'", "write > Hint: ..."),
                (goes_on, "it continues the paragraph above", "put a line with only > between the two"),
                (not first_is_hint, "it is not first in its quote", "move it to the start of the quote"),
                (empty, "it is empty", "write the hint, or remove it"),
            )
            if fault := next((one for one in faults if one[0]), None):
                yield draft.report("Q042", line, *fault[1:])
        above = line


def reasons(draft: Draft) -> Iterator[Finding]:
    """Q041: quotes and paragraphs between the answers that belong to none of them."""
    if draft.block.is_case or not draft.answers:
        return
    last, told = draft.answers[-1].number, set[int]()
    current, given = 0, False
    under = False  # whether the lines since the last empty one began with an answer
    for line in draft.lines:
        under = line.number in draft.among or (under and not line.after_empty)
        if line.number in draft.among:
            current, given = line.number, False
        if line.number in draft.among or not current or line.code:
            continue
        quote, inside, later = line.quote, line.column >= 4, line.number < last
        problem = ""
        if line.column >= 8 and quote and not given and line.after_empty:
            problem = f"it is indented by {line.column} and becomes code"
        elif inside and quote and not line.after_empty and under:
            problem = "missing empty line above it"
        elif inside or (quote and under):
            given = given or quote
            if line.after_empty and not given and current not in told and not _later_quote(draft, line):
                problem = "it does not begin with >"
        elif line.after_empty and quote and (later or not given):
            problem = f"it is indented by {line.column}, not by four" if line.column else "it is not indented"
        elif line.after_empty and later and not quote and not near_box(line, True):
            problem = f"it is indented by {line.column}" if line.column else "it is not indented, so it ends the list"
        if problem:
            told.add(current)
            given = True
            fix = "write it below its answer, indented by four spaces: > why it is correct or incorrect"
            yield draft.misread("Q041", line, problem, fix, (current, "Q011"))


def _later_quote(draft: Draft, line: Line) -> bool:
    """Whether a quote follows below a line before the next answer."""
    for other in draft.lines:
        if other.number > line.number:
            if other.number in draft.among or other.column < 4:
                return False
            if other.quote:
                return True
    return False
