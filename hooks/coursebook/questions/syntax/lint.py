"""The syntax lint: lines that Markdown takes for plain text, and the author for a block, a setting, an answer, a
rationale or a hint. Markdown has no errors: what it does not understand is a paragraph.

Each check looks at the author's lines for one way to miss. A finding hides those that follow from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from ...read.slashes import CLOSER, OPENER
from ...read.source import Text
from ...report.finding import Finding, finding, guess
from ..block import NAME
from . import answers, settings, tags
from .written import WrittenQuestion, shown

SLASH = "/\\\\\u2044\u2215\u29f8\uff0f\u2571|:"
LIKE_OPENER = re.compile(r"^(?P<lead>[^\w\n]+)(?P<name>[^\W\d_][\w-]*)(?P<rest>[^\n]*)$")
INSIDE_LINE = re.compile(rf"(?<!/)/{{3,}}[ ]*{NAME}[ ]*\|", re.IGNORECASE)
BAR = SLASH.rstrip("|:")
LIKE_CLOSER = re.compile(rf"^(?:[^\w\n{BAR}]*[{BAR}](?:[\s.,;*_`-]*[{BAR}])+[\s.,;*_`-]*|:{{3,}}\s*)$")
END_WORDS = re.compile(rf"^[{SLASH} ]{{2,}}(?:end|close|stop|fin)[ -]*(?:{NAME})?s?[ .]*$", re.IGNORECASE)
CHECKS = (
    settings.ids,
    settings.values,
    settings.misplaced,
    tags.tags,
    answers.hints,
    answers.answers,
    answers.shaped,
    answers.unmarked,
    answers.reasons,
)
"""The checks on a question or a case."""


def lint(page: Text, known: Collection[str]) -> Iterator[Finding]:
    """All malformed syntax of a page: Q016 and Q017 for lines that look like the opener or the end of a block, Q049 for
    a code fence that is not closed, then CHECKS. `known` are the names of the blocks it may use.
    """
    strays = frozenset(page.stray_closers)
    for number, line in enumerate(page.lines, start=1):
        if not page.is_read(number):
            continue
        if wrong := _misread_opener(page, number, line, known):
            problem, fix = wrong
            yield finding("Q016", page.source(number), words=shown(line), problem=problem, fix=fix)
        if number in strays or _is_misread_closer(line):
            yield finding("Q017", page.source(number), words=shown(line), fix=_fix_of_closer(page, number, line))
    for number in page.open_fences:
        if number >= page.first:
            fence = page.lines[number - 1].strip(" \t>")
            yield finding("Q049", page.source(number), fence=fence[: len(fence) - len(fence.lstrip(fence[0]))])
    for block in page.blocks:
        if block.name.lower() == NAME:
            written = WrittenQuestion(page, block)
            for check in CHECKS:
                yield from check(written)


def _misread_opener(page: Text, number: int, line: str, known: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a line that looks like the opener of a block and is not one, and the fix."""
    plain = line.expandtabs(4)
    if OPENER.match(plain) or CLOSER.match(plain):
        return None
    match = None if line[:1].isalnum() or END_WORDS.match(line) else LIKE_OPENER.match(line)
    if match and (slashes := sum(c in SLASH for c in match["lead"])):
        name, has_bar = unicodedata.normalize("NFKC", match["name"]).lower(), "|" in match["rest"]
        likely = name in known or (has_bar and guess(name, known))
        if likely and (slashes > 1 or (name == NAME and has_bar)):
            lead = match["lead"].strip(" ")
            problem = "a block opens with three plain slashes and a space"
            if set(lead) == {"/"}:
                long = len(lead) >= 3
                problem = "only | and an id may follow the name" if long else "a block opens with three slashes"
            return problem, f"write /// {name} | id"
    inside = INSIDE_LINE.search(line) if "///" in line else None
    if inside and page.is_text(page.line_starts[number - 1] + inside.start()):
        return "a block opens at the start of a line", "put it on its own line, below an empty line"
    return None


def _is_misread_closer(line: str) -> bool:
    if line[:1].isalnum() or ("-" in line and "/" not in line):
        return False
    plain = line.expandtabs(4)
    alike = END_WORDS.match(line) or (LIKE_CLOSER.match(line) and not OPENER.match(plain))
    return bool(alike) and not CLOSER.match(plain)


def _fix_of_closer(page: Text, number: int, line: str) -> str:
    around = [block for block in page.blocks if block.line < number < (block.end or len(page.lines) + 1)]
    if not around:
        return "remove it: no block is open here"
    outer, slashes = around[-1], "/" * around[-1].slashes
    if line.strip() == slashes:
        return f"open the block of line {outer.line} with more slashes than the blocks inside it"
    return f"end the block of line {outer.line} with a line that contains only {slashes}"
