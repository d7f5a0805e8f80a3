"""Compares the numbers of a page with those of bib/numbers.csv: by paragraph, list item and table row that cites.

A number is the same when it equals a figure of a reference cited in its passage: a value, an end of an interval, a
count or a denominator. It may be rounded to two digits, or further where the text says `about`; a rate may be given per
another number, 9.31% as 931 per 10,000. Signs are left to the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from ..model import Number, Reference
from ..read.paragraphs import paragraphs
from ..read.source import Text
from ..report.finding import Finding, finding

EXEMPT = re.compile(r"^(?P<numbers>[^:]*\d[^:]*):\s*(?P<reason>\S.*)$")
OURS = re.compile(r"\bour (?:calculation|sum|arithmetic)s?\b")
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
class Checked:
    """What came of a page: how many numbers were found in the data, and what is wrong."""

    matched: int
    found: tuple[Finding, ...]


def check_numbers(page: Text, numbers: Iterable[Number], references: Mapping[str, Reference]) -> Checked:
    """N001 a number that is in no cited reference, N002 a mark that says too little or too much, N006 our own interval
    given as if it were the source's.

    Read are passages that cite clinical evidence: a reference with a `level` from 1 to 5, or with rows of its own.
    """
    by_key: dict[str, list[Number]] = {}
    for row in numbers:
        by_key.setdefault(row.reference, []).append(row)
    clinical = {key for key, reference in references.items() if reference.field("level") in ("1", "2", "3", "4", "5")}
    matched = 0
    found: list[Finding] = []
    for passage in passages(page):
        if not any(key in by_key or key in clinical for key in passage.keys):
            continue
        rows = [row for key in passage.keys for row in by_key.get(key, ())]
        marks = [(_exempt(mark), line) for mark, line in passage.exempt]
        exempt, used = {text for texts, _ in marks for text in texts}, set[str]()
        for number in passage.numbers:
            fits = [row for row in rows if any(same(number, row, figure, passage.scales) for figure in _figures(row))]
            if fits:
                matched += 1
                if _is_ours(number, fits, passage.scales) and not OURS.search(passage.text):
                    found.append(finding("N006", page.source(number.line), number=number.text, name=fits[0].id))
            elif number.text in exempt:
                used.add(number.text)
            else:
                found.append(_unknown(page, passage, number, rows))
        for texts, line in marks:
            stale = [text for text in texts if text not in used]
            if stale or not texts:
                problem = f"suppresses {', '.join(stale)}, which is not in the text or matches the data"
                problem = problem if texts else "has no numbers or no reason"
                found.append(finding("N002", page.source(line), problem=problem))
    return Checked(matched, tuple(found))


def same(number: NumberInText, row: Number, figure: Decimal, scales: Collection[Decimal]) -> bool:
    """Whether a number of a page is a figure of a row; `scales` are per how many the page gives rates."""
    figure = abs(figure)
    if number.value == figure:
        return True
    if figure in (row.events, row.denominator):
        return _rounded(number, figure)
    if row.per is None:
        return not number.percent and _rounded(number, figure)
    rate = figure / row.per
    by = (Decimal(100),) if number.percent else (row.per, *scales)
    return any(number.value == rate * scale or _rounded(number, rate * scale) for scale in by)


def _rounded(number: NumberInText, figure: Decimal) -> bool:
    if number.digits < 2 and number.places < 2 and not number.about:
        return False
    zeros = len(str(number.value)) - len(str(number.value).rstrip("0")) if number.about and not number.places else 0
    step = Decimal(1).scaleb(zeros - number.places)
    return number.value in (figure.quantize(step, ROUND_HALF_UP), figure.quantize(step, ROUND_HALF_EVEN))


def _figures(row: Number) -> Iterator[Decimal]:
    for figure in (row.value, row.low, row.high, row.events, row.denominator):
        if figure is not None:
            yield Decimal(figure)
    if row.per is not None and row.unit.startswith("per"):
        yield row.per


def _is_ours(number: NumberInText, fits: Sequence[Number], scales: Collection[Decimal]) -> bool:
    """Whether a number was worked out for the course, itself or as an end of an interval."""

    def ours(row: Number) -> bool:
        if row.ours or row.interval != "ours":
            return bool(row.ours)
        seen = (figure for figure in (row.value, row.events, row.denominator) if figure is not None)
        return not any(same(number, row, Decimal(figure), scales) for figure in seen) and number.value != 0

    return all(ours(row) for row in fits)


def _exempt(mark: str) -> list[str]:
    """The numbers that a mark suppresses, as they are in the text; none where it gives no numbers or no reason."""
    text = match["numbers"] if (match := EXEMPT.match(mark)) else ""
    return [number.strip().rstrip("%") for number in text.split(";" if ";" in text else ", ") if number.strip()]


def _unknown(page: Text, passage: CitedPassage, number: NumberInText, rows: Sequence[Number]) -> Finding:
    """N001, with the figure of the data that comes nearest."""
    distances = (
        (abs(abs(figure * scale) - number.value), row.id, figure * scale)
        for row in rows
        for figure in _figures(row)
        for scale in (Decimal(1), *(scale / row.per for scale in passage.scales if row.per))
    )
    near = min(distances, default=None)
    nearest = f"the nearest figure is {near[2].normalize():f} ({near[1]}); " if near else ""
    shown = number.text + ("%" if number.percent else "")
    return finding("N001", page.source(number.line), number=shown, keys=", ".join(passage.keys), nearest=nearest)


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number as a page gives it. `value` is without its sign; `digits` how many it has, `places` behind the point."""

    text: str
    value: Decimal
    digits: int
    places: int
    percent: bool
    about: bool
    line: int


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A paragraph, list item or table row that cites. `exempt` are its marks `number="..."`, each with its line.

    `scales` are per how many it gives rates, itself or in the head of its table: 100 for `per 100 patients`.
    """

    keys: tuple[str, ...]
    numbers: tuple[NumberInText, ...]
    scales: frozenset[Decimal]
    text: str
    exempt: tuple[tuple[str, int], ...]


def passages(page: Text) -> Iterator[CitedPassage]:
    """Every passage that cites, in order. A table row without keys has those of the paragraph above its table."""
    above: tuple[str, ...] = ()
    for paragraph in paragraphs(page):
        if paragraph.kind == "note":
            continue
        if paragraph.kind != "row":
            above = paragraph.keys
        if keys := paragraph.keys or (above if paragraph.kind == "row" else ()):
            numbers = tuple(found for number, line in paragraph.lines for found in _numbers(line, number))
            names = (name.replace(",", "").casefold() for name in PER.findall(f"{paragraph.head} {paragraph.text}"))
            scales = frozenset(SCALES.get(name, Decimal(100)) for name in names)
            yield CitedPassage(keys, numbers, scales, " ".join(paragraph.text.split()), paragraph.numbers)


def _numbers(line: str, number: int) -> Iterator[NumberInText]:
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
        yield NumberInText(
            text=match[0].strip(),
            value=Decimal(digits),
            digits=len(digits.replace(".", "").lstrip("0")),
            places=places,
            percent=after.lstrip().startswith("%"),
            about=bool(ABOUT.search(before)),
            line=number,
        )
