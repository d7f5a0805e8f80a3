"""The search of a course, for one build: which pages are found, and which come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dressing import said_by
from .model import module_of
from .search.index import SearchPage, index_files
from .search.text import Section, sections_of

if TYPE_CHECKING:
    from .build import Build

SCRIPTS = ("find.mjs", "search.mjs")
LESSON, OVERVIEW, OTHER, QUIZ = 1.0, 0.8, 0.4, 0.3
"""How much a page weighs: what is taught comes before what is told of the course."""


class Searching:
    """Is given each page once it is filled."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.sections: dict[str, tuple[Section, ...]] = {}

    def keep(self, path: str, html: str) -> str:
        """Notes what is found on a page, and gives its HTML back."""
        self.sections[path] = sections_of(html)
        return html

    def files(self) -> dict[str, str]:
        """The files of the index by name."""
        pages = [self._page(path) for path in self.build.urls if path in self.sections]
        return index_files(pages, self.build.words.only(said_by(SCRIPTS)))

    def _page(self, path: str) -> SearchPage:
        build, module = self.build, module_of(path)
        title, url = build.titles[path]
        home = f"{module}/index.md"
        part = build.titles[home][0] if module in build.outline.modules and home in build.titles else ""
        return SearchPage(url, title, part if path != home else "", self._weight(path), self.sections[path])

    def _weight(self, path: str) -> float:
        """By what a page is, and by what its author says as for Material: `search: {exclude: true}`, `{boost: 2}`."""
        told = self.build.texts[path].meta.get("search")
        told = told if isinstance(told, dict) else {}
        boost = told.get("boost", 1)
        if told.get("exclude") or not isinstance(boost, int | float):
            return 0.0 if told.get("exclude") else self._kind(path)
        return boost * self._kind(path)

    def _kind(self, path: str) -> float:
        if path in self.build.quizzes:
            return QUIZ
        if module_of(path) in self.build.outline.modules:
            return OVERVIEW if path.endswith("/index.md") else LESSON
        return OTHER
