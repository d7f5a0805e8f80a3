"""The blocks that the engine writes, once every page has been read: which there are, and where each comes from."""

from __future__ import annotations

from collections import defaultdict
from textwrap import shorten

from ..accreditation.review import NAMES as REVIEWED
from ..accreditation.review import write as write_reviewed
from ..citations.pages import Use, bibliography_page
from ..claims.ledger import counts, ledger_page
from ..course.glossary import glossary_page
from ..course.pages import cards
from ..figures.block import NAME as FIGURE
from ..figures.verdicts import verdicts_figure
from ..law.regulation import regulation_page
from ..markdown.addresses import relative
from ..model import Page, module_of
from ..progress.marks import resume_button
from ..questions.handout import handout_page
from ..questions.review import record_panel, review_page
from .course import Course


def write(course: Course, path: str, name: str, argument: str) -> str:
    """The HTML of a block of the page `path`, by the block's name and argument."""
    sources, url = course.sources, course.sources.urls[path]
    if name == "modules":
        return cards(course.syllabus, url, course.plan, sources.words)
    if name == "resume":
        return resume_button(course.steps, url, sources.words)
    if name in REVIEWED:
        return write_reviewed(course.material, name, argument, path)
    if name == "bibliography":
        modules = {module.name: module.title for module in course.syllabus.modules}
        files = {name.rpartition("/")[2]: relative(name, url) for name in sources.download_names}
        use = Use(course.all_cited, course.named, modules, sources.checked)
        return bibliography_page(sources.bibliography, course.marked, use, url, files, sources.words)
    if name == "ledger":
        home = sources.homes.get("bibliography")
        entries = {
            key: (sources.formatted.label(key), f"{sources.urls[home]}#ref-{alias}")
            for key, alias in sources.bibliography.aliases.items()
            if home
        }
        return ledger_page(
            sources.claims.values(), course.uses, course.named, sources.documents, entries, url, sources.words
        )
    if name == "handout":
        return handout_page(_groups(course), course.asked, url, sources.words)
    if name == "review":
        open_ = [path for path in sources.urls if not (path in sources.quizzes and sources.quizzes[path].private)]
        questions = [(path, question) for path in open_ for question in course.questions[path]]
        return review_page(course.syllabus, questions, course.named, url, sources.words)
    if name == "record":
        return record_panel(sources.words)
    if name == "glossary":
        return glossary_page(sources.glossary)
    if name == "verdicts":
        claims = counts(sources.claims.values(), sources.documents, sources.verdicts)
        colors = {one.text: one.color or f"var(--cb-verdict-{key})" for key, one in sources.verdicts.items()}
        return verdicts_figure(claims, colors, sources.settings.cache, sources.words)
    if name.startswith(FIGURE):
        figure = course.figures[path, argument]
        show = figure.table if name == f"{FIGURE}-table" else figure.drawing
        return show(lambda key: _entry(course, key, url), sources.words)
    return regulation_page(course.tables[path, argument][0], sources.unreachable, sources.words)


def _entry(course: Course, key: str, page: str) -> tuple[str, str]:
    """A reference's label, and the address of its entry as seen from a page."""
    sources = course.sources
    home = sources.address("bibliography", page)
    label, title = sources.formatted.label(key), str(sources.formatted.csl.get(key, {}).get("title", ""))
    if label == key and title:
        label = shorten(title, 48, placeholder="\u2026")
    alias = sources.bibliography.aliases.get(key)  # none where the entry was taken away, which is told
    return label, f"{home}#ref-{alias}" if home and alias else ""


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
