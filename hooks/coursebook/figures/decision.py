"""A decision chart: questions in order, each with what to do if the answer is yes; the last row is what is left."""

from __future__ import annotations

from markupsafe import Markup

from .kind import figure_kind
from .picture import Facts, Picture
from .table import Table

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
