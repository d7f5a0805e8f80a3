"""One build of one course, step by step: read, render, freeze, compose, check. The host and the commands call it in
this order; each step is a function of what came before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markdown import Extension

from ..links.released import addresses
from ..markdown.collect import Context, Words
from ..report.finding import Finding
from .check import check_course, check_site
from .compose import Published, publish, site_files
from .course import Course
from .registry import BLOCKS
from .render import PageDoc, render
from .sources import Files, Settings, Sources, read_sources


@dataclass
class Pipeline:
    """`extensions` and `configs` are the host's Markdown extensions. What a step has not made yet is missing."""

    settings: Settings
    extensions: Sequence[str | Extension] = ()
    configs: Mapping[str, Any] = field(default_factory=dict)
    reading_order: tuple[str, ...] = ()
    found: list[Finding] = field(default_factory=list)
    sources: Sources = field(init=False)
    pages: dict[str, PageDoc] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    published: dict[str, Published] = field(default_factory=dict)

    @cached_property
    def course(self) -> Course:
        """The course; from its first use on it is frozen."""
        pages = {path: self.pages[path] for path in self.sources.urls if path in self.pages}
        return Course(self.sources, pages, dict(self.titles), self.reading_order)

    def read(self, files: Files) -> Sources:
        """The author's files."""
        self.sources = read_sources(self.settings, files)
        return self.sources

    def render(self, path: str, title: str, given: str | None = None) -> PageDoc:
        """A page. `given` is its text as other plugins left it, if they did anything to it."""
        sources, url, text = self.sources, self.sources.urls[path], self.sources.texts[path]
        own = path == sources.homes.get("glossary")
        context = Context(
            url=url,
            language=sources.words,
            aliases=sources.bibliography.aliases,
            claims=sources.claims,
            objectives=sources.outline.by_id,
            urls=sources.targets,
            ledger=sources.address("ledger", url),
            words=Words(sources.glossary, sources.terms, sources.address("glossary", url), own),
            slots=tuple(BLOCKS),
            kinds={kind.name: kind.settings for kind in self.settings.kinds.values()},
            extensions=self.extensions,
            configs=self.configs,
            bib=sources.bib,
        )
        page = render(path, text if given is None else text.as_given(given), context)
        self.pages[path], self.titles[path] = page, title
        return page

    def compose(self, path: str, html: str) -> str:
        """A page as it is published, once all pages are rendered."""
        self.published[path] = publish(self.course, path, html)
        return self.published[path].html

    def check(self) -> list[Finding]:
        """What is wrong, once all pages are composed."""
        self.found = check_course(self.course, self.published)
        return self.found

    def write(self, site: Path) -> None:
        """The files beside the pages, into a site."""
        for name, text in site_files(self.course, self.published).items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, "utf-8", newline="")

    def check_output(self, site: Path) -> list[Finding]:
        """What else is wrong once the site is written; `found` has it, too."""
        before = {fault.key for fault in self.found}
        self.found = check_site(self.course, site, self.found)
        return [fault for fault in self.found if fault.key not in before]

    def addresses(self) -> list[str]:
        """Every address of the course, in order."""
        urls = self.sources.urls
        return list(addresses({urls[path]: page.html for path, page in self.published.items()}))
