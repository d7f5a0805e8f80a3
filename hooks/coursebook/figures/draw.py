"""Vega-Lite to SVG that takes its colors and type from the page, so that it fits both schemes and print."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..patches.vega_svg import slim

STYLE: dict[str, Any] = {
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "gridColor": "var(--cb-figure-grid)",
        "domainColor": "var(--cb-figure-line)",
        "tickColor": "var(--cb-figure-line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 200,
    },
    "legend": {"labelColor": "currentColor", "labelFontSize": 12, "symbolType": "square", "labelLimit": 200},
    "text": {"color": "currentColor"},
}
"""How every chart of the course looks. Width: at most 360, so that 12 units are 12 px on a phone."""
TONES = [f"var(--cb-figure-{name})" for name in ("one", "two", "three", "four")]
SHAPES = ["circle", "square", "diamond", "triangle-up"]
"""How the values of a series are told apart: by color, and by shape."""


def draw(spec: dict[str, Any], cache: Path) -> str:
    """The chart as an SVG element without a fixed size. Raises ValueError for a specification that is none.

    Results are kept by content: the converter takes half a second to start.
    """
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": STYLE, **spec}
    text = json.dumps(whole, sort_keys=True)
    stamp = hashlib.sha256(f"{version('vl-convert-python')}\0{text}".encode()).hexdigest()[:20]
    kept = cache / f"figure-{stamp}.svg"
    if not kept.exists():
        import vl_convert  # loads 80 MB: only when there is something to draw

        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(vl_convert.vegalite_to_svg(text), "utf-8")
    return slim(kept.read_text("utf-8"))
