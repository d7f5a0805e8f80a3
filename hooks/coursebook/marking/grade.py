"""Marks a folder of answer sheets: one sheet after the other, results written as they come."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from ..read.table import read_table
from .key import Item, Key
from .rules import credit, percent
from .sheet import Refused, Sheet, read_sheet
from .statistics import Statistics

RESULTS, ITEMS, REFUSED = "results.csv", "items.csv", "refused.csv"
EARLY_COLUMNS = ("file", "attempt", "ticket", "name", "number", "finished", "items", "score", "passed", "badge")
"""Results that were begun before there were notes; they are continued as they are."""
RESULT_COLUMNS = (*EARLY_COLUMNS, "note")
NO_UNITS = "units were not compared: the key is of version 1 or 2"


@dataclass(frozen=True, slots=True)
class Result:
    """A sheet that was marked. `score` is in percent, cut to two digits."""

    file: str
    sheet: Sheet
    score: float
    passed: bool


class Unreadable(Exception):
    """Results of an earlier run that cannot be read as they were written; the text says why."""


@dataclass(slots=True)
class Tally:
    """What a run did."""

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
    issue: Callable[[Result], str] | None = None,
) -> Tally:
    """Marks every .json file below `sheets` and writes results, refusals and item statistics into `out`.

    `attempts` is how many a ticket may use (0: any number). `issue` is called with each pass, and answers the name of
    the badge it wrote. Attempts that an earlier run into `out` marked are refused as replayed; their sheets still count
    in the statistics, which are of all sheets there are. Raises Unreadable, before anything is written.
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
                credits = {id_: _credit(key.items[id_], chosen) for id_, chosen in sheet.answers.items()}
                hundredths = int(10_000 * sum(credits.values()) / len(credits))
                passed = percent(credits.values()) >= key.passing
                result = Result(name, sheet, hundredths / 100, passed)
                scores = {id_: float(one) for id_, one in credits.items()}
                if earlier.pop(_mark(sheet.attempt), None) == _known(_row(result, "")):
                    statistics.add(sheet.answers, scores)
                _once(sheet, seen, used, attempts)
            except Refused as refused:
                refusals.writerow((name, str(refused)))
                tally.refused += 1
                continue
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


def _credit(item: Item, chosen: Sequence[str]) -> Fraction:
    return credit(item.kind, item.lines, chosen, item.unit)


def _sheets(folder: Path) -> Iterator[Path]:
    """The files, in order of their names; links are not followed out of the folder."""
    home = folder.resolve()
    for file in sorted(folder.rglob("*.json")):
        if file.is_file() and file.resolve().is_relative_to(home):
            yield file


def _once(sheet: Sheet, seen: set[bytes], used: Counter[str], attempts: int) -> None:
    """Refuses an attempt that was marked before, and one more than a ticket may use."""
    mark = _mark(sheet.attempt)
    if mark in seen:
        raise Refused(f"the attempt {sheet.attempt} was marked before: it is a copy")
    if attempts and sheet.ticket and used[sheet.ticket] >= attempts:
        raise Refused(f"the ticket '{sheet.ticket}' has used its {attempts} attempts")
    seen.add(mark)
    used[sheet.ticket] += 1


def _mark(attempt: str) -> bytes:
    return hashlib.sha256(attempt.encode()).digest()[:16]


def _earlier(results: Path) -> tuple[dict[bytes, tuple[str, ...]], tuple[str, ...]]:
    """What an earlier run marked: of each attempt its ticket, time and score; and the columns of the file."""
    marked: dict[bytes, tuple[str, ...]] = {}
    if not results.is_file() or not results.stat().st_size:
        return marked, RESULT_COLUMNS
    table = read_table(str(results), results, EARLY_COLUMNS)
    if table.found or table.columns not in (RESULT_COLUMNS, EARLY_COLUMNS):
        raise Unreadable(f"{results}: it is not as it was written, and says no more which attempts were marked")
    for row in table.rows:
        marked[_mark(row["attempt"])] = _known(tuple(row[name] for name in table.columns))
    return marked, table.columns


def _known(row: Sequence[str]) -> tuple[str, ...]:
    """What tells that a sheet is the one that was marked, from its row of the results."""
    return tuple(row[RESULT_COLUMNS.index(name)] for name in ("ticket", "finished", "score"))


def _row(result: Result, badge: str) -> tuple[str, ...]:
    sheet = result.sheet
    finished = sheet.finished.isoformat(timespec="seconds")
    told = (sheet.attempt, sheet.ticket, sheet.name, sheet.number, finished, str(len(sheet.answers)))
    return (result.file, *(_cell(text) for text in told), f"{result.score:.2f}", _yes(result.passed), badge)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _cell(text: str) -> str:
    """A cell that a spreadsheet takes for text: a leading = + - @ would make it a formula (OWASP, CSV injection)."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


class _Rows:
    """A CSV file that is written row by row."""

    def __init__(self, file: Path, columns: tuple[str, ...], fresh: bool) -> None:
        new = fresh or not file.is_file() or not file.stat().st_size
        self.file = file.open("w" if fresh else "a", encoding="utf-8", newline="")
        self.rows = csv.writer(self.file)
        if new:
            self.rows.writerow(columns)

    def writerow(self, row: tuple[str, ...]) -> None:
        """One row."""
        self.rows.writerow(row)

    def writerows(self, rows: Iterator[tuple[str, ...]]) -> None:
        """Several rows."""
        self.rows.writerows(rows)

    def close(self) -> None:
        """Closes the file."""
        self.file.close()


def _writer(files: ExitStack, file: Path, columns: tuple[str, ...], fresh: bool = False) -> _Rows:
    rows = _Rows(file, columns, fresh)
    files.callback(rows.close)
    return rows
