"""The content outline of a page: its headings, as its author wrote them."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html

LEVELS = ("h2", "h3")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page. `level` is 2 or 3; `id` leads to it on its page."""

    level: int
    id: str
    title: str


def headings(html: str) -> tuple[Heading, ...]:
    """The headings of a page below its title, those inside of boxes and questions left out."""
    if not html.strip():
        return ()
    root = lxml.html.fromstring(f"<div>{html}</div>")
    return tuple(Heading(int(one.tag[1]), one.get("id") or "", _title(one)) for one in root if one.tag in LEVELS)


def _title(heading: lxml.html.HtmlElement) -> str:
    for mark in [*heading.iter("sup"), *heading.find_class("headerlink")]:
        mark.drop_tree()
    return " ".join(heading.text_content().split())
