"""Pages as they are published, and the files beside them: functions of a course."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..accreditation.certificates import by_profession
from ..accreditation.dates import banner
from ..citations.downloads import downloads
from ..citations.pages import fill_references
from ..links.site import read_page
from ..markdown.addresses import relative
from ..markdown.blocks import fill
from ..markdown.html import Resource, read_html
from ..markdown.templates import fill_template
from ..model import module_of
from ..progress.map import NAME, course_map, with_end
from ..questions.quiz import with_panel
from ..search.index import SearchPage, index_files
from ..search.text import sections_of
from .course import Course
from .generated import WRITERS
from .page_assets import assets_for, words_of_scripts
from .sources import DOWNLOADS

TITLE_END = re.compile(r"</h1>")
SEARCH_SCRIPTS = ("find.mjs", "search.mjs")
LESSON, OVERVIEW, OTHER, QUIZ = 1.0, 0.8, 0.4, 0.3
"""How much a page weighs: lessons come before information about the course."""
MAP_SCRIPTS = ("progress.mjs", "done.mjs", "marks.mjs")
"""Scripts that take their words from the map."""


@dataclass(frozen=True, slots=True)
class Published:
    """A page as it is published. `anchors` are its ids, without those that it only used to have; `resources` what its
    own text loads and shows.
    """

    html: str
    anchors: frozenset[str]
    resources: tuple[Resource, ...]


def publish(course: Course, path: str, html: str) -> Published:
    """A page with references and all else that the engine writes. `html` is `course.shown`, or what plugins of the host
    made of it.
    """
    sources, url = course.sources, course.sources.urls[path]
    resources = course.pages[path].resources if html == course.shown[path] else read_html(html).resources
    html = fill_references(
        html, sources.bibliography, course.marked, sources.address("bibliography", url), sources.words
    )
    if 'class="cb-generated"' in html:
        html = fill(html, lambda name, argument: WRITERS[name](course, path, argument))
    if quiz := sources.quizzes.get(path):
        asks = by_profession(course) if quiz.private else {}
        html = with_panel(
            html, quiz, course.questions[path], sources.outline.by_id, _reread(course, url), sources.words, asks
        )
    if course.is_lesson(path):
        html = with_end(html, url, sources.texts[path].body)
    html = _framed(course, path, html)
    anchors = frozenset(read_page(html.encode()).ids) if sources.moves.all else frozenset[str]()
    html = sources.moves.keep(path, html, anchors, course.titles, sources.words)
    return Published(html, anchors, resources)


def _reread(course: Course, page: str) -> dict[str, list[tuple[str, str]]]:
    """Where each objective is taught: address as seen from a page, and title."""
    urls = course.sources.urls
    return {
        objective: [(relative(f"{urls[section.page]}#{section.anchor}", page), section.title) for section in sections]
        for objective, sections in course.taught.items()
    }


def _framed(course: Course, path: str, html: str) -> str:
    """A page with a banner if it has expired, and with the end of a lesson if it is in a module."""
    sources = course.sources
    if not sources.facts.profile:
        return html
    if over := banner(course, path):
        html = TITLE_END.sub(lambda match: match[0] + over, html, count=1) if "</h1>" in html else over + html
    home = sources.homes.get("facts")
    if home and module_of(path) in sources.outline.modules:
        address = relative(f"{sources.urls[home]}#facts-all", sources.urls[path])
        said = sources.facts.texts.get("lesson_end", "")
        html += str(fill_template("lesson-end.html", facts=address, sentence=said, words=sources.words))
    return html


def site_files(course: Course, pages: Mapping[str, Published]) -> dict[str, str]:
    """What the site offers besides pages, and pages in place of those that moved: address to content. `pages` are the
    pages as published, by path.
    """
    sources = course.sources
    made = downloads(sources.bibliography, sources.formatted) if sources.bibliography.references else {}
    home = sources.homes.get("evaluation")
    evaluation = (sources.urls[home], course.titles[home]) if home else None
    words, outline = sources.words.only(words_of_scripts(MAP_SCRIPTS)), sources.outline
    made[NAME] = course_map(outline.id, outline.title, course.syllabus.modules, course.steps, evaluation, words)
    made |= {
        f"search/{name}": text
        for name, text in search_files(course, {path: page.html for path, page in pages.items()}).items()
    }
    redirects = sources.moves.redirects(course.titles, sources.words, anchors_of(pages))
    return {f"{DOWNLOADS}/{name}": text for name, text in made.items()} | redirects


def anchors_of(pages: Mapping[str, Published]) -> dict[str, frozenset[str]]:
    """The anchors of each page by path."""
    return {path: page.anchors for path, page in pages.items()}


def template_context(course: Course, html: str) -> dict[str, object]:
    """What the theme's templates need to know for a page."""
    return {**assets_for(html, course.sources.words), "coursebook_id": course.sources.outline.id}


def search_files(course: Course, pages: Mapping[str, str]) -> dict[str, str]:
    """The files of the index by name. `pages` are the pages as published, by path."""
    found = []
    for path in (path for path in course.sources.urls if path in pages):
        module, home = module_of(path), f"{module_of(path)}/index.md"
        title, url = course.named[path]
        part = course.titles.get(home, "") if module in course.sources.outline.modules and path != home else ""
        found.append(SearchPage(url, title, part, _weight(course, path), sections_of(pages[path])))
    return index_files(found, course.sources.words.only(words_of_scripts(SEARCH_SCRIPTS)))


def _weight(course: Course, path: str) -> float:
    """By what a page is, and by what its author says as for Material: `search: {exclude: true}`, `{boost: 2}`."""
    weight = OTHER
    if path in course.sources.quizzes:
        weight = QUIZ
    elif module_of(path) in course.sources.outline.modules:
        weight = OVERVIEW if path.endswith("/index.md") else LESSON
    given = course.sources.texts[path].meta.get("search")
    given = given if isinstance(given, dict) else {}
    boost = given.get("boost", 1)
    if given.get("exclude"):
        return 0.0
    return weight * boost if isinstance(boost, int | float) else weight
