"""What a rendered page holds: ids, links, images, words of learning text. One pass of the standard parser."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
NOT_LEARNING = frozenset(("cb-question", "footnote", "cb-generated", "headerlink", "footnote-ref", "cb-claim"))


@dataclass
class Rendered:
    """The facts of one page's HTML. `links` and `images` are as in the HTML, in its order."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    words: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Rendered()
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if values.get("id"):
            self.page.ids.append(values["id"])
        if tag == "a" and "name" in values and values["name"] != values.get("id"):
            self.page.ids.append(values["name"])
        if tag in ("a", "area") and "href" in values:
            self.page.links.append(values["href"])
        if tag == "img" and "src" in values:
            self.page.images.append(values["src"])
        if tag not in VOID and (
            self.skipped
            or tag in ("h1", "pre", "script", "style")
            or NOT_LEARNING & set(values.get("class", "").split())
        ):
            self.skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.skipped:
            while self.skipped.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.page.words += len(data.split())


def read_html(html: str) -> Rendered:
    """The facts of a page's HTML. Words are those of the learning text: no title, code, question or reference."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


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
