"""A decision chart: questions in order, each with what to do if the answer is yes; the last row is what is left."""

from __future__ import annotations

from markupsafe import Markup

from .picture import Facts, Picture
from .table import Table

COLUMNS = ("question", "urgency", "action", "references")
URGENCIES = {
    "emergency": "urgency-emergency",
    "today": "urgency-today",
    "stop": "urgency-stop",
    "watch": "urgency-watch",
}


def decision(table: Table, facts: Facts) -> Picture:
    """Rows: `question`, `urgency` and `action` if yes, `references`. A row without a question holds if all were no."""
    rows = []
    for row in table.rows:
        urgency = row.choice("urgency", URGENCIES)
        keys = row.keys("references", facts)
        if urgency:
            rows.append((row["question"], urgency, facts.words[URGENCIES[urgency]], row["action"], keys))
    return Picture(Markup(), facts.words["decision-alt"], rows=tuple(rows), spoken=True)
