"""The one reader of CSV tables (RFC 4180): ledger, numbers, rules, law, figures, tickets and the rest.

What is wrong with a table as a table is a finding with the same words for all of them: T001 not there, F001 not UTF-8,
T002 not CSV, T003 the first line, T004 the width of a row, T005 a duplicate, T006 to T008 a cell. What the cells mean
is checked by the caller.

Spaces around a cell do not count, nor do rows without any text. A row is at the line on which it begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ..model import Source
from ..report.finding import Finding, finding
from .source import decode


class NotCsv(ValueError):
    """A text that is not CSV from `line` on."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


@dataclass
class Table:
    """The rows of a file, and its faults. Not `readable`: the file is missing, or its first line names no columns."""

    path: str
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row. What is wrong with a cell is noted in its table, and the cell reads as empty."""

    values: Mapping[str, str]
    place: Source
    table: Table

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def report(self, code: str, known: Collection[str] = (), /, **params: object) -> None:
        """Notes a finding at this row."""
        self.table.found.append(finding(code, self.place, known, **params))

    def number(self, column: str) -> Decimal | None:
        """A plain number such as `-1.53` or `7,629`; None for an empty cell, and for anything else (T006)."""
        text = self[column]
        value = number(text) if text else None
        if text and value is None:
            self.report("T006", column=column, text=text)
        return value

    def choice(self, column: str, known: Collection[str], default: str = "") -> str:
        """One of the words that a column may hold, `default` for an empty cell; empty for any other (T007)."""
        text = self[column] or default
        if text in known:
            return text
        self.report("T007", known, column=column, text=text)
        return ""

    def list(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """The words of a cell that holds several, `A; B`."""
        return tuple(word.strip() for word in self[column].split(separator) if word.strip())


def number(text: str) -> Decimal | None:
    """A plain number, groups of thousands and a minus sign of any kind allowed; None for anything else."""
    try:
        value = Decimal(text.strip().replace(",", "").replace("\u2212", "-"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def read_table(
    path: str, file: Path, columns: Sequence[str], *, id_: str = "", closed: bool = False, needed: bool = True
) -> Table:
    """The table of a file, which findings name `path`. It must have the `columns`, and if it is `closed` no others.

    No two rows have the same `id_`, a column; case does not count. A row that has the wrong width, no id, or the id of
    an earlier one is left out. A missing file is a finding only if it is `needed`.
    """
    table = Table(path)
    if not file.is_file():
        table.readable = False
        if needed:
            table.found.append(finding("T001", Source(path), name=path, columns=",".join(columns)))
        return table
    text, wrong = decode(file.read_bytes(), path)
    table.found += wrong
    head: list[str] | None = None
    first: dict[str, Source] = {}
    try:
        for line, cells in rows_of(text):
            if head is None:
                head, table.columns = cells, tuple(cells)
                table.readable = _check_head(table, line, cells, columns, closed)
                if not table.readable:
                    break
            elif row := _row(table, Source(path, line), head, cells, id_, first):
                table.rows.append(row)
    except NotCsv as error:
        table.found.append(finding("T002", Source(path, error.line), problem=error))
    if head is None:
        table.readable = _check_head(table, 1, [], columns, closed)
    return table


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row that holds anything, with the line on which the row begins. Raises NotCsv."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotCsv(line, str(error)) from error


def _check_head(table: Table, line: int, head: Sequence[str], columns: Sequence[str], closed: bool) -> bool:
    """Whether the first line names the columns; T003 where it does not."""
    others = [name for name in dict.fromkeys(head) if name and name not in columns]
    faults = {
        "has no column": [name for name in columns if name not in head],
        "repeats the column": [name for name in dict.fromkeys(head) if name and head.count(name) > 1],
        "has an unknown column": others if closed else [],
    }
    for problem, named in faults.items():
        if named:
            known = others if problem == "has no column" else ()
            names = {"column": named[0], "more": "".join(f", '{name}'" for name in named[1:])}
            place = Source(table.path, line)
            table.found.append(finding("T003", place, known, problem=problem, columns=",".join(columns), **names))
    return not any(faults.values())


def _row(
    table: Table, place: Source, head: Sequence[str], cells: Sequence[str], id_: str, first: dict[str, Source]
) -> Row | None:
    """A row; None where it cannot be used."""
    if len(cells) != len(head):
        table.found.append(finding("T004", place, count=len(cells), columns=len(head)))
        return None
    row = Row(dict(zip(head, cells, strict=True)), place, table)
    if id_ and not row[id_]:
        row.report("T008", column=id_)
        return None
    if id_ and (earlier := first.setdefault(row[id_].casefold(), place)) is not place:
        row.report("T005", column=id_, text=row[id_], first=earlier)
        return None
    return row
