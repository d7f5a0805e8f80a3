"""The ledger: bib/claims.csv, the page that shows it, and what must hold between it and the pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Claim, ClaimUse
from ..read.labels import Label, Labels, read_labels
from ..read.paragraphs import paragraphs
from ..read.source import Text
from ..read.table import read_table
from ..report.finding import Finding, finding

COLUMNS = ("claim_id", "document", "where", "claim", "module", "kind", "verdict", "note", "ref_keys")
VERDICTS = {
    "supported": "verdict-supported",
    "supported-with-limits": "verdict-supported-with-limits",
    "contested": "verdict-contested",
    "insufficient": "verdict-insufficient",
    "not-supported": "verdict-not-supported",
    "outdated": "verdict-outdated",
}
"""The verdicts that there are unless labels.toml beside the ledger has others, with what they are called."""
SHOWN = ("lesson", "ledger")
"""Where a claim is answered: marked in a lesson, or in its row of the ledger only."""


def read_ledger(path: str, file: Path, words: Language) -> tuple[dict[str, Claim], Labels, list[Finding]]:
    """The claims by id, the verdicts that there are, and what is wrong with the table. No file, no claims."""
    table = read_table(path, file, COLUMNS, id_="claim_id", needed=False)
    verdicts, found = read_labels(path, file, "verdict", {one: Label(words[word]) for one, word in VERDICTS.items()})
    claims: dict[str, Claim] = {}
    for row in table.rows:
        verdict, shown = row.choice("verdict", verdicts), row.choice("shown", SHOWN, SHOWN[0])
        if verdict and shown:
            label = verdicts[verdict]
            claims[row["claim_id"]] = Claim(
                row["claim_id"], row["document"], row["where"], row["claim"], row["module"], row["kind"], verdict,
                row["note"], row.list("ref_keys"), row["left_out"], row.place, shown,
                label=label.text, sign=label.sign, tone=label.tone,
            )  # fmt: skip
    return claims, verdicts, [*found, *table.found]


def ledger_page(
    claims: Iterable[Claim],
    uses: Iterable[ClaimUse],
    titles: dict[str, tuple[str, str]],
    documents: dict[str, str],
    references: dict[str, tuple[str, str]],
    page: str,
    words: Language,
) -> Markup:
    """The table of all claims, each with its verdict, the reason, its references and where it is taught.

    `titles` maps a page's path to its title and address; `documents` names the documents; `references` maps a
    key to a short name and the address of its entry as seen from the ledger, whose own address is `page`.
    """
    taught: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for use in uses:
        title, url = titles[use.page]
        taught[use.id].append((title, relative(f"{url}#{use.anchor}", page)))
    rows = [
        {
            "claim": claim,
            "document": documents.get(claim.document, claim.document),
            "verdict": claim.label,
            "module": claim.module,
            "references": [references[key] for key in claim.references if key in references],
            "taught": taught[claim.id],
        }
        for claim in claims
    ]
    filters = {column: Counter(row[column] for row in rows) for column in ("document", "verdict", "module")}
    return fill_template("ledger.html", rows=rows, filters=filters, words=words)


def counts(claims: Iterable[Claim], documents: dict[str, str], verdicts: Labels) -> dict[str, dict[str, int]]:
    """Document to verdict to number of claims, in the order of the documents (those without a name last) and of the
    verdicts, all as readers see them.
    """
    found = Counter((documents.get(claim.document, claim.document), claim.label) for claim in claims)
    place = {name: n for n, name in enumerate(documents.values())}
    named = sorted({document for document, _ in found}, key=lambda name: (place.get(name, len(place)), name))
    names = [label.text for label in verdicts.values()]
    return {document: {name: found[document, name] for name in names if found[document, name]} for document in named}


def check_ledger(claims: Mapping[str, Claim], uses: Iterable[ClaimUse], keys: Collection[str]) -> Iterator[Finding]:
    """E003 a claim that no page answers and that has no reason, E004 both, E006 a reference that does not exist,
    E007 a mark on a claim that the ledger alone is to answer.
    """
    taught = {use.id: use for use in reversed([*uses])}  # the first use of each
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

    `documents` are the keys of the documents whose claims the ledger holds. A text that reports what a document says
    must show the verdict beside it.
    """
    for paragraph in paragraphs(page):
        key = next((key for key in documents if key in paragraph.keys), None)
        if key and not paragraph.block and not paragraph.claims:
            yield finding("E005", page.source(paragraph.line), key=key)
