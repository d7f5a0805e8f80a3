"""Did you mean?"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def guess(word: str, known: Iterable[str], near: int = 60) -> str:
    """`did you mean 'x'?` for the nearest of the known words, or an empty string where none is near (in percent)."""
    best = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=near)
    return f"did you mean '{best[0]}'?" if best else ""
