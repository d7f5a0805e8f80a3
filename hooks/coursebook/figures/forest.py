"""A forest plot: pooled effects with their intervals, a panel for each unit, so that no two units share an axis."""

from __future__ import annotations

from dataclasses import dataclass

from ..locale import Language
from ..model import Number
from ..read.labels import Label, Labels
from .kind import Facts, Picture, Row, Table, figure_kind
from .panels import Estimate, Panel, draw_panels

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
    text = _text(number, better == "higher", facts.words)
    return Estimate(row["label"], text, labels[against], number, value, min(interval), max(interval))


def _text(number: Number, higher: bool, words: Language) -> str:
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
