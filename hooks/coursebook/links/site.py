"""What a built site contains, whatever built it: every file, and of every page its addresses, ids and redirect.

Each page is walked once, and no tree is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
ATTRIBUTES = frozenset("href src srcset imagesrcset poster style action formaction xlink:href".split())
"""Attributes whose values have addresses; of an `object` also `data`."""
IMAGES = frozenset(("srcset", "imagesrcset", "poster"))
MEETING = re.compile(rb"\] ?[(\[<&\0]|&(?:#0*93|#x0*5d|rsqb|rbrack)", re.IGNORECASE)
"""What an HTML file must have for text to look like a link: brackets that match, as far as bytes show."""
LEFT = etree.XPath(
    "//text()[contains(., '](') or contains(., '][') or contains(., '] (')]"
    "[not(ancestor::script or ancestor::style or ancestor::pre or ancestor::code or ancestor::textarea)]",
    smart_strings=False,
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_ADDRESS = re.compile(
    r"""url\(\s*(?: "((?:[^"\\]|\\.)*)" | '((?:[^'\\]|\\.)*)' | ((?:[^\s"'()\\]|\\.)*) )\s*\)
      | @import\s+(?: "([^"]*)" | '([^']*)' )""",
    re.VERBOSE | re.IGNORECASE,
)
IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"'\n]+)\1""")
FILES = frozenset(("stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"))
"""What a link element asks a browser to load."""
REFRESH_TO = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)


@dataclass
class Html:
    """One HTML file. `addresses` are kept with what asks for them: the name of an element, `style` for a stylesheet; a
    `source` counts as the video or audio it belongs to, a link that only names another page as an `a`. `ids` may
    repeat; `refresh` is where the page sends its readers; `left` is text that looks like a link.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    base: str = ""
    refresh: str = ""
    left: list[str] = field(default_factory=list)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every place of the page that an address can name."""
        return frozenset((*self.ids, *self.names))

    def has(self, anchor: str) -> bool:
        """Whether an anchor leads to a place of the page."""
        return anchor in self.anchors or anchor.lower() == "top"


@dataclass(slots=True)
class BuiltSite:
    """`files` are all addresses that exist, `pages` the HTML files, `others` what stylesheets and modules ask for."""

    files: frozenset[str]
    pages: dict[str, Html]
    others: dict[str, dict[str, str]]


def read_site(folder: Path) -> BuiltSite:
    """Everything in the folder of a built site. What cannot be parsed holds nothing."""
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    named = {file.relative_to(folder).as_posix(): file for file in found}
    pages = {name: read_page(file.read_bytes()) for name, file in named.items() if name.endswith((".html", ".htm"))}
    others = {name: _asked(name, file) for name, file in named.items() if name.endswith((".css", ".mjs"))}
    return BuiltSite(frozenset(named), pages, others)


def parse(raw: bytes) -> Any:
    """The tree of an HTML file, or None for an empty one."""
    try:
        return etree.fromstring(raw, PARSER)
    except etree.XMLSyntaxError:
        return None


def read_page(raw: bytes) -> Html:
    """The facts of one HTML file."""
    page, tree = Html(), parse(raw)
    if tree is None:
        return page
    for element in tree.iter(etree.Element):
        tag = element.tag
        for name, value in element.items():
            if name == "id":
                page.ids.append(value)
            elif name == "name" and tag in ("a", "map"):
                page.names.append(value)
            elif (name in ATTRIBUTES or (name == "data" and tag == "object")) and (value or name != "action"):
                asks = _asking(element, name)
                for address in addresses_in(name, value):
                    if asks == "img" or address not in page.addresses:
                        page.addresses[address] = asks
        if tag == "style":
            page.addresses |= dict.fromkeys(in_css(element.text or ""), "style")
        elif tag == "base":
            page.base = page.base or element.get("href", "")
        elif tag == "meta" and element.get("http-equiv", "").lower() == "refresh" and not page.refresh:
            page.refresh = refresh_in(element.get("content", ""))
    if MEETING.search(raw):
        page.left = LEFT(tree)
    return page


def _asking(element: Any, name: str) -> str:
    """What asks for an address, by the element that has it and its attribute."""
    tag: str = element.tag
    above = element.getparent()
    if name == "style" or name in IMAGES:
        return "img" if name in IMAGES else name
    if tag == "source" and above is not None and above.tag in ("video", "audio"):
        return str(above.tag)
    return "a" if tag == "link" and not FILES.intersection(element.get("rel", "").split()) else tag


def addresses_in(attribute: str, value: str) -> Iterable[str]:
    """The addresses in the value of an attribute that has some."""
    if attribute.endswith("srcset"):
        return in_srcset(value)
    return in_css(value) if attribute == "style" else (value,)


def refresh_in(content: str) -> str:
    """Where a refresh with this content leads; empty where nowhere."""
    match = REFRESH_TO.match(content)
    return match[1].strip() if match else ""


def in_srcset(value: str) -> Iterator[str]:
    """The addresses of a srcset (HTML standard, 4.8.4.2.2): a comma ends one only where it ends a word."""
    at = 0
    while match := re.compile(r"[\s,]*(\S+)").match(value, at):
        address, at = match[1], match.end()
        yield address.rstrip(",")
        if not address.endswith(","):
            end = value.find(",", at)
            at = len(value) if end < 0 else end


def in_css(text: str) -> Iterator[str]:
    """The addresses that a stylesheet asks for."""
    for match in CSS_ADDRESS.finditer(CSS_COMMENT.sub("", text)):
        if address := next((group for group in match.groups() if group), "").strip():
            yield re.sub(r"\\(.)", r"\1", address)


def _asked(name: str, file: Path) -> dict[str, str]:
    text = file.read_text("utf-8", errors="replace")
    if name.endswith(".css"):
        return dict.fromkeys(in_css(text), "style")
    return dict.fromkeys((match[2] for match in IMPORT.finditer(text)), "script")
