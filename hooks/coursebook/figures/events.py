"""How often harm happens, on a logarithmic axis: one panel for each denominator, so that no ladder is built of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from ..locale import Language
from ..model import Number
from ..read.labels import Label, Labels
from .draw import SHAPES, TONES, draw
from .kind import figure_kind
from .picture import Facts, Picture
from .table import Row, Table

HARMS = {"any": "harm-any", "serious": "harm-serious"}
DENOMINATORS = {"treatments": ("per-treatments", "events-treatments"), "patients": ("per-patients", "events-patients")}
"""What counts unless labels.toml has other harms, and other denominators with the titles of their axes."""
LEAST, MOST = 0.005, 10000.0
"""Ends of the axis, per 10,000."""
TICKS = [0.01, 0.1, 1, 10, 100, 1000, 10000]
SHOWN = "indexof([0.01, 1, 100, 10000], datum.value) < 0 ? '' : format(datum.value, ',~g')"
"""Every second power of ten is written, so that the labels have room on a phone."""
HEIGHT = 46


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate per 10,000. Without `low` and `high` its source prints no interval; a value of 0 was none seen."""

    label: str
    harm: Label
    denominator: Label
    number: Number
    value: Decimal
    low: Decimal | None
    high: Decimal | None

    def told(self, words: Language) -> str:
        """The rate in words: `9.8 (6.0 to 15.1, our calculation)`."""
        if not self.value and self.high is not None:
            return words["none-seen"].format(most=short(self.high))
        if self.low is None or self.high is None:
            return short(self.value)
        ours = words["our-interval"] if self.number.interval == "ours" else ""
        span = words["span"].format(low=short(self.low), high=short(self.high))
        return f"{short(self.value)} ({span}{ours})"


@figure_kind("events", ("number", "label", "harm", "denominator"))
def events(table: Table, facts: Facts) -> Picture:
    """Rows: `number`, a rate in bib/numbers.csv; `label`; `harm`; `denominator`."""
    words = facts.words
    harms = table.labels("harm", {name: words[word] for name, word in HARMS.items()})
    per = {name: Label(words[text], axis=words[axis]) for name, (text, axis) in DENOMINATORS.items()}
    denominators = table.labels("denominator", per)
    rates = [rate for row in table.rows if (rate := _rate(row, facts, harms, denominators))]
    panels = [(label, [rate for rate in rates if rate.denominator is label]) for label in denominators.values()]
    names = [label.text for label in harms.values()]
    drawn = [
        draw(_panel(label, rows, names, n == 0, words), facts.cache) for n, (label, rows) in enumerate(panels) if rows
    ]
    rows = tuple(
        (
            rate.label,
            rate.harm.text,
            rate.told(words),
            rate.denominator.text,
            (rate.number.reference,),
        )
        for rate in rates
    )
    head = tuple(words[word] for word in ("study", "harm", "rate", "counted-per", "reference"))
    return Picture(Markup("").join(map(Markup, drawn)), words["events-alt"], head, rows)


def short(value: Decimal) -> str:
    """A rate as people read it: whole above 100, one decimal above 1, two digits below."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 1:
        return f"{value.normalize():f}" if value == value.to_integral() and _places(value) < 1 else f"{value:.1f}"
    return f"{float(f'{value:.2g}'):.4f}".rstrip("0").rstrip(".") if value else "0"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _rate(row: Row, facts: Facts, harms: Labels, denominators: Labels) -> Rate | None:
    harm, denominator = row.choice("harm", harms), row.choice("denominator", denominators)
    number = row.figure("number", facts)
    if number is None or not harm or not denominator:
        return None
    if number.per is None or number.value is None:
        row.refuse(number.id, f"its unit is '{number.unit}', which is no rate")
        return None
    by = Decimal(10_000) / number.per
    low, high = (None if end is None else end * by for end in (number.low, number.high))
    if not number.value and not high:
        row.refuse(number.id, "it is zero and has no upper limit; a logarithm has no zero")
        return None
    return Rate(row["label"], harms[harm], denominators[denominator], number, number.value * by, low, high)


def _panel(per: Label, rates: Sequence[Rate], names: Sequence[str], first: bool, words: Language) -> dict[str, Any]:
    values = [
        {
            "label": rate.label,
            "told": rate.told(words),
            "harm": rate.harm.text,
            "value": float(rate.value) or None,
            "low": max(float(rate.low), LEAST) if rate.low is not None else None,
            "high": float(rate.high) if rate.high is not None else None,
            "open": float(rate.high) if rate.high is not None and not rate.value else None,
            "first": n + 0.26, "second": n + 0.54, "third": n + 0.8,
        }
        for n, rate in enumerate(rates)
    ]  # fmt: skip
    y = {"type": "quantitative", "scale": {"domain": [len(rates), 0], "nice": False}, "axis": None}
    scale = {"type": "log", "domain": [LEAST, MOST], "nice": False}
    x = {"type": "quantitative", "scale": scale}
    axis = {"values": TICKS, "labelExpr": SHOWN, "titlePadding": 8, "labelOverlap": False, "labelFlush": False}
    tone = {
        "field": "harm",
        "type": "nominal",
        "scale": {"domain": names, "range": TONES[: len(names)]},
    }
    shape = {"field": "harm", "type": "nominal", "scale": {"domain": names, "range": SHAPES[: len(names)]}}
    legend = {"orient": "top", "title": None, "offset": 4, "columns": 1} if first else None
    written = {"type": "text", "align": "left", "fontSize": 12, "baseline": "middle"}
    return {
        "width": 330,
        "height": HEIGHT * len(rates),
        "data": {"values": values},
        "layer": [
            {
                "transform": [{"filter": "datum.high !== null"}],
                "mark": {"type": "rule", "strokeWidth": 2.5},
                "encoding": {
                    "x": {"field": "low", **x, "title": per.axis or per.text, "axis": axis},
                    "x2": {"field": "high"},
                    "y": {"field": "third", **y},
                    "color": {**tone, "legend": legend},
                    "strokeDash": {"condition": {"test": "datum.open !== null", "value": [4, 3]}, "value": [1, 0]},
                },
            },
            {
                "transform": [{"filter": "datum.open !== null"}],
                "mark": {"type": "tick", "orient": "vertical", "size": 12, "thickness": 2.5},
                "encoding": {
                    "x": {"field": "open", **x},
                    "y": {"field": "third", **y},
                    "color": {**tone, "legend": legend},
                },
            },
            {
                "transform": [{"filter": "datum.value !== null"}],
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {
                    "x": {"field": "value", **x},
                    "y": {"field": "third", **y},
                    "color": {**tone, "legend": legend},
                    "shape": {**shape, "legend": legend},
                },
            },
            {
                "mark": {**written, "fontWeight": "bold"},
                "encoding": {"x": {"value": 0}, "y": {"field": "first", **y}, "text": {"field": "label"}},
            },
            {
                "mark": written,
                "encoding": {"x": {"value": 0}, "y": {"field": "second", **y}, "text": {"field": "told"}},
            },
        ],
    }
