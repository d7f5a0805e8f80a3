"""How often harm happens, on a logarithmic axis: one panel for each denominator, so that no ladder is built of both."""

from __future__ import annotations

from decimal import Decimal

from ..locale import Language
from ..model import Number
from ..read.labels import Label, Labels
from .kind import Facts, Picture, Row, Table, figure_kind
from .panels import Estimate, Panel, draw_panels

HARMS = {"any": "harm-any", "serious": "harm-serious"}
DENOMINATORS = {"treatments": ("per-treatments", "events-treatments"), "patients": ("per-patients", "events-patients")}
"""What counts unless labels.toml has other harms, and other denominators with the titles of their axes."""
LEAST, MOST = 0.005, 10000.0
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
            scale={"type": "log", "domain": [LEAST, MOST], "nice": False},
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
        text=_text(number, value, low, high, facts.words),
        series=harms[harm],
        number=number,
        value=float(value) or None,
        low=None if low is None else max(float(low), LEAST),
        high=None if high is None else float(high),
        open=None if high is None or value else float(high),
    )


def _text(number: Number, value: Decimal, low: Decimal | None, high: Decimal | None, words: Language) -> str:
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
