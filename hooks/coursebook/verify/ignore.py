"""bib/links-ignore.csv: addresses that are not checked; bib/links-allow.csv: verdicts that are accepted. A row
needs a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ..read.table import read_table
from ..report.finding import Finding

IGNORED, ALLOWED = "links-ignore.csv", "links-allow.csv"
COLUMNS = {IGNORED: ("pattern", "reason"), ALLOWED: ("pattern", "verdict", "reason")}
VERDICTS = ("moved", "soft-404", "tls", "anchor")
"""Verdicts that may be accepted: `gone` is not among them."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Addresses that match `pattern` (with * and ?) are not checked, or their `verdict` is accepted."""

    pattern: str
    reason: str
    verdict: str = ""

    def matches(self, url: str) -> bool:
        """Whether the row applies to an address without its fragment."""
        return fnmatchcase(url, self.pattern)


def read_ignored(path: str, file: Path) -> tuple[tuple[Ignored, ...], list[Finding]]:
    """The rows of either file, by its name, and V022 for each that cannot be used; no file, no rows."""
    columns = COLUMNS[file.name]
    table = read_table(path, file, columns, closed=True, needed=False)
    rows = []
    for row in table.rows:
        verdict = row.choice("verdict", VERDICTS) if "verdict" in columns else ""
        if not row["pattern"].strip("*?"):
            problem = f"the pattern '{row['pattern']}' matches no address"
            row.report("V022", problem=problem, fix="write the address, with * for any part")
        elif not row["reason"]:
            done = "allowed" if "verdict" in columns else "ignored"
            row.report("V022", problem=f"'{row['pattern']}' is {done} without a reason", fix="give the reason")
        elif verdict or "verdict" not in columns:
            rows.append(Ignored(row["pattern"], row["reason"], verdict))
    return tuple(rows), table.found
