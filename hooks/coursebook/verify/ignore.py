"""bib/links-ignore.csv: which addresses are not asked, and why; bib/links-allow.csv: what is put up with, and why.

A row without a reason counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ..read.table import read_table
from ..report.finding import Finding

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
    table = read_table(path, file, columns, closed=True, needed=False)
    rows = []
    for row in table.rows:
        verdict = row.choice("verdict", VERDICTS) if "verdict" in columns else ""
        if not row["pattern"].strip("*?"):
            problem, fix = (
                f"the pattern '{row['pattern']}' matches no address",
                "write the address, with * for any part",
            )
            row.report("V022", problem=problem, fix=fix)
        elif not row["reason"]:
            done = "allowed" if "verdict" in columns else "ignored"
            row.report("V022", problem=f"'{row['pattern']}' is {done} without a reason", fix="give the reason")
        elif verdict or "verdict" not in columns:
            rows.append(Ignored(row["pattern"], row["reason"], verdict))
    return tuple(rows), table.found


def without(addresses: Iterable[str], ignored: Iterable[Ignored]) -> list[str]:
    """The addresses that no row leaves out."""
    rows = tuple(ignored)
    return [url for url in addresses if not any(row.matches(url) for row in rows)]
