"""What a rendered page holds: ids, links, images, words; and the addresses between pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader
from lxml import etree
from markupsafe import Markup

NOT_LEARNING = frozenset(
    (
        "cb-objectives",
        "cb-question",
        "footnote",
        "cb-generated",
        "cb-drawing",
        "cb-figure-data",
        "headerlink",
        "footnote-ref",
        "cb-claim",
    )
)
NOT_LEARNING_TAGS = frozenset(("h1", "pre", "script", "style"))
NOT_TEXT = frozenset(("code", "pre", "script", "style", "kbd", "samp", "textarea", "title"))
BREAKS = frozenset(("p", "li", "td", "th", "div", "h1", "h2", "h3"))
PARSER = etree.HTMLParser(huge_tree=True)
WORD = re.compile(r"[^\W_]\S*")
"""What is left of a word from its first letter or digit on: a sign alone is none."""
SPOKEN = ("alt", "title", "aria-label")


@dataclass
class Rendered:
    """The facts of one page's HTML, in its order; links and images as they are written there.

    `words` counts learning text: no title, objective, code, question, reference, or lone sign (CR-04). `text` is
    everything a reader sees or hears outside code, block by block on lines of its own. `notes` are the ids that
    footnote marks lead to.
    """

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    words: int = 0
    text: str = ""


def read_html(html: str) -> Rendered:
    """The facts of a page's HTML, in one pass of a fast parser."""
    page = Rendered()
    text: list[str] = []
    learned: list[str] = []
    into: tuple[list[str], ...]
    # What is still to be read, the next at the end; a page nests deeper than Python may call itself.
    todo: list[tuple[etree._Element, bool, bool] | tuple[str, tuple[list[str], ...]]] = []
    if html.strip():
        todo.append((etree.fromstring(f"<div>{html}</div>", PARSER), True, True))
    while todo:
        step = todo.pop()
        if len(step) == 2:
            words, into = step
            for part in into:
                part.append(words)
            continue
        element, learning, shown = step
        tag = element.tag
        if not isinstance(tag, str):
            continue  # a comment
        learning = learning and tag not in NOT_LEARNING_TAGS
        shown = shown and tag not in NOT_TEXT
        if items := element.items():
            attributes = dict(items)
            classes = attributes.get("class", "").split()
            _note(page, tag, attributes, classes)
            learning = learning and NOT_LEARNING.isdisjoint(classes)
            if shown:
                text.extend(f"\n{attributes[name]}\n" for name in SPOKEN if name in attributes)
        into = (text, learned) if shown and learning else (text,) if shown else (learned,) if learning else ()
        if said := element.text:
            for part in into:
                part.append(said)
        if tag in BREAKS:
            todo.append(("\n", (text,)))
        for child in reversed(element):
            if said := child.tail:
                todo.append((said, into))
            todo.append((child, learning, shown))
    page.text = "".join(text)
    page.words = len(WORD.findall("\n".join(learned)))
    return page


def _note(page: Rendered, tag: str, attributes: Mapping[str, str], classes: list[str]) -> None:
    """Notes what one element adds to ids, links, images and notes."""
    if identifier := attributes.get("id"):
        page.ids.append(identifier)
    if tag == "a" and attributes.get("name", identifier) != identifier:
        page.ids.append(attributes["name"])
    if tag in ("a", "area") and "href" in attributes:
        page.links.append(attributes["href"])
    if tag == "img" and "src" in attributes:
        page.images.append(attributes["src"])
    if "footnote-ref" in classes:
        page.notes.append(attributes.get("href", "").removeprefix("#"))


def relative(target: str, page: str) -> str:
    """The address of `target` as seen from `page`; both are relative to the site, `target` may have a #fragment."""
    path, hash_, fragment = target.partition("#")
    if path == page and hash_:
        return "#" + fragment
    folder = page if page.endswith("/") or not page else posixpath.dirname(page)
    near = posixpath.relpath(path or ".", folder or ".")
    slash = "/" if (path.endswith("/") or not path) and not near.endswith("/") else ""
    return near + slash + hash_ + fragment


def resolve(link: str, page: str) -> tuple[str, str] | None:
    """Address and fragment, relative to the site, that a link on a page leads to; None if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    if not parts.path:
        return page, unquote(parts.fragment)
    folder = page if page.endswith("/") else posixpath.dirname(page)
    path = posixpath.normpath(posixpath.join("/", folder, unquote(parts.path))).lstrip("/")
    if parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", ".."):
        path = path + "/" if path else ""
    return path.removesuffix("index.html"), unquote(parts.fragment)


def nav_key(item: Any, page: Any) -> tuple[int, int] | None:
    """Under which key the HTML of a part of the navigation may be used again; None where it is the page's own.

    Addresses in it are relative to the page. They are the same on all pages of one depth, unless page and part share
    a folder. `item` and `page` are nodes of a navigation with `url`, `children` and `active`.
    """
    folder = page.url.partition("/")[0]
    parts = [item]
    for part in parts:
        parts += part.children or []
        if part.active or (getattr(part, "url", "") or "").partition("/")[0] == folder:
            return None
    return id(item), page.url.count("/")


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, **names: object) -> Markup:
    """A template of the engine, filled; everything that is not Markup is escaped."""
    return Markup(_templates().get_template(template).render(**names))
