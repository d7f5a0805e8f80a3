"""Figures that are text: dated events one below another, each with its kind as a sign and a word, and its sources; and
decision charts, questions in order, each with what to do if the answer is yes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_drawing
from ..read.labels import Label
from .kind import Facts, Picture, Table, figure_kind

YEARS = 10
DATE = re.compile(r"(?:about )?\d{1,4}(?: BCE|-\d\d(?:-\d\d)?)?")


@figure_kind("timeline", ("date", "where", "kind", "what", "then", "references"), template="figure-timeline.html")
def timeline(table: Table, facts: Facts) -> Picture:
    """Rows: `date` (2014, 2014-06, 2014-06-19, about 100 BCE), `where`, `kind`, `what`, what came `then`,
    `references`. Shown in order of date. Kinds that have a sign in labels.toml are counted by year, a square each.
    """
    kinds = table.labels("kind")
    rows = []
    counted: dict[int, list[Label]] = defaultdict(list)
    for row in table.rows:
        kind, date = row.choice("kind", kinds), row["date"]
        keys = row.keys("references", facts)
        if not DATE.fullmatch(date):
            row.refuse(date, "invalid date; write 2014, 2014-06 or 2014-06-19")
        elif kind:
            label = kinds[kind]
            rows.append((date, label.tone, label.sign, label.text, row["where"], row["what"], row["then"], keys))
            if label.sign:
                counted[_when(date)[0]].append(label)
    rows.sort(key=lambda row: _when(str(row[0])))
    years = _years(counted, list(kinds.values()), facts.words)
    return Picture(years, facts.words["timeline-alt"], rows=tuple(rows), spoken=True)


def _years(stacks: Mapping[int, Sequence[Label]], order: Sequence[Label], words: Language) -> Markup:
    """The last years with any, stacked by year: one square each."""
    if not stacks:
        return Markup()
    last = max(stacks)
    first = max(min(stacks), last - YEARS + 1)
    years = [(year, sorted(stacks.get(year, ()), key=order.index)) for year in range(first, last + 1)]
    return fill_drawing(
        "figure-years.svg",
        title=words["timeline-years"].format(first=first, last=last),
        years=years,
        count=YEARS,
        most=max(len(labels) for _, labels in years),
    )


def _when(date: str) -> tuple[int, str]:
    number = re.search(r"\d+", date)
    year = int(number[0]) if number else 0
    return (-year if date.endswith("BCE") else year, date)


URGENCIES = {
    "emergency": "urgency-emergency",
    "today": "urgency-today",
    "stop": "urgency-stop",
    "watch": "urgency-watch",
}
"""The urgencies that there are unless labels.toml has others."""


@figure_kind("decision", ("question", "urgency", "action", "references"), template="figure-decision.html")
def decision(table: Table, facts: Facts) -> Picture:
    """Rows: `question`, `urgency` and `action` if yes, `references`. A row without a question holds if all were no."""
    rows = []
    urgencies = table.labels("urgency", {name: facts.words[word] for name, word in URGENCIES.items()})
    for row in table.rows:
        urgency = row.choice("urgency", urgencies)
        keys = row.keys("references", facts)
        if urgency:
            rows.append((row["question"], urgency, urgencies[urgency].text, row["action"], keys))
    return Picture(Markup(), facts.words["decision-alt"], rows=tuple(rows), spoken=True)
