"""Modules, pages and objectives, and the arithmetic of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from .source import Source

READING_SPEED = 180
"""Words a minute by the word rate (see accreditation/credit.py), here to weigh one part of a course against another."""
MINUTES_A_QUESTION = 1.85
"""Time to read, answer and review one question, by the same rate."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner will be able to do after a module."""

    id: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that says which objective the text below it teaches."""

    objective: str
    page: str
    anchor: str
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the course. `url` is relative to the site; `words` counts learning text only; `needed` are the
    questions that have to be answered to complete the course: those of a lesson are practice.
    """

    path: str
    title: str
    url: str
    words: int = 0
    questions: int = 0
    needed: int = 0

    @property
    def minutes(self) -> int:
        """Estimated time on the page, reading at READING_SPEED and its questions, in whole minutes, at least 1."""
        return max(1, round(self.words / READING_SPEED + MINUTES_A_QUESTION * self.questions))


@dataclass(frozen=True, slots=True)
class Module:
    """One folder of the course."""

    name: str
    title: str
    description: str
    objectives: tuple[Objective, ...]
    pages: tuple[Page, ...]

    @property
    def in_order(self) -> list[Page]:
        """Its pages as they are read: its quiz comes last."""
        return sorted(self.pages, key=lambda page: page.path.endswith("/quiz.md"))

    @property
    def questions(self) -> int:
        """How many questions the module's pages ask."""
        return sum(page.questions for page in self.pages)


@dataclass(frozen=True, slots=True)
class Syllabus:
    """The modules of a course, in the order in which they are read."""

    title: str
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The time that a learner plans for. `minutes` are those of everything that is required, by the word rate;
    `of_module` those of each module by name, of what is in none under an empty one; `words` and `questions` are what
    they count.
    """

    minutes: float = 0.0
    of_module: Mapping[str, float] = field(default_factory=dict)
    words: int = 0
    questions: int = 0

    @property
    def whole(self) -> int:
        """The minutes as they are shown, to the nearest five."""
        return to_five(self.minutes)


def to_five(minutes: float) -> int:
    """Minutes to the nearest five, at least five."""
    return max(5, 5 * round(minutes / 5))


def module_of(path: str) -> str:
    """The module folder a page lies in: `safety` for `safety/chest.md`, an empty string at the top."""
    parts = PurePosixPath(path).parts
    return parts[0] if len(parts) > 1 else ""
