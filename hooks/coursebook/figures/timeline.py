"""Dated events one below another, each with its kind as a sign and a word, and its sources."""

from __future__ import annotations

import re
from collections import defaultdict

from markupsafe import Markup

from .picture import Facts, Picture
from .svg import WIDTH, drawing, element, text
from .table import Table

COLUMNS = ("date", "where", "kind", "what", "then", "references")
KINDS = {
    "method": "time-method",
    "allows": "time-allows",
    "bars": "time-bars",
    "mixed": "time-mixed",
}
SIGNS = {"allows": "\u2713", "mixed": "\u25cb", "bars": "\u2715"}
"""Kinds that are rulings, each with its sign."""
YEARS, SIDE = 10, 26
DATE = re.compile(r"(?:about )?\d{1,4}(?: BCE|-\d\d(?:-\d\d)?)?")


def timeline(table: Table, facts: Facts) -> Picture:
    """Rows: `date` (2014, 2014-06, 2014-06-19, about 100 BCE), `where`, `kind`, `what`, what came `then`,
    `references`. Told in order of date.
    """
    rows = []
    for row in table.rows:
        kind, date = row.choice("kind", KINDS), row["date"]
        keys = row.keys("references", facts)
        if not DATE.fullmatch(date):
            row.refuse(date, "it is no date: write 2014, 2014-06 or 2014-06-19")
        elif kind:
            rows.append((date, kind, facts.words[KINDS[kind]], row["where"], row["what"], row["then"], keys))
    rows.sort(key=lambda row: _when(str(row[0])))
    years = _years([(str(row[0]), str(row[1])) for row in rows], facts)
    return Picture(years, facts.words["timeline-alt"], rows=tuple(rows), spoken=True)


def _years(dated: list[tuple[str, str]], facts: Facts) -> Markup:
    """The rulings of the last years with any, stacked by year: one square each."""
    stacks: dict[int, list[str]] = defaultdict(list)
    for date, kind in dated:
        if kind in SIGNS:
            stacks[_when(date)[0]].append(kind)
    if not stacks:
        return Markup()
    last = max(stacks)
    first = max(min(stacks), last - YEARS + 1)
    most = max(len(stacks[year]) for year in range(first, last + 1))
    step = WIDTH / YEARS
    bottom = most * SIDE
    parts = [element("title", facts.words["timeline-years"].format(first=first, last=last))]
    for n, year in enumerate(range(first, last + 1)):
        x = n * step
        for row, kind in enumerate(sorted(stacks[year], key=list(SIGNS).index)):
            y = bottom - (row + 1) * SIDE
            square = element("rect", x=x + 2, y=y + 1, width=step - 4, height=SIDE - 3)
            sign = text(x + step / 2, y + 18, SIGNS[kind], text_anchor="middle")
            parts.append(element("g", square + sign, class_=f"cb-time--{kind}"))
        parts.append(text(x + step / 2, bottom + 15, str(year), text_anchor="middle"))
    return drawing(parts, bottom + 22)


def _when(date: str) -> tuple[int, str]:
    number = re.search(r"\d+", date)
    year = int(number[0]) if number else 0
    return (-year if date.endswith("BCE") else year, date)
