"""`{: claim="C019" }` at the end of a paragraph or table cell: a badge with the verdict, linked to the ledger."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from ..markdown.collect import TreeExtension
from ..markdown.positions import split
from ..model import ClaimUse, Source


class ClaimExtension(TreeExtension):
    """Turns the attribute `claim` that attr_list left on an element into badges; `page` gets each use."""

    NAME = "coursebook-claims"
    PRIORITY = 3  # after attr_list

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            for word in (element.attrib.pop("claim", "") or "").replace(",", " ").split():
                name, sites = split(word)
                self._mark(element, name, self.page.source(sites[0] if sites else None))

    def _mark(self, element: etree.Element, name: str, source: Source) -> None:
        claim = self.page.context.claims.get(name)
        if claim is None:
            self.page.unknown_claims.append((name, source))
            return
        seen = sum(use.id == name for use in self.page.claim_uses)
        anchor = f"claim-{name}-{seen + 1}" if seen else f"claim-{name}"
        self.page.claim_uses.append(ClaimUse(name, self.page.path, anchor, source))
        if len(element):
            element[-1].tail = (element[-1].tail or "") + " "
        else:
            element.text = (element.text or "") + " "
        ledger = self.page.context.ledger
        badge = etree.SubElement(element, "a" if ledger else "span", {"class": claim.look, "id": anchor})
        if claim.style:
            badge.set("style", claim.style)
        if ledger:
            badge.set("href", f"{ledger}#{name}")
        etree.SubElement(badge, "span", {"class": "cb-claim-id"}).text = AtomicString(name)
        badge[-1].tail = AtomicString(f" {claim.label}")
