"""bib/claims.csv, and the page that shows it."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from ..html import relative, render
from ..locale import Language
from ..model import Claim, ClaimUse, Source
from ..report.finding import Finding, finding
from ..source import decode

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
    """The claims by id. E002 for a file or a row that cannot be read. No file, no claims."""
    if not file.exists():
        return {}, []
    text, found = decode(file.read_bytes(), path)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        return {}, [*found, finding("E002", Source(path, 1), problem=f"it has no column '{missing[0]}'")]
    claims: dict[str, Claim] = {}
    problems = list(found)
    for row in rows:
        place = Source(path, rows.line_num)
        if row["verdict"] not in VERDICTS:
            problems.append(finding("E002", place, problem=f"'{row['verdict']}' is not a verdict"))
            continue
        if (shown := (row.get("shown") or SHOWN[0]).strip()) not in SHOWN:
            problems.append(finding("E002", place, problem=f"'{shown}' in 'shown' is neither lesson nor ledger"))
            continue
        if row["claim_id"] in claims:
            problems.append(finding("E002", place, problem=f"'{row['claim_id']}' stands a second time"))
            continue
        keys = tuple(key.strip() for key in row["ref_keys"].split(";") if key.strip())
        claims[row["claim_id"]] = Claim(
            id=row["claim_id"],
            document=row["document"],
            where=row["where"],
            text=row["claim"],
            module=row["module"],
            kind=row["kind"],
            verdict=row["verdict"],
            note=row["note"],
            references=keys,
            left_out=(row.get("left_out") or "").strip(),
            source=place,
            shown=shown,
        )
    return claims, problems


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
