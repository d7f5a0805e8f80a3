"""Paragraphs that state something and cite nothing, and recommendations that rest on weak evidence.

Read from the author's text, so that each is told with its line. A paragraph may be let off with a reason:
`{: uncited="our own arithmetic from the table above" }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model import Reference
from ..read.source import Text
from ..report.finding import Finding, finding
from ..wordlists import GENERAL, WordLists
from .syntax import BRACKETS

NOT_PROSE = re.compile(r"^\s*(?:#|///|\||[-*_]{3,}\s*$|!!!|\?\?\?|\{:|>|:\s|\[\^)")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
UNCITED = re.compile(r"\{:[^}]*\buncited=\"(?P<reason>[^\"]*)\"[^}]*\}")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
NUMBER = re.compile(
    r"""
    \d+(?:\.\d+)?\s?%
    | \b\d+(?:\.\d+)?[ ](?:of|in|per|out[ ]of)[ ](?:every[ ])?\d
    | \b(?:OR|RR|MD|SMD|NNT|CI|kappa)\b[^.]{0,20}\d
    | \b\d{1,3}(?:,\d{3})+\b
    | \b\d+(?:\.\d+)?[ ](?:mm|cm|mg|SD|times|patients|trials|studies|treatments|sessions)\b
    """,
    re.VERBOSE,
)
COMPARISON = re.compile(
    r"""
    \b(?:more|less|fewer|better|worse|safer|larger|smaller|higher|lower|longer|faster)[ ](?:\w+[ ]){0,4}than\b
    | \bas[ ](?:effective|safe)[ ]as\b
    | \b(?:superior|inferior|equivalent)[ ]to\b
    | \bno[ ](?:difference|better)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
WEAK = frozenset({"4", "5"})


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or list item of running text. `line` is its first; `reason` why it need not cite, if given."""

    text: str
    line: int
    cited: tuple[str, ...]
    reason: str | None


def paragraphs(page: Text) -> Iterator[Paragraph]:
    """The running text of a page: paragraphs and list items; no code, tables, quotes, headings or questions."""
    first = page.line(page.body_start) if page.body_start else 1
    questions = [(block.line, block.end or len(page.lines)) for block in page.blocks]
    held: list[str] = []
    start = first

    def ended() -> Iterator[Paragraph]:
        text = "\n".join(held)
        prose = UNCITED.sub("", text)
        if prose.strip() and not NOT_PROSE.match(prose):
            mark = UNCITED.search(text)
            keys = tuple(key for inside in BRACKETS.findall(prose) for key in re.findall(r"@([\w:.-]*\w)", inside))
            plain = LINK.sub(r"\1", BRACKETS.sub("", prose))
            yield Paragraph(" ".join(plain.split()), start, keys, mark["reason"] if mark else None)
        held.clear()

    for number in range(first, len(page.lines) + 1):
        line = page.lines[number - 1]
        skipped = page.in_code(number) or any(a <= number <= b for a, b in questions)
        attached = line.lstrip().startswith("{:")
        if skipped or not line.strip() or ((ITEM.match(line) or NOT_PROSE.match(line)) and not attached):
            yield from ended()
        if skipped or not line.strip():
            continue
        if not held:
            start = number
        held.append(line)
    yield from ended()


def check_coverage(page: Text, references: Mapping[str, Reference], lists: WordLists = GENERAL) -> Iterator[Finding]:
    """C004 a statement without a source, C005 a recommendation on levels 4 and 5 only, C006 a reason that is empty."""
    for paragraph in paragraphs(page):
        place = page.source(paragraph.line)
        if paragraph.reason is not None and not paragraph.reason.strip():
            yield finding("C006", place)
        if paragraph.reason is not None:
            continue
        if not paragraph.cited:
            for kind, pattern in (
                ("a number", NUMBER),
                ("a comparison", COMPARISON),
                ("a recommendation", lists.recommendation),
            ):
                if match := pattern.search(paragraph.text):
                    yield finding("C004", place, kind=kind, words=match[0])
                    break
        elif match := lists.recommendation.search(paragraph.text):
            levels = {references[key].field("level") for key in paragraph.cited if key in references}
            if levels and levels <= WEAK:
                yield finding("C005", place, words=match[0], levels=" and ".join(sorted(levels)))
