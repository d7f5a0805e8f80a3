"""The glossary: abbreviations in front matter, terms as definition lists on the page that shows it.

glossary:
  CI: confidence interval, the range in which the true value is likely to lie

/// glossary
///

local twitch response
:   A brief contraction of the taut band.[@Key]

Every page explains an abbreviation wherever it occurs. The first use of an abbreviation or a term in the text of a page
is also a link to its entry, which keys, touch and a page without scripts can follow.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.util import AtomicString
from markupsafe import Markup

from ..markdown.collect import TreeExtension
from ..markdown.templates import fill_template
from ..read.source import Text
from ..report.finding import Finding, finding

DEFINITION = re.compile(
    r"""
    (?<=\n\n)(?P<words>(?:\S[^\n]*\n)+)       # one line a word
    :[ \t]+(?P<meaning>\S[^\n]*(?:\n[ \t]*[^\s:][^\n]*)*)
    """,
    re.VERBOSE,
)
NOT_MEANING = re.compile(r"\[[^\]]*@[^\]]*\]|\{:[^}]*\}|\]\([^)]*\)|[*_\[]")
"""Citations, attributes, the targets of links, marks of emphasis."""
NOT_LINKED = frozenset("a abbr button code dt form h1 h2 h3 h4 h5 h6 pre script style summary sup".split())


def read_glossary(pages: Mapping[str, Text]) -> tuple[dict[str, str], list[Finding]]:
    """Every abbreviation with its meaning, as plain text; G001 for an invalid or duplicate one."""
    glossary: dict[str, str] = {}
    found: list[Finding] = []
    for page in pages.values():
        written = page.meta.get("glossary")
        if written is None:
            continue
        if not isinstance(written, dict):
            found.append(finding("G001", page.entry("glossary"), problem="is not a list"))
            continue
        for word, meaning in written.items():
            place = page.entry("glossary", str(word))
            if not isinstance(word, str) or not isinstance(meaning, str) or not meaning.strip():
                found.append(finding("G001", place, problem=f"has no meaning for '{word}'"))
            elif word in glossary:
                found.append(finding("G001", place, problem=f"has a duplicate term '{word}'"))
            else:
                glossary[word] = " ".join(meaning.split())
    return glossary, found


def read_terms(page: Text) -> tuple[dict[str, str], list[Finding]]:
    """Every term of the glossary's page in small letters, with its meaning as plain text; G001 for a duplicate."""
    terms: dict[str, str] = {}
    found: list[Finding] = []
    for match in DEFINITION.finditer(page.text, page.body_start):
        if not page.is_text(match.start()):
            continue
        meaning = " ".join(NOT_MEANING.sub("", match["meaning"]).split())
        for n, line in enumerate(match["words"].splitlines()):
            word = _key(NOT_MEANING.sub("", line))
            if word in terms:
                place = page.source(page.line(match.start()) + n)
                found.append(finding("G001", place, problem=f"has a duplicate term '{word}'"))
            else:
                terms[word] = meaning
    return terms, found


def glossary_page(glossary: Mapping[str, str]) -> Markup:
    """The abbreviations as a list, in the order of the alphabet, each where `anchor` says."""
    words = sorted(glossary.items(), key=lambda row: row[0].casefold())
    return fill_template("glossary.html", words=[(anchor(word), word, meaning) for word, meaning in words])


def anchor(word: str) -> str:
    """The id of an entry: `word-local-twitch-response`."""
    return "word-" + re.sub(r"\W+", "-", word.casefold()).strip("-")


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


class GlossaryExtension(TreeExtension):
    """Markdown's own abbreviations, those of the glossary among them. A page may add `*[CI]: ...` of its own.

    Abbreviations are marked wherever they occur; what is used for the first time is linked to its entry. Nothing is
    appended to the text of a page, so lines stay where the author wrote them.
    """

    NAME = "abbr"
    PRIORITY = 7

    def extendMarkdown(self, md: Markdown) -> None:
        """A new one for each page: an extension used again would keep what a page added."""
        self.words = self.page.context.words
        abbreviations: Any = AbbrExtension(glossary=dict(self.words.abbreviations))
        md.registerExtensions([abbreviations], {})
        self.abbrs: dict[str, str] = abbreviations.abbrs
        if self.words.own:
            md.registerExtensions([DefListExtension()], {})  # whether or not the course has it
        super().extendMarkdown(md)

    def run(self, root: etree.Element) -> None:
        self.met: set[str] = set()
        if self.words.own:
            for term in root.iter("dt"):
                name = anchor("".join(term.itertext()))
                if name not in self.met:
                    term.set("id", name)
                    self.met.add(name)
        parts = [rf"\b{re.escape(word)}\b" for word in _longest(self.abbrs)]
        if self.words.address and not self.words.own:
            spaced = (r"\s+".join(map(re.escape, word.split())) for word in _longest(self.words.terms))
            parts += [rf"(?<![\w-])(?i:{term})(?:e?s)?(?![\w-])" for term in spaced]
        if parts:
            self.pattern = re.compile("|".join(parts))
            self._walk(root, linked=bool(self.words.address) and not self.words.own)

    def _walk(self, parent: etree.Element, linked: bool) -> None:
        linked = linked and parent.tag not in NOT_LINKED
        if parent.text and not isinstance(parent.text, AtomicString):
            parent.text, marks = self._marked(parent.text, linked)
        else:
            marks = []
        children = list(parent)
        for n, mark in enumerate(marks):
            parent.insert(n, mark)
        for child in children:
            self._walk(child, linked)
            if child.tail and not isinstance(child.tail, AtomicString):
                child.tail, marks = self._marked(child.tail, linked)
                at = list(parent).index(child) + 1
                for n, mark in enumerate(marks):
                    parent.insert(at + n, mark)

    def _marked(self, text: str, linked: bool) -> tuple[str, list[etree.Element]]:
        """The text before the first mark, and the marks, each with the text after it as its tail."""
        marks: list[etree.Element] = []
        before, at = text, 0
        for start, end, mark in self._marks(text, linked):
            if marks:
                marks[-1].tail = text[at:start]
            else:
                before = text[:start]
            marks.append(mark)
            at = end
        if marks:
            marks[-1].tail = text[at:]
        return before, marks

    def _marks(self, text: str, linked: bool) -> Iterator[tuple[int, int, etree.Element]]:
        for match in self.pattern.finditer(text):
            written = match[0]
            short = written in self.abbrs
            word = written if short else self._term(written)
            meaning = self.abbrs[word] if short else self.words.terms[word]
            first = linked and word not in self.met and (not short or word in self.words.abbreviations)
            if first:
                self.met.add(word)
                mark = etree.Element("a", {"class": "cb-word", "href": f"{self.words.address}#{anchor(word)}"})
                inner = etree.SubElement(mark, "abbr") if short else mark
                inner.text = AtomicString(written)
                mark.set("title", meaning)
                yield match.start(), match.end(), mark
            elif short:
                mark = etree.Element("abbr", {"title": meaning})
                mark.text = AtomicString(written)
                yield match.start(), match.end(), mark

    def _term(self, written: str) -> str:
        word = _key(written)
        return next(one for one in (word, word.removesuffix("s"), word.removesuffix("es")) if one in self.words.terms)


def _longest(words: Mapping[str, str]) -> list[str]:
    return sorted((word for word, meaning in words.items() if meaning), key=len, reverse=True)
