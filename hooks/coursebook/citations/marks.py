"""The Markdown extension of citations: the token of each becomes a mark, a note of Python-Markdown's footnotes.

The list of references is made of notes that are defined before any of the author's, so that references are numbered
from 1. What a reference says is put in place of REFERENCE later, so that no character of a title is ever read as
Markdown.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable
from typing import Any

from markdown import Extension, Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor

from ..markdown.collect import Collector
from ..markdown.positions import TOKEN, number_of

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
        """See markdown. Needs the extension `footnotes`."""
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
        """See markdown."""
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
