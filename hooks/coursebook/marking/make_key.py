"""Makes the answer key of a quiz from its questions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..credentials.certificate import Certificate
from ..model import Option, Question, edition_of
from .key import Item, Key, new_secret
from .rules import Line


def key_of(
    course: tuple[str, str],
    quiz: tuple[str, str],
    questions: Sequence[Question],
    passing: int,
    draw: int,
    least: int,
    certificate: Certificate | None,
) -> Key:
    """The key of a quiz; `course` and `quiz` are each an id and a title, `passing` in percent."""
    items = {question.id: _item(question) for question in questions}
    id_, name = quiz
    return Key(
        *course, edition_of(questions), id_, passing, draw, least, new_secret(), items, certificate, name
    )  # fmt: skip


def _item(question: Question) -> Item:
    lines = tuple(_line(question.kind, option) for option in question.options)
    return Item(
        question.id,
        question.asked_hash,
        question.kind,
        question.objective,
        lines,
        question.stem,
        question.unit,
        question.case,
    )


def _line(kind: str, option: Option) -> Line:
    low, high = (Decimal(end) if end else None for end in (option.low, option.high))
    return Line(option.says, option.right, str(option), low, high, option.says if kind == "blank" else "")
