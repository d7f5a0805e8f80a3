"""The blocks that are made of what several features know; those of one feature over a whole course register there."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from ..citations.pages import Use, bibliography_page
from ..claims.ledger import counts, ledger_page
from ..course.glossary import glossary_page
from ..course.outline import cards
from ..figures.block import NAME as FIGURE
from ..figures.block import Cite
from ..figures.draw import draw_chart
from ..law.regulation import regulation_page
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Page, module_of
from ..progress.map import resume_button
from ..questions.view import handout_page, review_page
from .course import Course
from .registry import BLOCKS, block, load
from .sources import download_names

load("coursebook.accreditation")


@block("modules")
def modules(course: Course, path: str, argument: str) -> str:
    """A card a module."""
    return cards(course.syllabus, course.sources.urls[path], course.plan, course.words)


@block("resume")
def resume(course: Course, path: str, argument: str) -> str:
    """The button that begins the course."""
    return resume_button(course.steps, course.sources.urls[path], course.words)


@block("bibliography")
def bibliography(course: Course, path: str, argument: str) -> str:
    """All references."""
    sources, url = course.sources, course.sources.urls[path]
    modules = {module.name: module.title for module in course.syllabus.modules}
    files = {name.rpartition("/")[2]: relative(name, url) for name in download_names(sources.bibliography)}
    use = Use(course.all_cited, course.named, modules, sources.checked)
    return bibliography_page(sources.bibliography, course.marked, use, url, files, sources.words)


@block("ledger")
def ledger(course: Course, path: str, argument: str) -> str:
    """All claims."""
    sources = course.sources
    url = sources.urls[path]
    references = {key: (sources.formatted.label(key), course.link(key, url)[1]) for key in sources.bibliography.by_key}
    return ledger_page(
        sources.claims.values(), course.uses, course.named, sources.documents, references, url, course.words
    )


@block("handout")
def handout(course: Course, path: str, argument: str) -> str:
    """The questions to print."""
    return handout_page(_groups(course), course.asked, course.sources.urls[path], course.words)


@block("review")
def review(course: Course, path: str, argument: str) -> str:
    """Questions that are due again."""
    public = {at: each for at, each in course.questions.items() if not course.is_private(at)}
    questions = [(at, question) for at, each in public.items() for question in each]
    return review_page(course.syllabus, questions, course.named, course.sources.urls[path], course.words)


@block("record")
def record(course: Course, path: str, argument: str) -> str:
    """What the browser keeps of a learner."""
    return fill_template("record.html", words=course.words)


@block("glossary")
def glossary(course: Course, path: str, argument: str) -> str:
    """The abbreviations."""
    return glossary_page(course.sources.glossary)


@block("verdicts")
def verdicts(course: Course, path: str, argument: str) -> str:
    """How the claims of each document fared: a bar a document, parts by verdict, the numbers as a table below."""
    sources = course.sources
    found = counts(sources.claims.values(), sources.documents, sources.verdicts)
    colors = {one.text: one.color or f"var(--cb-verdict-{key})" for key, one in sources.verdicts.items()}
    names = list(colors)
    rows = [
        {"document": document, "verdict": verdict, "claims": number, "order": names.index(verdict)}
        for document, of in found.items()
        for verdict, number in of.items()
    ]
    drawn = draw_chart(
        "verdicts", sources.settings.cache, rows=rows, documents=list(found), verdicts=names,
        colors=list(colors.values()),
    )  # fmt: skip
    return fill_template(
        "verdicts.html", svg=drawn, counts=found, verdicts=names, total=len(sources.claims), words=course.words
    )


@block("regulation")
def regulation(course: Course, path: str, argument: str) -> str:
    """A table of law."""
    return regulation_page(course.tables[path, argument][0], course.sources.unreachable, course.words)


def figure_drawing(course: Course, path: str, name: str) -> str:
    """A figure of a page, by its id there."""
    return course.figures[path, name].drawing(_cite(course, path), course.words)


def figure_table(course: Course, path: str, name: str) -> str:
    """What a figure shows, as a table."""
    return course.figures[path, name].table(_cite(course, path), course.words)


def _cite(course: Course, path: str) -> Cite:
    return partial(course.link, page=course.sources.urls[path], longest=48)


WRITERS = {**BLOCKS, FIGURE: figure_drawing, f"{FIGURE}-table": figure_table}
"""What writes each place that a page has for the engine, by its name."""


def _groups(course: Course) -> list[tuple[str, tuple[Page, ...]]]:
    """The modules with their pages, then every other folder with its own, under the title of its index page."""
    groups = [(module.title, module.pages) for module in course.syllabus.modules]
    others: dict[str, list[Page]] = defaultdict(list)
    for path in course.asked:
        if module_of(path) not in course.sources.outline.modules:
            others[module_of(path)].append(course.page(path))
    for folder, pages in others.items():
        title, _ = course.named.get(f"{folder}/index.md", (pages[0].title, ""))
        groups.append((title, tuple(pages)))
    return groups
