"""The front matter of a page: the line of every key, and values as they were typed."""

from __future__ import annotations

import pytest
from coursebook.read.front_matter import read_front_matter
from coursebook.read.source import read

TEXT = """---
title: "reviewed: no key"
note: |
  reviewed: 2020-01-01
  objectives:
modules:
  - one
  - {name: two, was: a.md}
  - name: three
    was:
      - b.md
      - "#x": y
7: seven
007: bond
2026-11-01: day
base: &base {pass: 80}
quiz:
  <<: *base
  draw: 2026.10
reviewed: 2026-11-21
---
# Body
"""
LINES = [
    (("title",), 2), (("note",), 3), (("modules",), 6), (("modules", 0), 7), (("modules", 1, "name"), 8),
    (("modules", 2), 9), (("modules", 2, "was"), 10), (("modules", 2, "was", 1, "#x"), 12), (("7",), 14),
    (("007",), 14), (("2026-11-01",), 15), (("quiz", "pass"), 16), (("quiz", "draw"), 19), (("reviewed",), 20),
    (("modules", 2, "gone", "x"), 9), (("gone",), None), ((), None),
]  # fmt: skip
"""Where each key is; what is not there has the place of what it would be in."""


@pytest.mark.parametrize(("keys", "line"), LINES)
def test_the_line_of_a_key(keys: tuple[str | int, ...], line: int | None) -> None:
    assert read_front_matter(TEXT, "a.md").line(*keys) == line


def test_values_and_what_was_typed() -> None:
    front = read_front_matter(TEXT, "a.md")
    assert (front.values["quiz"], front.typed["quiz"]) == (
        {"pass": 80, "draw": 2026.1},
        {"pass": "80", "draw": "2026.10"},
    )
    assert TEXT[front.end :] == "# Body\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("---\na: [\n---\n", "a.md:3:F002"),
        ("---\na: 2026-02-30\n---\n", "a.md:2:F002"),
        ("---\n- a\n---\n", "a.md:2:F002"),
        ("---\na: 1\nb: 2\na: 3\n---\n", "a.md:4:F005"),
        ("---\na: 1\n\n# Body\n", "a.md:1:F003"),
        ("---\na: " + 5000 * "[" + 5000 * "]" + "\n---\n", "a.md:2:F002"),
        ("---\na: &x [*x]\n---\n", ""),
        ("---\na: &a {b: &b [*a]}\nc: *a\n---\n", ""),
        ("---\n---\n", ""),
        ("---\n---", ""),
        ("a: 1", ""),
    ],
)
def test_faults(text: str, told: str) -> None:
    assert " ".join(f"{one.place}:{one.code}" for one in read_front_matter(text, "a.md").findings) == told


def test_a_page_says_no_line_it_does_not_know() -> None:
    page = read(b"# One\n\nword\n", "a.md")
    assert str(page.entry("reviewed")) == "a.md"
    assert (page.find("nowhere"), page.find("word")) == (None, 3)
