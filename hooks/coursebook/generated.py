"""The blocks that the engine writes, once every page has been read: which there are, and where each comes from."""

from __future__ import annotations

from collections import defaultdict
from textwrap import shorten
from typing import TYPE_CHECKING

from .citations.pages import bibliography_page
from .claims.ledger import BADGES, counts, ledger_page
from .course.glossary import glossary_page
from .course.pages import cards
from .figures.block import NAME as FIGURE
from .figures.verdicts import verdicts_figure
from .html import relative
from .law.regulation import read_regulation, regulation_page
from .model import Page, module_of
from .questions.handout import handout_page
from .questions.review import record_panel, review_page
from .reviewing import REVIEWED

if TYPE_CHECKING:
    from .build import Build

GENERATED = (
    "modules",
    "resume",
    "bibliography",
    "ledger",
    "verdicts",
    "regulation",
    "glossary",
    "handout",
    "review",
    "record",
    *REVIEWED,
)
"""Blocks the engine writes."""


def write(build: Build, path: str, name: str, argument: str) -> str:
    """The HTML of a block of the page `path`, by the block's name and argument."""
    url = build.urls[path]
    if name == "modules":
        return cards(build.course(), url, build.reviewing.minutes, build.words)
    if name == "resume":
        return build.learning.resume(path)
    if name in REVIEWED:
        return build.reviewing.write(name, argument, path)
    if name == "bibliography":
        modules = {module.name: module.title for module in build.course().modules}
        files = {name.rpartition("/")[2]: relative(name, url) for name in build.download_names()}
        return bibliography_page(
            build.bibliography, build.marked, build.all_cited(), build.titles, modules, url, files, build.checked,
            build.words,
        )  # fmt: skip
    if name == "ledger":
        uses = [use for each in build.urls for use in build.uses[each]]
        home = build.homes.get("bibliography")
        entries = {
            key: (build.formatted.label(key), f"{build.urls[home]}#ref-{alias}")
            for key, alias in build.bibliography.aliases.items()
            if home
        }
        return ledger_page(build.claims.values(), uses, build.titles, _documents(build), entries, url, build.words)
    if name == "handout":
        return handout_page(_groups(build), build.asked, url, build.words)
    if name == "review":
        open_ = [path for path in build.urls if not (path in build.quizzes and build.quizzes[path].private)]
        questions = [(path, question) for path in open_ for question in build.questions[path]]
        return review_page(build.course(), questions, build.titles, url, build.words)
    if name == "record":
        return record_panel(build.words)
    if name == "glossary":
        return glossary_page(build.glossary)
    if name == "verdicts":
        return verdicts_figure(counts(build.claims.values(), _documents(build)), BADGES, build.cache, build.words)
    if name.startswith(FIGURE):
        show = build.figures.table if name == f"{FIGURE}-table" else build.figures.drawing
        return show(path, argument, lambda key: _entry(build, key, url))
    regulation, found = read_regulation(*build.beside(path, argument))
    build.found += found
    return regulation_page(regulation, build.unreachable, build.words)


def _entry(build: Build, key: str, page: str) -> tuple[str, str]:
    """A reference's label, and the address of its entry as seen from a page."""
    home = build.address("bibliography", page)
    label, title = build.formatted.label(key), str(build.formatted.csl.get(key, {}).get("title", ""))
    if label == key and title:
        label = shorten(title, 48, placeholder="\u2026")
    alias = build.bibliography.aliases.get(key)  # none where the entry was taken away, which is told
    return label, f"{home}#ref-{alias}" if home and alias else ""


def _groups(build: Build) -> list[tuple[str, tuple[Page, ...]]]:
    """The modules with their pages, then every other folder with its own, under the title of its index page."""
    groups = [(module.title, module.pages) for module in build.course().modules]
    others: dict[str, list[Page]] = defaultdict(list)
    for path in build.asked:
        if module_of(path) not in build.outline.modules:
            others[module_of(path)].append(build.page_of(path))
    for folder, pages in others.items():
        title, _ = build.titles.get(f"{folder}/index.md", (pages[0].title, ""))
        groups.append((title, tuple(pages)))
    return groups


def _documents(build: Build) -> dict[str, str]:
    """The names of the source documents, from the front matter of the ledger's page."""
    home = build.homes.get("ledger")
    named = build.texts[home].meta.get("documents") if home else None
    return {str(key): str(name) for key, name in (named or {}).items()}
