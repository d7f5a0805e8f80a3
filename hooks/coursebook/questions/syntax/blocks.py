"""What is nearly the opener or the end of a block, or the end of a code fence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from ...read.slashes import CLOSER, OPENER
from ...read.source import Text
from ...report.finding import Finding, finding, guess
from ..block import NAME
from .draft import shown

SLASH = "/\\\\\u2044\u2215\u29f8\uff0f\u2571|:"
NEAR_OPENER = re.compile(r"^(?P<lead>[^\w\n]+)(?P<name>[^\W\d_][\w-]*)(?P<rest>[^\n]*)$")
INSIDE_LINE = re.compile(rf"(?<!/)/{{3,}}[ ]*{NAME}[ ]*\|", re.IGNORECASE)
BAR = SLASH.rstrip("|:")
NEAR_CLOSER = re.compile(rf"^(?:[^\w\n{BAR}]*[{BAR}](?:[\s.,;*_`-]*[{BAR}])+[\s.,;*_`-]*|:{{3,}}\s*)$")
END_WORDS = re.compile(rf"^[{SLASH} ]{{2,}}(?:end|close|stop|fin)[ -]*(?:{NAME})?s?[ .]*$", re.IGNORECASE)


def openers(page: Text, known: Collection[str]) -> Iterator[Finding]:
    """Q016: lines that look like the opener of a block and are none. `known` are the names of blocks."""
    for number, line in enumerate(page.lines, start=1):
        plain = line.expandtabs(4)
        if not page.is_read(number) or OPENER.match(plain) or CLOSER.match(plain):
            continue
        inside = INSIDE_LINE.search(line) if "///" in line else None
        if wrong := _nearly_opens(line, known):
            problem, fix = wrong
        elif inside and page.is_text(page.line_starts[number - 1] + inside.start()):
            problem, fix = "a block opens at the start of a line", "put it on its own line, below an empty line"
        else:
            continue
        yield finding("Q016", page.source(number), words=shown(line), problem=problem, mend=fix)


def _nearly_opens(line: str, known: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a line that nearly opens a block, and the fix."""
    match = None if line[:1].isalnum() else NEAR_OPENER.match(line)
    slashes = sum(c in SLASH for c in match["lead"]) if match else 0
    if match is None or not slashes or END_WORDS.match(line):
        return None
    name, has_bar = unicodedata.normalize("NFKC", match["name"]).lower(), "|" in match["rest"]
    likely = name in known or (has_bar and guess(name, known))
    if not likely or (slashes == 1 and not (name == NAME and has_bar)):
        return None
    lead = match["lead"].strip(" ")
    problem = "a block opens with three plain slashes and a space"
    if set(lead) == {"/"}:
        problem = "only | and an id may follow the name" if len(lead) >= 3 else "a block opens with three slashes"
    return problem, f"write /// {name} | id"


def closers(page: Text) -> Iterator[Finding]:
    """Q017: lines that look like the end of a block and are none."""
    strays = frozenset(page.stray_closers)
    for number, line in enumerate(page.lines, start=1):
        if not page.is_read(number) or (number not in strays and not _nearly_closes(line)):
            continue
        around = [block for block in page.blocks if block.line < number < (block.end or len(page.lines) + 1)]
        if around:
            outer, slashes = around[-1], "/" * around[-1].slashes
            fix = f"end the block of line {outer.line} with a line that contains only {slashes}"
            if line.strip() == slashes:
                fix = f"open the block of line {outer.line} with more slashes than the blocks inside it"
        else:
            fix = "remove it: no block is open here"
        yield finding("Q017", page.source(number), words=shown(line), mend=fix)


def _nearly_closes(line: str) -> bool:
    """Whether a line looks like the end of a block, and is not read as one."""
    if line[:1].isalnum() or ("-" in line and "/" not in line):
        return False
    plain = line.expandtabs(4)
    if END_WORDS.match(line):
        return not CLOSER.match(plain)
    return bool(NEAR_CLOSER.match(line)) and not CLOSER.match(plain) and not OPENER.match(plain)


def fences(page: Text) -> Iterator[Finding]:
    """Q049: a code fence that is opened and not closed."""
    for number in page.open_fences:
        if number >= page.first:
            fence = page.lines[number - 1].strip(" \t>")
            yield finding("Q049", page.source(number), fence=fence[: len(fence) - len(fence.lstrip(fence[0]))])
