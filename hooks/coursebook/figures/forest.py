"""A forest plot: pooled effects with their intervals, a panel for each unit, so that no two units share an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..locale import Language
from ..model import Number
from ..read.labels import Label, Labels
from .draw import SHAPES, TONES, draw
from .kind import figure_kind
from .picture import Facts, Picture
from .table import Row, Table

AGAINST = {"sham": "against-sham", "other": "against-other"}
"""The comparisons that there are unless labels.toml has others."""
BETTER = ("lower", "higher")
PANELS = {
    "points": ("points of 10", "points of 100", "mm of 100"),
    "standardized": ("SMD", "SD"),
    "ratios": ("OR", "RR", "HR"),
}
"""What may stand in one panel. A scale of 100 is drawn by tens, a ratio on a logarithmic axis."""
AXES = {"points": "forest-points", "standardized": "forest-standardized", "ratios": "forest-ratios"}
NO_EFFECT = {"points": 0, "standardized": 0, "ratios": 1}
HEIGHT = 50
"""Of one row: two lines of text and the interval."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One pooled effect as drawn: on a scale of 10, standardized or a ratio; lower is better."""

    label: str
    against: Label
    panel: str
    number: Number
    told: str
    value: float
    low: float
    high: float


@figure_kind("forest", ("number", "label", "against", "better"))
def forest(table: Table, facts: Facts) -> Picture:
    """Rows: `number` in bib/numbers.csv, `label`, what it was held `against`, and which values are `better`. The
    label of `better` lower says what lies left of no effect.
    """
    words = facts.words
    against = table.labels("against", {name: words[word] for name, word in AGAINST.items()})
    favors = table.labels("better", dict.fromkeys(BETTER, "")).get("lower", Label("")).text
    effects = [effect for row in table.rows if (effect := _effect(row, facts, against))]
    panels = [(panel, shown) for panel in PANELS if (shown := [one for one in effects if one.panel == panel])]
    names = [label.text for label in against.values()]
    drawn = [
        draw(_panel(panel, rows, names, favors, n == 0, words), facts.cache) for n, (panel, rows) in enumerate(panels)
    ]
    rows = tuple(
        (one.label, _signed(one.number, words), one.number.unit, one.number.certainty or words["not-seen"],
         (one.number.reference,))
        for one in effects
    )  # fmt: skip
    head = tuple(words[word] for word in ("comparison", "effect", "unit", "certainty", "reference"))
    return Picture(Markup("").join(map(Markup, drawn)), words["forest-alt"], head, rows)


def _effect(row: Row, facts: Facts, labels: Labels) -> Effect | None:
    against, better = row.choice("against", labels), row.choice("better", BETTER)
    number = row.figure("number", facts)
    if number is None or not against or not better:
        return None
    panel = next((panel for panel, units in PANELS.items() if number.unit in units), "")
    if not panel:
        row.refuse(number.id, f"its unit is '{number.unit}', which is none of {', '.join(sum(PANELS.values(), ()))}")
        return None
    if number.value is None or number.low is None or number.high is None:
        row.refuse(number.id, "it has no value with an interval")
        return None
    scale = (10.0 if number.unit.endswith("100") else 1.0) * (-1 if better == "higher" else 1)
    value, low, high = (float(one) for one in (number.value, number.low, number.high))
    if panel == "ratios" and min(value, low, high) <= 0:
        row.refuse(number.id, "it is a ratio and not more than zero")
        return None
    if panel == "ratios":
        value, low, high = (one**scale for one in (value, low, high))
    else:
        value, low, high = (one / scale for one in (value, low, high))
    told = _signed(number, facts.words)
    if number.unit.endswith("100"):
        told = f"{told} {number.unit}"
    if better == "higher":
        told = facts.words["better-by"].format(told=told)
    return Effect(row["label"], labels[against], panel, number, told, value, *sorted((low, high)))


def _signed(number: Number, words: Language) -> str:
    """`-1.53 (-2.29 to -0.76)` with a true minus, as its source has it."""
    span = words["span"].format(low=number.low, high=number.high)
    return f"{number.value} ({span})".replace("-", "\u2212")


def _with_certainty(one: Effect, words: Language) -> str:
    certainty = one.number.certainty
    return "; ".join((one.told, words["certainty-of"].format(certainty=certainty))) if certainty else one.told


def _panel(
    panel: str, effects: Sequence[Effect], names: Sequence[str], favors: str, first: bool, words: Language
) -> dict[str, Any]:
    values = [
        {
            "label": one.label,
            "told": _with_certainty(one, words),
            "against": one.against.text,
            "value": one.value, "low": one.low, "high": one.high,
            "first": n + 0.26, "second": n + 0.54, "third": n + 0.78,
        }
        for n, one in enumerate(effects)
    ]  # fmt: skip
    y = {"type": "quantitative", "scale": {"domain": [len(effects), 0], "nice": False}, "axis": None}
    tone = {
        "field": "against",
        "type": "nominal",
        "scale": {"domain": names, "range": TONES[: len(names)]},
    }
    x: dict[str, Any] = {
        "field": "low",
        "type": "quantitative",
        "title": [words[AXES[panel]], favors] if favors else words[AXES[panel]],
        "axis": {"tickCount": 6, "titlePadding": 8},
    }
    if panel == "ratios":
        x["scale"] = {"type": "log"}
    shape = {"field": "against", "type": "nominal", "scale": {"domain": names, "range": SHAPES[: len(names)]}}
    legend = {"orient": "top", "title": None, "offset": 4, "columns": 1, "labelLimit": 310} if first else None
    written = {"type": "text", "align": "left", "fontSize": 12, "baseline": "middle"}
    return {
        "width": 330,
        "height": HEIGHT * len(effects),
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "rule", "color": "var(--cb-figure-line)", "strokeWidth": 1.5},
                "encoding": {"x": {"datum": NO_EFFECT[panel], "type": "quantitative"}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2.5},
                "encoding": {
                    "x": x,
                    "x2": {"field": "high"},
                    "y": {"field": "third", **y},
                    "color": {**tone, "legend": legend},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {
                    "x": {"field": "value", "type": "quantitative"},
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
