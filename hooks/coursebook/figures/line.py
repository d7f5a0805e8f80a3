"""Lines over years, dates, numbers or steps. The axis of values holds zero: a change looks as large as it is."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from ..read.labels import Labels
from .draw import draw_chart, encoding
from .kind import Facts, Picture, Table, figure_kind
from .values import Value, chart

DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
NUMBER = re.compile(r"[-\u2212]?\d+(?:\.\d+)?")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]


@figure_kind("line", ("at", "value"), settings=("x", "axis"))
def line(table: Table, facts: Facts) -> Picture:
    """Rows: `at`, a year, a date, a number or a step; the rest as in bars. The settings `x` and `axis` are the titles
    of the axes.
    """
    what = facts.settings.get("x") or facts.words["what"]
    return chart(table, "at", what, facts.words["line-alt"], facts, _draw)


def _draw(values: list[Value], series: Labels, facts: Facts) -> Markup:
    cells = list(dict.fromkeys(one.at for one in values))
    by = encoding(series)
    dash: dict[str, Any] = {"value": None}
    if "field" in by["shape"]:
        dash = {**by["shape"], "legend": None, "scale": {**by["shape"]["scale"], "range": DASHES}}
    return draw_chart(
        "line",
        facts.cache,
        points=[{**one.plotted(), "at": _place(one.at, cells)} for one in values],
        x={"field": "at", **_axis(cells), "title": facts.settings.get("x") or None},
        title=facts.settings.get("axis") or None,
        dash=dash,
        **by,
    )


def _all(pattern: re.Pattern[str], cells: list[str]) -> bool:
    return all(pattern.fullmatch(cell) for cell in cells)


def _axis(cells: list[str]) -> dict[str, Any]:
    """The axis of what is in the cells, as in Vega-Lite."""
    if _all(NUMBER, cells):
        years = {"format": "d", "tickMinStep": 1} if _all(YEAR, cells) else {}
        axis = {"tickCount": 6, "titlePadding": 8, **years}
        return {"type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": axis}
    if _all(DAY, cells):
        return {"type": "temporal", "axis": {"tickCount": 6, "titlePadding": 8}}
    axis = {"titlePadding": 8, "labelAngle": 0}
    return {"type": "ordinal", "sort": cells, "axis": axis, "scale": {"padding": 0.3}}


def _place(cell: str, cells: list[str]) -> float | str:
    """Where on the axis of `cells` one of them is."""
    if _all(NUMBER, cells):
        return float(cell.replace("\u2212", "-"))
    return f"{cell}-01" if _all(DAY, cells) and len(cell) == 7 else cell
