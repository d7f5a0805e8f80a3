"""The regulation table: one row a jurisdiction, from a CSV file beside the page that shows it. Its statuses are those
of labels.toml there, or the words of the table as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template
from ..model import Source
from ..read.labels import Label, Labels, read_labels
from ..read.table import read_table
from ..report.finding import Finding

CONFIDENCES = ("high", "medium", "low")
COLUMNS = (
    "code", "jurisdiction", "status", "hours_or_conditions", "instrument_citation",
    "other_professions", "source_urls", "source_date", "seen_at", "confidence", "note",
)  # fmt: skip
DATES = ("source_date", "seen_at")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Jurisdiction:
    """One row. `year` is the newest year that its sources carry."""

    values: dict[str, str]
    status: str
    year: str
    sources: tuple[str, ...]
    place: Source


@dataclass(frozen=True)
class Regulation:
    """The whole table, as the file has it. `statuses` are in the order in which they are shown."""

    rows: tuple[Jurisdiction, ...]
    statuses: Labels


def read_regulation(path: str, file: Path) -> tuple[Regulation, list[Finding]]:
    """The table, and what is wrong with it; R001 unknown status, R002 no date."""
    table = read_table(path, file, COLUMNS, id_="code")
    statuses, found = read_labels(path, file, "status", {})
    statuses = statuses or {row["status"]: Label(row["status"]) for row in table.rows if row["status"]}
    rows: list[Jurisdiction] = []
    for row in table.rows:
        name = row["jurisdiction"] or row["code"]
        if row["status"] not in statuses:
            row.report("R001", statuses, row=name, status=row["status"])
        row.choice("confidence", CONFIDENCES)
        for column in DATES:
            if not YEAR.search(row[column]):
                row.report("R002", row=name, column=column)
        years = YEAR.findall(row["source_date"])
        sources = tuple(url for url in row.list("source_urls", "|") if url.startswith("http"))
        status = statuses[row["status"]].text if row["status"] in statuses else row["status"]
        rows.append(Jurisdiction(dict(row.values), status, max(years, default=""), sources, row.place))
    return Regulation(tuple(rows), statuses), [*found, *table.found]


def regulation_page(regulation: Regulation, unreachable: Callable[[str], str], words: Language) -> Markup:
    """The table with its filters, and how many jurisdictions have each status.

    `unreachable` gives since when the address of a source could not be reached, or an empty string.
    """
    statuses = {status: label.text for status, label in regulation.statuses.items()}
    counts = {
        label: sum(row.values["status"] == status for row in regulation.rows) for status, label in statuses.items()
    }
    years = sorted({row.year for row in regulation.rows if row.year}, reverse=True)
    return fill_template(
        "regulation.html",
        rows=regulation.rows, counts=counts, statuses=statuses, confidences=CONFIDENCES, years=years,
        unreachable=unreachable, words=words,
    )  # fmt: skip
