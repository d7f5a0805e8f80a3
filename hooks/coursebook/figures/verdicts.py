"""How the claims of each document fared: one bar a document, parts by verdict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template
from .draw import draw_chart

Counts = Mapping[str, Mapping[str, int]]
"""Document to verdict to number of claims, both as readers see them, in their order."""


def verdicts_figure(counts: Counts, colors: Mapping[str, str], cache: Path, words: Language) -> Markup:
    """The chart with its numbers as a table below. `colors` maps a verdict's name to its color."""
    verdicts = list(colors)
    rows = [
        {"document": document, "verdict": verdict, "claims": number, "order": verdicts.index(verdict)}
        for document, of in counts.items()
        for verdict, number in of.items()
    ]
    drawn = draw_chart(
        "verdicts", cache, rows=rows, documents=list(counts), verdicts=verdicts, colors=list(colors.values())
    )
    total = sum(number for of in counts.values() for number in of.values())
    return fill_template("verdicts.html", svg=drawn, counts=counts, verdicts=verdicts, total=total, words=words)
