"""Words that the checks look for: general ones from wordlists.toml, and those that a course adds in mkdocs.yml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

NAMES = ("hands", "recommendations", "names", "opposites")
"""The lists that there are."""


@dataclass(frozen=True)
class WordLists:
    """`hands` are verbs of skills of the hand, `recommendations` words of a recommendation, `names` proper names in
    titles, `opposites` pairs of words, both ways round.
    """

    hands: frozenset[str]
    recommendations: tuple[str, ...]
    names: frozenset[str]
    opposites: frozenset[tuple[str, str]]

    @cached_property
    def recommendation(self) -> re.Pattern[str]:
        """Any of the words of a recommendation."""
        words = "|".join(re.escape(word) for word in sorted(self.recommendations, key=len, reverse=True))
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def word_lists(own: Mapping[str, Sequence[str]] | None = None) -> WordLists:
    """The general lists with a course's own words added, by the name of the list.

    Raises ValueError for a list that does not exist, and for opposites that are not two words; the message says which.
    """
    own = own or {}
    if unknown := set(own) - set(NAMES):
        raise ValueError(f"unknown list '{min(unknown)}'; lists are {', '.join(NAMES)}")
    general: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    every = {name: [*general[name], *own.get(name, ())] for name in NAMES}
    pairs = [tuple(pair.casefold().split()) for pair in every["opposites"]]
    for pair, given in zip(pairs, every["opposites"], strict=True):
        if len(pair) != 2:
            raise ValueError(f"a pair of opposites must be two words: '{given}'")
    return WordLists(
        hands=frozenset(verb.casefold() for verb in every["hands"]),
        recommendations=tuple(every["recommendations"]),
        names=frozenset(every["names"]),
        opposites=frozenset((a, b) for one, other in pairs for a, b in ((one, other), (other, one))),
    )


GENERAL = word_lists()
"""Those of a course without words of its own."""
