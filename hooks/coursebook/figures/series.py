"""Bars and lines: rows with a value, an interval if there is one, a series, and where it is from.

Bars begin at zero, one below another, each with its name above and its value beside it. Lines are over years, dates,
numbers or steps; the axis of values holds zero: a change looks as large as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from ..read.labels import Label, Labels
from .draw import downward, draw_chart, encoding
from .kind import Cell, Facts, Picture, Row, Table, figure_kind


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a chart. `at` is the cell that says what it belongs to, `series` a label where the table has
    several.
    """

    at: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str
    series: Label
    keys: tuple[str, ...]

    def text(self, facts: Facts) -> str:
        """`12.5% (10 to 15)`."""
        space = "" if not self.unit or self.unit.startswith("%") else " "
        text = f"{plain(self.value)}{space}{self.unit}"
        if self.low is None or self.high is None:
            return text
        return f"{text} ({facts.words['span'].format(low=plain(self.low), high=plain(self.high))})"

    def plotted(self) -> dict[str, object]:
        """Its fields in the data of a chart."""
        low, high = (None if end is None else float(end) for end in (self.low, self.high))
        return {"value": float(self.value), "low": low, "high": high, "series": self.series.text}


Draw = Callable[[list[Value], Labels, Facts], Markup]


def plain(number: Decimal) -> str:
    """A number with groups of thousands and a true minus: `1,234.5`."""
    return f"{number:,}".replace("-", "\u2212")


def values_of(table: Table, column: str, facts: Facts) -> tuple[list[Value], Labels]:
    """The values of a table in its order, and its series, one without a text where it has none.

    A row gives `value`, and if it likes `low`, `high`, `unit` and `references`; or it names a `number` of
    bib/numbers.csv, which has all of them.
    """
    series = table.labels("series") if any(row["series"] for row in table.rows) else {"": Label("")}
    found = []
    for row in table.rows:
        name = "" if "" in series else row.choice("series", series)
        if name in series and (value := _value(row, column, series[name], facts)):
            found.append(value)
    return found, series


def _value(row: Row, column: str, series: Label, facts: Facts) -> Value | None:
    at = row[column]
    if row["number"]:
        number = row.figure("number", facts)
        if number is None:
            return None
        if number.value is None:
            row.refuse(number.id, "the value is missing")
            return None
        keys = tuple(dict.fromkeys((*row.keys("references", facts), number.reference)))
        return Value(at, number.value, number.low, number.high, number.unit, series, keys)
    value = row.number("value")
    low, high = (row.number(name) for name in ("low", "high"))
    keys = row.keys("references", facts)
    if value is None:
        row.refuse(at, "it needs a value or the id of a number")
        return None
    if (low is None) != (high is None) or (low is not None and high is not None and not low <= value <= high):
        row.refuse(at, "the value is outside its interval; give both low and high, or neither")
        return None
    return Value(at, value, low, high, row["unit"], series, keys)


def chart(table: Table, column: str, what: str, alt: str, facts: Facts, draw: Draw) -> Picture:
    """The chart of a table, and the table of all that the chart shows. `column` has what a value belongs to, `what`
    heads it.
    """
    values, series = values_of(table, column, facts)
    if not values:
        return Picture(Markup(), "")
    several = "" not in series
    cited = any(value.keys for value in values)
    words = facts.words
    head = (what, *([words["series"]] if several else []), words["value"], *([words["reference"]] if cited else []))
    rows: list[tuple[Cell, ...]] = [
        (value.at, *([value.series.text] if several else []), value.text(facts), *([value.keys] if cited else []))
        for value in values
    ]
    return Picture(draw(values, series, facts), alt, head, tuple(rows))


NAME, BAR, GAP = 20, 18, 6
"""Heights of the line with a name, of a bar, and of what is below the bars of a name."""
WIDTH, LETTER = 330, 7.0
"""Of the chart, and of a letter beside a bar."""


@figure_kind("bar", ("label", "value"), settings=("axis",))
def bar(table: Table, facts: Facts) -> Picture:
    """Rows: `label`, `value`, optionally `low`, `high`, `unit`, `series` and `references`, or the id of a `number` in
    place of a value. The setting `axis` is the title of the axis.
    """
    return chart(table, "label", facts.words["what"], facts.words["bar-alt"], facts, _draw_bars)


def _draw_bars(values: list[Value], series: Labels, facts: Facts) -> Markup:
    groups = defaultdict(list)
    for value in values:
        groups[value.at].append(value)
    names: list[dict[str, object]] = []
    bars: list[dict[str, object]] = []
    top = 0.0
    for name, group in groups.items():
        names.append({"name": name, "middle": top + NAME - 7})
        top += NAME
        for value in group:
            end = max(float(value.value), float(value.high or 0), 0.0)
            place = {"top": top + 2, "bottom": top + BAR - 2, "middle": top + BAR / 2, "end": end}
            bars.append({**value.plotted(), "text": value.text(facts), **place})
            top += BAR
        top += GAP
    ends = [0.0, *(float(one) for value in values for one in (value.value, value.low, value.high) if one is not None)]
    low, high = min(ends), max(ends)
    written = min(WIDTH / 2, max(len(value.text(facts)) for value in values) * LETTER)
    return draw_chart(
        "bar",
        facts.cache,
        width=WIDTH,
        height=top,
        bars=bars,
        names=names,
        down=downward(top),
        scale={"domain": [low, low + ((high - low) or 1) * WIDTH / (WIDTH - written)], "nice": False},
        axis=facts.settings.get("axis") or None,
        color=encoding(series)["color"],
    )


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
    return chart(table, "at", what, facts.words["line-alt"], facts, _draw_lines)


def _draw_lines(values: list[Value], series: Labels, facts: Facts) -> Markup:
    cells = list(dict.fromkeys(value.at for value in values))
    by = encoding(series)
    dash: dict[str, Any] = {"value": None}
    if "field" in by["shape"]:
        dash = {**by["shape"], "legend": None, "scale": {**by["shape"]["scale"], "range": DASHES}}
    return draw_chart(
        "line",
        facts.cache,
        points=[{**value.plotted(), "at": _place(value.at, cells)} for value in values],
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
