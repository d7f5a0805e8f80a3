"""What the author's files say before any page is rendered: read once, frozen, with what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ..accreditation.bodies import Body, read_bodies
from ..accreditation.facts import KEY, Facts, citations
from ..accreditation.reading import read_facts
from ..accreditation.rule_table import FILE, Rule, read_rules
from ..accreditation.rule_table import REFERENCES as SHIPPED
from ..citations.bibliography import Bibliography, Formatted, read_bibliography
from ..citations.downloads import NAMES
from ..citations.format import format_references
from ..claims.ledger import read_ledger
from ..course.glossary import read_glossary, read_terms
from ..course.outline import HOME, Outline, read_outline
from ..figures.kind import Kind
from ..figures.kinds import KINDS
from ..links.moved import Moves, read_moves
from ..locale import Language
from ..markdown.addresses import relative
from ..model import Claim, Number, Quiz, Source
from ..numbers.read import read_numbers
from ..questions.items.rules import IN_PART, NOT_CHECKED
from ..questions.quiz import read_quizzes
from ..read.content_hash import content_hash
from ..read.labels import Labels
from ..read.project import Project
from ..read.source import Text, read
from ..read.wordlists import GENERAL, WordLists
from ..report.finding import Finding, finding
from ..verify.links import unreachable
from ..verify.record import Damaged, Entry, Results, checked_on
from ..verify.run import LINKS, REFERENCES

NAME = "coursebook"
DOWNLOADS = "assets/coursebook"
"""Where on the site the bibliography can be taken away."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings(Project):
    """The project as the host reads it. What is out of date is so on `today`. `lists` are the words that checks look
    for, `kinds` the kinds of figures by name; `python` are the files and folders that kinds of the course are in.
    """

    today: date = field(default_factory=date.today)
    language: str = "en"
    lists: WordLists = GENERAL
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    python: tuple[Path, ...] = ()

    @property
    def cache(self) -> Path:
        """Results that may be thrown away."""
        return self.root / ".cache" / NAME


@dataclass(frozen=True, slots=True)
class Files:
    """What the host found. Pages are by path in docs: `pages` their files, `urls` their addresses; `targets` are the
    addresses of all files by path, `static` those of files that are no pages, `left_out` by path the addresses of what
    is not published.
    """

    pages: Mapping[str, Path]
    urls: Mapping[str, str]
    targets: Mapping[str, str]
    static: tuple[str, ...] = ()
    left_out: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Sources:
    """See the module. `homes` says which page has a block, by its name, the first of several; `rules` are those of
    bodies, if a page shows them, `rule_references` those that they rest on and `bibliography` has not; `checked` when a
    reference was last compared with the registries, `unreachable` gives since when an address could not be reached,
    or an empty string.
    """

    settings: Settings
    words: Language
    bibliography: Bibliography
    rules: tuple[Rule, ...]
    rule_references: Bibliography
    claims: Mapping[str, Claim]
    verdicts: Labels
    bodies: Mapping[str, Body]
    numbers: Mapping[str, Number]
    checked: Mapping[str, date]
    unreachable: Callable[[str], str]
    texts: Mapping[str, Text]
    urls: Mapping[str, str]
    targets: Mapping[str, str]
    static: tuple[str, ...]
    left_out: Mapping[str, str]
    outline: Outline
    facts: Facts
    glossary: Mapping[str, str]
    terms: Mapping[str, str]
    quizzes: Mapping[str, Quiz]
    moves: Moves
    homes: Mapping[str, str]
    findings: tuple[Finding, ...]
    _formatting: Future[tuple[Formatted, list[Finding]]]

    @property
    def today(self) -> date:
        """The day of the build."""
        return self.settings.today

    @property
    def docs(self) -> str:
        """The folder of pages as findings name it."""
        return self.settings.shown(self.settings.docs)

    @property
    def bib(self) -> str:
        """The folder of the bibliography as findings name it."""
        return self.settings.shown(self.settings.bib)

    @property
    def formatted(self) -> Formatted:
        """Every reference in its style. Waits for pandoc. Raises RuntimeError where pandoc cannot run."""
        return self._formatting.result()[0]

    @property
    def not_formatted(self) -> list[Finding]:
        """What pandoc could not format. Waits for pandoc."""
        return self._formatting.result()[1]

    @cached_property
    def content_hash(self) -> str:
        """Which sources these are, by read/content_hash.py."""
        return content_hash([(self.docs, self.settings.docs), (self.bib, self.settings.bib)])

    @cached_property
    def documents(self) -> dict[str, str]:
        """The names of the source documents, from the front matter of the ledger's page."""
        home = self.homes.get("ledger")
        named = self.texts[home].meta.get("documents") if home else None
        return {str(key): str(name) for key, name in (named or {}).items()}

    def beside(self, path: str, name: str) -> tuple[str, Path]:
        """A data file beside a page: as findings name it, and where it lies."""
        shown = f"{self.docs}/{Path(path).parent.as_posix()}/{name}".replace("/./", "/")
        return shown, (self.settings.docs / path).parent / name

    def address(self, block: str, page: str) -> str:
        """The page that shows a generated block, as seen from another; an empty string where none does."""
        home = self.homes.get(block)
        return relative(self.urls[home], page) if home else ""


def download_names(bibliography: Bibliography) -> tuple[str, ...]:
    """The addresses of the files in which a bibliography can be taken away."""
    return tuple(f"{DOWNLOADS}/{name}" for name in NAMES) if bibliography.references else ()


