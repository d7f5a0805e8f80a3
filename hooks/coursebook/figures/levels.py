"""A map of levels: at which each candidate acts, from top to bottom, and how strong the evidence for it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from ..read.labels import Label, Labels
from .kind import figure_kind
from .picture import Facts, Picture
from .svg import BOLD, WIDTH, broken, drawing, element, text
from .table import Table

STRENGTHS = {
    "high": ("strength-high", 4),
    "moderate": ("strength-moderate", 3),
    "low": ("strength-low", 2),
    "very-low": ("strength-very-low", 1),
}
"""Unless labels.toml has others: the certainty of evidence by GRADE, with the circles that are filled."""
LEFT = 96


@figure_kind("levels", ("candidate", "level", "strength", "evidence", "limit", "references"))
def levels(table: Table, facts: Facts) -> Picture:
    """Rows: `candidate`, its `level` (two, with a space between, where it acts at both), the `strength` of the best
    `evidence`, its `limit`, and their `references`. labels.toml has the levels from top to bottom, each with a glyph
    on a square of 64 if it likes, and the strengths from strong to weak.
    """
    words = facts.words
    every = table.labels("level", separator=" ")
    strengths = _counted(
        table.labels("strength", {one: Label(words[word], marks=n) for one, (word, n) in STRENGTHS.items()})
    )
    bands: dict[str, list[tuple[str, Label]]] = {level: [] for level in every}
    rows, also = [], words["levels-also"]
    for row in table.rows:
        strength = row.choice("strength", strengths)
        named = row["level"].split()
        known = [level for level in named if level in every]
        if len(known) != len(named) or not named:
            row.choice("level", every)
        keys = row.keys("references", facts)
        if not strength or not known:
            continue
        for level in known[:1]:
            wider = ""
            if known[1:]:
                wider = f" ({also.format(level=every[known[1]].text.lower())})"
            bands[level].append((row["candidate"] + wider, strengths[strength]))
        where = ", ".join(every[level].text for level in known)
        rows.append((row["candidate"], where, strengths[strength].text, row["evidence"], row["limit"], keys))
    head = tuple(words[word] for word in ("candidate", "level-of", "strength", "best-evidence", "limit", "reference"))
    most = max(label.marks for label in strengths.values())
    return Picture(_draw(bands, every, most), words["levels-alt"], head, tuple(rows))


def _counted(strengths: Labels) -> Labels:
    """The strengths, each with its number of filled circles: as many as stand below it, unless it says how many."""
    last = len(strengths) - 1
    return {
        word: replace(label, marks=last - n if label.marks < 0 else label.marks)
        for n, (word, label) in enumerate(strengths.items())
    }


def _draw(bands: Mapping[str, Sequence[tuple[str, Label]]], levels: Labels, most: int) -> Markup:
    parts: list[Markup] = []
    y = 4.0
    used = [level for level in levels if bands[level]]
    for level in used:
        top, band = y, list[Markup]()
        y += 12
        for candidate, strength in bands[level]:
            lines = broken(candidate, WIDTH - LEFT - 12, average=BOLD)
            band.append(text(LEFT, y + 12, lines, font_weight="bold"))
            y += 15 * len(lines) + 4
            band += [_marks(y + 7, strength.marks, most), text(LEFT + 6 + 15 * most, y + 12, strength.text)]
            y += 30
        y = max(y, top + 102)
        parts.append(element("rect", x=0.5, y=top, width=WIDTH - 1, height=y - top - 8, class_="cb-band"))
        if glyph := levels[level].glyph:
            parts.append(element("path", d=glyph, transform=f"translate(10 {top + 8:.0f})", class_="cb-line"))
        parts += [*band, text(44, top + 84, levels[level].text, text_anchor="middle")]
        y += 2
    return drawing(parts, y)


def _marks(y: float, filled: int, most: int) -> Markup:
    """Circles; as many filled as the evidence is strong."""
    return Markup("").join(
        element("circle", cx=LEFT + 6 + 15 * n, cy=y, r=5, class_="cb-full" if n < filled else "cb-empty")
        for n in range(most)
    )
