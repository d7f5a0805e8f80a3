"""The document itself: cover, contents, parts; each part with its own running title on the print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template

HEADING = re.compile(r"<(/?)h([2-5])\b")
NOT_PLAIN = re.compile(r'["\\<>\x00-\x1f\x7f]')
PAGE = re.compile(r'(<span class="page" data-page-of="([^"]+)">)')


@dataclass(frozen=True, slots=True)
class Part:
    """A part. `inside` are id and title of what the contents list below it."""

    id: str
    title: str
    html: Markup
    inside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What there is to print. `imprint` stands at the foot of each page; `cover` are rows of the first page, `gaps` the
    names of what is not stated.
    """

    title: str
    imprint: str
    cover: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    parts: tuple[Part, ...]
    words: Language

    def html(self) -> str:
        """The document, with links as its parts have them."""
        parts = [(part, css_string(f"{number}  {part.title}")) for number, part in enumerate(self.parts, start=1)]
        page = fill_template(
            "dossier.html",
            title=self.title, header=css_string(self.title), imprint=css_string(self.imprint),
            secret=css_string(self.words["dossier-secret"]), cover=self.cover, gaps=self.gaps, parts=parts,
            language=self.words.tag, words=self.words,
        )  # fmt: skip
        return str(page)


def css_string(text: str) -> Markup:
    """A text as a CSS string that cannot end the style sheet it stands in."""
    return Markup('"' + NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", text) + '"')


def lowered(html: Markup) -> Markup:
    """HTML of a page of the site with its headings one level lower, as a part of something larger."""
    return Markup(HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", str(html)))


def with_pages(html: str, numbers: dict[str, int]) -> str:
    """The document with page numbers in its contents. `numbers` are by id."""
    return PAGE.sub(lambda match: f"{match[1]}{numbers.get(match[2], '')}", html)
