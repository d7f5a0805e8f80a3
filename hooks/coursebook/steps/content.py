"""What a course says: its sources and its pages as rendered, what they ask, teach, show and cite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from textwrap import shorten

from markupsafe import Markup

from ..accreditation.facts import Facts, citations
from ..citations.bibliography import Formatted
from ..citations.pages import with_unreachable
from ..course.outline import HOME, with_objectives
from ..figures.block import Figure, draw_figure
from ..figures.kind import Facts as FigureFacts
from ..law.regulation import Regulation, read_regulation
from ..locale import Language
from ..markdown.addresses import relative
from ..model import Citation, ClaimUse, Question, Section, Source, module_of
from ..questions.private import without_keys
from ..read.source import Text
from ..report.finding import Finding
from .render import PageDoc
from .sources import Sources


@dataclass(frozen=True)
class Content:
    """`pages` are by path in docs, in the order of files; `titles` their titles; `reading_order` the addresses that the
    navigation has, in its order.
    """

    sources: Sources
    pages: Mapping[str, PageDoc]
    titles: Mapping[str, str]
    reading_order: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the front matter of docs/index.md states."""
        return self.sources.facts

    @property
    def words(self) -> Language:
        """The words of the interface."""
        return self.sources.words

    @property
    def today(self) -> date:
        """The day of the build."""
        return self.sources.today

    @property
    def home(self) -> Text:
        """The page whose front matter states the facts."""
        return self.sources.texts[HOME]

    def at(self, *keys: str) -> Source:
        """The line of an entry of the front matter of docs/index.md."""
        return self.home.entry(*keys)

    @property
    def edition(self) -> str:
        """What a learner quotes to say which course this was; empty where it is not stated."""
        return self.facts.texts.get("edition", "")

    @property
    def lessons(self) -> dict[str, Text]:
        """Pages of modules, in the order of the site."""
        modules = self.sources.outline.modules
        return {path: text for path, text in self.sources.texts.items() if module_of(path) in modules}

    @cached_property
    def named(self) -> dict[str, tuple[str, str]]:
        """Title and address of each page by path."""
        return {path: (title, self.sources.urls[path]) for path, title in self.titles.items()}

    @cached_property
    def questions(self) -> dict[str, tuple[Question, ...]]:
        """The questions of each page, in the order of files."""
        return {path: self.pages[path].questions if path in self.pages else () for path in self.sources.urls}

    @cached_property
    def all_questions(self) -> list[Question]:
        """Every question, in the order of files."""
        return [question for each in self.questions.values() for question in each]

    @cached_property
    def uses(self) -> list[ClaimUse]:
        """Every place where a claim is marked, in the order of files."""
        return [use for page in self.pages.values() for use in page.claim_uses]

    @cached_property
    def taught(self) -> dict[str, list[Section]]:
        """The sections that teach each objective."""
        found: dict[str, list[Section]] = defaultdict(list)
        for page in self.pages.values():
            for section in page.sections:
                found[section.objective].append(section)
        return dict(found)

    # What a page shows

    def is_private(self, path: str) -> bool:
        """Whether a page is a quiz that is built without its key."""
        quiz = self.sources.quizzes.get(path)
        return bool(quiz and quiz.private)

    @cached_property
    def shown(self) -> dict[str, str]:
        """The HTML of each page before anything is filled in: without keys where it is private, with objectives."""
        return {path: shown_html(self.sources, page) for path, page in self.pages.items()}

    @property
    def asked(self) -> dict[str, PageDoc]:
        """The pages whose questions may be handed out."""
        return {path: page for path, page in self.pages.items() if page.questions and not self.is_private(path)}

    @cached_property
    def unseen(self) -> list[Citation]:
        """What the keys of private quizzes cite: their marks are not on the page."""
        private, html = [page for path, page in self.pages.items() if self.is_private(path)], self.shown
        return [cite for page in private for cite in page.citations if f'id="{cite.anchor}"' not in html[page.path]]

    @cached_property
    def cited(self) -> list[Citation]:
        """What pages cite where a reader sees it, in the order of files."""
        unseen, found = set(self.unseen), list[Citation]()
        for path, page in self.pages.items():
            found += [citation for citation in page.citations if citation not in unseen]
            for use in page.figures:
                found += self.figures[path, use.name].citations
        return found

    @cached_property
    def all_cited(self) -> list[Citation]:
        """Every citation of every page, then those of the ledger, the facts and the rules."""
        found = list(self.cited)
        if home := self.sources.homes.get("ledger"):
            for claim in self.sources.claims.values():
                found += [Citation(key, claim.source, home, claim.id, claim.id) for key in claim.references]
        known = self.sources.bibliography.by_key
        found += [citation for citation in self.fact_citations if citation.key in known]
        if home := self.sources.homes.get("rules"):
            for rule in self.sources.rules:
                cited = [key for key in rule.references if key in known]
                found += [Citation(key, rule.source, home, rule.id, rule.id) for key in cited]
        return found

    @cached_property
    def fact_citations(self) -> list[Citation]:
        """What the facts cite, as citations of the page that shows them; unknown keys too."""
        home = self.sources.homes.get("facts")
        return list(citations(self.facts, home, self.at, self.words)) if home else []

    # References and data

    @cached_property
    def marked(self) -> Formatted:
        """Every reference as readers see it: one whose source could not be reached says since when."""
        sources = self.sources
        every = (*sources.bibliography.references, *sources.rule_references.references)
        since = {r.key: sources.unreachable(r.field("url")) for r in every}
        return with_unreachable(sources.formatted, {key: day for key, day in since.items() if day}, sources.words)

    def has_reference(self, key: str) -> bool:
        """Whether the bibliography has a reference, or the rules of bodies."""
        return key in self.sources.bibliography.by_key or key in self.sources.rule_references.by_key

    def entry(self, key: str, longest: int = 0) -> tuple[str, str]:
        """The short name of a reference, and the address of its entry; empty where no page shows it. If `longest` is
        given, a title that serves as a name has at most so many characters.
        """
        sources = self.sources
        shown = {"bibliography": sources.bibliography.aliases, "rules": sources.rule_references.aliases}
        block = next((name for name, aliases in shown.items() if key in aliases), None)
        if block is None:
            return key, ""
        label, title = sources.formatted.label(key), sources.formatted.title(key)
        if label == key and title:
            label = shorten(title, longest, placeholder="\u2026") if longest else title
        home = sources.homes.get(block)
        return label, f"{sources.urls[home]}#ref-{shown[block][key]}" if home else ""

    def link(self, key: str, page: str, longest: int = 0) -> tuple[str, str]:
        """`entry`, with the address as seen from a page."""
        label, address = self.entry(key, longest)
        return label, relative(address, page) if address else ""

    @property
    def rule_sources(self) -> list[tuple[str, Markup]]:
        """The references that the rules of bodies rest on and the bibliography has not: id and HTML, by author."""
        html, aliases = self.marked.html, self.sources.rule_references.aliases
        shown = [(f"ref-{alias}", Markup(html.get(key, ""))) for key, alias in aliases.items()]
        return sorted(shown, key=lambda one: one[1].striptags().casefold())

    @cached_property
    def figures(self) -> dict[tuple[str, str], Figure]:
        """Every figure, drawn, by its page and its id there."""
        sources = self.sources
        facts = FigureFacts(sources.numbers, sources.bibliography.by_key, sources.settings.cache, sources.words)
        return {
            (path, use.name): draw_figure(path, use, *sources.beside(path, use.file), facts, sources.settings.kinds)
            for path, page in self.pages.items()
            for use in page.figures
        }

    @cached_property
    def tables(self) -> dict[tuple[str, str], tuple[Regulation, list[Finding]]]:
        """The tables of law by page and file, each with what is wrong with it."""
        return {
            (path, block.argument): read_regulation(*self.sources.beside(path, block.argument))
            for path, text in self.sources.texts.items()
            for block in text.blocks
            if block.name == "regulation"
        }


def shown_html(sources: Sources, page: PageDoc) -> str:
    """The HTML of a page before anything is filled in: without keys where it is private, with objectives."""
    quiz = sources.quizzes.get(page.path)
    html = without_keys(page.html, page.questions) if quiz and quiz.private else page.html
    if page.path.endswith("/index.md") and (objectives := sources.outline.objectives.get(module_of(page.path))):
        html = with_objectives(html, objectives, sources.words)
    return html
