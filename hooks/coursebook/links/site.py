"""What a built site holds, whoever built it: every file, and of every page its addresses, ids and redirect.

Read in one pass with XPath, which libxml2 runs in C: a page of 60 KB takes a millisecond. No tree is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
XLINK = "//*[self::use or self::image]/@*[name()='xlink:href']"
COMMON = etree.XPath("//*/@href | //*/@src", smart_strings=False)
ADDRESSES = etree.XPath(
    "//*[not(self::base)]/@href | //@src | //@poster | //object/@data | //@action[.!=''] | //@formaction | " + XLINK,
    smart_strings=False,
)
RARE_TAGS = (b"<base", b"<object", b"xlink:href")
RARE_ATTRIBUTES = (b"poster", b"action")
"""Without any of these an HTML file has no addresses but the common ones. In small letters, as the guards below."""
SETS = etree.XPath("//@srcset | //@imagesrcset", smart_strings=False)
STYLES = etree.XPath("//@style[contains(., 'url(')] | //style/text()", smart_strings=False)
PICTURES = etree.XPath("//img/@src", smart_strings=False)
IDS = etree.XPath("//@id", smart_strings=False)
NAMES = etree.XPath("//a/@name | //map/@name", smart_strings=False)
BASE = etree.XPath("string(//base/@href)", smart_strings=False)
REFRESH = etree.XPath(
    "string(//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content)", smart_strings=False
)
MEETING = re.compile(rb"\] ?[(\[<&\0]")
BRACKET = re.compile(rb"&(?:#0*93|#x0*5d|rsqb|rbrack)")
"""What an HTML file must have for text to look like a link: brackets that meet, as far as can be told from bytes."""
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
    """One HTML file. `ids` may repeat; `refresh` is where it sends its readers; `left` text that looks like a link;
    `pictures` are the addresses of images again."""

    addresses: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    base: str = ""
    refresh: str = ""
    left: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every place of the page that an address can name."""
        return frozenset((*self.ids, *self.names))

    def has(self, anchor: str) -> bool:
        """Whether an anchor leads to a place of the page."""
        return anchor in self.anchors or anchor.lower() == "top"


@dataclass(slots=True)
class Site:
    """`files` are all addresses that exist, `pages` the HTML files, `others` what stylesheets and modules ask for."""

    folder: Path
    files: frozenset[str]
    pages: dict[str, Html]
    others: dict[str, list[str]]


def read_site(folder: Path) -> Site:
    """Everything in the folder of a built site. What cannot be parsed holds nothing."""
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    named = {file.relative_to(folder).as_posix(): file for file in found}
    pages = {name: read_page(file.read_bytes()) for name, file in named.items() if name.endswith((".html", ".htm"))}
    others = {name: list(_asked(name, file)) for name, file in named.items() if name.endswith((".css", ".mjs"))}
    return Site(folder, frozenset(named), pages, others)


def parse(raw: bytes) -> Any:
    """The tree of an HTML file, or None for an empty one."""
    try:
        return etree.fromstring(raw, PARSER)
    except etree.XMLSyntaxError:
        return None


def read_page(raw: bytes) -> Html:
    """The facts of one HTML file. To walk its tree takes far longer than to look at its bytes, which spares most."""
    tree = parse(raw)
    if tree is None:
        return Html()
    small = raw.lower()
    rare = any(one in small for one in RARE_TAGS) or any(_sets(small, one) for one in RARE_ATTRIBUTES)
    page = Html((ADDRESSES if rare else COMMON)(tree), IDS(tree), NAMES(tree))
    if b"<base" in small:
        page.base = BASE(tree)
    if MEETING.search(small) or BRACKET.search(small):
        page.left = LEFT(tree)
    if b"<im" in small:  # an <image> is an <img>, too
        page.pictures = PICTURES(tree)
    if b"srcset" in small:
        page.addresses += (one for value in SETS(tree) for one in in_srcset(value))
    if b"<style" in small or _sets(small, b"style"):
        page.addresses += (one for value in STYLES(tree) for one in in_css(value))
    if b"http-equiv" in small and (match := REFRESH_TO.match(REFRESH(tree))):
        page.refresh = match[1].strip()
    return page


def _sets(small: bytes, attribute: bytes) -> bool:
    """Whether HTML in small letters may have an attribute whose name ends so."""
    return attribute in small and re.search(attribute + rb"\s*=", small) is not None


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
        if address := next((one for one in match.groups() if one), "").strip():
            yield re.sub(r"\\(.)", r"\1", address)


def _asked(name: str, file: Path) -> Iterator[str]:
    text = file.read_text("utf-8", errors="replace")
    return in_css(text) if name.endswith(".css") else (match[2] for match in IMPORT.finditer(text))


def elements(file: Path) -> Iterator[tuple[str, str]]:
    """Each address in a file of the site with the element that asks for it; `style` for what a stylesheet does.

    A `source` counts as the video or audio it belongs to, a link that only names another page as an `a`.
    """
    if file.suffix not in (".html", ".htm"):
        kind = "style" if file.suffix == ".css" else "script"
        yield from ((one, kind) for one in _asked(file.name, file))
        return
    tree = parse(file.read_bytes())
    for element in [] if tree is None else tree.iter():
        tag = element.tag
        if tag == "source" and (above := element.getparent()) is not None and above.tag in ("video", "audio"):
            tag = above.tag
        if tag == "link" and not FILES.intersection(element.get("rel", "").split()):
            tag = "a"
        for name, value in element.attrib.items():
            if name in ("srcset", "imagesrcset", "poster"):
                yield from ((one, "img") for one in ([value] if name == "poster" else in_srcset(value)))
            elif name == "style":
                yield from ((one, "style") for one in in_css(value))
            elif name in ("href", "src", "data", "action", "formaction", "xlink:href"):
                yield value, tag
        if tag == "style" and element.text:
            yield from ((one, "style") for one in in_css(element.text))
