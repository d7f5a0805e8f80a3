"""What must hold between the ledger and the pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..model import Claim, ClaimUse
from ..read.source import Text
from ..report.finding import Finding, finding

MARK = re.compile(r"\{:[^}]*\bclaim=")


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
    """E005: a paragraph or table row that cites one of the source documents and marks no claim.

    `documents` are the keys of the documents whose claims the ledger holds. Whoever tells what a document says must
    show the verdict beside it.
    """
    if not any(key in page.text for key in documents):
        return
    inside = [(block.line, block.end or len(page.lines)) for block in page.blocks]
    first = page.line(page.body_start) if page.body_start else 1
    number = first
    while number <= len(page.lines):
        last = number
        if not page.lines[number - 1].lstrip().startswith("|"):
            while last < len(page.lines) and page.lines[last - 1].strip() and page.lines[last].strip():
                last += 1
        text = "\n".join(page.lines[number - 1 : last])
        key = next((key for key in documents if re.search(rf"@{re.escape(key)}(?![\w:.-]*\w)", text)), None)
        quiet = page.in_code(number) or any(start <= number <= end for start, end in inside)
        if key and not quiet and not MARK.search(text):
            yield finding("E005", page.source(number), key=key)
        number = last + 1
