"""bib/links-ignore.csv: which addresses are not asked, and why; bib/links-allow.csv: what is put up with, and why.

A row without a reason counts for nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ..model import Source
from ..report.finding import Finding, finding
from ..source import decode

IGNORED, ALLOWED = "links-ignore.csv", "links-allow.csv"
COLUMNS = {IGNORED: ("pattern", "reason"), ALLOWED: ("pattern", "verdict", "reason")}
VERDICTS = ("moved", "soft-404", "tls", "anchor")
"""What may be put up with: a page that is gone may not."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Addresses that match `pattern` (with * and ?) are left out, or their `verdict` is, for a reason written down."""

    pattern: str
    reason: str
    verdict: str = ""

    def matches(self, url: str) -> bool:
        """Whether an address, without its fragment, is meant."""
        return fnmatchcase(url, self.pattern)


def read_ignored(path: str, file: Path) -> tuple[tuple[Ignored, ...], list[Finding]]:
    """The rows of either file, as its name says; V022 for one that cannot be used. No file, none."""
    columns = COLUMNS[file.name]
    if not file.exists():
        return (), []
    text, wrong = decode(file.read_bytes(), path)
    found = list(wrong)
    rows: list[Ignored] = []
    table = csv.reader(io.StringIO(text, newline=""))
    try:
        head = tuple(name.strip() for name in next(table, []))
        if head != columns:
            problem = f"its first line is not '{','.join(columns)}'"
            return (), [*found, finding("V022", Source(path, 1), problem=problem)]
        for row in table:
            cells = [cell.strip() for cell in row]
            place = Source(path, table.line_num)
            if not any(cells):
                continue
            if len(cells) != len(columns):
                problem = (
                    f"the row has {len(cells)} fields and not {len(columns)}; put a reason with commas into quotes"
                )
                found.append(finding("V022", place, problem=problem))
            elif not cells[0].strip("*?"):
                found.append(finding("V022", place, problem=f"the pattern '{cells[0]}' names no address"))
            elif not cells[-1]:
                done = "ignored" if len(cells) == 2 else "allowed"
                found.append(finding("V022", place, problem=f"'{cells[0]}' is {done} without a reason"))
            elif len(cells) == 3 and cells[1] not in VERDICTS:
                problem = f"'{cells[1]}' cannot be allowed; {', '.join(VERDICTS)} can"
                found.append(finding("V022", place, problem=problem))
            else:
                rows.append(Ignored(cells[0], cells[-1], cells[1] if len(cells) == 3 else ""))
    except csv.Error as error:
        found.append(finding("V022", Source(path, table.line_num), problem=f"it is not CSV: {error}"))
    return tuple(rows), found


def without(addresses: Iterable[str], ignored: Iterable[Ignored]) -> list[str]:
    """The addresses that no row leaves out."""
    rows = tuple(ignored)
    return [url for url in addresses if not any(row.matches(url) for row in rows)]
