"""A map of mechanisms: where each candidate acts, from the muscle up to the brain, and how strong its evidence is."""

from __future__ import annotations

from markupsafe import Markup

from .picture import Facts, Picture
from .svg import BOLD, WIDTH, broken, drawing, element, text
from .table import Table

COLUMNS = ("candidate", "level", "strength", "evidence", "limit", "references")
LEVELS = {
    "central": "level-central",
    "segmental": "level-segmental",
    "local": "level-local",
    "whole": "level-whole",
}
"""From top to bottom. `segmental central` is a candidate that acts at both."""
STRENGTHS = {
    "supported": "strength-supported",
    "laboratory": "strength-laboratory",
    "contested": "strength-contested",
    "hypothesis": "strength-hypothesis",
    "not-supported": "strength-not-supported",
}
"""From strong to weak; each has as many filled marks as stand below it."""
LEFT = 96
GLYPHS = {
    "central": "M20 60v-12c-10-6-13-20-7-30 8-13 31-13 37 0 3 6 3 10 6 16l-6 2v8c0 4-4 4-10 4v12M22 24c3-7 11-4 11 1"
    "s9 1 9 7-9 5-13 2",
    "segmental": "M32 6v50M24 10h16v8H24zM24 24h16v8H24zM24 38h16v8H24zM40 28h16",
    "local": "M4 32c14-15 42-15 56 0-14 15-42 15-56 0zM19 24v16M28 22v20M36 22v20M45 24v16",
    "whole": "M32 8a6 6 0 1 0 .1 0zM32 20v20M18 26h28M32 40l-10 18M32 40l10 18",
}
"""A sign for each level: brain, cord, muscle, body; on a square of 64."""


def levels(table: Table, facts: Facts) -> Picture:
    """Rows: `candidate`, `level`, `strength`, the best `evidence`, its `limit`, and their `references`."""
    words = facts.words
    bands: dict[str, list[tuple[str, str]]] = {level: [] for level in LEVELS}
    rows, also = [], words["levels-also"]
    for row in table.rows:
        strength = row.choice("strength", STRENGTHS)
        named = row["level"].split()
        known = [level for level in named if level in LEVELS]
        if len(known) != len(named) or not named:
            row.choice("level", LEVELS)
        keys = row.keys("references", facts)
        if not strength or not known:
            continue
        for level in known[:1]:
            wider = ""
            if known[1:]:
                wider = f" ({also.format(level=words[LEVELS[known[1]]].lower())})"
            bands[level].append((row["candidate"] + wider, strength))
        where = ", ".join(words[LEVELS[level]] for level in known)
        rows.append((row["candidate"], where, words[STRENGTHS[strength]], row["evidence"], row["limit"], keys))
    head = tuple(words[word] for word in ("candidate", "level-of", "strength", "best-evidence", "limit", "reference"))
    return Picture(_draw(bands, facts), words["levels-alt"], head, tuple(rows))


def _draw(bands: dict[str, list[tuple[str, str]]], facts: Facts) -> Markup:
    parts: list[Markup] = []
    y = 4.0
    used = [level for level in LEVELS if bands[level]]
    for level in used:
        top, band = y, list[Markup]()
        y += 12
        for candidate, strength in bands[level]:
            lines = broken(candidate, WIDTH - LEFT - 12, average=BOLD)
            band.append(text(LEFT, y + 12, lines, font_weight="bold"))
            y += 15 * len(lines) + 4
            band += [_marks(y + 7, strength), text(LEFT + 66, y + 12, facts.words[STRENGTHS[strength]])]
            y += 30
        y = max(y, top + 102)
        parts.append(element("rect", x=0.5, y=top, width=WIDTH - 1, height=y - top - 8, class_="cb-band"))
        parts.append(element("path", d=GLYPHS[level], transform=f"translate(10 {top + 8:.0f})", class_="cb-line"))
        parts += [*band, text(44, top + 84, facts.words[LEVELS[level]], text_anchor="middle")]
        y += 2
    return drawing(parts, y)


def _marks(y: float, strength: str) -> Markup:
    """Four circles; as many filled as the evidence is strong."""
    filled = len(STRENGTHS) - 1 - list(STRENGTHS).index(strength)
    return Markup("").join(
        element("circle", cx=LEFT + 6 + 15 * n, cy=y, r=5, class_="cb-full" if n < filled else "cb-empty")
        for n in range(len(STRENGTHS) - 1)
    )
