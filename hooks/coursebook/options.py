"""What a course sets in mkdocs.yml besides its folders, its language and its address."""

from __future__ import annotations

from dataclasses import dataclass

from .wordlists import GENERAL, WordLists


@dataclass(frozen=True, slots=True)
class Options:
    """`lists` are the words that checks look for."""

    lists: WordLists = GENERAL


DEFAULT = Options()
"""Of a course that sets nothing."""
