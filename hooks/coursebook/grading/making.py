"""Makes the answer key of a quiz from its questions."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Question, edition_of
from .key import Item, Key, new_secret


def key_of(
    course: tuple[str, str], quiz: str, questions: Sequence[Question], passing: int, draw: int = 0, least: int = 0
) -> Key:
    """The key of a quiz; `course` is its id and its title, `passing` in percent."""
    items = {question.id: _item(question) for question in questions}
    return Key(*course, edition_of(questions), quiz, passing, draw, least, new_secret(), items)


def _item(question: Question) -> Item:
    options = tuple((option.says, option.right) for option in question.options)
    texts = tuple(str(option) for option in question.options)
    return Item(question.id, question.asked_hash, question.kind, question.objective, options, question.stem, texts)
