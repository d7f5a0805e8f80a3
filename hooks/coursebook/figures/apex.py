"""A section through the shoulder: what lies between the skin over the upper trapezius and the top of the lung.

A scheme, not to scale. It shows only what its data file names, with a reference for each part; no needle is drawn.
"""

from __future__ import annotations

from markupsafe import Markup

from .picture import Facts, Picture
from .svg import broken, drawing, element, text
from .table import Table

COLUMNS = ("part", "label", "number", "references")
SHAPES = {
    "lung": '<path class="cb-lung" d="M72 280c0-50 26-112 66-118 36-2 48 56 50 118z"/>',
    "pleura": '<path class="cb-pleura" d="M64 280c0-54 28-122 74-127 44-2 56 62 58 127"/>',
    "rib": '<ellipse class="cb-bone" cx="68" cy="204" rx="10" ry="6" transform="rotate(-50 68 204)"/>'
    '<ellipse class="cb-bone" cx="180" cy="156" rx="10" ry="6" transform="rotate(50 180 156)"/>',
    "clavicle": '<ellipse class="cb-bone" cx="50" cy="163" rx="13" ry="10"/>',
    "trapezius": '<path class="cb-muscle" d="M126 98c10-22 34-30 50-20 24 14 32 56 36 96 4 40 6 78 8 106h-18'
    'c-2-50-6-98-16-136-8-26-24-40-42-34-10 4-20-2-18-12z"/>',
    "skin": '<path class="cb-line" d="M2 280c4-60 16-94 28-120 8-16 30-18 38-4 8 12 18 4 26-10'
    ' 12-30 30-70 60-80 30-8 54 22 66 66 10 44 14 100 16 148"/>',
}
"""Each part as it is drawn, from the deepest to the skin. The view is from the side, the front is on the left."""
LABELS = {
    "skin": ((196, 26), (166, 64)),
    "trapezius": ((246, 92), (204, 120)),
    "clavicle": ((0, 98), (48, 152)),
    "rib": ((246, 140), (190, 155)),
    "pleura": ((246, 178), (190, 196)),
    "lung": ((246, 236), (150, 232)),
}
"""Where the words of a part stand, and where its line ends."""
DEPTH = '<path class="cb-measure" d="M150 68V153M144 68h12M144 153h12"/>'
WIDE, HIGH = 340, 324


def apex(table: Table, facts: Facts) -> Picture:
    """Rows: `part` (one of the shapes, or `depth` for a distance with its `number`), `label`, `references`."""
    words = facts.words
    named: dict[str, str] = {}
    rows = []
    for row in table.rows:
        part = row.choice("part", (*SHAPES, "depth"))
        keys = row.keys("references", facts)
        said = ""
        if row["number"]:
            number = row.figure("number", facts)
            if number is None:
                continue
            keys = tuple(dict.fromkeys((*keys, number.reference)))
            value = number.value if number.value is not None else words["span"].format(low=number.low, high=number.high)
            said = f"{value} {number.unit}"
        if part:
            named.setdefault(part, row["label"])
            rows.append((row["label"], said, keys))
    parts = [Markup(shape) for part, shape in SHAPES.items() if part in named]
    if "depth" in named:
        parts.append(Markup(DEPTH))
    for part, (at, to) in LABELS.items():
        if part in named:
            parts.append(_label(named[part], at, to))
    parts += [
        text(0, HIGH - 26, words["apex-front"]),
        text(232, HIGH - 26, words["apex-back"], text_anchor="end"),
    ]
    parts.append(text(0, HIGH - 6, words["apex-scheme"]))
    head = (words["part"], words["measured"], words["reference"])
    return Picture(drawing(parts, HIGH, WIDE), words["apex-alt"], head, tuple(rows))


def _label(words: str, at: tuple[int, int], to: tuple[int, int]) -> Markup:
    lines = broken(words, (WIDE if at[0] else 100) - at[0])
    start = (at[0] - 4, at[1] - 4) if at[0] > to[0] else (at[0] + 30, at[1] + 4 + 15 * (len(lines) - 1))
    line = element("path", d=f"M{start[0]},{start[1]}L{to[0]},{to[1]}", class_="cb-lead-line")
    return line + text(at[0], at[1], lines)
