"""Training hours by profession: whole programs and courses after a degree in panels of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coursebook.figures import Facts, Picture, Table, draw, figure_kind
from markupsafe import Markup

PANELS = {"post-graduate course": "course", "entry education": "program"}
"""The kinds of training that are drawn; the others are exams, policies and proposals."""
COUNTED = {"course": "course after a degree", "program": "whole program"}
AXES = {"course": "hours of a course after a degree", "program": "hours of a whole program"}
SEEN, CLAIMED = "law, standard, body or school", "a blog post only; no source found"
DOCUMENT = "document"
"""Evidence: a source document says so, and nothing else."""
HEAD = ("Who", "What", "Minimum hours", "What is counted", "Source dated", "Kind of source")
ALT = "Training hours by profession in two panels: courses after a degree, and whole programs."
HEIGHT = 50
LETTER = 6.8
"""Width of a figure, in pixels: labels that would touch are left out; the table has them."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One requirement or program."""

    who: str
    what: str
    hours: float
    panel: str
    claimed: bool
    date: str


@figure_kind("hours", ("who", "credential_or_setting", "hours_min", "kind", "source_date", "evidence"))
def hours(table: Table, facts: Facts) -> Picture:
    """Rows of the training data that give hours for a course or a program; the others are left out."""
    found = []
    for row in table.rows:
        value = row.number("hours_min")
        if value is None or row["kind"] not in PANELS:
            continue
        if value <= 0:
            row.refuse(row["credential_or_setting"], "its hours are not more than zero")
            continue
        claimed = row["evidence"] == DOCUMENT
        panel = PANELS[row["kind"]]
        what, date = row["credential_or_setting"], row["source_date"]
        found.append(Hours(row["who"], what, float(value), panel, claimed, date))
    found.sort(key=lambda one: (list(PANELS.values()).index(one.panel), one.who, one.hours))
    panels = [(panel, [one for one in found if one.panel == panel]) for panel in PANELS.values()]
    drawn = [draw(panel_of(name, rows, n == 0), facts.cache) for n, (name, rows) in enumerate(panels) if rows]
    rows = tuple(
        (one.who, one.what, f"{one.hours:,.0f}", COUNTED[one.panel], one.date,
         CLAIMED if one.claimed else SEEN)
        for one in found
    )  # fmt: skip
    return Picture(Markup("").join(map(Markup, drawn)), ALT, HEAD, rows)


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


def panel_of(name: str, found: Sequence[Hours], first: bool) -> dict[str, Any]:
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
                    "basis": CLAIMED if claimed else SEEN,
                    "label": labels.get(value, ""), "name": n + 0.24, "dot": n + 0.82, "above": n + 0.55,
                }
            )  # fmt: skip
    y = {"type": "quantitative", "scale": {"domain": [len(groups), 0], "nice": False}, "axis": None}
    x = {
        "field": "hours",
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": False},
        "title": AXES[name],
        "axis": {"tickCount": 6, "titlePadding": 8, "format": ",d"},
    }
    names = [SEEN, CLAIMED]
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
