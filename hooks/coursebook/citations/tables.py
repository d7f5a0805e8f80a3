"""The vocabularies of tables.toml: BibTeX, TeX, and the formats of references."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

TABLES: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def word_list(name: str) -> frozenset[str]:
    """One of the lists of words."""
    return frozenset(TABLES["words"][name].split())


def any_of(name: str) -> str:
    """A regular expression for any word of a list."""
    return "|".join(sorted(word_list(name)))
