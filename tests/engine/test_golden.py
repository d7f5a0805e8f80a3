"""Golden files: what an author writes, what the page shows, what the engine says. Read them; add to them.

A file under tests/golden/ begins with a sentence that says what it shows. Then parts, each after a line
`==== name`: files that are laid over tests/courses/minimal (or over the course that `course` names), `findings` (as
`make check` prints them), and `html PAGE` (the content of a page). `pytest --update` writes the last two anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import TESTS, Built, sections
from without_host import SmallCourse

FILES = ("docs/", "bib/", "mkdocs.yml", "addresses.csv", "figures/")
CASES = sorted(path for path in (TESTS / "golden").rglob("*.txt") if path.parent.name != "importing")
"""All but those of test_importing.py."""


CONTENT_HASH = re.compile(r"\b[0-9a-f]{64}\b")
"""Changes with every file of the course: tests/course/test_certificate.py holds it to the system's own tools."""


def tidy(html: str) -> str:
    """One tag a line where it helps reading; the same for all."""
    html = re.sub(r"\n\s*\n+", "\n", CONTENT_HASH.sub("(content hash)", html))
    return (
        re.sub(r"(?<=>)(?=<(?:li|div|p|ul|ol|form|fieldset|details|summary|label|input)\b)", "\n", html).strip() + "\n"
    )


OF_THE_HOST = ("mkdocs.yml", "addresses.csv", "figures/")
"""What the host reads, or the engine once it has a configuration: a case with such a file is built by the host."""


def files_of(parts: dict[str, str]) -> dict[str, str]:
    """The files that a case lays over its course."""
    return {name: text for name, text in parts.items() if name.startswith(FILES)}


def by_the_host(parts: dict[str, str], build_course: Callable[..., Built]) -> Built:
    """A case as `mkdocs build` builds it."""
    return build_course(TESTS / "courses" / parts.get("course", "minimal").strip(), files_of(parts), bare=True)


def got_of(parts: dict[str, str], built: Built) -> dict[str, str]:
    """The parts of a case as they should be."""
    assert built.warnings == []
    pages = {name: tidy(built.html(name.removeprefix("html "))) for name in parts if name.startswith("html ")}
    return {**parts, "findings": built.findings + "\n" if built.findings else "", **pages}


@pytest.fixture(scope="module")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], SmallCourse]:
    """A function that gives a course by its name, the same one each time."""
    return cache(lambda name: SmallCourse(name, tmp_path_factory.mktemp("golden") / name))


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden(
    case: Path, small_course: Callable[[str], SmallCourse], build_course: Callable[..., Built], update: bool
) -> None:
    parts = sections(case.read_text("utf-8"))
    assert parts["purpose"].strip(), "say first what the case shows"
    if any(name.startswith(OF_THE_HOST) for name in parts):
        built = by_the_host(parts, build_course)
    else:
        built = small_course(parts.get("course", "minimal").strip()).build(files_of(parts))
    got = got_of(parts, built)
    if update:
        text = got.pop("purpose") + "".join(f"==== {name}\n{part}" for name, part in got.items())
        case.write_text(text, "utf-8")
    else:
        assert got == parts


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_host_builds_the_same(case: Path, build_course: Callable[..., Built]) -> None:
    """The steps alone are a whole build but for the theme, and no other plugin changes what an author wrote."""
    parts = sections(case.read_text("utf-8"))
    assert got_of(parts, by_the_host(parts, build_course)) == parts
