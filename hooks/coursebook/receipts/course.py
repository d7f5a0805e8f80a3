"""What a receipt is held against: the course as it was built, in one small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..certificate import Award


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


def write_course(course: Taught, file: Path) -> None:
    """Keeps a course in a file."""
    quizzes = {
        id_: {"passing": one.passing, "draw": one.draw, "private": one.private, "questions": dict(one.questions)}
        for id_, one in course.quizzes.items()
    }
    facts = {"id": course.id, "title": course.title, "edition": course.edition, "hash": course.hash}
    kept: dict[str, object] = {**facts, "ends": course.ends, "quizzes": quizzes, "lessons": dict(course.lessons)}
    kept |= {"facts": dict(course.facts), "awards": [asdict(one) for one in course.awards]}
    file.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")


def read_course(file: Path) -> Taught:
    """A course that was kept by this program."""
    kept = json.loads(file.read_text("utf-8"))
    quizzes = {id_: Test(**one) for id_, one in kept.pop("quizzes").items()}
    awards = tuple(Award(**one) for one in kept.pop("awards"))
    return Taught(**kept, quizzes=quizzes, awards=awards)
