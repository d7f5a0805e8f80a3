"""What a first visit sends, with the theme's own files as they are."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from statistics import median

import pytest
from conftest import Course

NAMED = re.compile(r'(?:<script[^>]* src|<link[^>]*rel="(?:stylesheet|icon)"[^>]* href)="([^"]+)"')


def weight(page: Path) -> tuple[int, int]:
    """Bytes as gzip sends them, and files: a page and all that it names. Nothing else is fetched before somebody
    searches, answers or has a record; test_browser counts the requests.
    """
    files = {page, *((page.parent / address).resolve() for address in NAMED.findall(page.read_text("utf-8")))}
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files), len(files)


@pytest.mark.parametrize(("path", "most"), [("index.html", 78_000), ("safety/chest/index.html", 85_000)])
def test_a_first_visit_is_light(course: Course, path: str, most: int) -> None:
    size, files = weight(course.site / path)
    assert files <= 10
    assert size <= most, f"{path}: {size} bytes in {files} files"


def test_lessons_are_light(course: Course) -> None:
    """The median lesson; the text of a page, its references and its drawings are its author's."""
    lessons = [step.url for step in course.build.course.steps if step.module and not step.quiz]
    sizes = [weight(course.site / url / "index.html") for url in lessons]
    assert max(files for _, files in sizes) <= 10
    assert median(size for size, _ in sizes) <= 85_000


def test_the_frame_does_not_grow_with_the_course(course: Course) -> None:
    """Beside the text a page carries the parts of the course and the pages of its own part, and no more."""
    html = (course.site / "safety/chest/index.html").read_text("utf-8")
    (nav,) = re.findall(r'<nav class="cb-nav".*?</nav>', html, re.DOTALL)
    links = re.findall(r'href="([^"#]+)"', nav)
    assert "../quiz/" in links
    assert [one for one in links if "/technique/" in one] == ["../../technique/"]
    assert len(nav) <= 6_000
