"""One build of one course, from the author's files to findings: what has been read, and what is written where.

Knows no host. The host calls, in this order: `read`, then for each page `open_page`, `restore` and `close_page`,
then `finish` and `fill`. A build is used once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from markdown import Extension, Markdown

from .blocks import GeneratedExtension, fill
from .citations.bibliography import read_bibliography
from .citations.format import format_references
from .citations.marks import restore, rewrite
from .citations.pages import bibliography_page, fill_references, with_anchors
from .claims.ledger import ledger_page, read_ledger
from .claims.marks import ClaimExtension
from .course.pages import cards, with_objectives
from .course.read import Outline, read_outline
from .findings import Finding, finding, guess, in_order
from .html import Rendered, read_html, relative
from .law.regulation import read_regulation, regulation_page
from .links.inside import check_links
from .model import Citation, Claim, ClaimUse, Course, Module, Page, Question, Source, module_of
from .questions.block import NAME as QUESTION
from .questions.block import QuestionExtension
from .questions.rules import check_bank, check_openers, place
from .source import Text, read
from .words import EN

GENERATED = ("modules", "bibliography", "ledger", "regulation")
"""Blocks the engine writes."""


class Build:
    """Holds what one build learns. `bib` and `docs` are folders, `shown_*` how findings name them."""

    def __init__(self, docs: Path, bib: Path, shown_docs: str, shown_bib: str, cache: Path) -> None:
        self.docs, self.shown_docs, self.shown_bib = docs, shown_docs, shown_bib
        self.found: list[Finding] = []
        files = [(f"{shown_bib}/{file.relative_to(bib).as_posix()}", file) for file in bib.rglob("*.bib")]
        self.bibliography, wrong = read_bibliography(files)
        self.formatted, unformatted = format_references(self.bibliography, cache)
        self.claims, ledger = read_ledger(f"{shown_bib}/claims.csv", bib / "claims.csv")
        self.found += [*wrong, *unformatted, *ledger]
        self.texts: dict[str, Text] = {}
        self.urls: dict[str, str] = {}
        self.static: tuple[str, ...] = ()
        self.outline = Outline("", (), {})
        self.titles: dict[str, tuple[str, str]] = {}
        self.rendered: dict[str, Rendered] = {}
        self.cited: dict[str, list[Citation]] = defaultdict(list)
        self.questions: dict[str, list[Question]] = defaultdict(list)
        self.uses: dict[str, list[ClaimUse]] = defaultdict(list)
        self.homes: dict[str, str] = {}
        self.page = ""

    def read(self, pages: Mapping[str, Path], urls: Mapping[str, str], static: tuple[str, ...]) -> None:
        """All pages at once, before any is built. `urls` are their addresses, `static` those of other files."""
        self.urls, self.static = dict(urls), static
        self.texts = {path: read(file.read_bytes(), f"{self.shown_docs}/{path}") for path, file in pages.items()}
        for path, text in self.texts.items():
            self.found += text.findings
            self.found += check_openers(text, (QUESTION, *GENERATED))
            for block in text.blocks:
                if block.name in GENERATED:
                    self.homes.setdefault(block.name, path)
        self.outline, wrong = read_outline(self.texts)
        self.found += wrong

    def extensions(self) -> list[Extension]:
        """The Markdown extensions of this build."""
        return [
            QuestionExtension(self._question),
            GeneratedExtension(GENERATED),
            ClaimExtension(self._claim),
            EscapedAt(),
        ]

    def open_page(self, path: str, title: str) -> str:
        """The Markdown of a page with its citations as mkdocs-bibtex wants them."""
        self.page = path
        self.titles[path] = (title, self.urls[path])
        text, cited, found = rewrite(self.texts[path], path, self.bibliography.aliases, self.shown_bib)
        self.cited[path] = cited
        self.found += found
        return text

    def restore(self, markdown: str) -> str:
        """The Markdown of a page once mkdocs-bibtex has run."""
        return restore(markdown)

    def close_page(self, path: str, html: str) -> str:
        """The HTML of a page with its references and objectives, and what it holds noted."""
        url, text = self.urls[path], self.texts[path]
        html = fill_references(html, self.bibliography, self.formatted, self._address("bibliography", url))
        self.cited[path] = with_anchors(html, self.cited[path], self.bibliography)
        self.questions[path], found = place(text, self.questions[path])
        self.found += found
        if path.endswith("/index.md") and (objectives := self.outline.objectives.get(module_of(path))):
            html = with_objectives(html, objectives)
        self.rendered[url] = read_html(html)
        return html

    def fill(self, path: str, html: str) -> str:
        """The HTML of a page with what the engine writes into it; once all pages have been closed."""
        if 'class="cb-generated"' not in html:
            return html
        html = fill(html, lambda name, argument: self._generate(path, name, argument))
        self.rendered[self.urls[path]] = read_html(html)
        return html

    def finish(self) -> list[Finding]:
        """Every finding of the build, in order; once all pages have been filled."""
        paths = {url: path for path, url in self.urls.items()}
        for path, url in self.urls.items():
            if url in self.rendered:
                text = self.texts[path]
                self.found += check_links(text, path, url, self.rendered, paths, self.static, self.shown_docs)
        questions = [question for path in self.urls for question in self.questions[path]]
        self.found += check_bank(questions, self.outline.by_id)
        return in_order(self.found)

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
            pages = tuple(self._page(path) for path in paths)
            modules.append(Module(name, title, description, self.outline.objectives[name], pages))
        return Course(self.outline.title, tuple(modules))

    def words(self) -> dict[str, str]:
        """The words of the interface that a page's scripts need."""
        return EN

    def _page(self, path: str) -> Page:
        title, url = self.titles[path]
        words = self.rendered[url].words if url in self.rendered else 0
        return Page(path, title, url, words, len(self.questions[path]))

    def _generate(self, path: str, name: str, argument: str) -> str:
        url = self.urls[path]
        if name == "modules":
            return cards(self.course(), url)
        if name == "bibliography":
            cited = [citation for each in self.urls for citation in self.cited[each]]
            return bibliography_page(self.bibliography, self.formatted, cited, self.titles, url)
        if name == "ledger":
            uses = [use for each in self.urls for use in self.uses[each]]
            documents = {str(k): str(v) for k, v in (self.texts[path].meta.get("documents") or {}).items()}
            where = self.urls.get(self.homes.get("bibliography", ""), "")
            aliases = {c.key: self.bibliography.aliases[c.key] for each in self.urls for c in self.cited[each]}
            return ledger_page(self.claims.values(), uses, self.titles, documents, aliases, where, url)
        file = (self.docs / path).parent / argument
        shown = f"{self.shown_docs}/{Path(path).parent.as_posix()}/{argument}".replace("/./", "/")
        regulation, found = read_regulation(shown, file)
        self.found += found
        return regulation_page(regulation)

    def _question(self, question: Question, problems: tuple[tuple[str, str], ...]) -> int:
        self.questions[self.page].append(question)
        text = self.texts[self.page]
        for problem, mend in problems:
            line = next((block.line for block in text.blocks if block.argument == question.id), 1)
            self.found.append(finding("Q010", text.source(line), id=question.id, problem=problem, mend=mend))
        return len(self.questions[self.page])

    def _claim(self, name: str) -> tuple[Claim | None, str, str]:
        text = self.texts[self.page]
        claim = self.claims.get(name)
        seen = sum(use.id == name for use in self.uses[self.page])
        source = _nth(text, name, seen)
        if claim is None:
            self.found.append(finding("E001", source, claim=name, guess=guess(name, self.claims)))
            return None, "", ""
        anchor = f"claim-{name}-{seen + 1}" if seen else f"claim-{name}"
        self.uses[self.page].append(ClaimUse(name, self.page, anchor, source))
        ledger = self._address("ledger", self.urls[self.page])
        return claim, anchor, f"{ledger}#{name}" if ledger else ""

    def _address(self, block: str, page: str) -> str:
        """The page that shows a generated block, as seen from another; an empty string where none does."""
        home = self.homes.get(block)
        return relative(self.urls[home], page) if home else ""


class EscapedAt(Extension):
    r"""`\@` in running text is an @ that cites nothing, as in Pandoc."""

    def extendMarkdown(self, md: Markdown) -> None:
        """See markdown."""
        md.ESCAPED_CHARS.append("@")


def _nth(text: Text, word: str, n: int) -> Source:
    at = text.body_start - 1
    for _ in range(n + 1):
        following = text.text.find(word, at + 1)
        if following < 0:
            break
        at = following
    return text.source(text.line(at) if at >= text.body_start else 1)
