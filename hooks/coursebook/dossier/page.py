"""What the document is made of: texts for its style sheet, headings of parts, page numbers of its contents."""

from __future__ import annotations

import re

from markupsafe import Markup

HEADING = re.compile(r"<(/?)h([2-5])\b")
NOT_PLAIN = re.compile(r'["\\<>\x00-\x1f\x7f]')
PAGE = re.compile(r'(<span class="page" data-page-of="([^"]+)">)')


def css_string(text: str) -> Markup:
    """A text as a CSS string that cannot end the style sheet it stands in."""
    return Markup('"' + NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", text) + '"')


def lowered(html: Markup) -> Markup:
    """HTML of a page of the site with its headings one level lower, as a part of something larger."""
    return Markup(HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", str(html)))


def with_pages(html: str, numbers: dict[str, int]) -> str:
    """The document with page numbers in its contents. `numbers` are by id."""
    return PAGE.sub(lambda match: f"{match[1]}{numbers.get(match[2], '')}", html)
