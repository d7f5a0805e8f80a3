"""Marks a folder of answer sheets one by one, and writes each result at once."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..read.table import read_table
from .key import Key
from .rules import credit, percent
from .sheet import Rejected, Sheet, read_sheet
from .statistics import Statistics

RESULTS, ITEMS, REFUSED = "results.csv", "items.csv", "refused.csv"
EARLY_COLUMNS = ("file", "attempt", "ticket", "name", "number", "finished", "items", "score", "passed", "badge")
"""The columns before there were notes; a file with them is continued with them."""
RESULT_COLUMNS = (*EARLY_COLUMNS, "note")
NO_UNITS = "units were not compared: the key is of version 1 or 2"


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet that was marked. `score` is in percent, cut to two digits."""

    file: str
    sheet: Sheet
    score: float
    passed: bool


class Unreadable(Exception):
    """The results of an earlier run were changed; the message says how."""


@dataclass(slots=True)
class Tally:
    """Counts of a run."""

    marked: int = 0
    passed: int = 0
    refused: int = 0


def grade(
    sheets: Path,
    key: Key,
    out: Path,
    now: datetime,
    *,
    unsealed: bool = False,
    attempts: int = 0,
    issue: Callable[[MarkedSheet], str] | None = None,
) -> Tally:
    """Marks every .json file below `sheets` and writes results, refusals and item statistics into `out`.

    `attempts` is how many a ticket may use (0: any number). `issue` is called with each pass, and returns the name of
    the badge it wrote. Attempts that an earlier run into `out` marked are rejected as copies, but count in the
    statistics, which are of all sheets. Raises Unreadable before anything is written.
    """
    earlier, columns = _earlier(out / RESULTS)
    out.mkdir(parents=True, exist_ok=True)
    note = NO_UNITS if key.without_units else ""
    tally, statistics = Tally(), Statistics(key)
    seen, used = set(earlier), Counter(ticket for ticket, *_ in earlier.values())
    with ExitStack() as files:
        results = _writer(files, out / RESULTS, columns)
        refusals = _writer(files, out / REFUSED, ("file", "reason"))
        for file in _sheets(sheets):
            name = _cell(file.relative_to(sheets).as_posix())
            try:
                sheet = read_sheet(file, key, now, unsealed)
                answered = ((key.items[id_], chosen) for id_, chosen in sheet.answers.items())
                credits = {item.id: credit(item.kind, item.lines, chosen, item.unit) for item, chosen in answered}
                hundredths = int(10_000 * sum(credits.values()) / len(credits))
                passed = percent(credits.values()) >= key.passing
                result = MarkedSheet(name, sheet, hundredths / 100, passed)
                scores = {id_: float(one) for id_, one in credits.items()}
                if earlier.pop(sheet.attempt, None) == _known(_row(result, "")):
                    statistics.add(sheet.answers, scores)
                if sheet.attempt in seen:
                    raise Rejected(f"the attempt {sheet.attempt} has already been marked: the sheet is a copy")
                if attempts and sheet.ticket and used[sheet.ticket] >= attempts:
                    raise Rejected(f"the ticket '{sheet.ticket}' has used its {attempts} attempts")
            except Rejected as refused:
                refusals.writerow((name, str(refused)))
                tally.refused += 1
                continue
            seen.add(sheet.attempt)
            used[sheet.ticket] += 1
            badge = issue(result) if issue and result.passed else ""
            results.writerow((*_row(result, badge), note)[: len(columns)])
            statistics.add(sheet.answers, scores)
            tally.marked += 1
            tally.passed += result.passed
    with ExitStack() as files:
        rows = list(statistics.rows())
        items = _writer(files, out / ITEMS, tuple(rows[0]) if rows else ("question",), fresh=True)
        items.writerows(tuple(_cell(value) for value in row.values()) for row in rows)
    return tally


def _sheets(folder: Path) -> Iterator[Path]:
    """The files by name, without those that a link has outside the folder."""
    home = folder.resolve()
    for file in sorted(folder.rglob("*.json")):
        if file.is_file() and file.resolve().is_relative_to(home):
            yield file


def _earlier(results: Path) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Ticket, time and score of each attempt that an earlier run marked, and the columns of its file."""
    marked: dict[str, tuple[str, ...]] = {}
    if not results.is_file() or not results.stat().st_size:
        return marked, RESULT_COLUMNS
    table = read_table(str(results), results, EARLY_COLUMNS)
    if table.found or table.columns not in (RESULT_COLUMNS, EARLY_COLUMNS):
        raise Unreadable(f"{results}: the file has been changed, so it no longer shows which attempts were marked")
    for row in table.rows:
        marked[row["attempt"]] = _known(tuple(row[name] for name in table.columns))
    return marked, table.columns


def _known(row: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row of results that identify the sheet of an attempt."""
    return tuple(row[RESULT_COLUMNS.index(name)] for name in ("ticket", "finished", "score"))


def _row(result: MarkedSheet, badge: str) -> tuple[str, ...]:
    sheet = result.sheet
    finished = sheet.finished.isoformat(timespec="seconds")
    cells = (sheet.attempt, sheet.ticket, sheet.name, sheet.number, finished, str(len(sheet.answers)))
    passed = "yes" if result.passed else "no"
    return (result.file, *(_cell(text) for text in cells), f"{result.score:.2f}", passed, badge)


def _cell(text: str) -> str:
    """A cell that spreadsheets read as text: a leading = + - @ would make it a formula (OWASP, CSV injection)."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


def _writer(files: ExitStack, file: Path, columns: tuple[str, ...], fresh: bool = False) -> Any:
    """A writer of the rows of a CSV file, appended unless `fresh`."""
    opened = files.enter_context(file.open("w" if fresh else "a", encoding="utf-8", newline=""))
    rows = csv.writer(opened)
    if not opened.tell():
        rows.writerow(columns)
    return rows
