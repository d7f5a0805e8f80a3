"""What search finds on a page: its text, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

HIDDEN_TAGS = frozenset(("script", "style", "svg", "template", "noscript", "button", "select"))
HIDDEN = frozenset(
    ("cb-question", "cb-handout", "cb-done", "footnote", "headerlink", "footnote-ref", "cb-cite-sep", "cb-locator")
)
"""Questions, whose answers search would give away; references, and what only leads elsewhere."""
EXCLUDED = "data-search-exclude"
"""The attribute, known from Material, by which an author keeps a part of a page out of the index."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ENTRIES = frozenset(("tr", "dt"))
"""What is a section of its own where it has an id: its first cell, or itself, names it."""
INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u")
)
PARSER = etree.HTMLParser(huge_tree=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page. `anchor` is its id, empty for what is before the first heading; `text` is without `title`;
    `entry` says that it is a row of a table or a term of a list.
    """

    anchor: str
    title: str
    text: str
    entry: bool = False


class _Part:
    def __init__(self, anchor: str = "", named: bool = True, entry: bool = False) -> None:
        self.anchor, self.entry = anchor, entry
        self.title: list[str] = []
        self.text: list[str] = []
        self.named = named  # whether what comes next is text, not the title

    def add(self, text: str | None) -> None:
        (self.text if self.named else self.title).append(text or "")


def sections_of(html: str) -> tuple[Passage, ...]:
    """The sections of a page in its order, from the HTML of its article. The h1, which is the page's title, is no text;
    a row of a table and a term of a list with an id are sections of their own. Those without text are left out.
    """
    parts = list(_parts(etree.fromstring(f"<div>{html}</div>", PARSER)))
    sections = (Passage(part.anchor, _plain(part.title), _plain(part.text), part.entry) for part in parts)
    return tuple(section for section in sections if section.text or (section.title and section.anchor))


def _parts(tree: etree._Element) -> Iterator[_Part]:
    part = _Part()
    parts = [part]
    outer: list[tuple[etree._Element, _Part]] = []  # where text goes on after an entry
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, one in walker:
        if event == "start":
            if one.tag in HIDDEN_TAGS or EXCLUDED in one.attrib or not HIDDEN.isdisjoint(one.get("class", "").split()):
                walker.skip_subtree()
                continue
            if one.tag in HEADINGS and one.tag != "h1" and (anchor := one.get("id")):
                part = _Part(anchor, named=False)
                parts.append(part)
            elif one.tag in ENTRIES and (anchor := one.get("id")):
                if not (one.tag == "dt" and outer and outer[-1][0] is one.getparent()):
                    outer.append((one if one.tag == "tr" else one.getparent(), part))
                part = _Part(anchor, named=False, entry=True)
                parts.append(part)
            part.add(one.text)
            continue
        if event == "end":
            if one.tag == "h1":
                part.text.clear()
            elif one.tag in HEADINGS or one.tag in ("th", "td", "dt"):
                part.named = True
            if outer and outer[-1][0] is one:
                _, part = outer.pop()
            if one.tag not in INLINE:
                part.add(" ")
        part.add(one.tail)
    yield from parts


def _plain(texts: list[str]) -> str:
    return " ".join("".join(texts).split())
