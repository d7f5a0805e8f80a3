"""The search of a course: which pages are found, and which come first."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import module_of
from ..search.index import SearchPage, index_files
from ..search.text import sections_of
from .course import Course
from .page_assets import said_by

SCRIPTS = ("find.mjs", "search.mjs")
LESSON, OVERVIEW, OTHER, QUIZ = 1.0, 0.8, 0.4, 0.3
"""How much a page weighs: what is taught comes before what is told of the course."""


def search_files(course: Course, pages: Mapping[str, str]) -> dict[str, str]:
    """The files of the index by name. `pages` are the pages as published, by path."""
    found = [_page(course, path, pages[path]) for path in course.sources.urls if path in pages]
    return index_files(found, course.sources.words.only(said_by(SCRIPTS)))


def _page(course: Course, path: str, html: str) -> SearchPage:
    module, home = module_of(path), f"{module_of(path)}/index.md"
    title, url = course.named[path]
    part = course.titles[home] if module in course.sources.outline.modules and home in course.titles else ""
    return SearchPage(url, title, part if path != home else "", _weight(course, path), sections_of(html))


def _weight(course: Course, path: str) -> float:
    """By what a page is, and by what its author says as for Material: `search: {exclude: true}`, `{boost: 2}`."""
    said = course.sources.texts[path].meta.get("search")
    said = said if isinstance(said, dict) else {}
    boost = said.get("boost", 1)
    if said.get("exclude") or not isinstance(boost, int | float):
        return 0.0 if said.get("exclude") else _kind(course, path)
    return boost * _kind(course, path)


def _kind(course: Course, path: str) -> float:
    if path in course.sources.quizzes:
        return QUIZ
    if module_of(path) in course.sources.outline.modules:
        return OVERVIEW if path.endswith("/index.md") else LESSON
    return OTHER
