"""The course as a receipt is held against it: joins what other rooms know."""

from __future__ import annotations

from ..accreditation.certificates import promised
from ..credentials.receipt_facts import Taught, Test
from .course import Course


def taught_of(course: Course) -> Taught:
    """What receipts are checked against."""
    certificate, quizzes, lessons = course.certificate, dict[str, Test](), dict[str, str]()
    for path in course.sources.urls:
        questions = course.questions[path]
        if quiz := course.sources.quizzes.get(path):
            hashes = {one.id: one.asked_hash if quiz.private else one.content_hash for one in questions}
            quizzes[quiz.id] = Test(quiz.pass_mark, quiz.draw, quiz.private, hashes)
        elif course.is_lesson(path):
            lessons |= {one.id: one.content_hash for one in questions}
    return Taught(
        certificate.course, certificate.title, certificate.edition, certificate.hash, certificate.ends, quizzes,
        lessons, *promised(course.material),
    )  # fmt: skip
