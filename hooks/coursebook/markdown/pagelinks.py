"""Links from page to page: the path of a Markdown file as its author writes it becomes the address of its page.

As MkDocs does it (`_RelativePathTreeprocessor`), without MkDocs. A link whose target is not known stays as it is; the
check of the built site reports it.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from .addresses import relative

ADDRESSES = {"a": "href", "img": "src"}


class LinkExtension(Extension):
    """For the page at a path within docs. `urls` are the addresses of all pages and files by path; `first` is the id
    of a title that begins the page, empty where none does.
    """

    def __init__(self, path: str, url: str, urls: Mapping[str, str]) -> None:
        super().__init__()
        self.path, self.url, self.urls = path, url, urls
        self.first = ""

    def extendMarkdown(self, md: Markdown) -> None:
        """See markdown."""
        md.treeprocessors.register(_Links(md, self), "coursebook-links", 0)

    def address(self, link: str) -> str:
        """What a link as written leads to, as seen from the page."""
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host or link.startswith(("/", "\\")) or AMP_SUBSTITUTE in link or not path:
            return link
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(path)).lstrip("/"))
        if target not in self.urls:
            return link
        return urlunsplit(("", "", relative(self.urls[target], self.url), query, anchor))


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, links: LinkExtension) -> None:
        super().__init__(md)
        self.links = links

    def run(self, root: etree.Element) -> None:
        """See markdown."""
        self.links.first = root[0].get("id", "") if len(root) and root[0].tag == "h1" else ""
        for element in root.iter():
            name = ADDRESSES.get(str(element.tag))
            if name and (link := element.get(name)) is not None:
                element.set(name, self.links.address(link))
