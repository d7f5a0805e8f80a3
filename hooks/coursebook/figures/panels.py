"""Estimates with their intervals: below two lines of text each, in a panel for everything that may share an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..model import Number
from ..read.labels import Label, Labels
from .draw import downward, draw_chart, encoding

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
