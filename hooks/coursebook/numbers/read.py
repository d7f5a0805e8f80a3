"""bib/numbers.csv: every clinical number that the course teaches, with the reference it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ..model import Number, Source
from ..report.finding import Finding, finding
from ..source import decode

COLUMNS = (
    "id", "reference", "what", "value", "low", "high", "interval", "unit",
    "events", "denominator", "of", "comparison", "certainty", "ours",
)  # fmt: skip
INTERVALS = ("", "printed", "ours", "range")
FIGURES = ("value", "low", "high", "events", "denominator")


def read_numbers(path: str, file: Path, keys: Collection[str]) -> tuple[dict[str, Number], list[Finding]]:
    """The numbers by id; `keys` are those of the bibliography. No file, no numbers.

    N003 for what cannot be read, N004 for a value outside its interval, N005 for an unknown reference.
    """
    if not file.exists():
        return {}, []
    text, decoding = decode(file.read_bytes(), path)
    found = list(decoding)
    table = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (table.fieldnames or [])]
    if missing:
        return {}, [*found, finding("N003", Source(path, 1), problem=f"it has no column '{missing[0]}'")]
    numbers: dict[str, Number] = {}
    for row in table:
        place = Source(path, table.line_num)
        if None in row or None in row.values():
            found.append(finding("N003", place, problem="it has not as many fields as the head of the table"))
            continue
        if problem := _problem(row, numbers):
            found.append(finding("N003", place, problem=problem))
            continue
        number = _number(row, place)
        if row["reference"] not in keys:
            found.append(finding("N005", place, keys, number=number.id, key=row["reference"]))
        if not _contains(number):
            interval = f"{number.low} to {number.high}"
            found.append(finding("N004", place, number=number.id, value=number.value, interval=interval))
        numbers[number.id] = number
    return numbers, found


def _problem(row: dict[str, str], numbers: dict[str, Number]) -> str:
    """Why a row cannot be used; an empty string where it can."""
    name = row["id"]
    if not name:
        return "a row has no id"
    if name in numbers:
        return f"'{name}' stands a second time"
    for column in FIGURES:
        if row[column] and figure(row[column]) is None:
            return f"'{name}' has '{row[column]}' in '{column}', which is no number"
    if row["interval"] not in INTERVALS:
        return f"'{name}' has the interval '{row['interval']}'; it is printed, ours or range"
    if bool(row["low"] and row["high"]) != bool(row["interval"]):
        return f"'{name}' needs low, high and interval together"
    if row["interval"] == "ours" and not (row["events"] and row["denominator"]):
        return f"'{name}' has an interval of ours and does not say from what: events and denominator"
    if not any(row[column] for column in FIGURES):
        return f"'{name}' holds no number"
    return ""


def figure(text: str) -> Decimal | None:
    """A plain number such as `-1.53` or `7,629`; None for anything else."""
    try:
        value = Decimal(text.strip().replace(",", "").replace("\u2212", "-"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _number(row: dict[str, str], place: Source) -> Number:
    events, denominator = figure(row["events"]), figure(row["denominator"])
    return Number(
        id=row["id"],
        reference=row["reference"],
        what=row["what"],
        value=figure(row["value"]),
        low=figure(row["low"]),
        high=figure(row["high"]),
        interval=row["interval"],
        unit=row["unit"],
        events=None if events is None else int(events),
        denominator=None if denominator is None else int(denominator),
        of=row["of"],
        comparison=row["comparison"],
        certainty=row["certainty"],
        ours=row["ours"],
        source=place,
    )


def _contains(number: Number) -> bool:
    low, high = number.low, number.high
    if low is None or high is None:
        return True
    return low <= high and (number.value is None or low <= number.value <= high)
