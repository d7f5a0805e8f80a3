"""The data file of a figure: a CSV table, every cell checked where it is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ..model import Number, Source
from ..report.finding import Finding, finding
from ..source import decode
from .picture import Facts


@dataclass
class Table:
    """The rows of a file, and what is wrong with it: P003 as a whole, P004 to P008 in a cell."""

    rows: list[Row] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. What is wrong with a cell is noted in the table, and the cell reads as empty."""

    values: dict[str, str]
    place: Source
    table: Table

    def __getitem__(self, column: str) -> str:
        return self.values[column].strip()

    def number(self, column: str) -> Decimal | None:
        """A plain number; None for an empty cell, and for what is none (P004)."""
        text = self[column]
        try:
            value = Decimal(text.replace(",", "")) if text else None
        except InvalidOperation:
            value = Decimal("nan")
        if value is not None and not value.is_finite():
            self.table.found.append(finding("P004", self.place, column=column, text=text))
            return None
        return value

    def choice(self, column: str, known: Collection[str]) -> str:
        """One of the words that a column may hold; an empty string for any other (P005)."""
        text = self[column]
        if text in known:
            return text
        self.table.found.append(finding("P005", self.place, known, column=column, text=text))
        return ""

    def keys(self, column: str, facts: Facts) -> tuple[str, ...]:
        """References, written `A; B`; those that the bibliography has (the others: P006)."""
        keys = [key.strip() for key in self[column].split(";") if key.strip()]
        for key in keys:
            if key not in facts.keys:
                self.table.found.append(finding("P006", self.place, facts.keys, key=key))
        return tuple(key for key in keys if key in facts.keys)

    def figure(self, column: str, facts: Facts) -> Number | None:
        """A clinical number by its id in bib/numbers.csv (P007 where there is none)."""
        name = self[column]
        if name not in facts.numbers:
            self.table.found.append(finding("P007", self.place, facts.numbers, number=name))
        return facts.numbers.get(name)

    def refuse(self, what: str, problem: str) -> None:
        """Notes that a row cannot be drawn (P008)."""
        self.table.found.append(finding("P008", self.place, what=what, problem=problem))


def read_table(path: str, file: Path, columns: Iterable[str]) -> Table:
    """The table of a figure; without rows where it cannot be read at all."""
    table = Table()
    if not file.is_file():
        table.found.append(finding("P003", Source(path, 1), problem="the file does not exist"))
        return table
    text, decoding = decode(file.read_bytes(), path)
    table.found += decoding
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        table.found.append(finding("P003", Source(path, 1), problem=f"it has no column '{missing[0]}'"))
        return table
    for values in reader:
        place = Source(path, reader.line_num)
        if None in values or None in values.values():
            problem = "the row has not as many fields as the head of the table"
            table.found.append(finding("P003", place, problem=problem))
        else:
            table.rows.append(Row(values, place, table))
    if not table.rows:
        table.found.append(finding("P003", Source(path, 1), problem="it has no row to draw"))
    return table
