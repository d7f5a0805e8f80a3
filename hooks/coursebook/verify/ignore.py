"""bib/links-ignore.csv: which addresses are not asked, and why. A row without a reason ignores nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ..findings import Finding, finding
from ..model import Source
from ..source import decode

NAME = "links-ignore.csv"
COLUMNS = ("pattern", "reason")


@dataclass(frozen=True, slots=True)
class Ignored:
    """Addresses that match `pattern` (with * and ?) are left out, for a reason that is written down."""

    pattern: str
    reason: str

    def matches(self, url: str) -> bool:
        """Whether an address, without its fragment, is meant."""
        return fnmatchcase(url, self.pattern)


def read_ignored(path: str, file: Path) -> tuple[tuple[Ignored, ...], list[Finding]]:
    """The rows of the file; V022 for one that cannot be used. No file, none."""
    if not file.exists():
        return (), []
    text, wrong = decode(file.read_bytes(), path)
    found = list(wrong)
    rows: list[Ignored] = []
    table = csv.reader(io.StringIO(text, newline=""))
    try:
        head = tuple(name.strip() for name in next(table, []))
        if head != COLUMNS:
            problem = f"its first line is not '{','.join(COLUMNS)}'"
            return (), [*found, finding("V022", Source(path, 1), problem=problem)]
        for row in table:
            cells = [cell.strip() for cell in row]
            place = Source(path, table.line_num)
            if not any(cells):
                continue
            if len(cells) != len(COLUMNS):
                problem = f"the row has {len(cells)} fields and not 2; put a reason with a comma into quotes"
                found.append(finding("V022", place, problem=problem))
            elif not cells[0].strip("*?"):
                found.append(finding("V022", place, problem=f"the pattern '{cells[0]}' names no address"))
            elif not cells[1]:
                found.append(finding("V022", place, problem=f"'{cells[0]}' is ignored without a reason"))
            else:
                rows.append(Ignored(*cells))
    except csv.Error as error:
        found.append(finding("V022", Source(path, table.line_num), problem=f"it is not CSV: {error}"))
    return tuple(rows), found


def without(addresses: Iterable[str], ignored: Iterable[Ignored]) -> list[str]:
    """The addresses that no row leaves out."""
    rows = tuple(ignored)
    return [url for url in addresses if not any(row.matches(url) for row in rows)]
