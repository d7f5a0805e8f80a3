r"""Malformed blocks: everything a tired author writes, and what must be told of it.

The cases are in tests/malformed/*.txt, to be read and added to. A case begins with a line `==== name`; what follows is
the whole page. A line at fault ends with `<<< CODES`: every finding on it, and no other finding may come. A case
without one is `fine`: nothing is told, and the question is there. `{answers}` on a line of its own stands for two
answers with reasons, `{U+200B}` for that character, `{empty}` for a line of spaces. No text of a page may be lost: each of
its words is on the page, or in what is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, TESTS, sections
from onepage import PAGE, OnePage, Shown
from onepage import words as words_of

FOLDER = TESTS / "malformed"
ANSWERS = "- [x] Apple\n\n    > Because of the pear.\n\n- [ ] Quince\n\n    > Because of the plum.\n"
FAULT = re.compile(r" *<<<((?: [A-Z]\d{3})+)$", re.MULTILINE)
CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")
SETTINGS = re.compile(r"^ {4,}(?:objective|type|allow):.*$|^/{3,} question \| \w+$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A page as its author wrote it, and what is to be told: line and code."""

    name: str
    text: str
    told: tuple[tuple[int, str], ...]


def cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        parts = sections(path.read_text("utf-8"))
        parts.pop("purpose")
        for name, part in parts.items():
            text = part.rstrip("\n").replace("{answers}\n", ANSWERS).replace("{answers}", ANSWERS.rstrip("\n"))
            text = CHARACTER.sub(lambda match: chr(int(match[1], 16)), text.replace("{empty}", "    ")) + "\n"
            lines = re.sub("\r\n?", "\n", text).split("\n")
            told = tuple(
                (number, code)
                for number, line in enumerate(lines, start=1)
                if (match := FAULT.search(line))
                for code in match[1].split()
            )
            found.append(Case(f"{path.stem}/{name}", FAULT.sub("", text), told))
    return found


CASES = cases()


@pytest.fixture(scope="module")
def one_page(tmp_path_factory: pytest.TempPathFactory) -> OnePage:
    return OnePage(tmp_path_factory.mktemp("malformed"))


def lost(text: str, shown: Shown) -> set[str]:
    """Words of a page that are neither on it nor told."""
    text = re.sub(r"\A---\n.*?\n---\n", "", SETTINGS.sub("", re.sub(r"\]\([^)]*\)", "]", text)), flags=re.DOTALL)
    known = {"question", "Hint", "hint", "x", "X", "QUESTION", "markdown", "modules"}
    there = set(words_of(shown.html)) | {word for one in shown.findings for word in words_of(f"{one.fact} {one.hint}")}
    return {word for word in words_of(text) if not word.isdigit()} - there - known


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed(case: Case, one_page: OnePage) -> None:
    shown = one_page.show(case.text)
    assert shown.told == sorted(case.told), "\n".join(str(one) for one in shown.findings if one.source.path.endswith(PAGE))
    assert lost(case.text, shown) == set()
    if not case.told and "no question" not in case.name:
        assert shown.questions


def test_there_are_enough() -> None:
    assert len({case.text for case in CASES if case.told}) >= 200
