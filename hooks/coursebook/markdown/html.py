"""What a rendered page holds: its ids, its note marks, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

NOT_LEARNING = frozenset(
    "cb-objectives cb-question footnote cb-generated cb-drawing cb-figure-data headerlink footnote-ref cb-claim".split()
)
NOT_LEARNING_TAGS = frozenset(("h1", "pre", "script", "style"))
MARKS, LINKS = frozenset(("sup",)), frozenset(("headerlink",))
"""Elements of a heading that are not part of its text."""
NOT_TEXT = frozenset(("code", "pre", "script", "style", "kbd", "samp", "textarea", "title"))
BREAKS = frozenset(("p", "li", "td", "th", "div", "h1", "h2", "h3"))
PARSER = etree.HTMLParser(huge_tree=True)
WORD = re.compile(r"[^\W_]\S*")
"""What is left of a word from its first letter or digit on: a sign alone is not a word."""
SPOKEN = ("alt", "title", "aria-label")
IDS = etree.XPath("//@id", smart_strings=False)
NAMED = etree.XPath("//a[@name and not(@name = @id)]")
LOADS = "script link form object embed base img iframe video audio source image track input style".split()
LOADING = etree.XPath(f"//*[@style or {' or '.join(f'self::{tag}' for tag in LOADS)}]")
NOTES = etree.XPath(
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' footnote-ref ')]/@href", smart_strings=False
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page. `level` is 2 or 3; `id` leads to it on its page."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Resource:
    """An element with an address or a style: the text of a <style>; `captioned`: a recording that has a track."""

    tag: str
    attributes: Mapping[str, str]
    style: str = ""
    captioned: bool = False


@dataclass
class Rendered:
    """The facts of one page's HTML, in its order. `notes` are the ids that footnote marks lead to. `words` counts
    learning text: no title, objective, code, question, reference, or lone sign (CR-04).
    """

    ids: list[str]
    notes: list[str]
    words: int
    tree: etree._Element

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings below the title, those inside of boxes and questions left out."""
        return tuple(
            Heading(int(str(one.tag)[1]), one.get("id") or "", " ".join("".join(_texts(one, MARKS, LINKS)).split()))
            for one in self.tree.iterfind("body/div/*")
            if one.tag in ("h2", "h3")
        )

    @property
    def resources(self) -> tuple[Resource, ...]:
        """What the page loads, shows or sends: scripts, styles, pictures, recordings, frames, forms."""
        return tuple(
            Resource(
                str(one.tag),
                {str(name): str(value) for name, value in one.attrib.items()},
                style=(one.text or "") if one.tag == "style" else "",
                captioned=one.find(".//track") is not None,
            )
            for one in LOADING(self.tree)
        )

    @cached_property
    def text(self) -> str:
        """Everything a reader sees or hears outside code, block by block on lines of its own."""
        return "".join(_texts(self.tree, NOT_TEXT, spoken=True))


def read_html(html: str) -> Rendered:
    """The facts of a page's HTML."""
    tree = etree.fromstring(f"<div>{html}</div>", PARSER)
    names = [one.get("name", "") for one in NAMED(tree)]
    notes = [one.removeprefix("#") for one in NOTES(tree)]
    learned = "\n".join(_texts(tree, NOT_LEARNING_TAGS, NOT_LEARNING))
    return Rendered([*IDS(tree), *names], notes, len(WORD.findall(learned)), tree)


def _texts(
    tree: etree._Element, tags: frozenset[str], classes: frozenset[str] = frozenset(), spoken: bool = False
) -> Iterator[str]:
    """The texts of a page in order, without what elements of these tags and classes hold; `spoken` with the
    alternatives of pictures, and a new line after each block. A page nests deeper than Python may call itself.
    """
    todo: list[etree._Element | str] = [tree]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
            continue
        if not isinstance(one.tag, str) or one.tag in tags:
            continue  # the first is a comment
        if classes and (named := one.get("class")) and not classes.isdisjoint(named.split()):
            continue
        if spoken:
            yield from (f"\n{one.get(name)}\n" for name in SPOKEN if name in one.attrib)
            if one.tag in BREAKS:
                todo.append("\n")
        if said := one.text:
            yield said
        for child in reversed(one):
            if said := child.tail:
                todo.append(said)
            todo.append(child)
