"""Reads a receipt and says what in it does not fit the course. Nothing in it is believed before it has been checked.

What fits proves little: a receipt is made by the learner's own browser, and whoever knows its form can write one. What
does not fit shows that it is of another edition, was edited, or was never made by the course.
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
"""What every receipt said of its format and its worth before a course could state it, in English and Spanish, as the
first digits of the SHA-256. Such a receipt still matches.
"""
DIGITS = 12
"""Of its SHA-256, which make the verification ID."""


@dataclass(frozen=True, slots=True)
class Taught:
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


class Unread(Exception):
    """A file that is no receipt; the text says why."""


def receipt_id(raw: bytes) -> str:
    """The verification ID of a receipt, by the bytes of its file."""
    return hashlib.sha256(raw).hexdigest()[:DIGITS]


def read_receipt(file: Path) -> tuple[dict[str, Any], str]:
    """A receipt and its verification ID. Raises Unread."""
    try:
        if file.stat().st_size > LARGEST:
            raise Unread(f"it is larger than {LARGEST // 1024} KB")
        raw = file.read_bytes()
        kept = json.loads(raw.decode("utf-8"))
    except OSError as error:
        raise Unread(f"it cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unread("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise Unread("it is cut off or damaged") from None
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        raise Unread("it is no receipt of a course")
    if kept.get("version") != VERSION:
        raise Unread(f"it is of version {str(kept.get('version'))[:10]}, which this program does not know")
    return kept, receipt_id(raw)


def misfits(receipt: Mapping[str, Any], course: Taught, now: datetime) -> list[str]:
    """What does not fit, in sentences; nothing where everything does. A receipt of another course or edition is not
    looked at further, since all of it would differ.
    """
    found = list(_course(receipt, course))
    if found:
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
        return [f"it has not the form of a receipt: {type(error).__name__} at {str(error)[:60]}"]


def _course(receipt: Mapping[str, Any], course: Taught) -> Iterator[str]:
    said = receipt.get("course")
    if not isinstance(said, dict):
        yield "it names no course"
        return
    if said.get("id") != course.id:
        yield f"it is for another course: '{_short(said.get('id'))}', not '{course.id}'"
    elif said.get("hash") != course.hash:
        yield (
            f"it is for other content: edition {_short(said.get('edition')) or 'not stated'}, content hash "
            f"{_short(said.get('hash'))}; these sources have {course.hash}. Hold it against the sources of its edition"
        )
    elif (said.get("edition"), said.get("title")) != (course.edition, course.title):
        yield f"its content hash fits, its edition or title does not: '{_short(said.get('edition'))}'"


def _said(receipt: Mapping[str, Any], course: Taught) -> Iterator[str]:
    """What it says of itself and of the course."""
    for name, ours in course.facts.items():
        if receipt[name] != ours and _digest(receipt[name]) not in EARLIER:
            yield f"its {name} is not that of the course: '{_short(receipt[name])}'"
    if receipt.get("attested") != "self" or receipt.get("proctored") is not False:
        yield "it claims to be more than attested by the learner, without a proctor"
    learner = receipt["learner"]
    if not isinstance(learner.get("name"), str) or not learner["name"].strip():
        yield "it names no learner"


def _credit(receipt: Mapping[str, Any], course: Taught) -> Iterator[str]:
    """Credit that the course gives her on the day of completion, wherever that day was."""
    completed, profession = datetime.fromisoformat(receipt["completed"]), receipt["learner"].get("profession")
    for given in receipt["credit"]:
        due = any(
            (one.body, one.approval, one.claimed, one.unit, one.minutes)
            == tuple(given[name] for name in ("body", "approval", "claimed", "unit", "minutes"))
            and one.credits(profession)
            and any(one.holds(moment.date()) for moment in (completed - WEST, completed + EAST))
            for one in course.awards
        )
        if not due:
            yield f"the course did not give this credit then: {_short(given['claimed'])} of '{_short(given['body'])}'"


def _quizzes(receipt: Mapping[str, Any], course: Taught, now: datetime) -> Iterator[str]:
    taken = {str(one["id"]): one for one in receipt["quizzes"]}
    for id_ in taken.keys() - course.quizzes.keys():
        yield f"it has a quiz that the course has not: '{_short(id_)}'"
    for id_, quiz in course.quizzes.items():
        if id_ in taken:
            yield from (f"quiz '{id_}': {problem}" for problem in _quiz(taken[id_], quiz, course.asked[id_], now))
        else:
            yield f"it lacks the quiz '{id_}'"


def _quiz(taken: Mapping[str, Any], quiz: Quiz, asked: Mapping[str, str], now: datetime) -> Iterator[str]:
    if taken["pass"] != quiz.pass_mark:
        yield f"its pass mark is {_short(taken['pass'])}, not {quiz.pass_mark}"
    if not datetime.fromisoformat(taken["at"]) <= now:
        yield "it was taken in the future"
    questions = {str(one["id"]): one for one in taken["questions"]}
    wanted = size(quiz.draw, len(asked))
    if len(taken["questions"]) != len(questions) or len(questions) != wanted:
        yield f"it asked {len(taken['questions'])} questions, not {wanted}"
    for id_, one in questions.items():
        if id_ not in asked:
            yield f"it asked '{_short(id_)}', which is not in it"
        elif one["hash"] != asked[id_] and not (quiz.private and not one["hash"]):
            yield f"its question '{id_}' is worded otherwise in this edition"
    if quiz.private:
        if taken["score"] is not None:
            yield "it has a score, and only the provider can mark it"
        return
    scores = [float(one["score"]) for one in taken["questions"]]
    if not all(0 <= one <= 1 for one in scores):
        yield "its scores of questions are not all from 0 to 1"
        return
    made = percent(map(as_fraction, scores))
    if made != taken["score"]:
        yield f"its score is {_short(taken['score'])}, and its answers make {made}"
    if quiz.pass_mark is not None and taken["score"] < quiz.pass_mark:
        yield f"{_short(taken['score'])} percent do not pass"


def _lessons(receipt: Mapping[str, Any], course: Taught) -> Iterator[str]:
    answered = {str(one["id"]): one["hash"] for one in receipt["answers"]}
    if missing := sorted(course.lessons.keys() - answered.keys()):
        yield f"questions of lessons that were not answered: {_list(missing)}"
    if strange := sorted(answered.keys() - course.lessons.keys()):
        yield f"answers to questions that no lesson has: {_list(strange)}"
    if other := sorted(id_ for id_, hash_ in answered.items() if course.lessons.get(id_, hash_) != hash_):
        yield f"questions of lessons that were worded otherwise when they were answered: {_list(other)}"


def _day(receipt: Mapping[str, Any], course: Taught, now: datetime) -> Iterator[str]:
    completed = datetime.fromisoformat(receipt["completed"])
    times = [*(one["at"] for one in receipt["quizzes"]), *filter(None, [receipt["evaluation"]])]
    if completed > now or any(datetime.fromisoformat(one) > completed for one in times):
        yield "its times cannot be: the course is completed last, and not in the future"
    if course.ends and (completed - WEST).date().isoformat() > course.ends:
        yield f"it was completed on {completed.date().isoformat()}, after the course ended on {course.ends}"


def _digest(value: object) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]


def _short(value: object) -> str:
    return " ".join(str("" if value is None else value).split())[:80]


def _list(ids: list[str]) -> str:
    shown = ", ".join(_short(one) for one in ids[:5])
    return f"{shown} and {len(ids) - 5} more" if len(ids) > 5 else shown
