"""Which questions an exam asks: the script draws, sheets are checked, and the build reports by one rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import TESTS
from coursebook.marking import draw as rules
from coursebook.marking.draw import fewest, mismatch, possible
from coursebook.model import Question, Source
from coursebook.questions.quiz import Quiz, check_quiz
from playwright.sync_api import Browser, Page

PLACE = Source("docs/one/quiz.md", 3)


FILE = TESTS / "engine" / "marking" / "vectors.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
SEEDS = 40
DRAWN = """async ([vectors, seeds]) => {
  const { draw } = await import("/assets/coursebook/draw.mjs");
  const unitsOf = (text) => text.split(" ").map((unit, n) =>
    [...unit].map((objective, m) => ({ id: `q${n}-${m}`, objective: objective.replace("-", "") })));
  return vectors.map(({ units, draw: count, least }) => {
    const seed = (n) => draw(unitsOf(units), { count, least, shuffle: n % 2 === 0 }, n);
    return Array.from({ length: seeds }, (_, n) => seed(n));
  });
}"""


@pytest.fixture(scope="module")
def script(chromium: Browser, kinds_base: str) -> Iterator[Page]:
    """An empty page beside the scripts as a site sends them."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{kinds_base}assets/coursebook/questions.css")
    yield page
    context.close()


def bank(units: str) -> list[Question]:
    """`a ab -`: a question of objective a, a case of one of each, a question that names none."""
    return [
        Question(
            f"q{n}-{m}", objective.replace("-", ""), "Which?", (), PLACE, "", case=f"c{n}" if len(unit) > 1 else ""
        )
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
    assert [f" makes {needed}" in fact for fact in told] == ([True] if needed else [])


@pytest.mark.parametrize("one", VECTORS["draws"], ids=lambda one: one["name"])
def test_what_can_be_drawn_as_the_vectors_say(one: dict[str, Any]) -> None:
    questions = bank(one["units"])
    assert (possible(questions, one["draw"], one["least"]), fewest(questions, one["least"])) == (
        one["possible"], one["fewest"],
    )  # fmt: skip


def test_what_the_script_draws_keeps_the_rules_where_that_is_possible(script: Page) -> None:
    """So that no sheet is refused that a learner saved: over many seeds, in order and shuffled."""
    told = {}
    for one, drawn in zip(VECTORS["draws"], script.evaluate(DRAWN, [VECTORS["draws"], SEEDS]), strict=True):
        questions = {question.id: question for question in bank(one["units"])}
        kept = {mismatch(ids, questions, one["draw"], one["least"]) for ids in drawn}
        if (kept == {""}) != one["possible"]:
            told[one["name"]] = kept
        in_order = [sorted(ids, key=list(questions).index) for ids in drawn[1::2]]
        assert in_order == drawn[1::2], "not shuffled, they keep the order of the page"
        for ids in drawn:
            cases = [questions[id_].case for id_ in ids if questions[id_].case]
            assert cases == sorted(cases, key=cases.index), "the questions of a case keep together"
    assert told == {}


def test_chance_is_as_it_was(script: Page) -> None:
    """The order of options in an exam that is open or looked back at comes from its seed: it must not change."""
    found = script.evaluate(
        """async (seeds) => {
          const { random, seedFor, shuffled } = await import("/assets/coursebook/draw.mjs");
          const three = (next) => [next(), next(), next()];
          return {
            numbers: seeds.numbers.map(([seed]) => [seed, three(random(seed))]),
            shuffled: seeds.shuffled.map(([seed]) => [seed, shuffled([..."abcdefgh"], random(seed)).join("")]),
            seeds: seeds.seeds.map(([seed, id]) => [seed, id, seedFor(seed, id)]),
          };
        }""",
        VECTORS["chance"],
    )
    assert found == VECTORS["chance"]


@pytest.mark.parametrize(
    ("drawn", "least", "told"),
    [
        ("q0-0 q1-0 q1-1", 0, ""),
        ("q0-0 q1-0 q2-0", 1, "it contains only part of the case 'c1'"),
        ("q0-0 q1-0 q1-1 q2-0", 1, "it contains 4 questions, not 3"),
        ("q0-0 q0-0 q2-0", 1, "it contains a question twice"),
        ("q0-0 q2-0 q9-0", 1, "it contains a question that is not in the key: 'q9-0'"),
        ("q2-0 q1-0 q1-1", 1, "it contains too few questions on the objective 'a'"),
        ("q2-0 q1-0 q1-1", 0, ""),
    ],
)
def test_what_a_sheet_may_not_have_drawn(drawn: str, least: int, told: str) -> None:
    questions = {question.id: question for question in bank("a bb c")}
    assert mismatch(drawn.split(), questions, 3, least) == told


@pytest.mark.parametrize(
    ("units", "draw", "least", "codes"),
    [
        ("a a", 1, 0, []),
        ("a b", 1, 1, ["Q034"]),
        ("aa bb", 3, 0, ["Q039"]),
        ("aa bb", 1, 0, ["Q039"]),
        ("aa bb a", 3, 0, []),
        ("aa bb", 5, 0, ["Q033"]),
        ("a a b", 2, 2, ["Q034", "Q035"]),
        ("a a b", 0, 2, ["Q035"]),
        ("a a b b", 0, 2, []),
        ("a a - -", 3, 2, []),
    ],
)
def test_what_the_build_reports_of_a_draw(units: str, draw: int, least: int, codes: list[str]) -> None:
    found = list(check_quiz(Quiz("one", None, draw, least, True, False, PLACE), bank(units)))
    assert [one.code for one in found] == codes


def test_the_build_says_how_many_can_be_drawn() -> None:
    [one] = check_quiz(Quiz("one", None, 3, 1, True, False, PLACE), bank("aa bb cccc"))
    assert (one.code, one.params["needed"]) == ("Q034", 8)
    [one] = check_quiz(Quiz("one", None, 5, 1, True, False, PLACE), bank("aa bb bb"))
    assert (one.code, one.params["near"]) == ("Q039", 6)


def test_of_too_many_choices_nothing_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then an exam counts as possible that asks as many questions as its objectives need together."""
    monkeypatch.setattr(rules, "MOST_STATES", 2)
    questions = bank("ab ac bc")
    assert (fewest(questions, 1), possible(questions, 3, 1), possible(questions, 2, 1)) == (3, True, False)
