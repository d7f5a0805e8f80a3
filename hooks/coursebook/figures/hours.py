"""Training hours by profession: whole programs and courses after a degree in panels of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..locale import Language
from .draw import draw
from .picture import Facts, Picture
from .table import Table

COLUMNS = ("who", "credential_or_setting", "hours_min", "kind", "source_date", "evidence")
PANELS = {"post-graduate course": "course", "entry education": "program"}
"""The kinds of training that are drawn; the others are exams, policies and proposals."""
COUNTED = {"course": "hours-course", "program": "hours-program"}
AXES = {"course": "hours-axis-course", "program": "hours-axis-program"}
CLAIMED = "document"
"""Evidence: a source document says so, and nothing else."""
HEIGHT = 50
LETTER = 6.8
"""Width of a figure, in pixels: labels that would touch are left out, and stand in the table."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One requirement or program."""

    who: str
    what: str
    hours: float
    panel: str
    claimed: bool
    date: str


def hours(table: Table, facts: Facts) -> Picture:
    """Rows of the training data that give hours for a course or a program; the others are left out."""
    words = facts.words
    found = []
    for row in table.rows:
        value = row.number("hours_min")
        if value is None or row["kind"] not in PANELS:
            continue
        if value <= 0:
            row.refuse(row["credential_or_setting"], "its hours are not more than zero")
            continue
        claimed = row["evidence"] == CLAIMED
        panel = PANELS[row["kind"]]
        what, date = row["credential_or_setting"], row["source_date"]
        found.append(Hours(row["who"], what, float(value), panel, claimed, date))
    found.sort(key=lambda one: (list(PANELS.values()).index(one.panel), one.who, one.hours))
    panels = [(panel, [one for one in found if one.panel == panel]) for panel in PANELS.values()]
    drawn = [draw(_panel(name, rows, n == 0, words), facts.cache) for n, (name, rows) in enumerate(panels) if rows]
    rows = tuple(
        (one.who, one.what, f"{one.hours:,.0f}", words[COUNTED[one.panel]], one.date,
         words["hours-claimed"] if one.claimed else words["hours-seen"])
        for one in found
    )  # fmt: skip
    head = tuple(words[word] for word in ("who", "what", "hours-least", "counted", "source-dated", "hours-basis"))
    return Picture(Markup("").join(map(Markup, drawn)), words["hours-alt"], head, rows)


def _labels(hours: Sequence[float], scale: float) -> dict[float, str]:
    """What is written above the marks: first where several share one, then from the left, where there is room."""
    labels: dict[float, str] = {}
    taken: list[tuple[float, float]] = []
    for value in sorted(set(hours), key=lambda one: (-hours.count(one), one)):
        label = f"{value:,.0f}" + (f" \u00d7{hours.count(value)}" if hours.count(value) > 1 else "")
        half = LETTER * (len(label) + 1) / 2
        low, high = value * scale - half, value * scale + half
        if all(high <= a or low >= b for a, b in taken):
            taken.append((low, high))
            labels[value] = label
    return labels


def _panel(name: str, found: Sequence[Hours], first: bool, words: Language) -> dict[str, Any]:
    """One panel: a line a profession, from the fewest hours to the most."""
    most = max(one.hours for one in found) * 1.06
    groups = sorted({one.who for one in found}, key=lambda who: (min(x.hours for x in found if x.who == who), who))
    values = []
    for n, who in enumerate(groups):
        of = [one.hours for one in found if one.who == who]
        labels = _labels(of, 330 / most)
        for value in sorted(set(of)):
            claimed = any(one.claimed for one in found if one.who == who and one.hours == value)
            values.append(
                {
                    "hours": value, "who": who[:1].upper() + who[1:],
                    "basis": words["hours-claimed"] if claimed else words["hours-seen"],
                    "label": labels.get(value, ""), "name": n + 0.24, "dot": n + 0.82, "above": n + 0.55,
                }
            )  # fmt: skip
    y = {"type": "quantitative", "scale": {"domain": [len(groups), 0], "nice": False}, "axis": None}
    x = {
        "field": "hours",
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": False},
        "title": words[AXES[name]],
        "axis": {"tickCount": 6, "titlePadding": 8, "format": ",d"},
    }
    names = [words["hours-seen"], words["hours-claimed"]]
    legend = {"orient": "top", "title": None, "offset": 4, "columns": 1} if first else None
    tone = {
        "field": "basis",
        "type": "nominal",
        "scale": {"domain": names, "range": ["var(--cb-figure-one)", "var(--cb-figure-two)"]},
        "legend": legend,
    }
    shape = {
        "field": "basis",
        "type": "nominal",
        "scale": {"domain": names, "range": ["circle", "diamond"]},
        "legend": legend,
    }
    written = {"type": "text", "fontSize": 12, "baseline": "middle"}
    return {
        "width": 330,
        "height": HEIGHT * len(groups),
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.85},
                "encoding": {"x": x, "y": {"field": "dot", **y}, "color": tone, "shape": shape},
            },
            {
                "mark": {**written, "align": "center"},
                "encoding": {"x": x, "y": {"field": "above", **y}, "text": {"field": "label"}},
            },
            {
                "transform": [{"aggregate": [{"op": "min", "field": "name", "as": "name"}], "groupby": ["who"]}],
                "mark": {**written, "align": "left", "fontWeight": "bold"},
                "encoding": {"x": {"value": 0}, "y": {"field": "name", **y}, "text": {"field": "who"}},
            },
        ],
    }
