"""What must hold between the ledger and the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..model import Claim, ClaimUse
from ..read.paragraphs import paragraphs
from ..read.source import Text
from ..report.finding import Finding, finding


def check_ledger(claims: Mapping[str, Claim], uses: Iterable[ClaimUse], keys: Collection[str]) -> Iterator[Finding]:
    """E003 a claim that no page answers and that has no reason, E004 both, E006 a reference that does not exist,
    E007 a mark on a claim that the ledger alone is to answer.
    """
    taught: dict[str, ClaimUse] = {}
    for use in uses:
        taught.setdefault(use.id, use)
    for claim in claims.values():
        if claim.id not in taught and not claim.left_out and claim.shown != "ledger":
            yield finding("E003", claim.source, claim=claim.id)
        if claim.id in taught and claim.left_out:
            yield finding("E004", claim.source, claim=claim.id, place=taught[claim.id].source)
        if claim.id in taught and claim.shown == "ledger":
            yield finding("E007", claim.source, claim=claim.id, place=taught[claim.id].source)
        for key in claim.references:
            if key not in keys:
                yield finding("E006", claim.source, keys, claim=claim.id, key=key)


def check_marks(page: Text, documents: Collection[str]) -> Iterator[Finding]:
    """E005: a paragraph, list item or table row that cites one of the source documents and marks no claim.

    `documents` are the keys of the documents whose claims the ledger holds. Whoever tells what a document says must
    show the verdict beside it.
    """
    for one in paragraphs(page):
        key = next((key for key in documents if key in one.keys), None)
        if key and not one.block and not one.claims:
            yield finding("E005", page.source(one.line), key=key)
