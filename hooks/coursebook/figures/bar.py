"""Bars, which begin at zero: one below another, each with its name above and its value beside it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..read.labels import Labels
from .draw import draw
from .kind import figure_kind
from .picture import Facts, Picture
from .table import Table
from .values import SERIES, Value, encoding, rows_of, values_of

NAME, BAR = 20, 18
"""Heights of the line with a name, and of a bar."""
WIDTH, LETTER = 330, 7.0
"""Of the chart, and of a letter beside a bar."""


@figure_kind("bar", ("label", "value"), settings=("axis",))
def bar(table: Table, facts: Facts) -> Picture:
    """Rows: `label`, `value`, if they like `low`, `high`, `unit`, `series` and `references`, or the id of a `number` in
    place of a value. The setting `axis` is the title of the axis.
    """
    values, series = values_of(table, "label", facts)
    head, rows = rows_of(values, series, facts.words["what"], facts)
    if not values:
        return Picture(Markup(), "")
    drawn = draw(_spec(values, series, facts), facts.cache)
    return Picture(Markup(drawn), facts.words["bar-alt"], head, rows)


def _spec(values: list[Value], series: Labels, facts: Facts) -> dict[str, Any]:
    names: list[dict[str, Any]] = []
    bars: list[dict[str, Any]] = []
    top = 0.0
    for name in dict.fromkeys(one.at for one in values):
        names.append({"name": name, "y": top + NAME - 7})
        top += NAME
        for one in (one for one in values if one.at == name):
            bars.append(
                {
                    "value": float(one.value), "told": one.told(facts), SERIES: one.series.text,
                    "low": None if one.low is None else float(one.low),
                    "high": None if one.high is None else float(one.high),
                    "top": top + 2, "bottom": top + BAR - 2, "y": top + BAR / 2,
                    "end": max(float(one.value), float(one.high or 0), 0.0),
                }
            )  # fmt: skip
            top += BAR
        top += 6
    y: dict[str, Any] = {"type": "quantitative", "scale": {"domain": [top, 0], "nice": False}, "axis": None}
    ends = [0.0, *(float(one) for value in values for one in (value.value, value.low, value.high) if one is not None)]
    written = min(WIDTH / 2, max(len(one.told(facts)) for one in values) * LETTER)
    low, high = min(ends), max(ends)
    scale = {"domain": [low, low + ((high - low) or 1) * WIDTH / (WIDTH - written)], "nice": False}
    x = {"type": "quantitative", "scale": scale}
    axis = {"tickCount": 5, "titlePadding": 8}
    color = encoding(series)["color"]
    return {
        "width": WIDTH,
        "height": top,
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "rect"},
                "encoding": {
                    "x": {"field": "value", **x, "title": facts.settings.get("axis") or None, "axis": axis},
                    "x2": {"datum": 0},
                    "y": {"field": "top", **y},
                    "y2": {"field": "bottom"},
                    "color": color,
                },
            },
            {
                "data": {"values": [one for one in bars if one["low"] is not None]},
                "mark": {"type": "rule", "strokeWidth": 2, "color": "currentColor"},
                "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "y": {"field": "y", **y}},
            },
            {
                "data": {"values": bars},
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "baseline": "middle"},
                "encoding": {"x": {"field": "end", **x}, "y": {"field": "y", **y}, "text": {"field": "told"}},
            },
            {
                "data": {"values": names},
                "mark": {"type": "text", "align": "left", "fontSize": 12, "fontWeight": "bold", "baseline": "middle"},
                "encoding": {"x": {"value": 0}, "y": {"field": "y", **y}, "text": {"field": "name"}},
            },
        ],
    }
