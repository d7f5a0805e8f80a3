"""The item-writing rules: each alone in its golden file, all of them accounted for, and quick over a large course."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from conftest import TESTS, sections
from coursebook.model import Option, Question, Source
from coursebook.questions.items.item import content, root
from coursebook.questions.items.options import amount
from coursebook.questions.items.rules import BANK_RULES, ENFORCED, IN_PART, NOT_CHECKED, RULES, check_items
from coursebook.read.source import Text
from coursebook.report.finding import CODES

CASES = sorted((TESTS / "golden" / "items").glob("[A-Z]*.txt"))
STANDARD = [f"IW-{n:02}" for n in range(1, 30)] + [f"AS-{n:02}" for n in range(1, 9)]
"""The rules of the standard in the areas item writing and assessment."""


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_rule_tells_its_own_fault_and_nothing_else(case: Path) -> None:
    """And it lets the good questions of its file pass."""
    told = [line for line in sections(case.read_text("utf-8"))["findings"].splitlines() if line.startswith("docs/")]
    assert {re.search(r"\[([A-Z]{2}-\d\d)[a-z-]*\]$", line)[1] for line in told} == {case.stem[:5]}  # type: ignore[index]
    assert not [line for line in told if "question 'one-good" in line or "question 'one-allowed" in line]


def test_every_rule_is_enforced_or_says_why_not() -> None:
    assert sorted([*ENFORCED, *NOT_CHECKED]) == sorted(STANDARD)
    assert set(IN_PART) <= set(ENFORCED)
    assert all(reason and reason[0].islower() and not reason.endswith(".") for reason in NOT_CHECKED.values())


def test_every_enforced_rule_has_a_code_and_a_golden_file() -> None:
    assert {code[:5] for code in CODES if code.startswith(("IW-", "AS-"))} == set(ENFORCED) == {*RULES, *BANK_RULES}
    assert {case.stem[:5] for case in CASES} == set(ENFORCED)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("About 2 per 10,000", None, None),
        ("11 people", 11, 11),
        ("Two weeks later", 2, 2),
        ("3.5 to 4.5 cm", 3.5, 4.5),
        ("10–20 days", 10, 20),
        ("1,905 hours", 1905, 1905),
        ("at most 5%", float("-inf"), 5),
        ("50 hours or more", 50, float("inf")),
        ("on 2026-11-21", None, None),
        ("nothing", None, None),
    ],
)
def test_amounts(text: str, low: float | None, high: float | None) -> None:
    found = amount(text)
    assert (found and (found.low, found.high)) == (None if low is None else (low, high))


def bank(count: int) -> tuple[list[Question], dict[str, Text]]:
    """That many different questions of three options, 50 a page, with lessons of 1,500 words beside them."""
    vowels, consonants = "aeiou", "bdfgklmnprstvz"

    def word(n: int) -> str:
        return "".join(consonants[n // 14**k % 14] + vowels[n // 14**k % 5] for k in range(3))

    questions, pages = [], {}
    for page in range(count // 50):
        path, lines = f"m{page}/quiz.md", ["# Quiz", ""]
        for n in range(50 * page, 50 * page + 50):
            stem = f"A patient with {word(n)} and {word(7 * n + 1)} takes {word(11 * n + 5)}. What do you do?"
            source = Source(f"docs/{path}", len(lines) + 1)
            lines += [f"/// question | q-{n}", "    objective: o", "", stem, ""]
            options = []
            for k in range(3):
                text = f"Have the {word(13 * n + k)} checked at {word(17 * n + 3 * k)}"
                options.append(Option(text, k == n % 3, True, Source(f"docs/{path}", len(lines) + 1)))
                lines += [f"- [ ] {text}", "", "    > Why.[@Key]", ""]
            lines += ["///", ""]
            questions.append(Question(f"q-{n}", "o", stem, tuple(options), source, ""))
        pages[path] = Text(f"docs/{path}", "\n".join(lines))
        lesson = " ".join(word(page * 31 + n) for n in range(1500))
        pages[f"m{page}/index.md"] = Text(f"docs/m{page}/index.md", f"# M\n\n{lesson}\n")
    return questions, pages


def test_five_thousand_questions_take_seconds() -> None:
    """In proportion: ten times the questions, about ten times the time; a wide margin for a busy machine."""
    small, large = bank(500), bank(5000)
    start = time.perf_counter()
    check_items(*small, (), 0)
    middle = time.perf_counter()
    found = check_items(*large, (), 0)
    end = time.perf_counter()
    assert not [one for one in found if one.code in ("IW-24", "IW-25")]
    assert end - middle < 30
    assert end - middle < 40 * (middle - start)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("needles", "needling", True),
        ("injection", "inject", True),
        ("studies", "study", True),
        ("press", "pressing", True),
        ("muscle", "muscular", False),
        ("pain", "pan", False),
    ],
)
def test_words_of_one_stem_count_as_one(one: str, other: str, same: bool) -> None:
    assert (root(one) == root(other)) == same


def test_words_that_carry_content_have_four_letters_or_more() -> None:
    assert content("The skin of the arm burns for 1905 days, with a rash") == {"skin", "burn", "day", "rash"}
