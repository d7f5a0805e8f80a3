"""A decision chart: questions in order, each with what to do if the answer is yes; the last row is what is left."""

from __future__ import annotations

from markupsafe import Markup

from ..words import EN
from .picture import Facts, Picture
from .table import Table

COLUMNS = ("question", "urgency", "action", "references")
URGENCIES = {
    "emergency": EN["urgency-emergency"],
    "today": EN["urgency-today"],
    "stop": EN["urgency-stop"],
    "watch": EN["urgency-watch"],
}


def decision(table: Table, facts: Facts) -> Picture:
    """Rows: `question`, `urgency` and `action` if yes, `references`. A row without a question holds if all were no."""
    rows = []
    for row in table.rows:
        urgency = row.choice("urgency", URGENCIES)
        keys = row.keys("references", facts)
        if urgency:
            rows.append((row["question"], urgency, URGENCIES[urgency], row["action"], keys))
    return Picture(Markup(), EN["decision-alt"], rows=tuple(rows), spoken=True)
