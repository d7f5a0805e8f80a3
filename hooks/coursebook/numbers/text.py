"""The numbers of a page, and the references cited beside them: by paragraph, list item and table row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..read.paragraphs import paragraphs
from ..read.source import Text

STARTS = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
NUMBER = re.compile(
    r"""
    (?<![\w.,/$-])(?P<sign>[-\u2212])?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<tenths>\.\d+)?
    | (?<![\w.])(?P<bare>\.\d+)
    """,
    re.VERBOSE,
)
NO_NUMBER_AFTER = re.compile(r"[\w\u00b2\u00b3]|-[A-Z]|\.\d|,\d|\s?BCE\b")
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = re.compile(rf"\d{{4}}-\d\d(?:-\d\d)?|\b\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{1,2}}\b")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
NAMED = re.compile(r"\b(?:part|row|step|level|class|no\.|grade|type|question|list|resolution)\s$", re.IGNORECASE)
UNIT = re.compile(r"\b(?:per|in|of|every|each)\s$", re.IGNORECASE)
UNITS = frozenset(("10", "100", "1000", "10000", "100000", "1000000"))
ROW = re.compile(r"^(\s*\|\s*)(\d{1,2})(?=\s*\|)")
"""The number of a row, as its first cell."""
ONE_IN = re.compile(r"\s(?:in|per)\s")
PER = re.compile(r"\b(?:per|in|of|every)\s(10{0,2}(?:,000){1,2}|10{1,6}|[Mm]illion)\b")
SCALES = {**{str(10**n): Decimal(10) ** n for n in range(1, 7)}, "million": Decimal(10) ** 6}
CONFIDENCE = re.compile(r"%\s(?:CI|confidence|interval)")
ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|close to|roughly|near|over|under|some|at least)\s"
    r"(?:1 in [\d,]+ and )?(?:1 in\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A number as a page tells it. `value` is without its sign; `digits` how many it has, `places` behind the point."""

    text: str
    value: Decimal
    digits: int
    places: int
    percent: bool
    about: bool
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or table row that cites. `exempt` are its marks `number="..."`, each with its line.

    `scales` are what it says rates are told by, itself or in the head of its table: 100 for `per 100 patients`.
    """

    keys: tuple[str, ...]
    numbers: tuple[Told, ...]
    scales: frozenset[Decimal]
    text: str
    exempt: tuple[tuple[str, int], ...]


def passages(page: Text) -> Iterator[Passage]:
    """Every passage that cites, in order. A table row that cites nothing stands on the paragraph above its table."""
    above: tuple[str, ...] = ()
    for one in paragraphs(page):
        if one.kind == "note":
            continue
        if one.kind != "row":
            above = one.keys
        if keys := one.keys or (above if one.kind == "row" else ()):
            numbers = tuple(told for number, line in one.lines for told in _numbers(line, number))
            yield Passage(keys, numbers, _scales(f"{one.head} {one.text}"), " ".join(one.text.split()), one.numbers)


def _scales(text: str) -> frozenset[Decimal]:
    return frozenset(SCALES.get(name.replace(",", "").casefold(), Decimal(100)) for name in PER.findall(text))


def _numbers(line: str, number: int) -> Iterator[Told]:
    text = DATE.sub(lambda match: " " * len(match[0]), line)
    text = ROW.sub(lambda match: match[1] + " " * len(match[2]), text)
    for match in NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        digits = (match["digits"] or "0").replace(",", "") + (match["tenths"] or match["bare"] or "")
        if NO_NUMBER_AFTER.match(after) or re.search(r"[A-Za-z]-$", before) or STARTS.match(match[0] + after):
            continue
        if YEAR.fullmatch(digits) and "," not in match[0] and not after.startswith("%"):
            continue
        if (digits == "1" and ONE_IN.match(after)) or (digits in UNITS and UNIT.search(before)):
            continue
        if NAMED.search(before) or CONFIDENCE.match(after):
            continue
        places = len(digits.partition(".")[2])
        yield Told(
            text=match[0].strip(),
            value=Decimal(digits),
            digits=len(digits.replace(".", "").lstrip("0")),
            places=places,
            percent=after.lstrip().startswith("%"),
            about=bool(ABOUT.search(before)),
            line=number,
        )
