r"""Malformed blocks: everything a tired author writes, and what must be told of it.

The cases are in tests/malformed/*.txt, to be read and added to. A case begins with a line `==== name`; what follows is
the whole page. A line at fault ends with `<<< CODES`: every finding on it, and no other finding may come. A case
without one is `fine`: nothing is told, and the question is there. `{answers}` on a line of its own stands for two
answers with reasons, `{U+200B}` for that character. No text of a page may be lost: each of its words is on the page, or
in what is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import TESTS, sections
from coursebook.report.printers import line_of
from onepage import PAGE, OnePage, Shown, the_page
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
            text = CHARACTER.sub(lambda match: chr(int(match[1], 16)), text) + "\n"
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


@pytest.fixture(scope="session")
def one_page() -> OnePage:
    return the_page()


def lost(text: str, shown: Shown) -> set[str]:
    """Words of a page that are neither on it nor told."""
    text = re.sub(r"\A---\n.*?\n---\n", "", SETTINGS.sub("", re.sub(r"\]\([^)]*\)", "]", text)), flags=re.DOTALL)
    known = {"question", "Hint", "hint", "x", "X", "QUESTION", "markdown", "modules"}
    told = " ".join(f"{one.message()} {one.fix()}" for one in shown.findings)
    there = set(words_of(shown.html)) | set(words_of(told))
    return {word for word in words_of(text) if not word.isdigit()} - there - known


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed(case: Case, one_page: OnePage) -> None:
    shown = one_page.show(case.text)
    assert shown.told == sorted(case.told), "\n".join(
        line_of(one) for one in shown.findings if one.place.path.endswith(PAGE)
    )
    assert lost(case.text, shown) == set()
    if not case.told and "no question" not in case.name:
        assert shown.questions


QUESTION = "/// question | q\n    objective: {objective}\n\n{stem}\n\n{answers}\n///\n"
LISTS = "\n\n".join(f"{'    ' * depth}- deep" for depth in range(100))
BOMB = "".join(f"    {b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BIG = {
    "a line of a megabyte": "word " * 200_000,
    "a word of a hundred thousand letters": "w" * 100_000,
    "a line of slashes": "/" * 100_000,
    "a line of spaces": " " * 100_000 + "x",
    "a hundred levels of quotes": ">" * 100 + " deep",
    "a hundred levels of lists": LISTS,
    "a hundred levels of admonitions": "\n\n".join(f"{'    ' * depth}!!! note" for depth in range(100)),
    "a thousand levels of tags": "<b>" * 1000 + "deep" + "</b>" * 1000,
    "a formula of two thousand levels": "\\( " + "{" * 2000 + "x" + "}" * 2000 + " \\)",
    "a thousand brackets": "[" * 1000,
    "a thousand links in one another": "[a " * 300 + "x" + "](b)" * 300,
    "a thousand beginnings of comments": "<!-- " * 1000,
    "a thousand beginnings of tags": "<a " * 1000,
    "a thousand openers": "/// question | q\n" * 300,
    "a thousand ends": "///\n" * 1000,
}
"""Stems that are too much of something."""


@pytest.mark.parametrize("name", BIG)
def test_too_much_of_something(name: str, one_page: OnePage) -> None:
    answers = ANSWERS.rstrip("\n")
    shown = one_page.show(QUESTION.format(objective="one-1", stem=BIG[name], answers=answers))
    assert len(shown.questions) == 1 or shown.told
    assert {"Apple", "Quince"} <= set(words_of(shown.html))


def test_a_setting_that_grows(one_page: OnePage) -> None:
    """YAML that is nine to the ninth times as long once it is read."""
    text = f"/// question | q\n    a: &a [x,x,x]\n{BOMB}    objective: *i\n\nWhich?\n\n{ANSWERS}///\n"
    assert (11, "Q018") in one_page.show(text).told


def test_hundreds_of_answers(one_page: OnePage) -> None:
    answers = "".join(f"- [{'x' if n == 5 else ' '}] Answer {n}\n\n    > why {n}\n\n" for n in range(400))
    shown = one_page.show(QUESTION.format(objective="one-1", stem="Which?", answers=answers))
    assert shown.told == []
    assert [option.text for option in shown.questions[0].options] == [f"Answer {n}" for n in range(400)]
    assert [option.source.line for option in shown.questions[0].options] == [6 + 4 * n for n in range(400)]


def test_there_are_enough() -> None:
    assert len({case.text for case in CASES if case.told}) >= 200


@pytest.mark.slow
def test_a_site_tells_the_same(build_course, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """All cases as pages of one site that MkDocs builds: the same findings as page by page."""
    pages = {f"docs/one/case-{number:03}.md": case for number, case in enumerate(CASES)}
    built = build_course(files={name: case.text for name, case in pages.items()}, bare=True)
    told: dict[str, list[tuple[int, str]]] = {name: [] for name in pages}
    for path, line, code in re.findall(r"^(\S+):(\d+): .*\[(\w+)\]$", built.findings, re.MULTILINE):
        if path in told:
            told[path].append((int(line), code))
    across = {"Q004", "O001", "L002"}  # what other pages have a part in
    details = [name for name, case in pages.items() if "???" in case.text]  # the minimal course has no details
    for name in set(pages) - set(details):
        expected = [one for one in sorted(pages[name].told) if one[1] not in across]
        assert [one for one in told[name] if one[1] not in across] == expected, pages[name].name
