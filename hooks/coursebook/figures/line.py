"""Lines over years, dates, numbers or steps. The axis of values holds zero: a change looks as large as it is."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from ..read.labels import Labels
from .draw import draw
from .kind import figure_kind
from .picture import Facts, Picture
from .table import Table
from .values import SERIES, Value, encoding, rows_of, values_of

DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
NUMBER = re.compile(r"[-\u2212]?\d+(?:\.\d+)?")
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]


@figure_kind("line", ("at", "value"), settings=("x", "axis"))
def line(table: Table, facts: Facts) -> Picture:
    """Rows: `at`, a year, a date, a number or a step; the rest as in bars. The settings `x` and `axis` are the titles
    of the axes.
    """
    values, series = values_of(table, "at", facts)
    head, rows = rows_of(values, series, facts.settings.get("x") or facts.words["what"], facts)
    if not values:
        return Picture(Markup(), "")
    drawn = draw(_spec(values, series, facts), facts.cache)
    return Picture(Markup(drawn), facts.words["line-alt"], head, rows)


def _axis(values: list[Value]) -> tuple[dict[str, Any], dict[str, float | str]]:
    """The kind of the axis, and where on it each cell lies."""
    cells = list(dict.fromkeys(one.at for one in values))
    if all(NUMBER.fullmatch(cell) for cell in cells):
        years = all(re.fullmatch(r"(?:1[5-9]|20)\d\d", cell) for cell in cells)
        axis = {"tickCount": 6, "titlePadding": 8, **({"format": "d", "tickMinStep": 1} if years else {})}
        scale = {"zero": False, "nice": False}
        return (
            {"type": "quantitative", "scale": scale, "axis": axis},
            {cell: float(cell.replace("\u2212", "-")) for cell in cells},
        )
    if all(DAY.fullmatch(cell) for cell in cells):
        day = {cell: cell if len(cell) > 7 else f"{cell}-01" for cell in cells}
        return {"type": "temporal", "axis": {"tickCount": 6, "titlePadding": 8}}, {**day}
    axis = {"titlePadding": 8, "labelAngle": 0}
    return {"type": "ordinal", "sort": cells, "axis": axis, "scale": {"padding": 0.3}}, {cell: cell for cell in cells}


def _spec(values: list[Value], series: Labels, facts: Facts) -> dict[str, Any]:
    kind, places = _axis(values)
    points = [
        {
            "at": places[one.at], "value": float(one.value), SERIES: one.series.text,
            "low": None if one.low is None else float(one.low), "high": None if one.high is None else float(one.high),
        }
        for one in values
    ]  # fmt: skip
    x = {"field": "at", **kind, "title": facts.settings.get("x") or None}
    axis = {"tickCount": 5, "titlePadding": 8}
    y = {"type": "quantitative", "scale": {"zero": True}, "axis": axis, "title": facts.settings.get("axis") or None}
    by = encoding(series)
    dash = {"strokeDash": {**by["shape"], "scale": {**by["shape"]["scale"], "range": DASHES}}} if "shape" in by else {}
    if dash:
        dash["strokeDash"]["legend"] = None
    return {
        "width": 290,
        "height": 200,
        "data": {"values": points},
        "layer": [
            {
                "transform": [{"filter": "datum.low !== null"}],
                "mark": {"type": "rule", "strokeWidth": 1.5, "opacity": 0.7},
                "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}, "color": by["color"]},
            },
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": x, "y": {"field": "value", **y}, "color": by["color"], **dash},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"x": x, "y": {"field": "value", **y}, **by},
            },
        ],
    }
