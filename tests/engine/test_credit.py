"""Time and credit: the test vectors of the formula, the second method, rounding, and what is counted."""

from __future__ import annotations

import pytest
from coursebook.accreditation.credit import Effort, mergener, rounded, word_rate
from coursebook.markdown.html import read_html

VECTORS = [
    (3774, 16, 2.5, 61.93589, 1.00, 1.00),
    (6000, 10, 3, 58.08600, 0.75, 1.00),
    (9000, 20, 3, 88.74900, 1.25, 1.50),
    (12000, 30, 3, 119.41200, 1.75, 2.00),
    (30000, 40, 3, 178.29000, 2.75, 3.00),
    (1000, 5, 1, 8.27100, 0.00, 0.25),
]
"""Words, questions, difficulty; minutes, hours rounded down and to the nearest quarter. The first is AORN's example."""
RATES = [
    (3774, 0, 16, 50.567, 1.0),
    (6000, 0, 10, 51.833, 1.0),
    (9000, 30, 20, 117.000, 2.0),
    (12000, 0, 30, 122.167, 2.0),
    (30000, 0, 40, 240.667, 4.5),
]
"""Words, minutes of recordings, questions; minutes, and hours of 50 minutes rounded down to a half."""


@pytest.mark.parametrize(("words", "questions", "difficulty", "minutes", "down", "nearest"), VECTORS)
def test_formula(words: int, questions: int, difficulty: float, minutes: float, down: float, nearest: float) -> None:
    assert f"{mergener(words, questions, difficulty):.5f}" == f"{minutes:.5f}"
    assert rounded(minutes / 60, 0.25, "down") == down
    assert rounded(minutes / 60, 0.25, "nearest") == nearest


@pytest.mark.parametrize(("words", "media", "questions", "minutes", "hours"), RATES)
def test_word_rate(words: int, media: float, questions: int, minutes: float, hours: float) -> None:
    assert f"{word_rate(words, questions, media):.3f}" == f"{minutes:.3f}"
    assert rounded(minutes / 50, 0.5, "down") == hours


def test_the_formula_never_takes_time_away() -> None:
    assert mergener(100, 0, 1) == 0


def test_the_formula_is_applied_once() -> None:
    """Ten parts would invent the constant nine times."""
    whole = Effort(9000, 20, difficulty=3)
    parts = [Effort(900, 2, difficulty=3) for _ in range(10)]
    assert sum(part.by_formula() for part in parts) - whole.by_formula() == pytest.approx(9 * 0.9 * (46.5 - 22.3))


def test_the_stricter_method_gives_the_figure() -> None:
    assert Effort(30000, 40, difficulty=3).minutes() == pytest.approx(178.29)
    assert Effort(3774, 16, difficulty=2.5).minutes() == pytest.approx(50.5666667)
    assert Effort(3774, 16, difficulty=2.5, pilot=(40, 42)).by_pilot is None, "two testers are no pilot"
    assert Effort(3774, 16, difficulty=2.5, pilot=(40, 42, 44)).minutes() == 42


def test_a_body_that_does_not_count_the_test_gets_less() -> None:
    effort = Effort(9000, 20, difficulty=3)
    assert effort.minutes(assessment=False) == pytest.approx(mergener(9000, 0, 3))


@pytest.mark.parametrize(
    ("units", "increment", "rounding", "right"),
    [(0.3, 0.1, "down", 0.3), (0.29, 0.1, "down", 0.2), (1.125, 0.25, "nearest", 1.25), (0.6, 0.2, "down", 0.6)],
)
def test_rounding(units: float, increment: float, rounding: str, right: float) -> None:
    assert rounded(units, increment, rounding) == right


def test_only_learning_text_is_counted() -> None:
    """CR-04: seven words. Not: the title, objectives, code, marks of citations, badges, questions, references."""
    html = """
    <h1>Title of the page</h1>
    <section class="cb-objectives"><h2>After this</h2><ul><li>Compare two things.</li></ul></section>
    <p>One <em>two</em> three<sup><a class="footnote-ref" href="#fn">1</a></sup>. <code>four</code> &ndash; |
       <a class="cb-claim" href="#">C001 Supported</a></p>
    <pre><code>not this</code></pre>
    <p><img src="a.png" alt="words of a picture"> five 6 seven.</p>
    <form class="cb-question"><p>Which of these?</p></form>
    <div class="cb-generated">modules|</div>
    <div class="footnote"><ol><li>A reference of five words.</li></ol></div>
    """
    assert read_html(html).words == 7
