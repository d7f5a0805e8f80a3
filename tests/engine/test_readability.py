"""The reading grade: syllables as a dictionary has them, the formula as printed, prose without what is no prose."""

import math

import pytest
from coursebook.accreditation.readability import LEAST_SENTENCES, prose, smog, syllables
from coursebook.read.source import read


@pytest.mark.parametrize(
    ("word", "count"),
    [("needle", 2), ("lung", 1), ("asked", 1), ("rates", 1), ("evidence", 3), ("acupuncture", 4),
     ("needed", 2), ("muscle", 2), ("pneumothorax", 4), ("trial", 2), ("bleeding", 2), ("a", 1), ("rhythm", 1)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_follows_the_formula() -> None:
    """Thirty sentences with one word of three syllables each: 1.0430 sqrt(30) + 3.1291."""
    text = "The evidence is thin. " * LEAST_SENTENCES
    assert smog(text) == pytest.approx(1.0430 * math.sqrt(30) + 3.1291, abs=1e-9)
    assert smog("The lung is near. " * LEAST_SENTENCES) == pytest.approx(3.1291)


def test_too_little_prose_has_no_grade() -> None:
    assert smog("The evidence is thin. " * (LEAST_SENTENCES - 1)) is None


def test_an_abbreviation_within_a_sentence_ends_none() -> None:
    assert smog("Ask at 1.5 cm, e.g. at rest. " * (LEAST_SENTENCES - 1)) is None


def test_prose_is_running_text_only() -> None:
    text = """# Title

One *plain* sentence[@A2020] here.

| Cell |
| --- |

/// question | q-1
    objective: one-1

Stem?
///

- An item

- Another `code` item

/// figure | a.csv
    kind: forest

Caption
///
"""
    assert prose(read(text.encode(), "a.md")).splitlines() == ["One plain sentence here.", "An item", "Another item"]
    assert prose(read(b"", "a.md")) == ""
