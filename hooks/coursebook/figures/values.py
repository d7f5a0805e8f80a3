"""What bar and line charts share: rows with a value, an interval if there is one, a series, and where it is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from ..read.labels import Label, Labels
from .kind import Cell, Facts, Picture, Row, Table


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
    cited = any(one.keys for one in values)
    words = facts.words
    head = (what, *([words["series"]] if several else []), words["value"], *([words["reference"]] if cited else []))
    rows: list[tuple[Cell, ...]] = [
        (one.at, *([one.series.text] if several else []), one.text(facts), *([one.keys] if cited else []))
        for one in values
    ]
    return Picture(draw(values, series, facts), alt, head, tuple(rows))
