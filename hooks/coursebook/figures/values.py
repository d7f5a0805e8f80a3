"""What bar and line charts share: rows with a value, an interval if there is one, a series, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..read.labels import Label, Labels
from .draw import SHAPES, TONES
from .picture import Cell, Facts
from .table import Row, Table

SERIES = "series"


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

    def told(self, facts: Facts) -> str:
        """`12.5% (10 to 15)`."""
        near = "" if not self.unit or self.unit.startswith("%") else " "
        told = f"{plain(self.value)}{near}{self.unit}"
        if self.low is None or self.high is None:
            return told
        return f"{told} ({facts.words['span'].format(low=plain(self.low), high=plain(self.high))})"


def plain(number: Decimal) -> str:
    """A number with groups of thousands and a true minus: `1,234.5`."""
    return f"{number:,}".replace("-", "\u2212")


def values_of(table: Table, column: str, facts: Facts) -> tuple[list[Value], Labels]:
    """The values of a table in its order, and its series, one without a text where it has none.

    A row gives `value`, and if it likes `low`, `high`, `unit` and `references`; or it names a `number` of
    bib/numbers.csv, which has all of them.
    """
    series = table.labels(SERIES) if any(row[SERIES] for row in table.rows) else {"": Label("")}
    found = []
    for row in table.rows:
        name = "" if "" in series else row.choice(SERIES, series)
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
            row.refuse(number.id, "it has no value")
            return None
        keys = tuple(dict.fromkeys((*row.keys("references", facts), number.reference)))
        return Value(at, number.value, number.low, number.high, number.unit, series, keys)
    value = row.number("value")
    low, high = (row.number(name) for name in ("low", "high"))
    keys = row.keys("references", facts)
    if value is None:
        row.refuse(at, "it has neither a value nor the id of a number")
        return None
    if (low is None) != (high is None) or (low is not None and high is not None and not low <= value <= high):
        row.refuse(at, "its interval does not hold its value: give low and high, or neither")
        return None
    return Value(at, value, low, high, row["unit"], series, keys)


def encoding(series: Labels) -> dict[str, dict[str, Any]]:
    """Color and shape by series, with a legend; nothing where there is one series without a name."""
    names = [label.text for label in series.values()]
    if names == [""]:
        return {"color": {"value": TONES[0]}}
    legend = {"orient": "top", "title": None, "offset": 4, "columns": 1, "labelLimit": 310}
    tones = [label.color or TONES[n % len(TONES)] for n, label in enumerate(series.values())]
    scales: Mapping[str, list[str]] = {"color": tones, "shape": SHAPES[: len(names)]}
    return {
        channel: {"field": SERIES, "type": "nominal", "scale": {"domain": names, "range": marks}, "legend": legend}
        for channel, marks in scales.items()
    }


def rows_of(values: list[Value], series: Labels, what: str, facts: Facts) -> tuple[tuple[str, ...], Any]:
    """Head and rows of the table that says all that the chart shows. `what` heads the first column."""
    several = [label.text for label in series.values()] != [""]
    cited = any(one.keys for one in values)
    words = facts.words
    head = (what, *([words["series"]] if several else []), words["value"], *([words["reference"]] if cited else []))
    rows: list[tuple[Cell, ...]] = [
        (one.at, *([one.series.text] if several else []), one.told(facts), *([one.keys] if cited else []))
        for one in values
    ]
    return head, tuple(rows)
