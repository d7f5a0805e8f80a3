"""The regulation table: one row a jurisdiction, from a CSV file beside the page that shows it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from ..html import render
from ..locale import Language
from ..model import Source
from ..report.finding import Finding, finding
from ..source import decode

STATUSES = {
    "permitted-explicit": "Permitted by law",
    "permitted-by-board": "Permitted by the board",
    "silent": "Law is silent",
    "prohibited": "Prohibited",
    "unclear": "Unclear",
}
CONFIDENCES = ("high", "medium", "low")
COLUMNS = (
    "code", "jurisdiction", "status", "hours_or_conditions", "instrument_citation",
    "other_professions", "source_urls", "source_date", "seen_at", "confidence", "note",
)  # fmt: skip
DATES = ("source_date", "seen_at")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Row:
    """One jurisdiction. `year` is the newest year that its sources carry."""

    values: dict[str, str]
    status: str
    year: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Regulation:
    """The whole table, as the file has it."""

    rows: tuple[Row, ...]


def read_regulation(path: str, file: Path) -> tuple[Regulation, list[Finding]]:
    """The table; R001 unknown status, R002 no date, R003 not such a table."""
    if not file.exists():
        return Regulation(()), [finding("R003", Source(path, 1), problem="the file does not exist")]
    text, decoding = decode(file.read_bytes(), path)
    found = list(decoding)
    table = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (table.fieldnames or [])]
    if missing:
        return Regulation(()), [
            *found,
            finding("R003", Source(path, 1), problem=f"it has no column '{missing[0]}'"),
        ]
    rows: list[Row] = []
    for values in table:
        place = Source(path, table.line_num)
        name = values["jurisdiction"] or values["code"] or "the row"
        if None in values or None in values.values():
            found.append(finding("R003", place, problem=f"{name} has not as many fields as the head of the table"))
            continue
        if values["status"] not in STATUSES:
            found.append(finding("R001", place, STATUSES, row=name, status=values["status"]))
        if values["confidence"] not in CONFIDENCES:
            problem = f"{name} has the confidence '{values['confidence']}'; it is one of {', '.join(CONFIDENCES)}"
            found.append(finding("R003", place, problem=problem))
        for column in DATES:
            if not YEAR.search(values[column]):
                found.append(finding("R002", place, row=name, column=column))
        years = YEAR.findall(values["source_date"])
        sources = tuple(url.strip() for url in values["source_urls"].split("|") if url.strip().startswith("http"))
        status = STATUSES.get(values["status"], values["status"])
        rows.append(Row(values, status, max(years, default=""), sources))
    return Regulation(tuple(rows)), found


def regulation_page(regulation: Regulation, unreachable: Mapping[str, str], words: Language) -> Markup:
    """The table with its filters, and how many jurisdictions have each status.

    `unreachable` maps the address of a source that could not be reached to the date since when.
    """
    counts = {
        label: sum(row.values["status"] == status for row in regulation.rows) for status, label in STATUSES.items()
    }
    years = sorted({row.year for row in regulation.rows if row.year}, reverse=True)
    return render(
        "regulation.html",
        rows=regulation.rows, counts=counts, statuses=STATUSES, confidences=CONFIDENCES, years=years,
        unreachable=unreachable, words=words,
    )  # fmt: skip
