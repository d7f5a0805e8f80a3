"""A chart of Vega without what the page does not need: half of it is names, roles and defaults."""

from __future__ import annotations

import re

import lxml.etree

from . import Patch

PATCH = Patch(
    of="vl-convert-python",
    versions=">=1.9,<2",
    upstream="https://github.com/vega/vega/blob/7cb232e0d971512810956c0383dc297fc713a0ec/"
    "packages/vega-scenegraph/src/SVGStringRenderer.js#L193",
    until="figures are drawn by the engine itself, or the converter can leave out ARIA and defaults (not so in 1.9)",
)
KEPT = frozenset(
    "d x y x1 x2 y1 y2 r cx cy dx dy width height viewBox fill stroke stroke-width stroke-dasharray opacity transform"
    " text-anchor font-size font-weight".split()
)
DEFAULTS = {("font-weight", "normal"), ("opacity", "1"), ("text-anchor", "start"), ("stroke", "none")}
FRACTION = re.compile(r"-?\d*\.\d+")


def slim(svg: str) -> str:
    """A chart without what the page does not need. Raises ValueError for what is no drawing of Vega."""
    root = lxml.etree.fromstring(svg)
    if root.tag != "{http://www.w3.org/2000/svg}svg" or root.find(".//*[@class]") is None:
        raise ValueError("the output of the converter has changed; see patches/vega_svg.py")
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
