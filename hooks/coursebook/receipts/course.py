"""What a receipt is held against: the course as it was built, in one small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


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
    """A course: its facts as they stand on a receipt, its quizzes by id, and the hashes of its lessons' questions."""

    id: str
    title: str
    edition: str
    hash: str
    ends: str = ""
    quizzes: Mapping[str, Test] = field(default_factory=dict)
    lessons: Mapping[str, str] = field(default_factory=dict)


def write_course(course: Taught, file: Path) -> None:
    """Keeps a course in a file."""
    quizzes = {
        id_: {"passing": one.passing, "draw": one.draw, "private": one.private, "questions": dict(one.questions)}
        for id_, one in course.quizzes.items()
    }
    facts = {"id": course.id, "title": course.title, "edition": course.edition, "hash": course.hash}
    kept = {**facts, "ends": course.ends, "quizzes": quizzes, "lessons": dict(course.lessons)}
    file.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")


def read_course(file: Path) -> Taught:
    """A course that was kept by this program."""
    kept = json.loads(file.read_text("utf-8"))
    quizzes = {id_: Test(**one) for id_, one in kept.pop("quizzes").items()}
    return Taught(**kept, quizzes=quizzes)
