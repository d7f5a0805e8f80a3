"""bib/claims.csv, and the page that shows it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from ..html import relative, render
from ..locale import Language
from ..model import Claim, ClaimUse
from ..read.table import read_table
from ..report.finding import Finding

COLUMNS = ("claim_id", "document", "where", "claim", "module", "kind", "verdict", "note", "ref_keys")
VERDICTS = {
    "supported": "Supported",
    "supported-with-limits": "Supported, with limits",
    "contested": "Contested",
    "insufficient": "Insufficient evidence",
    "not-supported": "Not supported",
    "outdated": "Outdated",
    "local-practice": "Local practice",
    "opinion": "Opinion",
}
"""How a verdict is written on a page."""
SHOWN = ("lesson", "ledger")
"""Where a claim is answered: marked in a lesson, or in its row of the ledger only."""
BADGES = {name: verdict for verdict, name in VERDICTS.items()}
"""The other way round: the verdict as the ledger has it, by its name on the page."""


def read_ledger(path: str, file: Path) -> tuple[dict[str, Claim], list[Finding]]:
    """The claims by id, and what is wrong with the table. No file, no claims."""
    table = read_table(path, file, COLUMNS, id_="claim_id", needed=False)
    claims: dict[str, Claim] = {}
    for row in table.rows:
        verdict, shown = row.choice("verdict", VERDICTS), row.choice("shown", SHOWN, SHOWN[0])
        if verdict and shown:
            claims[row["claim_id"]] = Claim(
                id=row["claim_id"],
                document=row["document"],
                where=row["where"],
                text=row["claim"],
                module=row["module"],
                kind=row["kind"],
                verdict=verdict,
                note=row["note"],
                references=row.list("ref_keys"),
                left_out=row["left_out"],
                source=row.place,
                shown=shown,
            )
    return claims, table.found


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
    key to a short name and the address of its entry; `page` is the address of the ledger.
    """
    taught: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for use in uses:
        title, url = titles[use.page]
        taught[use.id].append((title, relative(f"{url}#{use.anchor}", page)))
    rows = [
        {
            "claim": claim,
            "document": documents.get(claim.document, claim.document),
            "verdict": VERDICTS[claim.verdict],
            "module": claim.module,
            "references": [
                (references[key][0], relative(references[key][1], page))
                for key in claim.references
                if key in references
            ],
            "taught": taught[claim.id],
        }
        for claim in claims
    ]
    filters = {
        "document": Counter(row["document"] for row in rows),
        "verdict": Counter(row["verdict"] for row in rows),
        "module": Counter(row["module"] for row in rows),
    }
    return render("ledger.html", rows=rows, filters=filters, words=words)


def counts(claims: Iterable[Claim], documents: dict[str, str]) -> dict[str, dict[str, int]]:
    """Document to verdict to number of claims, in the order of the documents and of VERDICTS."""
    found = Counter((documents.get(claim.document, claim.document), VERDICTS[claim.verdict]) for claim in claims)
    named = sorted({document for document, _ in found}, key=[*documents.values()].index if documents else str)
    return {one: {name: found[one, name] for name in BADGES if found[one, name]} for one in named}
