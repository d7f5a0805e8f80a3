"""Item statistics, in one pass over the sheets and with constant memory.

Difficulty is the mean score of an item (classical test theory: 1 is easy). Discrimination is the correlation of an item
with the score on the other items of the sheet (corrected item-total correlation, Pearson).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .key import Key

FEW = 0.05
"""A distractor that fewer choose is reported (IW-22)."""
ENOUGH = 20
"""With fewer answers, neither distractors nor discrimination are reported."""


@dataclass(slots=True)
class Sums:
    """The sums of one item: its score x, the mean score y of the rest of the sheet (both from 0 to 1), the choices."""

    n: int = 0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0
    unanswered: int = 0
    picked: Counter[str] = field(default_factory=Counter)

    def add(self, score: float, rest: float) -> None:
        """One answer."""
        self.n += 1
        self.x += score
        self.y += rest
        self.xx += score * score
        self.yy += rest * rest
        self.xy += score * rest

    @property
    def difficulty(self) -> str:
        """The mean score, from 0 to 1; empty where there is none."""
        return f"{self.x / self.n:.3f}" if self.n else ""

    @property
    def discrimination(self) -> str:
        """The correlation, from -1 to 1; empty below ENOUGH answers or where one of the two does not vary."""
        x, y = self.n * self.xx - self.x**2, self.n * self.yy - self.y**2
        if self.n < ENOUGH or x <= 1e-9 or y <= 1e-9:
            return ""
        return f"{(self.n * self.xy - self.x * self.y) / math.sqrt(x * y):.3f}"


class Statistics:
    """The sums of each item of a key."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.items = {id_: Sums() for id_ in key.items}

    def add(self, answers: Mapping[str, tuple[str, ...]], scores: Mapping[str, float]) -> None:
        """One sheet that was marked."""
        total = sum(scores.values())
        for id_, score in scores.items():
            rest = (total - score) / (len(scores) - 1) if len(scores) > 1 else 0.0
            sums = self.items[id_]
            sums.add(score, rest)
            chosen = answers[id_]
            sums.unanswered += not chosen
            sums.picked.update(set(chosen) & {line.code for line in self.key.items[id_].lines})

    def rows(self) -> Iterator[dict[str, str]]:
        """A row of items.csv for each item."""
        for id_, sums in self.items.items():
            item, rare = self.key.items[id_], list[str]()
            if sums.n >= ENOUGH and item.kind in ("one", "many"):
                counts = [(line.text, sums.picked[line.code]) for line in item.lines if not line.right]
                rare = [f"{text} ({count})" for text, count in counts if count < FEW * sums.n]
            yield {
                "question": id_,
                "objective": item.objective,
                "kind": item.kind,
                "asked": str(sums.n),
                "unanswered": str(sums.unanswered),
                "difficulty": sums.difficulty,
                "discrimination": sums.discrimination,
                "rarely_chosen": "; ".join(rare),
                "stem": item.stem,
            }
