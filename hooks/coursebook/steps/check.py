"""Every check of a course, once its pages are as they are published. A check is a function of the course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..accreditation.prose import locked_names
from ..accreditation.review import check
from ..accreditation.site import outside
from ..citations.coverage import check_coverage
from ..citations.rules import check_bibliography, max_age
from ..claims.rules import check_ledger, check_marks
from ..course.read import HOME
from ..links.built import Linked, prove
from ..links.moved import check_moves
from ..model import module_of
from ..numbers.rules import check_numbers
from ..questions.items.rules import check_items
from ..questions.quiz import check_quiz
from ..questions.rules import check_all
from ..read.project import Project
from ..read.source import Text, decode
from ..report.finding import Finding
from ..report.resolve import resolve
from .compose import Published, anchors_of
from .course import Course


def check_course(course: Course, pages: Mapping[str, Published]) -> list[Finding]:
    """What is wrong with a course, in order. `pages` are the pages as published, by path."""
    sources = course.sources
    found = [*sources.findings, *(one for page in course.pages.values() for one in page.findings)]
    found += check_all(sources.texts.values(), course.all_questions, sources.outline.by_id)
    for path, quiz in sources.quizzes.items():
        found += check_quiz(quiz, course.questions[path])
    lists = sources.settings.lists
    found += check_items(course.all_questions, sources.texts, sources.glossary, round(course.minutes), lists)
    found += [*_evidence(course), *course.pilot_findings]
    for figure in course.figures.values():
        found += figure.found
    for _, wrong in course.tables.values():
        found += wrong
    if HOME in sources.texts:
        for each in check(replace(course.material, html={path: page.html for path, page in pages.items()})):
            found += each
    found += check_moves(sources.moves, anchors_of(pages))
    return resolve(found, [one for page in course.pages.values() for one in page.superfluous])


def _evidence(course: Course) -> list[Finding]:
    """What is wrong between pages, bibliography and ledger."""
    sources = course.sources
    lists = sources.settings.lists
    oldest, found = max_age(sources.texts.get(HOME))
    cited = {citation.key for citation in [*course.all_cited, *course.unseen]}
    found += sources.not_formatted
    found += check_bibliography(sources.bibliography, sources.formatted, cited, sources.today, oldest, lists.names)
    found += check_ledger(sources.claims, course.uses, sources.bibliography.by_key)
    documents = [r.key for r in sources.bibliography.references if r.field("document")]
    for path, text in sources.texts.items():
        module = module_of(path)
        if module in sources.outline.modules:
            found += check_marks(text, documents)
            if sources.texts[f"{module}/index.md"].meta.get("clinical"):
                found += check_coverage(text, sources.bibliography.by_key, lists)
                found += check_numbers(text, sources.numbers.values(), sources.bibliography.by_key).found
    return found


def check_site(course: Course, site: Path, project: Project, before: list[Finding]) -> list[Finding]:
    """All findings once the site is written: those from `before`, and what is wrong with its links and addresses."""
    sources = course.sources
    linked = Linked(sources.texts, sources.urls, sources.left_out, course.reading_order, sources.moves)
    found = [*before, *prove(linked, site, project)]
    facts = sources.facts
    if facts.profile:
        settings = Text(project.shown(project.config), decode(project.config.read_bytes(), "")[0])
        found += [
            *outside(settings, project.asks),
            *locked_names([settings], facts, sources.today, sources.bodies.values()),
        ]
    return resolve(found)
