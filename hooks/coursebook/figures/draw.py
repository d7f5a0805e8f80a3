"""Vega-Lite to SVG that takes its colors and type from the page, so that it fits both schemes and print."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..patches.vega_svg import slim
from ..read.labels import Labels

CHARTS = Path(__file__).with_name("charts")
"""Vega-Lite specifications of the engine's charts; `config.json` is how all of them look."""
STYLE: dict[str, Any] = json.loads((CHARTS / "config.json").read_text("utf-8"))
"""Width of a chart: at most 360, so that 12 units are 12 px on a phone."""
TONES = [f"var(--cb-figure-{name})" for name in ("one", "two", "three", "four")]
SHAPES = ["circle", "square", "diamond", "triangle-up"]
"""How the values of a series are distinguished: by color, and by shape."""


def draw(spec: Mapping[str, Any], cache: Path) -> str:
    """The chart as an SVG element without a fixed size. Raises ValueError for an invalid specification.

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


def draw_chart(name: str, cache: Path, **values: object) -> Markup:
    """A chart of the engine by the name of its file, in which `"$x"` is replaced by the value `x`."""
    return Markup(draw(_filled(json.loads((CHARTS / f"{name}.json").read_text("utf-8")), values), cache))


def _filled(part: Any, values: Mapping[str, object]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(one, values) for name, one in part.items()}
    if isinstance(part, list):
        return [_filled(one, values) for one in part]
    return values[part[1:]] if isinstance(part, str) and part.startswith("$") else part


def downward(length: float) -> dict[str, Any]:
    """The scale of an axis on which `length` units are counted from top to bottom."""
    return {"domain": [length, 0], "nice": False}


def encoding(series: Labels, legend: bool = True) -> dict[str, dict[str, Any]]:
    """Color and shape by the field `series`, with or without a legend; one color where the only series has no name."""
    names = [label.text for label in series.values()]
    if names == [""]:
        return {"color": {"value": TONES[0]}, "shape": {"value": SHAPES[0]}}
    shown = {"orient": "top", "title": None, "offset": 4, "columns": 1, "labelLimit": 310} if legend else None
    tones = [label.color or TONES[n % len(TONES)] for n, label in enumerate(series.values())]
    scales: Mapping[str, list[str]] = {"color": tones, "shape": SHAPES[: len(names)]}
    return {
        channel: {"field": "series", "type": "nominal", "scale": {"domain": names, "range": marks}, "legend": shown}
        for channel, marks in scales.items()
    }
