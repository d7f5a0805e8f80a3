"""What a course sets in mkdocs.yml besides its folders, its language and its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..figures.kind import Kind
from ..figures.kinds import KINDS
from ..read.wordlists import GENERAL, WordLists


@dataclass(frozen=True, slots=True)
class Options:
    """`lists` are the words that checks look for, `kinds` the kinds of figures by name."""

    lists: WordLists = GENERAL
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)


DEFAULT = Options()
"""Of a course that sets nothing."""
