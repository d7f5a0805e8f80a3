"""Drawing by hand, where a chart library would draw too much: a few shapes, and text that is broken into lines.

Units are CSS pixels on a phone: drawings are 340 wide, and shown as wide as there is room.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from ..markdown.templates import px

WIDTH = 340
AVERAGE, BOLD = 0.56, 0.64
"""Width of a letter by its height, on the average of the fonts that the page may use."""


def element(name: str, inside: str | Markup = "", **attributes: object) -> Markup:
    """`<name ...>inside</name>`; attributes as keywords: `class_` for class, `stroke_width` for stroke-width."""
    said = Markup("").join(
        Markup(' {}="{}"').format(
            Markup(key.rstrip("_").replace("_", "-")), px(value) if isinstance(value, float) else value
        )
        for key, value in attributes.items()
        if value is not None
    )
    if not inside:
        return Markup("<{}{}/>").format(Markup(name), said)
    return Markup("<{}{}>{}</{}>").format(Markup(name), said, escape(inside), Markup(name))


def drawing(parts: Iterable[str | Markup], height: float, width: float = WIDTH) -> Markup:
    """The whole: `parts` on a canvas of `width` by `height`."""
    return element("svg", Markup("").join(parts), viewBox=f"0 0 {px(width)} {px(height)}")


def broken(words: str, width: float, size: float = 12, average: float = AVERAGE) -> list[str]:
    """Words in lines that are at most `width` wide at that size, estimated without the font."""
    most = max(1, int(width / (size * average)))
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def text(x: float, y: float, words: str | Iterable[str], size: float = 12, **attributes: object) -> Markup:
    """Words at a place, its baseline at `y`; several lines one below another."""
    lines = [words] if isinstance(words, str) else list(words)
    size_ = None if size == 12 else size
    if len(lines) == 1:
        return element("text", lines[0], x=x, y=y, font_size=size_, **attributes)
    spans = [element("tspan", line, x=x, dy=None if n == 0 else size * 1.25) for n, line in enumerate(lines)]
    return element("text", Markup("").join(spans), x=x, y=y, font_size=size_, **attributes)
