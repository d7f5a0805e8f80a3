"""What bodies ask of the course, for one build: gathers what `accreditation` looks at, once all pages are read."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from .accreditation.certificates import certificate_of
from .accreditation.claims import pilot_file
from .accreditation.credit import Effort, read_pilot
from .accreditation.dates import banners
from .accreditation.facts import Facts
from .accreditation.material import HOME, Material
from .accreditation.reading import read_facts
from .accreditation.review import NAMES as REVIEWED
from .accreditation.review import check, cited, effort_of, write
from .certificate import Certificate
from .html import relative, render
from .model import Citation, module_of
from .questions.items.rules import IN_PART, NOT_CHECKED
from .report.finding import Finding

if TYPE_CHECKING:
    from .build import Build

__all__ = ["CLASSES", "REVIEWED", "Reviewing"]
CLASSES = ("cb-facts", "cb-banner", "cb-notice", "cb-blueprint", "cb-worksheet", "cb-rule-table", "cb-evaluation")
"""Elements of this room, which have a style sheet of their own."""
TITLE_END = re.compile(r"</h1>")


class Reviewing:
    """Is made once every page has been read; everything but `facts` waits until every page has been closed."""

    def __init__(self, build: Build) -> None:
        self.build = build
        home = build.texts.get(HOME)
        self.facts, self.found = read_facts(home) if home else (Facts(), [])
        self.html: dict[str, str] = {}

    @cached_property
    def material(self) -> Material:
        """All that the rules look at."""
        build = self.build
        course = build.course()
        shown = f"{build.shown_docs}/{pilot_file(build.homes)}"
        pilot, found = read_pilot(shown, build.docs / pilot_file(build.homes))
        self.found += found
        return Material(
            id=build.outline.id,
            texts=build.texts,
            urls=build.urls,
            titles=build.titles,
            html=self.html,
            closed=build.whole,
            course=course,
            facts=self.facts,
            effort=effort_of(course, build.texts, self.facts, pilot),
            questions=build.questions,
            taught=build.taught,
            cited=[citation for path in build.urls for citation in build.cited[path]],
            uses=[use for path in build.urls for use in build.uses[path]],
            homes=build.homes,
            static=build.static,
            docs=build.docs,
            shown_docs=build.shown_docs,
            bib=build.bib,
            shown_bib=build.shown_bib,
            references=build.bibliography.by_key,
            entry=self._entry,
            today=build.today,
            words=build.words,
            content_hash=build.content_hash,
            lists=build.options.lists,
            reasons={**NOT_CHECKED, **IN_PART},
        )

    @property
    def certificate(self) -> Certificate:
        """What every certificate of the course bears."""
        return certificate_of(self.material)

    @property
    def physicians(self) -> bool:
        """Whether what a certificate says depends on the profession."""
        return any(award.physicians for award in self.certificate.awards)

    @property
    def effort(self) -> Effort:
        """What the course asks of a learner."""
        return self.material.effort

    @property
    def minutes(self) -> float:
        """The planning figure for the whole course."""
        return self.effort.minutes()

    @cached_property
    def _banners(self) -> dict[str, str]:
        return banners(self.material) if self.facts.profile else {}

    def frame(self, path: str, html: str) -> str:
        """A filled page with what stands above it when its date is over, and below it when it is a lesson."""
        if not self.facts.profile:
            return html
        if banner := self._banners.get(path):
            html = TITLE_END.sub(lambda match: match[0] + banner, html, count=1) if "</h1>" in html else banner + html
        home = self.build.homes.get("facts")
        if home and module_of(path) in self.build.outline.modules:
            page = self.build.urls[path]
            address = relative(f"{self.build.urls[home]}#facts-all", page)
            said = self.facts.texts.get("lesson_end", "")
            html += str(render("lesson-end.html", facts=address, sentence=said, words=self.build.words))
        self.html[path] = html
        return html

    def cited(self) -> list[Citation]:
        """References behind the facts and the rules."""
        return cited(self.material)

    def write(self, name: str, argument: str, path: str) -> Markup:
        """The HTML of a block of this room."""
        return write(self.material, name, argument, path)

    def check(self) -> list[Finding]:
        """Findings, notes among them, once every page has been filled."""
        found, notes = check(self.material) if HOME in self.build.texts else ([], [])
        return [*self.found, *found, *notes]

    def _entry(self, key: str) -> tuple[str, str]:
        """The short name of a reference, and the address of its entry."""
        build = self.build
        home, alias = build.homes.get("bibliography"), build.bibliography.aliases.get(key)
        if alias is None:
            return key, ""
        label = build.formatted.label(key)
        label = (build.formatted.title(key) or key) if label == key else label
        return label, f"{build.urls[home]}#ref-{alias}" if home else ""
