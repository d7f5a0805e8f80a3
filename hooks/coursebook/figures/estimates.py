"""Estimates with their intervals, below two lines of text each, in a panel for everything that may share an axis:
forest plots, and rates of harm.

A forest plot has a panel for each unit, so that no two units share an axis. Rates are on a logarithmic axis, with a
panel for each denominator, so that no ladder is built of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..locale import Language
from ..model import Number
from ..read.labels import Label, Labels
from .draw import downward, draw_chart, encoding
from .kind import Facts, Picture, Row, Table, figure_kind

DASHED = {"condition": {"test": "datum.open !== null", "value": [4, 3]}, "value": [1, 0]}


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate as drawn. `text` is the line below its label, `series` gives it color and shape; `value`, `low` and
    `high` are on the axis of its panel, None where there is nothing to draw. An interval up to `open` has no value: it
    is dashed, and its end is marked.
    """

    label: str
    text: str
    series: Label
    number: Number
    value: float | None
    low: float | None
    high: float | None
    open: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Estimates on one axis. `axis` and `scale` are as in Vega-Lite; `no_effect` is where a line is drawn."""

    title: str | list[str]
    estimates: Sequence[Estimate]
    axis: Mapping[str, Any]
    scale: Mapping[str, Any]
    no_effect: float | None = None
    has_open: bool = False
    """Whether intervals of it may be open."""


def draw_panels(panels: Sequence[Panel], series: Labels, cache: Path, row: int, middle: float) -> Markup:
    """The panels that have estimates, the first with the legend. A `row` is so many pixels high; its interval is drawn
    at the part `middle` of them.
    """
    shown = [panel for panel in panels if panel.estimates]
    return Markup("").join(
        draw_chart(
            "panel",
            cache,
            height=row * len(panel.estimates),
            rows=[
                {
                    "label": one.label, "text": one.text, "series": one.series.text,
                    "value": one.value, "low": one.low, "high": one.high, "open": one.open,
                    "first": n + 0.26, "second": n + 0.54, "middle": n + middle, "no_effect": panel.no_effect,
                }
                for n, one in enumerate(panel.estimates)
            ],
            title=panel.title,
            axis=panel.axis,
            scale=panel.scale,
            down=downward(len(panel.estimates)),
            dash=DASHED if panel.has_open else {"value": None},
            opacity=0.7 if panel.has_open else 1,
            **encoding(series, legend=panel is shown[0]),
        )
        for panel in shown
    )  # fmt: skip


AGAINST = {"sham": "against-sham", "other": "against-other"}
"""The comparisons that there are unless labels.toml has others."""
BETTER = ("lower", "higher")


@dataclass(frozen=True, slots=True)
class Units:
    """What may share a panel. Effects on a scale of 100 are drawn by tens, a ratio on a logarithmic axis."""

    names: tuple[str, ...]
    title: str
    ratio: bool = False


PANELS = (
    Units(("points of 10", "points of 100", "mm of 100"), "forest-points"),
    Units(("SMD", "SD"), "forest-standardized"),
    Units(("OR", "RR", "HR"), "forest-ratios", ratio=True),
)


@figure_kind("forest", ("number", "label", "against", "better"))
def forest(table: Table, facts: Facts) -> Picture:
    """Rows: `number` in bib/numbers.csv, `label`, what it was compared `against`, and which values are `better`. The
    label of `better` lower says what lies left of no effect.
    """
    words = facts.words
    against = table.labels("against", {name: words[word] for name, word in AGAINST.items()})
    favors = table.labels("better", dict.fromkeys(BETTER, "")).get("lower", Label("")).text
    effects = [effect for row in table.rows if (effect := _effect(row, facts, against))]
    panels = [
        Panel(
            title=[words[units.title], favors] if favors else words[units.title],
            estimates=[one for one in effects if one.number.unit in units.names],
            axis={"tickCount": 6, "titlePadding": 8, "grid": False},
            scale={"type": "log"} if units.ratio else {},
            no_effect=1 if units.ratio else 0,
        )
        for units in PANELS
    ]
    rows = tuple(
        (one.label, _signed(one.number, words), one.number.unit, one.number.certainty or words["not-seen"],
         (one.number.reference,))
        for one in effects
    )  # fmt: skip
    head = tuple(words[word] for word in ("comparison", "effect", "unit", "certainty", "reference"))
    return Picture(draw_panels(panels, against, facts.cache, row=50, middle=0.78), words["forest-alt"], head, rows)


def _effect(row: Row, facts: Facts, labels: Labels) -> Estimate | None:
    """An effect as drawn: lower is better."""
    against, better = row.choice("against", labels), row.choice("better", BETTER)
    number = row.figure("number", facts)
    if number is None or not against or not better:
        return None
    units = next((units for units in PANELS if number.unit in units.names), None)
    if units is None:
        known = ", ".join(name for units in PANELS for name in units.names)
        row.refuse(number.id, f"unknown unit '{number.unit}'; expected one of {known}")
        return None
    if number.value is None or number.low is None or number.high is None:
        row.refuse(number.id, "the value or its interval is missing")
        return None
    ends = [float(one) for one in (number.value, number.low, number.high)]
    if units.ratio and min(ends) <= 0:
        row.refuse(number.id, "a ratio must be greater than zero")
        return None
    scale = (10.0 if number.unit.endswith("100") else 1.0) * (-1 if better == "higher" else 1)
    value, *interval = (one**scale if units.ratio else one / scale for one in ends)
    text = _effect_text(number, better == "higher", facts.words)
    return Estimate(row["label"], text, labels[against], number, value, min(interval), max(interval))


def _effect_text(number: Number, higher: bool, words: Language) -> str:
    text = _signed(number, words)
    if number.unit.endswith("100"):
        text = f"{text} {number.unit}"
    if higher:
        text = words["better-by"].format(told=text)
    if number.certainty:
        text = f"{text}; {words['certainty-of'].format(certainty=number.certainty)}"
    return text


def _signed(number: Number, words: Language) -> str:
    """`-1.53 (-2.29 to -0.76)` with a true minus, as its source has it."""
    span = words["span"].format(low=number.low, high=number.high)
    return f"{number.value} ({span})".replace("-", "\u2212")


HARMS = {"any": "harm-any", "serious": "harm-serious"}
DENOMINATORS = {"treatments": ("per-treatments", "events-treatments"), "patients": ("per-patients", "events-patients")}
"""What counts unless labels.toml has other harms, and other denominators with the titles of their axes."""
LOWEST, HIGHEST = 0.005, 10000.0
"""Ends of the axis, per 10,000."""
AXIS = {
    "values": [0.01, 0.1, 1, 10, 100, 1000, 10000],
    "labelExpr": "indexof([0.01, 1, 100, 10000], datum.value) < 0 ? '' : format(datum.value, ',~g')",
    "titlePadding": 8,
    "labelOverlap": False,
    "labelFlush": False,
}
"""Every second power of ten is written, so that the labels have room on a phone."""


@figure_kind("events", ("number", "label", "harm", "denominator"))
def events(table: Table, facts: Facts) -> Picture:
    """Rows: `number`, a rate in bib/numbers.csv; `label`; `harm`; `denominator`."""
    words = facts.words
    harms = table.labels("harm", {name: words[word] for name, word in HARMS.items()})
    per = {name: Label(words[text], axis=words[axis]) for name, (text, axis) in DENOMINATORS.items()}
    denominators = table.labels("denominator", per)
    rates = [(rate, row["denominator"]) for row in table.rows if (rate := _rate(row, facts, harms, denominators))]
    panels = [
        Panel(
            title=label.axis or label.text,
            estimates=[rate for rate, of in rates if of == name],
            axis=AXIS,
            scale={"type": "log", "domain": [LOWEST, HIGHEST], "nice": False},
            has_open=True,
        )
        for name, label in denominators.items()
    ]
    rows = tuple(
        (rate.label, rate.series.text, rate.text, denominators[of].text, (rate.number.reference,)) for rate, of in rates
    )
    head = tuple(words[word] for word in ("study", "harm", "rate", "counted-per", "reference"))
    return Picture(draw_panels(panels, harms, facts.cache, row=46, middle=0.8), words["events-alt"], head, rows)


def _rate(row: Row, facts: Facts, harms: Labels, denominators: Labels) -> Estimate | None:
    """A rate per 10,000. A value of 0 was none seen: only its upper limit is drawn."""
    harm, denominator = row.choice("harm", harms), row.choice("denominator", denominators)
    number = row.figure("number", facts)
    if number is None or not harm or not denominator:
        return None
    if number.per is None or number.value is None:
        row.refuse(number.id, f"the unit '{number.unit}' is not a rate")
        return None
    by = Decimal(10_000) / number.per
    value = number.value * by
    low, high = (None if end is None else end * by for end in (number.low, number.high))
    if not value and not high:
        row.refuse(number.id, "it is zero without an upper limit, which a logarithmic axis cannot show")
        return None
    return Estimate(
        label=row["label"],
        text=_rate_text(number, value, low, high, facts.words),
        series=harms[harm],
        number=number,
        value=float(value) or None,
        low=None if low is None else max(float(low), LOWEST),
        high=None if high is None else float(high),
        open=None if high is None or value else float(high),
    )


def _rate_text(number: Number, value: Decimal, low: Decimal | None, high: Decimal | None, words: Language) -> str:
    """`9.8 (6.0 to 15.1, our calculation)`."""
    if not value and high is not None:
        return words["none-seen"].format(most=short(high))
    if low is None or high is None:
        return short(value)
    ours = words["our-interval"] if number.interval == "ours" else ""
    span = words["span"].format(low=short(low), high=short(high))
    return f"{short(value)} ({span}{ours})"


def short(value: Decimal) -> str:
    """A rate as people read it: whole above 100, one decimal above 1, two digits below."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 1:
        return f"{value:.1f}" if "." in f"{value:f}" else f"{value:f}"
    return f"{float(f'{value:.2g}'):.4f}".rstrip("0").rstrip(".") if value else "0"
