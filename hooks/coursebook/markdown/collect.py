"""What one pass of Markdown over one page may know, and what it leaves behind. New for every pass."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from ..locale import Language
from ..model import Claim, ClaimUse, Question, Section, Source
from .positions import TOKEN, Site, number_of


@dataclass(frozen=True, slots=True)
class Words:
    """What a page explains. `address` is the page of the glossary as seen from it, empty where none shows it."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    own: bool = False
    """Whether the page is the glossary."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that a page depends on besides its own text.

    `aliases` are those of all keys of the bibliography, `claims` the rows of the ledger, `objectives` their ids;
    `urls` the addresses of pages and other files by path; `ledger` the page of the ledger as seen from this one,
    empty where there is none; `slots` the names of blocks that the engine writes, `kinds` the kinds of figures with
    the settings of each; `extensions` and `configs` the host's Markdown extensions; `bib` the folder of the
    bibliography as findings name it.
    """

    url: str = ""
    language: Language = field(default_factory=lambda: Language.of("en"))
    aliases: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    objectives: Collection[str] = ()
    urls: Mapping[str, str] = field(default_factory=dict)
    ledger: str = ""
    words: Words = field(default_factory=Words)
    slots: Sequence[str] = ()
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    extensions: Sequence[str | Extension] = ()
    configs: Mapping[str, Any] = field(default_factory=dict)
    bib: str = "bib"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a question, the fix, the answer at fault, from 0 (-1: none), and the code of the finding."""

    message: str
    fix: str
    row: int = -1
    code: str = "Q010"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page asks it; `question.source.line` is that of its opener, 0 where it is not known, and its
    parts are the numbers of what is cut from the page once it is HTML (`Collector.part`).
    """

    question: Question
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FigureUse:
    """A figure as its page asks for it: its id there, the file as written, the settings of its kind, by name."""

    name: str
    file: str
    kind: str
    title: str
    source: Source
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Collector:
    """Without a context it knows nothing, and the Markdown extensions work as they are. `path` is that of the page
    within docs, `shown` as findings name it; `sites` are what tokens stand for, `cited` the aliases of citations by
    site; `first` is the id of a title that begins the page, empty where none does.
    """

    context: Context = field(default_factory=Context)
    path: str = ""
    shown: str = ""
    sites: list[Site] = field(default_factory=list)
    cited: dict[int, str] = field(default_factory=dict)
    first: str = ""
    anchors: dict[int, str] = field(default_factory=dict)
    questions: list[Asked] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    figures: list[FigureUse] = field(default_factory=list)
    claim_uses: list[ClaimUse] = field(default_factory=list)
    unknown_claims: list[tuple[str, Source]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    formulas: list[tuple[str, str]] = field(default_factory=list)
    edges: bool = False
    """Whether parts are marked, to be cut (positions.cut)."""
    parts: list[tuple[etree.Element, bool]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    """The id of each note of the author's, by the number of its part."""
    stories: dict[int, str] = field(default_factory=dict)
    """The number of each part with the text between questions of a case; the id of the case where it begins."""

    def part(self, element: etree.Element, *, whole: bool = False) -> int:
        """A number for what an element holds, or for the `whole` of it: it is cut from the page once that is HTML."""
        self.parts.append((element, whole))
        return len(self.parts) - 1

    def as_notes(self, text: str) -> str:
        """A text, citations as the marks of edition 0.1.0: orders of options are made of it, and must not change."""
        return TOKEN.sub(lambda match: f"[^ref-{self.cited.get(number_of(match[0]), '')}]", text)

    def source(self, site: int | None) -> Source:
        """The place of a site."""
        known = site is not None and site < len(self.sites)
        return Source(self.shown, self.sites[site].line if known and site is not None else None)


class TreeExtension(Treeprocessor, Extension):
    """An extension of Markdown that goes over the tree of one page once, in `run`: at PRIORITY among treeprocessors."""

    NAME: ClassVar[str]
    PRIORITY: ClassVar[float]

    def __init__(self, page: Collector) -> None:
        super().__init__()
        self.page = page

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(self, self.NAME, self.PRIORITY)
