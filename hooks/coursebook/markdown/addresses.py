"""Addresses between the pages of a site, and the links that lead there."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown.util import AMP_SUBSTITUTE

from .collect import TreeExtension


def relative(target: str, page: str) -> str:
    """The address of `target` as seen from `page`; both are relative to the site, `target` may have a #fragment."""
    path, hash_, fragment = target.partition("#")
    if path == page and hash_:
        return "#" + fragment
    folder = page if page.endswith("/") or not page else posixpath.dirname(page)
    path_to = posixpath.relpath(path or ".", folder or ".")
    slash = "/" if (path.endswith("/") or not path) and not path_to.endswith("/") else ""
    return path_to + slash + hash_ + fragment


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


ADDRESSES = {"a": "href", "img": "src"}


class LinkExtension(TreeExtension):
    """Links from page to page: the path of a Markdown file as its author writes it becomes the address of its page.

    As MkDocs does it (`_RelativePathTreeprocessor`), without MkDocs. A link whose target is not known stays as it is;
    the check of the built site reports it. `page.first` gets the id of a title that begins the page.
    """

    NAME = "coursebook-links"
    PRIORITY = 0

    def run(self, root: etree.Element) -> None:
        self.page.first = root[0].get("id", "") if len(root) and root[0].tag == "h1" else ""
        for element in root.iter():
            name = ADDRESSES.get(str(element.tag))
            if name and (link := element.get(name)) is not None:
                element.set(name, self._address(link))

    def _address(self, link: str) -> str:
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host or link.startswith(("/", "\\")) or AMP_SUBSTITUTE in link or not path:
            return link
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.path), unquote(path)).lstrip("/"))
        context = self.page.context
        if target not in context.urls:
            return link
        return urlunsplit(("", "", relative(context.urls[target], context.url), query, anchor))
