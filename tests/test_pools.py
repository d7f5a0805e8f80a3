"""Whether the questions of a quiz can keep to what it draws: told while building, not found out by a learner."""

from __future__ import annotations

import pytest
from coursebook.model import Question, Source
from coursebook.questions.quiz import Quiz, check_quiz

PLACE = Source("docs/one/quiz.md", 3)


def bank(units: str) -> list[Question]:
    """`a ab aa`: a question of objective a, a case of one of each, a case of two of a."""
    return [
        Question(f"q{n}-{m}", objective, "Which?", (), PLACE, "", case=f"c{n}" if len(unit) > 1 else "")
        for n, unit in enumerate(units.split())
        for m, objective in enumerate(unit)
    ]


@pytest.mark.parametrize(
    ("units", "draw", "least", "needed"),
    [
        ("a b c", 3, 1, 0),
        ("a b c", 2, 1, 3),
        ("aa bb", 2, 1, 4),
        ("aa bb", 4, 1, 0),
        ("aa a bb b", 2, 1, 0),
        ("ab cc c", 3, 1, 0),
        ("ab cc", 3, 1, 4),
        ("abc a b c", 3, 1, 0),
        ("aaaa b", 4, 1, 5),
        ("aaa a b b", 4, 2, 5),
        ("aaa a a b b", 4, 2, 0),
        ("aaa bbb", 0, 2, 0),  # everything is asked
        ("a b", 2, 2, 4),
        ("ab " * 12 + "cd " * 12 + "ef " * 12, 24, 4, 0),
    ],
)
def test_least_of_each_with_cases(units: str, draw: int, least: int, needed: int) -> None:
    quiz = Quiz("one", None, draw, least, True, False, PLACE)
    told = [one.message() for one in check_quiz(quiz, bank(units)) if one.code == "Q034"]
    assert [f" are {needed}" in fact for fact in told] == ([True] if needed else [])
