"""One build of one course, from the author's files to findings: what has been read, and what is written where.

Knows no host. The host calls, in this order: `read`, then for each page `open_page`, `restore` and `close_page`,
then `finish` and `fill`. A build is used once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from markdown import Extension

from .accreditation.prose import locked_names
from .accreditation.site import outside
from .blocks import fill
from .citations.bibliography import Formatted, read_bibliography
from .citations.coverage import check_coverage
from .citations.downloads import NAMES, downloads
from .citations.format import format_references
from .citations.pages import fill_references, with_unreachable
from .citations.rules import check_bibliography, max_age
from .claims.ledger import read_ledger
from .claims.rules import check_ledger, check_marks
from .collect import Words
from .contents import content_hash
from .course.glossary import read_glossary, read_terms
from .course.pages import with_objectives
from .course.read import HOME, NO_COURSE, read_outline
from .dressing import dressed
from .figures.pages import Figures
from .figures.picture import Facts
from .generated import GENERATED
from .generated import write as write_block
from .html import read_html, relative
from .law.regulation import STATUSES
from .learning import NAME as MAP
from .learning import Learning
from .links.authors import Project
from .links.built import Links
from .links.moved import check_moves
from .locale import Language
from .marking.key import Key
from .marking.make_key import key_of
from .model import Citation, ClaimUse, Course, Module, Page, Question, Section, Source, module_of
from .numbers.read import read_numbers
from .numbers.rules import check_numbers
from .options import DEFAULT, Options
from .questions.items.rules import check_items
from .questions.private import without_keys
from .questions.quiz import Quiz, check_quiz, read_quizzes, with_panel
from .questions.rules import check_all
from .render import Context, PageDoc, render
from .report.finding import Finding, finding
from .report.resolve import Superfluous, resolve
from .reviewing import Reviewing
from .searching import Searching
from .source import Text, decode, read
from .verify.links import Unreachable
from .verify.record import Damaged, Entry, Results, checked_on
from .verify.run import LINKS, REFERENCES

HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
DOWNLOADS = "assets/coursebook"
"""Where on the site the bibliography can be taken away."""


class Build:
    """Holds what one build learns. `bib` and `docs` are folders, `shown` names a path as findings do; what is out of
    date is so on `today`; the interface speaks `language`; `options` are the course's own settings.
    """

    def __init__(
        self,
        docs: Path,
        bib: Path,
        shown: Callable[[Path], str],
        cache: Path,
        today: date,
        language: str = "en",
        options: Options = DEFAULT,
    ) -> None:
        self.options = options
        self.words = Language.of(language)
        self.today, self.cache = today, cache
        self.docs, self.shown_docs = docs, shown(docs)
        self.bib, self.shown_bib = bib, shown(bib)
        self.found: list[Finding] = []
        files = [(shown(file), file) for file in bib.rglob("*.bib")]
        self.bibliography, wrong = read_bibliography(files, options.lists.names)
        # pandoc runs beside the rest: what references say is only put in once every page has been read.
        self._formatting = ThreadPoolExecutor(1).submit(format_references, self.bibliography, cache)
        self.claims, ledger = read_ledger(f"{self.shown_bib}/claims.csv", bib / "claims.csv")
        self.found += [*wrong, *ledger]
        self.numbers, wrong = read_numbers(
            f"{self.shown_bib}/numbers.csv", bib / "numbers.csv", self.bibliography.by_key
        )
        self.found += wrong
        self.matched = 0
        self.figures = Figures(Facts(self.numbers, self.bibliography.by_key, STATUSES, cache, self.words))
        results = self._results(bib, REFERENCES)
        self.checked = {key: day for key, entry in results.items() if (day := checked_on(entry))}
        self.unreachable = Unreachable(self._results(bib, LINKS))
        self.texts: dict[str, Text] = {}
        self.urls: dict[str, str] = {}
        self.static: tuple[str, ...] = ()
        self.links = Links()
        self.outline = NO_COURSE
        self.glossary: dict[str, str] = {}
        self.terms: dict[str, str] = {}
        self.titles: dict[str, tuple[str, str]] = {}
        self.cited: dict[str, list[Citation]] = defaultdict(list)
        self.questions: dict[str, list[Question]] = defaultdict(list)
        self.superfluous: list[Superfluous] = []
        self.uses: dict[str, list[ClaimUse]] = defaultdict(list)
        self.taught: dict[str, list[Section]] = defaultdict(list)
        self.homes: dict[str, str] = {}
        self.word_counts: dict[str, int] = {}
        self.pages: dict[str, PageDoc] = {}
        self.shown: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.markdown: Sequence[str | Extension] = ()
        self.configs: Mapping[str, Any] = {}
        self.quizzes: dict[str, Quiz] = {}
        self.asked: dict[str, str] = {}
        self.unseen: list[Citation] = []  # where a private quiz gives its key
        self.whole: dict[str, str] = {}  # pages with their keys, before anything is filled in

    def _results(self, bib: Path, name: str) -> dict[str, Entry]:
        """What `coursebook verify` keeps in a file; V013 for one that cannot be read."""
        try:
            return Results(bib / name).entries
        except Damaged as error:
            self.found.append(finding("V013", Source(f"{self.shown_bib}/{name}", 1), problem=error))
            return {}

    @property
    def formatted(self) -> Formatted:
        """Every reference in its style. Waits for pandoc. Raises RuntimeError where pandoc cannot run."""
        return self._formatting.result()[0]

    @cached_property
    def marked(self) -> Formatted:
        """The same as readers see it: a reference whose source could not be reached says since when."""
        since = {r.key: self.unreachable.get(r.field("url"), "") for r in self.bibliography.references}
        return with_unreachable(self.formatted, {key: day for key, day in since.items() if day}, self.words)

    @cached_property
    def content_hash(self) -> str:
        """Which sources this build read, as contents.py works it out."""
        return content_hash([(self.shown_docs, self.docs), (self.shown_bib, self.bib)])

    def read(
        self,
        pages: Mapping[str, Path],
        urls: Mapping[str, str],
        static: tuple[str, ...],
        left_out: Mapping[str, str] | None = None,
    ) -> None:
        """All pages at once, before any is built. `urls` are their addresses, `static` those of other files,
        `left_out` by path those of what will not be published.
        """
        self.urls, self.static = dict(urls), (*static, *self.download_names())
        self.texts = {path: read(file.read_bytes(), f"{self.shown_docs}/{path}") for path, file in pages.items()}
        for path, text in self.texts.items():
            self.found += text.findings
            for block in text.blocks:
                if block.name in GENERATED:
                    self.homes.setdefault(block.name, path)
        for path in static:
            if path.endswith(".bib"):
                self.found.append(finding("C008", Source(f"{self.shown_docs}/{path}", 1), bib=self.shown_bib))
        self.outline, wrong = read_outline(self.texts)
        self.glossary, unclear = read_glossary(self.texts)
        if home := self.homes.get("glossary"):
            self.terms, twice = read_terms(self.texts[home])
            unclear += twice
        self.quizzes, faulty = read_quizzes(self.texts, HOME)
        self.found += [*wrong, *unclear, *faulty, *self.links.read(self.texts, self.urls, left_out or {})]
        self.reviewing = Reviewing(self)
        self.learning = Learning(self)
        self.searching = Searching(self)

    def context(self, path: str) -> Context:
        """What a page depends on."""
        url = self.urls[path]
        address = self.address("glossary", url)
        own = path == self.homes.get("glossary")
        return Context(
            url=url,
            language=self.words,
            aliases=self.bibliography.aliases,
            claims=self.claims,
            objectives=self.outline.by_id,
            urls=self.targets,
            ledger=self.address("ledger", url),
            words=Words(self.glossary, self.terms, address, own),
            slots=GENERATED,
            extensions=self.markdown,
            configs=self.configs,
            bib=self.shown_bib,
        )

    def render(self, path: str, title: str, given: str | None = None) -> PageDoc:
        """A page, with what it holds noted. `given` is its text as other plugins left it, if they did anything to
        it.
        """
        self.titles[path] = (title, self.urls[path])
        text = self.texts[path]
        page = render(path, text if given is None else text.as_given(given), self.context(path))
        self.pages[path] = page
        self.found += page.findings
        self.questions[path] = list(page.questions)
        self.superfluous += page.superfluous
        self.uses[path] = list(page.claim_uses)
        for section in page.sections:
            self.taught[section.objective].append(section)
        for use in page.figures:
            shown, file = self.beside(path, use.file)
            self.figures.add(path, use.name, file, shown, use.kind, use.title, use.source)
        self.word_counts[path] = page.words
        self.whole[path] = html = page.html
        quiz = self.quizzes.get(path)
        cited = list(page.citations)
        if quiz and quiz.private:
            html = without_keys(html, page.questions)
            seen = set(read_html(html).ids)
            self.unseen += [replace(one, anchor="") for one in cited if one.anchor not in seen]
            cited = [one for one in cited if one.anchor in seen]
        self.cited[path] = [*cited, *self.figures.citations(path)]
        if path.endswith("/index.md") and (objectives := self.outline.objectives.get(module_of(path))):
            html = with_objectives(html, objectives, self.words)
        if "handout" in self.homes and page.questions and not (quiz and quiz.private):
            self.asked[path] = html
        self.shown[path] = html
        return page

    def fill(self, path: str, html: str) -> str:
        """The HTML of a page with references and what else the engine writes; once all pages have been closed."""
        url = self.urls[path]
        html = fill_references(html, self.bibliography, self.marked, self.address("bibliography", url), self.words)
        if 'class="cb-generated"' in html:
            html = fill(html, lambda name, argument: write_block(self, path, name, argument))
        if quiz := self.quizzes.get(path):
            asks = quiz.private and self.reviewing.physicians
            reread = self._reread(url)
            html = with_panel(html, quiz, self.questions[path], self.outline.by_id, reread, self.words, asks)
        html = self.reviewing.frame(path, self.learning.end(path, html))
        return self.searching.keep(path, self.links.keep(path, html, self.titles, self.words))

    def _reread(self, page: str) -> dict[str, list[tuple[str, str]]]:
        """Where each objective is taught: address as seen from a page, and title."""
        return {
            objective: [
                (relative(f"{self.urls[section.page]}#{section.anchor}", page), section.title) for section in sections
            ]
            for objective, sections in self.taught.items()
        }

    def finish(self) -> list[Finding]:
        """Every finding of the build, in order; once all pages have been filled."""
        questions = [question for path in self.urls for question in self.questions[path]]
        self.found += check_all(self.texts.values(), questions, self.outline.by_id)
        for path, quiz in self.quizzes.items():
            self.found += check_quiz(quiz, self.questions[path])
        self.found += check_items(
            questions, self.texts, self.glossary, round(self.reviewing.minutes), self.options.lists
        )
        self.found += [*self._evidence(), *self.figures.found]
        self.found += [*self.reviewing.check(), *check_moves(self.links.moves)]
        self.found = resolve(self.found, self.superfluous)
        return self.found

    def prove(self, site: Path, project: Project) -> list[Finding]:
        """What is wrong with the links of the site once it is written, in order; `found` has it, too."""
        wrong = self.links.prove(site, project)
        if (facts := self.reviewing.facts).profile:
            settings = Text(project.shown(project.config), decode(project.config.read_bytes(), "")[0])
            wrong += [*outside(settings, project.asks), *locked_names([settings], facts, self.today)]
        before = {one.key for one in self.found}
        self.found = resolve([*self.found, *wrong])
        return [one for one in self.found if one.key not in before]

    def _evidence(self) -> list[Finding]:
        """What is wrong between pages, bibliography and ledger."""
        oldest, found = max_age(self.texts.get(HOME))
        cited = {citation.key for citation in [*self.all_cited(), *self.unseen]}
        found += self._formatting.result()[1]
        found += check_bibliography(
            self.bibliography, self.formatted, cited, self.today, oldest, self.options.lists.names
        )
        uses = [use for path in self.urls for use in self.uses[path]]
        found += check_ledger(self.claims, uses, self.bibliography.by_key)
        documents = [r.key for r in self.bibliography.references if r.field("document")]
        for path, text in self.texts.items():
            module = module_of(path)
            if module in self.outline.modules:
                found += check_marks(text, documents)
                if self.texts[f"{module}/index.md"].meta.get("clinical"):
                    found += check_coverage(text, self.bibliography.by_key, self.options.lists)
                    checked = check_numbers(text, self.numbers.values(), self.bibliography.by_key)
                    self.matched += checked.matched
                    found += checked.found
        return found

    def all_cited(self) -> list[Citation]:
        """Every citation of every page, in the order of the pages, then those of the ledger."""
        cited = [citation for path in self.urls for citation in self.cited[path]]
        if home := self.homes.get("ledger"):
            for claim in self.claims.values():
                cited += [Citation(key, claim.source, home, claim.id, claim.id) for key in claim.references]
        return [*cited, *self.reviewing.cited()]

    def download_names(self) -> tuple[str, ...]:
        """The addresses of the files that `downloads` gives."""
        return tuple(f"{DOWNLOADS}/{name}" for name in NAMES) if self.bibliography.references else ()

    def downloads(self) -> dict[str, str]:
        """What the site offers, the map of the course, and pages in place of those that moved: address to content."""
        made = downloads(self.bibliography, self.formatted) if self.bibliography.references else {}
        made[MAP] = self.learning.map()
        made |= {f"search/{name}": text for name, text in self.searching.files().items()}
        return {f"{DOWNLOADS}/{name}": text for name, text in made.items()} | self.links.redirects(
            self.titles, self.words
        )

    def write(self, site: Path) -> None:
        """Writes the files of `downloads` into a site."""
        for name, text in self.downloads().items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, "utf-8", newline="")

    def key(self, name: str) -> Key | None:
        """The answer key of a private quiz, or None where there is no such quiz."""
        for path, quiz in self.quizzes.items():
            if quiz.id == name and quiz.private:
                course = (self.outline.id, self.outline.title)
                names = (name, self.titles[path][0])
                passing, certificate = quiz.pass_mark or 0, self.reviewing.certificate
                return key_of(course, names, self.questions[path], passing, quiz.draw, quiz.least, certificate)
        return None

    def course(self) -> Course:
        """The course as built so far."""
        modules = []
        for name in self.outline.modules:
            paths = sorted(
                (path for path in self.titles if module_of(path) == name),
                key=lambda path: not path.endswith("index.md"),
            )
            index = self.texts[f"{name}/index.md"]
            title = self.titles.get(f"{name}/index.md", (name, ""))[0]
            description = str(index.meta.get("description") or "")
            pages = tuple(self.page_of(path) for path in paths)
            modules.append(Module(name, title, description, self.outline.objectives[name], pages))
        return Course(self.outline.title, tuple(modules))

    def template_context(self, html: str) -> dict[str, object]:
        """What the theme's templates need to know for a page."""
        return {
            **dressed(html, self.words),
            "coursebook_id": self.outline.id,
        }

    def page_of(self, path: str) -> Page:
        title, url = self.titles[path]
        return Page(path, title, url, self.word_counts.get(path, 0), len(self.questions[path]))

    def beside(self, path: str, name: str) -> tuple[str, Path]:
        """A data file beside a page: as findings name it, and where it lies."""
        shown = f"{self.shown_docs}/{Path(path).parent.as_posix()}/{name}".replace("/./", "/")
        return shown, (self.docs / path).parent / name

    def address(self, block: str, page: str) -> str:
        """The page that shows a generated block, as seen from another; an empty string where none does."""
        home = self.homes.get(block)
        return relative(self.urls[home], page) if home else ""