def read_sources(settings: Settings, files: Files) -> Sources:
    """All files of a course. pandoc formats the references beside the rest."""
    found: list[Finding] = []
    docs, bib = settings.shown(settings.docs), settings.shown(settings.bib)
    words = Language.of(settings.language)
    texts = {path: read(file.read_bytes(), f"{docs}/{path}") for path, file in files.pages.items()}
    homes: dict[str, str] = {}
    for path, text in texts.items():
        found += text.findings
        for block in text.blocks:
            homes.setdefault(block.name, path)

    def kept(read: tuple[T, list[Finding]]) -> T:
        """What was read; what is wrong with it is among the findings."""
        found.extend(read[1])
        return read[0]

    facts = kept(read_facts(texts[HOME])) if HOME in texts else Facts()
    bib_files = [(settings.shown(file), file) for file in settings.bib.rglob("*.bib")]
    bibliography = kept(read_bibliography(bib_files, settings.lists.names))
    rules = kept(_rules(settings, facts)) if "rules" in homes else ()
    claims, verdicts, wrong = read_ledger(f"{bib}/claims.csv", settings.bib / "claims.csv", words)
    found += wrong
    bibliography, rule_references = _with_rules(bibliography, rules, _cited(settings, files, texts, facts, claims))
    every = Bibliography((*bibliography.references, *rule_references.references))
    pool = ThreadPoolExecutor(1)
    formatting = pool.submit(format_references, every, settings.cache)
    pool.shutdown(wait=False)  # the thread ends once it is done
    links, references = kept(_results(settings, LINKS)), kept(_results(settings, REFERENCES))
    found += [finding("C008", Source(f"{docs}/{path}"), bib=bib) for path in files.static if path.endswith(".bib")]
    return Sources(
        settings=settings,
        words=words,
        bibliography=bibliography,
        rules=rules,
        rule_references=rule_references,
        claims=claims,
        verdicts=verdicts,
        bodies=kept(read_bodies(f"{bib}/bodies.toml", settings.bib / "bodies.toml")),
        numbers=kept(read_numbers(f"{bib}/numbers.csv", settings.bib / "numbers.csv", bibliography.by_key)),
        checked={key: day for key, entry in references.items() if (day := checked_on(entry))},
        unreachable=unreachable(links),
        texts=texts,
        urls=dict(files.urls),
        targets=dict(files.targets),
        static=(*files.static, *download_names(bibliography)),
        left_out=dict(files.left_out or {}),
        outline=kept(read_outline(texts)),
        facts=facts,
        glossary=kept(read_glossary(texts)),
        terms=kept(read_terms(texts[homes["glossary"]])) if "glossary" in homes else {},
        quizzes=kept(read_quizzes(texts, HOME)),
        moves=kept(read_moves(texts, files.urls)),
        homes=homes,
        findings=tuple(found),  # last: the lines above add to them
        _formatting=formatting,
    )


def _rules(settings: Settings, facts: Facts) -> tuple[tuple[Rule, ...], list[Finding]]:
    """The rules of the bodies that a course is for. Of some, other parts of the engine say what is left to a person."""
    path = f"{settings.shown(settings.bib)}/{FILE}"
    rules, found = read_rules(path, settings.bib / FILE, facts.lists.get("bodies"))
    reasons = {**NOT_CHECKED, **IN_PART}
    return tuple(replace(rule, person=reasons.get(rule.id, rule.person)) for rule in rules), found


def _with_rules(own: Bibliography, rules: Sequence[Rule], cited: Set[str]) -> tuple[Bibliography, Bibliography]:
    """The bibliography, and the references of rules that it does not have. Those that the course cites belong to it."""
    taken = {reference.key.casefold() for reference in own.references}
    wanted = {key for rule in rules for key in rule.references if key.casefold() not in taken}
    shipped, _ = read_bibliography([(SHIPPED.name, SHIPPED)]) if wanted else (Bibliography(()), [])
    more = [reference for reference in shipped.references if reference.key in wanted]
    joined = tuple(reference for reference in more if reference.key in cited)
    others = tuple(reference for reference in more if reference.key not in cited)
    return Bibliography((*own.references, *joined)), Bibliography(others)


def _cited(
    settings: Settings, files: Files, texts: Mapping[str, Text], facts: Facts, claims: Mapping[str, Claim]
) -> Set[str]:
    """The keys that pages, facts and the ledger cite, and every word of a table that may be one."""
    keys = {key for text in texts.values() for citation in text.citations for key in citation.keys}
    keys |= {key for claim in claims.values() for key in claim.references}
    if HOME in texts:
        keys |= {citation.key for citation in citations(facts, HOME, texts[HOME].entry, Language.of(settings.language))}
    tables = [settings.bib / "numbers.csv", *(settings.docs / name for name in files.static if name.endswith(".csv"))]
    for table in tables:
        if table.is_file():
            keys |= set(KEY.findall(table.read_text("utf-8", "replace")))
    return keys


def _results(settings: Settings, name: str) -> tuple[dict[str, Entry], list[Finding]]:
    """What `coursebook verify` keeps in a file; V013 for one that cannot be read."""
    try:
        return Results(settings.bib / name).entries, []
    except Damaged as error:
        place = Source(f"{settings.shown(settings.bib)}/{name}", error.line)
        return {}, [finding("V013", place, problem=error)]
