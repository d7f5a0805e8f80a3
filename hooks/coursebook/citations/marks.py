"""Citations in an author's text: `[@Key]`, `[@A; @B]`, `[see @A, p. 3]`.

Each becomes a token with the number of its site before Markdown runs. The Markdown extension makes a mark of the token,
a note of Python-Markdown's footnotes. The list of references is made of notes that are defined before any of the
author's, so that references are numbered from 1. What a reference says is put in place of REFERENCE later, so that no
character of a title is ever read as Markdown.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown import Extension, Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor

from ..markdown.collect import Collector
from ..markdown.positions import TOKEN, Edit, Site, number_of, token
from ..read.sites import KEY
from ..read.source import Text
from ..report.finding import Finding, finding

ANY_BRACKETS = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation as written. `site` is its number among the sites of its page."""

    key: str
    line: int
    site: int


def find_citations(
    page: Text, aliases: Mapping[str, str], bib: str, sites: list[Site]
) -> tuple[list[Edit], list[Cited], list[Finding]]:
    """What replaces the citations of a page before Markdown reads it, what is cited, and what is wrong.

    `aliases` maps every key of the bibliography to its alias; `bib` is the folder to name in hints; each citation
    gets a site. Findings: C001 unknown key, C002 something that looks like a citation and is not written as one, C007
    one where it cannot be read as such.
    """
    edits: list[Edit] = []
    cited: list[Cited] = []
    found: list[Finding] = []
    numbers: dict[str, int] = {}
    for brackets in page.citations:
        items, text = brackets.items, page.text[brackets.start : brackets.end]
        if page.text[brackets.end : brackets.end + 1] == "[" and None in items:
            continue  # the words of a link: [mail @somebody][address]
        line = page.line(brackets.start)
        if page.lines[line - 1].lstrip().startswith("#"):
            found.append(finding("C007", page.source(line), place="a heading", text=text))
        if None in items or "\n\n" in brackets.inside:
            proposal = f": [{'; '.join('@' + name for name in brackets.keys)}]" if brackets.keys else ""
            found.append(finding("C002", page.source(line), text=" ".join(text.split()), proposal=proposal))
            continue
        marks: dict[tuple[int, str, str], str] = {}
        for item in filter(None, items):
            key = item["key"]
            prefix = f"{item['prefix']} " if item["prefix"] else ""
            locator = f'<sup class="cb-locator">({escape(item["locator"])})</sup>' if item["locator"] else ""
            if key not in aliases:
                found.append(finding("C001", page.source(line), aliases, key=key, bib=bib))
                marks[len(aliases), key, ""] = escape(f"@{key}")
                continue
            number = numbers.setdefault(key, len(numbers))
            if (number, prefix, locator) in marks:
                continue  # a duplicate in one place is one mark
            cited.append(Cited(key, line, len(sites)))
            marks[number, prefix, locator] = f"{prefix}{token(len(sites))}{locator}"
            sites.append(Site("citation", line, f"[@{key}]"))
        text = '<sup class="cb-cite-sep">,</sup>'.join(mark for _, mark in sorted(marks.items()))
        edits.append(Edit(brackets.start, brackets.end, text))
    return edits, cited, [*found, *_bare(page, aliases), *_in_front_matter(page)]


def _bare(page: Text, keys: Container[str]) -> Iterable[Finding]:
    """A key of the bibliography in the text without brackets: the author meant to cite it."""
    found = KEY.finditer(page.text, page.body_start)
    bare = [match for match in found if match["key"] in keys and page.is_text(match.start())]
    inside = [match.span() for match in ANY_BRACKETS.finditer(page.text, page.body_start)] if bare else []
    for match in bare:
        if not any(start < match.start() < end for start, end in inside):
            place = page.source(page.line(match.start()))
            yield finding("C002", place, text=match[0], proposal=f": [{match[0]}]")


def _in_front_matter(page: Text) -> Iterable[Finding]:
    """Titles and descriptions are shown as they are written, brackets and all."""
    for name in ("title", "description"):
        if match := re.search(r"\[@\w[^\]]*\]", str(page.meta.get(name) or "")):
            yield finding("C007", page.entry(name), place=f"'{name}'", text=match[0])


REFERENCE = "\ue002{alias}\ue003"
AS_FOOTNOTES = 175
"""The priority of Python-Markdown's own notes: citations are read where notes are."""


def definitions(aliases: Iterable[str]) -> str:
    """The notes of references, by alias, as Markdown."""
    return "\n".join(f"[^ref-{alias}]: {REFERENCE.format(alias=alias)}" for alias in dict.fromkeys(aliases))


class CitationExtension(Extension):
    """Reads the tokens of citations; `page.anchors` gets the id of each mark by site."""

    def __init__(self, page: Collector) -> None:
        super().__init__()
        self.page = page

    def extendMarkdown(self, md: Markdown) -> None:
        """Needs the extension `footnotes`."""
        notes = next((one for one in md.registeredExtensions if isinstance(one, FootnoteExtension)), None)
        if notes is not None:
            md.inlinePatterns.register(_Marks(md, notes, self.page), "coursebook-citations", AS_FOOTNOTES)


class _Marks(InlineProcessor):
    def __init__(self, md: Markdown, notes: FootnoteExtension, page: Collector) -> None:
        super().__init__(TOKEN.pattern, md)
        self.notes, self.page = notes, page

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        site = number_of(m[0])
        alias = self.page.cited.get(site)
        processor: Any = self.md.inlinePatterns["footnote"]
        match = processor.compiled_re.match(f"[^ref-{alias}]") if alias is not None else None
        if match is None:
            return None, None, None
        mark, _, _ = processor.handleMatch(match, data)
        if mark is None:
            return None, None, None
        self.page.anchors[site] = mark.get("id", "")
        return mark, m.start(0), m.end(0)
