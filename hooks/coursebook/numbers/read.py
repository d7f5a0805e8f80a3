"""bib/numbers.csv: every clinical number that the course teaches, with the reference it comes from."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..model import Number
from ..read.table import Row, read_table
from ..report.finding import Finding

COLUMNS = (
    "id", "reference", "what", "value", "low", "high", "interval", "unit",
    "events", "denominator", "of", "comparison", "certainty", "ours",
)  # fmt: skip
INTERVALS = ("printed", "ours", "range")
COUNTS = ("events", "denominator")
FIGURES = ("value", "low", "high", *COUNTS)
WORDS = tuple(column for column in COLUMNS if column not in FIGURES)


def read_numbers(path: str, file: Path, keys: Collection[str]) -> tuple[dict[str, Number], list[Finding]]:
    """The numbers by id, and what is wrong with the table; `keys` are those of the bibliography. No file, no numbers.

    N003 for a row that cannot be used, N004 for a value outside its interval, N005 for an unknown reference.
    """
    table = read_table(path, file, COLUMNS, id_="id", needed=False)
    numbers: dict[str, Number] = {}
    for row in table.rows:
        figures = {column: row.number(column) for column in FIGURES}
        if any(row[column] and figures[column] is None for column in FIGURES):
            continue
        if (row["interval"] and not row.choice("interval", INTERVALS)) or not _is_whole(row):
            continue
        fields: dict[str, Any] = {column: row[column] for column in WORDS} | figures
        for column in COUNTS:
            fields[column] = None if fields[column] is None else int(fields[column])
        number = Number(**fields, source=row.place)
        if number.reference not in keys:
            row.report("N005", keys, number=number.id, key=number.reference)
        low, high = number.low, number.high
        if low is not None and high is not None and not low <= (low if number.value is None else number.value) <= high:
            row.report("N004", number=number.id, value=number.value, interval=f"{low} to {high}")
        numbers[number.id] = number
    return numbers, table.found


def _is_whole(row: Row) -> bool:
    """Whether a row has what its figures need; N003 where it does not."""
    problem, fix = "", "fill in all of low, high and interval, or none"
    if bool(row["low"] and row["high"]) != bool(row["interval"]):
        problem = "the interval is incomplete"
    elif row["interval"] == "ours" and not (row["events"] and row["denominator"]):
        problem, fix = "its interval is ours, but events or denominator is missing", "fill in events and denominator"
    elif not any(row[column] for column in FIGURES):
        problem, fix = "it has no figure", f"fill in one of {', '.join(FIGURES)}"
    if problem:
        row.report("N003", number=row["id"], problem=problem, fix=fix)
    return not problem
