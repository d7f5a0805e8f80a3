"""Compares the numbers of a page with those of bib/numbers.csv.

A number is the same when it equals a figure of a reference cited in its passage: a value, an end of an interval, a
count or a denominator. It may be rounded to two digits, or further where the text says `about`; a rate may be told per
another number, 9.31% as 931 per 10,000. Signs are left to the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from ..model import Number, Reference
from ..read.source import Text
from ..report.finding import Finding, finding
from .text import Passage, Told, passages

EXEMPT = re.compile(r"^(?P<numbers>[^:]*\d[^:]*):\s*(?P<reason>\S.*)$")
OURS = re.compile(r"\bour (?:calculation|sum|arithmetic)s?\b")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a page: how many numbers were found in the data, and what is wrong."""

    matched: int
    found: tuple[Finding, ...]


def check_numbers(page: Text, numbers: Iterable[Number], references: Mapping[str, Reference]) -> Checked:
    """N001 a number that is in no cited reference, N002 a mark that says too little or too much, N006 our own interval
    told as if it were the source's.

    Read are passages that cite clinical evidence: a reference with a `level` from 1 to 5, or with rows of its own.
    """
    by_key: dict[str, list[Number]] = {}
    for number in numbers:
        by_key.setdefault(number.reference, []).append(number)
    matched = 0
    found: list[Finding] = []
    for passage in passages(page):
        if not any(key in by_key or _is_clinical(references.get(key)) for key in passage.keys):
            continue
        rows = [row for key in passage.keys for row in by_key.get(key, ())]
        exempt, used, wrong = set[str](), set[str](), list[Finding]()
        for mark, line in passage.exempt:
            if match := EXEMPT.match(mark):
                exempt.update(_list(match["numbers"]))
            else:
                problem = "has no numbers or no reason"
                wrong.append(finding("N002", page.source(line), problem=problem))
        for told in passage.numbers:
            fits = [row for row in rows if any(same(told, row, figure, passage.scales) for figure in _figures(row))]
            if fits:
                matched += 1
                if _is_ours(told, fits, passage.scales) and not OURS.search(passage.text):
                    wrong.append(finding("N006", page.source(told.line), number=told.text, name=fits[0].id))
            elif told.text in exempt:
                used.add(told.text)
            else:
                wrong.append(_unknown(page, passage, told, rows))
        for mark, line in passage.exempt:
            if (match := EXEMPT.match(mark)) and (stale := [one for one in _list(match["numbers"]) if one not in used]):
                problem = f"suppresses {', '.join(stale)}, which is not in the text or matches the data"
                wrong.append(finding("N002", page.source(line), problem=problem))
        found += wrong
    return Checked(matched, tuple(found))


def same(told: Told, row: Number, figure: Decimal, scales: Collection[Decimal]) -> bool:
    """Whether a number told on a page is a figure of a row; `scales` are by how many the page tells rates."""
    figure = abs(figure)
    if told.value == figure:
        return True
    if figure in (row.events, row.denominator):
        return _rounded(told, figure)
    if row.per is None:
        return not told.percent and _rounded(told, figure)
    rate = figure / row.per
    by = (Decimal(100),) if told.percent else (row.per, *scales)
    return any(told.value == rate * scale or _rounded(told, rate * scale) for scale in by)


def _rounded(told: Told, figure: Decimal) -> bool:
    if told.digits < 2 and told.places < 2 and not told.about:
        return False
    zeros = len(str(told.value)) - len(str(told.value).rstrip("0")) if told.about and not told.places else 0
    step = Decimal(1).scaleb(zeros - told.places)
    return told.value in (figure.quantize(step, ROUND_HALF_UP), figure.quantize(step, ROUND_HALF_EVEN))


def _figures(row: Number) -> Iterator[Decimal]:
    for figure in (row.value, row.low, row.high, row.events, row.denominator):
        if figure is not None:
            yield Decimal(figure)
    if row.per is not None and row.unit.startswith("per"):
        yield row.per


def _is_clinical(reference: Reference | None) -> bool:
    return reference is not None and reference.field("level") in ("1", "2", "3", "4", "5")


def _is_ours(told: Told, fits: Sequence[Number], scales: Collection[Decimal]) -> bool:
    """Whether a number was worked out for the course, itself or as an end of an interval."""

    def ours(row: Number) -> bool:
        if row.ours or row.interval != "ours":
            return bool(row.ours)
        seen = (figure for figure in (row.value, row.events, row.denominator) if figure is not None)
        return not any(same(told, row, Decimal(figure), scales) for figure in seen) and told.value != 0

    return all(ours(row) for row in fits)


def _list(text: str) -> list[str]:
    return [one.strip().rstrip("%") for one in text.split(";" if ";" in text else ", ") if one.strip()]


def _unknown(page: Text, passage: Passage, told: Told, rows: Sequence[Number]) -> Finding:
    shown = told.text + ("%" if told.percent else "")
    keys = ", ".join(passage.keys)
    near = min(
        (
            (abs(abs(figure * scale) - told.value), row.id, figure * scale)
            for row in rows
            for figure in _figures(row)
            for scale in (Decimal(1), *(scale / row.per for scale in passage.scales if row.per))
        ),
        default=None,
    )
    nearest = f"the nearest figure is {near[2].normalize():f} ({near[1]}); " if near else ""
    return finding("N001", page.source(told.line), number=shown, keys=keys, nearest=nearest)
