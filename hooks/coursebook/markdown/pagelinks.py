"""Links from page to page: the path of a Markdown file as its author writes it becomes the address of its page.

As MkDocs does it (`_RelativePathTreeprocessor`), without MkDocs. A link whose target is not known stays as it is; the
check of the built site reports it.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown.util import AMP_SUBSTITUTE

from .addresses import relative
from .collect import TreeExtension

ADDRESSES = {"a": "href", "img": "src"}


class LinkExtension(TreeExtension):
    """See the module. `page.first` gets the id of a title that begins the page."""

    NAME = "coursebook-links"
    PRIORITY = 0

    def run(self, root: etree.Element) -> None:
        """See markdown."""
        self.page.first = root[0].get("id", "") if len(root) and root[0].tag == "h1" else ""
        for element in root.iter():
            name = ADDRESSES.get(str(element.tag))
            if name and (link := element.get(name)) is not None:
                element.set(name, self._address(link))

    def _address(self, link: str) -> str:
        """What a link as written leads to, as seen from the page."""
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host or link.startswith(("/", "\\")) or AMP_SUBSTITUTE in link or not path:
            return link
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.path), unquote(path)).lstrip("/"))
        context = self.page.context
        if target not in context.urls:
            return link
        return urlunsplit(("", "", relative(context.urls[target], context.url), query, anchor))
