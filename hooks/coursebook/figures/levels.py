"""A map of levels: at which each candidate acts, from top to bottom, and how strong the evidence for it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from ..markdown.templates import fill_drawing
from ..read.labels import Label, Labels
from .kind import Facts, Picture, Table, figure_kind
from .svg import BOLD, WIDTH, broken

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
    given = table.labels("strength", {name: Label(words[word], marks=n) for name, (word, n) in STRENGTHS.items()})
    strengths = {  # unless its label says how many, as many circles as there are strengths below it
        name: replace(label, marks=len(given) - 1 - n if label.marks < 0 else label.marks)
        for n, (name, label) in enumerate(given.items())
    }
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
        wider = f" ({also.format(level=every[known[1]].text.lower())})" if known[1:] else ""
        bands[known[0]].append((row["candidate"] + wider, strengths[strength]))
        where = ", ".join(every[level].text for level in known)
        rows.append((row["candidate"], where, strengths[strength].text, row["evidence"], row["limit"], keys))
    head = tuple(words[word] for word in ("candidate", "level-of", "strength", "best-evidence", "limit", "reference"))
    most = max(label.marks for label in strengths.values())
    return Picture(_draw(bands, every, most), words["levels-alt"], head, tuple(rows))


def _draw(bands: Mapping[str, Sequence[tuple[str, Label]]], levels: Labels, most: int) -> Markup:
    drawn = []
    y = 4.0
    for name, level in levels.items():
        if not bands[name]:
            continue
        top, candidates = y, []
        y += 12
        for candidate, strength in bands[name]:
            lines = broken(candidate, WIDTH - LEFT - 12, average=BOLD)
            candidates.append((lines, strength, y))
            y += 15 * len(lines) + 34
        y = max(y, top + 102)
        drawn.append({"level": level, "top": top, "height": y - top - 8, "candidates": candidates})
        y += 2
    return fill_drawing("figure-levels.svg", bands=drawn, width=WIDTH, height=y, left=LEFT, most=most)
