"""Reads a receipt and reports what in it does not match the course. All input is validated.

A match proves little: a receipt is made by the learner's own browser, and anyone who knows its form can write one. A
mismatch shows that it is of another edition, was edited, or was never made by the course.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ..marking.draw import size
from ..marking.rules import as_fraction, percent
from ..model import Quiz
from .certificate import Award

FORMAT = "coursebook receipt"
VERSION = 1
LARGEST = 1024 * 1024
"""Bytes. That of a course of 250 questions has 60 KB."""
WEST = timedelta(hours=12)
"""A receipt has its time in UTC: somewhere it may still be the day before, and the last day of the course."""
EAST = timedelta(hours=14)
"""And elsewhere the day after."""
EARLIER = ("313441b3670fb586", "ae1f4b210c0ffa6b", "307613d7148bf8c5", "5cd6059fcd74eb70")
"""What every receipt stated of its format and its worth before a course could state it, in English and Spanish, as the
first digits of the SHA-256. Such a receipt still matches.
"""
DIGITS = 12
"""Of its SHA-256, which make the verification ID."""


@dataclass(frozen=True, slots=True)
class CourseSnapshot:
    """What a receipt is checked against: the course as it was built. `facts` are as a receipt has them, `quizzes` by id
    with `asked`, the hashes of their questions by id; `lessons` the hashes of the questions of lessons. `awards` are
    those of every day: an approval may have ended since.
    """

    id: str
    title: str
    edition: str
    hash: str
    ends: str
    quizzes: Mapping[str, Quiz]
    asked: Mapping[str, Mapping[str, str]]
    lessons: Mapping[str, str]
    facts: Mapping[str, object]
    awards: tuple[Award, ...]


class NotReceipt(Exception):
    """A file that is not a receipt; the text says why."""


def receipt_id(raw: bytes) -> str:
    """The verification ID of a receipt, by the bytes of its file."""
    return hashlib.sha256(raw).hexdigest()[:DIGITS]


def read_receipt(file: Path) -> tuple[dict[str, Any], str]:
    """A receipt and its verification ID. Raises NotReceipt."""
    try:
        if file.stat().st_size > LARGEST:
            raise NotReceipt(f"larger than {LARGEST // 1024} KB")
        raw = file.read_bytes()
        receipt = json.loads(raw.decode("utf-8"))
    except OSError as error:
        raise NotReceipt(f"cannot read the file: {error.strerror}") from None
    except UnicodeDecodeError:
        raise NotReceipt("not UTF-8") from None
    except (ValueError, RecursionError):
        raise NotReceipt("truncated or damaged") from None
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT:
        raise NotReceipt("not a course receipt")
    if receipt.get("version") != VERSION:
        raise NotReceipt(f"unknown version {str(receipt.get('version'))[:10]}")
    return receipt, receipt_id(raw)


def mismatches(receipt: Mapping[str, Any], course: CourseSnapshot, now: datetime) -> list[str]:
    """What does not match, in sentences; empty where all of it does. A receipt of another course or edition is not
    checked further, since all of it would differ.
    """
    if found := list(_course(receipt, course)):
        return found
    try:
        return [
            *_said(receipt, course),
            *_credit(receipt, course),
            *_quizzes(receipt, course, now),
            *_lessons(receipt, course),
            *_day(receipt, course, now),
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"not a valid receipt: {type(error).__name__} at {str(error)[:60]}"]


def _course(receipt: Mapping[str, Any], course: CourseSnapshot) -> Iterator[str]:
    said = receipt.get("course")
    if not isinstance(said, dict):
        yield "names no course"
    elif said.get("id") != course.id:
        yield f"for another course: '{_short(said.get('id'))}', not '{course.id}'"
    elif said.get("hash") != course.hash:
        yield (
            f"for other content: edition {_short(said.get('edition')) or 'not stated'}, content hash "
            f"{_short(said.get('hash'))}; these sources have {course.hash}. Check it against the sources of its edition"
        )
    elif (said.get("edition"), said.get("title")) != (course.edition, course.title):
        yield f"the content hash matches, but the edition or title does not: '{_short(said.get('edition'))}'"


def _said(receipt: Mapping[str, Any], course: CourseSnapshot) -> Iterator[str]:
    """What it states of itself and of the course."""
    for name, ours in course.facts.items():
        if receipt[name] != ours and _digest(receipt[name]) not in EARLIER:
            yield f"the {name} does not match the course: '{_short(receipt[name])}'"
    if receipt.get("attested") != "self" or receipt.get("proctored") is not False:
        yield "claims more than self-attestation without a proctor"
    name = receipt["learner"].get("name")
    if not isinstance(name, str) or not name.strip():
        yield "names no learner"


def _credit(receipt: Mapping[str, Any], course: CourseSnapshot) -> Iterator[str]:
    """Credit that the course does not give this learner on the day of completion, wherever that day was."""
    completed, profession = datetime.fromisoformat(receipt["completed"]), receipt["learner"].get("profession")
    days = [moment.date() for moment in (completed - WEST, completed + EAST)]
    due = [
        (award.body, award.approval, award.claimed, award.unit, award.minutes)
        for award in course.awards
        if award.credits(profession) and any(award.holds(day) for day in days)
    ]
    for given in receipt["credit"]:
        if tuple(given[name] for name in ("body", "approval", "claimed", "unit", "minutes")) not in due:
            yield f"no such credit was given on that date: {_short(given['claimed'])} of '{_short(given['body'])}'"


def _quizzes(receipt: Mapping[str, Any], course: CourseSnapshot, now: datetime) -> Iterator[str]:
    taken = {str(quiz["id"]): quiz for quiz in receipt["quizzes"]}
    for id_ in taken.keys() - course.quizzes.keys():
        yield f"contains a quiz that is not in the course: '{_short(id_)}'"
    for id_, quiz in course.quizzes.items():
        if id_ in taken:
            yield from (f"quiz '{id_}': {problem}" for problem in _quiz(taken[id_], quiz, course.asked[id_], now))
        else:
            yield f"the quiz is missing: '{id_}'"


def _quiz(taken: Mapping[str, Any], quiz: Quiz, asked: Mapping[str, str], now: datetime) -> Iterator[str]:
    if taken["pass"] != quiz.pass_mark:
        yield f"the pass mark is {_short(taken['pass'])}, not {quiz.pass_mark}"
    if not datetime.fromisoformat(taken["at"]) <= now:
        yield "taken in the future"
    questions = {str(question["id"]): question for question in taken["questions"]}
    wanted = size(quiz.draw, len(asked))
    if len(taken["questions"]) != len(questions) or len(questions) != wanted:
        yield f"asked {len(taken['questions'])} questions, not {wanted}"
    for id_, question in questions.items():
        if id_ not in asked:
            yield f"asked '{_short(id_)}', which is not one of its questions"
        elif question["hash"] != asked[id_] and (question["hash"] or not quiz.private):
            yield f"the question '{id_}' is worded differently in this edition"
    if quiz.private:
        if taken["score"] is not None:
            yield "has a score, although only the provider can mark it"
        return
    scores = [float(question["score"]) for question in taken["questions"]]
    if not all(0 <= score <= 1 for score in scores):
        yield "question scores are outside the range 0 to 1"
        return
    computed = percent(map(as_fraction, scores))
    if computed != taken["score"]:
        yield f"the score is {_short(taken['score'])}, but the answers give {computed}"
    if quiz.pass_mark is not None and taken["score"] < quiz.pass_mark:
        yield f"{_short(taken['score'])} percent is not a pass"


def _lessons(receipt: Mapping[str, Any], course: CourseSnapshot) -> Iterator[str]:
    answered = {str(answer["id"]): answer["hash"] for answer in receipt["answers"]}
    differing = {id_ for id_, hash_ in answered.items() if course.lessons.get(id_, hash_) != hash_}
    problems = {
        "unanswered lesson questions": course.lessons.keys() - answered.keys(),
        "answers to unknown lesson questions": answered.keys() - course.lessons.keys(),
        "lesson questions that were worded differently when they were answered": differing,
    }
    for problem, ids in problems.items():
        if ids:
            shown, more = ", ".join(map(_short, sorted(ids)[:5])), len(ids) - 5
            yield f"{problem}: {shown} and {more} more" if more > 0 else f"{problem}: {shown}"


def _day(receipt: Mapping[str, Any], course: CourseSnapshot, now: datetime) -> Iterator[str]:
    completed = datetime.fromisoformat(receipt["completed"])
    times = [*(quiz["at"] for quiz in receipt["quizzes"]), *filter(None, [receipt["evaluation"]])]
    if completed > now or any(datetime.fromisoformat(time) > completed for time in times):
        yield "impossible times: completion must come last, and not in the future"
    if course.ends and (completed - WEST).date().isoformat() > course.ends:
        yield f"completed on {completed.date().isoformat()}, after the course ended on {course.ends}"


def _digest(value: object) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]


def _short(value: object) -> str:
    return " ".join(str("" if value is None else value).split())[:80]
