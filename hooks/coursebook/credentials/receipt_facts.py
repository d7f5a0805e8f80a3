"""What a receipt is held against: the course as it was built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .certificate import Award


@dataclass(frozen=True, slots=True)
class Test:
    """A quiz. `passing` is in percent, None where none is set; `draw` 0 where an exam asks every question; `questions`
    are hashes by id; a `private` one is marked by a provider.
    """

    passing: int | None
    draw: int
    private: bool
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taught:
    """A course: its facts as they stand on a receipt, its quizzes by id, and the hashes of its lessons' questions.
    `awards` are those of every day: an approval may have ended since.
    """

    id: str
    title: str
    edition: str
    hash: str
    ends: str = ""
    quizzes: Mapping[str, Test] = field(default_factory=dict)
    lessons: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    awards: tuple[Award, ...] = ()
