"""How the claims of each document fared: one bar a document, parts by verdict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template
from .draw import draw

Counts = Mapping[str, Mapping[str, int]]
"""Document to verdict to number of claims, both as readers see them, in their order."""


def verdicts_figure(counts: Counts, colors: Mapping[str, str], cache: Path, words: Language) -> Markup:
    """The chart with its numbers as a table below. `colors` maps a verdict's name to its color."""
    order = list(colors)
    values = [
        {"document": document, "verdict": verdict, "claims": number, "order": order.index(verdict)}
        for document, of in counts.items()
        for verdict, number in of.items()
    ]
    color = {"domain": order, "range": list(colors.values())}
    spec = {
        "width": 340,
        "height": {"step": 46},
        "data": {"values": values},
        "encoding": {"y": {"field": "document", "type": "nominal", "sort": list(counts), "title": None, "axis": None}},
        "layer": [
            {
                "mark": {"type": "bar", "height": 20, "yOffset": 8, "stroke": "var(--cb-figure-paper)"},
                "encoding": {
                    "x": {"field": "claims", "type": "quantitative", "title": "claims", "axis": {"tickMinStep": 10}},
                    "color": {
                        "field": "verdict",
                        "type": "nominal",
                        "scale": color,
                        "legend": {"orient": "bottom", "columns": 2, "title": None},
                    },
                    "order": {"field": "order"},
                },
            },
            {
                "transform": [{"aggregate": [], "groupby": ["document"]}],
                "mark": {"type": "text", "align": "left", "dy": -12, "fontSize": 12, "color": "currentColor"},
                "encoding": {"x": {"datum": 0}, "text": {"field": "document"}},
            },
        ],
    }
    return fill_template(
        "verdicts.html", svg=Markup(draw(spec, cache)), counts=counts, verdicts=order, total=total(counts), words=words
    )


def total(counts: Counts) -> int:
    """How many claims there are in all."""
    return sum(number for of in counts.values() for number in of.values())
