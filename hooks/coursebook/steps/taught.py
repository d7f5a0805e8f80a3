"""What leaves with learners, and comes back: receipts and answer sheets are checked against this."""

from __future__ import annotations

from ..accreditation.certificates import certificate_of, promised
from ..credentials.receipt import CourseSnapshot
from ..marking.key import Key, item_of, new_secret
from ..model import edition_of
from .course import Course


def snapshot_of(course: Course) -> CourseSnapshot:
    """What receipts are checked against."""
    certificate, asked, lessons = certificate_of(course), dict[str, dict[str, str]](), dict[str, str]()
    for path, questions in course.questions.items():
        if quiz := course.sources.quizzes.get(path):
            asked[quiz.id] = {one.id: one.asked_hash if quiz.private else one.content_hash for one in questions}
        elif course.is_lesson(path):
            lessons |= {one.id: one.content_hash for one in questions}
    return CourseSnapshot(
        certificate.course, certificate.title, certificate.edition, certificate.hash, certificate.ends,
        {quiz.id: quiz for quiz in course.sources.quizzes.values()}, asked, lessons, *promised(course),
    )  # fmt: skip


def answer_key(course: Course, name: str) -> Key | None:
    """The answer key of a private quiz by its id, or None where there is no such quiz."""
    outline = course.sources.outline
    for path, quiz in course.sources.quizzes.items():
        if quiz.id == name and quiz.private:
            questions = course.questions[path]
            return Key(
                outline.id, outline.title, edition_of(questions), name, quiz.pass_mark or 0, quiz.draw, quiz.least,
                new_secret(), {one.id: item_of(one) for one in questions}, certificate_of(course), course.titles[path],
            )  # fmt: skip
    return None
