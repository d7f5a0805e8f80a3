"""`{: claim="C019" }` at the end of a paragraph or table cell: a badge with the verdict, linked to the ledger."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..model import Claim
from .ledger import VERDICTS

AFTER_ATTR_LIST = 3


class ClaimProcessor(Treeprocessor):
    """Turns the attribute `claim` that attr_list left on an element into badges."""

    def __init__(self, md: Markdown, taught: Callable[[str], tuple[Claim | None, str, str]]) -> None:
        super().__init__(md)
        self.taught = taught

    def run(self, root: etree.Element) -> None:
        """See markdown.treeprocessors."""
        for element in root.iter():
            for name in (element.attrib.pop("claim", "") or "").replace(",", " ").split():
                claim, anchor, href = self.taught(name)
                if claim is None:
                    continue
                if len(element):
                    element[-1].tail = (element[-1].tail or "") + " "
                else:
                    element.text = (element.text or "") + " "
                kind = f"cb-claim cb-claim--{claim.verdict}"
                badge = etree.SubElement(element, "a" if href else "span", {"class": kind, "id": anchor})
                if href:
                    badge.set("href", href)
                etree.SubElement(badge, "span", {"class": "cb-claim-id"}).text = AtomicString(name)
                badge[-1].tail = AtomicString(f" {VERDICTS[claim.verdict]}")


class ClaimExtension(Extension):
    """`taught(id)` is told of each mark, and answers the claim, an id for the badge, and the address of its row."""

    def __init__(self, taught: Callable[[str], tuple[Claim | None, str, str]]) -> None:
        super().__init__()
        self.taught = taught

    def extendMarkdown(self, md: Markdown) -> None:
        """See markdown."""
        md.treeprocessors.register(ClaimProcessor(md, self.taught), "coursebook-claims", AFTER_ATTR_LIST)
