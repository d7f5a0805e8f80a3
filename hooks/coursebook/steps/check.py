"""Every check of a course, once its pages are as they are published. A check is a function of the course; those of one
feature that need more than it knows are put together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..accreditation.site import check_resources, outside
from ..accreditation.wording import locked_names
from ..citations.coverage import check_coverage
from ..citations.rules import check_bibliography, max_age
from ..claims.ledger import check_ledger, check_marks
from ..course.outline import HOME
from ..links.built import Linked, prove
from ..links.moved import check_moves
from ..model import module_of
from ..numbers.rules import check_numbers
from ..questions.items.rules import check_items
from ..questions.quiz import check_quiz
from ..questions.rules import check_all
from ..read.source import Text, decode
from ..report.finding import Finding, resolve
from .compose import Published, anchors_of
from .course import Course
from .registry import ALWAYS, check, checks_for


def check_course(course: Course, pages: Mapping[str, Published]) -> list[Finding]:
    """What is wrong with a course, in order. `pages` are the pages as published, by path."""
    found = list(course.sources.findings)
    for page in course.pages.values():
        found += page.findings
    for find in checks_for(course.facts.profile):
        found += find(course)
    if course.facts.profile:
        found += check_resources(course, {path: page.resources for path, page in pages.items()})
    found += check_moves(course.sources.moves, anchors_of(pages))
    return resolve(found, [name for page in course.pages.values() for name in page.superfluous])


@check(ALWAYS)
def questions(course: Course) -> Iterator[Finding]:
    """Questions, each by itself and as items of a test; quizzes."""
    sources = course.sources
    yield from check_all(sources.texts.values(), course.all_questions, sources.outline.by_id)
    for path, quiz in sources.quizzes.items():
        yield from check_quiz(quiz, course.questions[path])
    lists = sources.settings.lists
    yield from check_items(course.all_questions, sources.texts, sources.glossary, round(course.minutes), lists)


@check(ALWAYS)
def tables(course: Course) -> Iterator[Finding]:
    """The tables of figures, of testers' times and of law."""
    for figure in course.figures.values():
        yield from figure.found
    yield from course.pilot[1]
    for _, wrong in course.tables.values():
        yield from wrong


@check(ALWAYS)
def bibliography(course: Course) -> Iterable[Finding]:
    """The references, and what cites them."""
    sources = course.sources
    oldest, found = max_age(sources.texts.get(HOME))
    cited = {citation.key for citation in [*course.all_cited, *course.unseen]}
    names = sources.settings.lists.names
    wrong = check_bibliography(sources.bibliography, sources.formatted, cited, sources.today, oldest, names)
    return [*found, *sources.not_formatted, *wrong]


@check(ALWAYS)
def evidence(course: Course) -> Iterator[Finding]:
    """The ledger, and what lessons say without a source, a claim or a number of one."""
    sources, keys = course.sources, course.sources.bibliography.by_key
    yield from check_ledger(sources.claims, course.uses, keys)
    documents = [reference.key for reference in sources.bibliography.references if reference.field("document")]
    for path, text in course.lessons.items():
        yield from check_marks(text, documents)
        if sources.texts[f"{module_of(path)}/index.md"].meta.get("clinical"):
            yield from check_coverage(text, keys, sources.settings.lists)
            yield from check_numbers(text, sources.numbers.values(), keys).found


def check_site(course: Course, site: Path, before: list[Finding]) -> list[Finding]:
    """All findings once the site is written: those from `before`, and what is wrong with its links and addresses."""
    sources, project = course.sources, course.sources.settings
    linked = Linked(sources.texts, sources.urls, sources.left_out, course.reading_order, sources.moves)
    found = [*before, *prove(linked, site, project)]
    if course.facts.profile:
        settings = Text(project.shown(project.config), decode(project.config.read_bytes(), "")[0])
        found += [*outside(settings, project.asks), *locked_names(course, [settings])]
    return resolve(found)
