"""What a course sets in mkdocs.yml, as the steps need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..figures.kind import Kind
from ..figures.kinds import KINDS
from ..read.project import Project
from ..read.wordlists import GENERAL, WordLists

NAME = "coursebook"


@dataclass(frozen=True, slots=True)
class Settings(Project):
    """The project as the host reads it. What is out of date is so on `today`. `lists` are the words that checks look
    for, `kinds` the kinds of figures by name; `python` are the files and folders that kinds of the course are in.
    """

    today: date = field(default_factory=date.today)
    language: str = "en"
    lists: WordLists = GENERAL
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    python: tuple[Path, ...] = ()

    @property
    def cache(self) -> Path:
        """Results that may be thrown away."""
        return self.root / ".cache" / NAME
