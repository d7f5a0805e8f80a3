"""Vega-Lite to SVG that takes its colors and type from the page, so that it fits both schemes and print."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lxml.etree

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
KEPT = frozenset(
    "d x y x1 x2 y1 y2 r cx cy dx dy width height viewBox fill stroke stroke-width stroke-dasharray opacity transform"
    " text-anchor font-size font-weight".split()
)
DEFAULTS = {("font-weight", "normal"), ("opacity", "1"), ("text-anchor", "start"), ("stroke", "none")}
FRACTION = re.compile(r"-?\d*\.\d+")


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


def slim(svg: str) -> str:
    """A chart without what the page does not need: half of what the converter writes are names, roles and defaults."""
    root = lxml.etree.fromstring(svg)
    for element in list(root.iter()):
        element.tag = lxml.etree.QName(element).localname
        for name, value in list(element.attrib.items()):
            if name not in KEPT or (name, value) in DEFAULTS:
                del element.attrib[name]
            else:
                element.set(name, FRACTION.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value))
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    for element in list(root.iter("g", "path", "text")):
        if _draws_nothing(element):
            _unwrap(element)
    lxml.etree.cleanup_namespaces(root)
    return str(lxml.etree.tostring(root, encoding="unicode"))


def _draws_nothing(element: lxml.etree._Element) -> bool:
    transform = element.get("transform")
    if transform == "translate(0,0)":
        del element.attrib["transform"]
    if element.tag == "g":
        return not element.attrib or len(element) == 0
    if element.tag == "text":
        return not element.text and not len(element)
    nothing = element.get("fill") in (None, "none", "transparent") and element.get("stroke") in (None, "transparent")
    return nothing or not element.get("d")


def _unwrap(element: lxml.etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)
