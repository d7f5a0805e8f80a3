"""A section through the shoulder: what lies between the skin over the upper trapezius and the top of the lung.

A scheme, not to scale. It shows only what its data file names, with a reference for each part; no needle is drawn.
"""

from __future__ import annotations

from coursebook.figures import Facts, Picture, Table, broken, drawing, element, figure_kind, text
from markupsafe import Markup

LINE = 'fill="none" stroke="currentColor" stroke-width="1.5"'
BONE = 'fill="var(--cb-figure-paper)" stroke="currentColor"'
SHAPES = {
    "lung": '<path fill="var(--cb-figure-grid)" d="M72 280c0-50 26-112 66-118 36-2 48 56 50 118z"/>',
    "pleura": '<path fill="none" stroke="var(--cb-bad)" stroke-width="2" '
    'd="M64 280c0-54 28-122 74-127 44-2 56 62 58 127"/>',
    "rib": f'<ellipse {BONE} cx="68" cy="204" rx="10" ry="6" transform="rotate(-50 68 204)"/>'
    f'<ellipse {BONE} cx="180" cy="156" rx="10" ry="6" transform="rotate(50 180 156)"/>',
    "clavicle": f'<ellipse {BONE} cx="50" cy="163" rx="13" ry="10"/>',
    "trapezius": '<path fill="#b5651d55" stroke="currentColor" '
    'd="M126 98c10-22 34-30 50-20 24 14 32 56 36 96 4 40 6 78 8 106h-18'
    'c-2-50-6-98-16-136-8-26-24-40-42-34-10 4-20-2-18-12z"/>',
    "skin": f'<path {LINE} d="M2 280c4-60 16-94 28-120 8-16 30-18 38-4 8 12 18 4 26-10'
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
"""Where the label of a part is, and where its line ends."""
DEPTH = f'<path {LINE} stroke-dasharray="4 3" d="M150 68V153M144 68h12M144 153h12"/>'
WIDE, HIGH = 340, 324
ALT = "Section through the shoulder: muscle and first rib close above the pleura and the top of the lung."


@figure_kind("apex", ("part", "label", "number", "references"))
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
        text(0, HIGH - 26, "front"),
        text(232, HIGH - 26, "back", text_anchor="end"),
    ]
    parts.append(text(0, HIGH - 6, "Schematic, not to scale. Anatomy varies."))
    head = ("Part", "Measured", words["reference"])
    return Picture(drawing(parts, HIGH, WIDE), ALT, head, tuple(rows))


def _label(words: str, at: tuple[int, int], to: tuple[int, int]) -> Markup:
    lines = broken(words, (WIDE if at[0] else 100) - at[0])
    start = (at[0] - 4, at[1] - 4) if at[0] > to[0] else (at[0] + 30, at[1] + 4 + 15 * (len(lines) - 1))
    line = element("path", d=f"M{start[0]},{start[1]}L{to[0]},{to[1]}", fill="none", stroke="var(--cb-figure-line)")
    return line + text(at[0], at[1], lines)
