"""The course as a receipt is held against it: joins what other rooms know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .accreditation.certificates import promised
from .receipts.course import Taught, Test

if TYPE_CHECKING:
    from .build import Build


def taught_of(build: Build) -> Taught:
    """Once every page has been filled."""
    certificate, quizzes, lessons = build.reviewing.certificate, dict[str, Test](), dict[str, str]()
    for path in build.urls:
        questions = build.questions[path]
        if quiz := build.quizzes.get(path):
            hashes = {one.id: one.asked_hash if quiz.private else one.content_hash for one in questions}
            quizzes[quiz.id] = Test(quiz.pass_mark, quiz.draw, quiz.private, hashes)
        elif build.learning.is_lesson(path):
            lessons |= {one.id: one.content_hash for one in questions}
    return Taught(
        certificate.course, certificate.title, certificate.edition, certificate.hash, certificate.ends, quizzes,
        lessons, *promised(build.reviewing.material),
    )  # fmt: skip
