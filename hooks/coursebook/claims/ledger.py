"""bib/claims.csv, and the page that shows it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from ..findings import Finding, finding
from ..html import relative, render
from ..model import Claim, ClaimUse, Source
from ..source import decode
from ..words import EN

COLUMNS = ("claim_id", "document", "where", "claim", "module", "kind", "verdict", "note", "ref_keys")
VERDICTS = {
    "supported": "Supported",
    "supported-with-limits": "Supported, with limits",
    "contested": "Contested",
    "not-supported": "Not supported",
    "outdated": "Outdated",
    "local-practice": "Local practice",
    "opinion": "Opinion",
}
"""How a verdict is written on a page."""


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
            source=place,
        )
    return claims, problems


def ledger_page(
    claims: Iterable[Claim],
    uses: Iterable[ClaimUse],
    titles: dict[str, tuple[str, str]],
    documents: dict[str, str],
    aliases: dict[str, str],
    bibliography: str,
    page: str,
) -> Markup:
    """The table of all claims, each with its verdict, the reason, its references and where it is taught.

    `titles` maps a page's path to its title and address; `documents` names the documents; `bibliography` and `page`
    are addresses relative to the site.
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
            "references": [
                (key, relative(f"{bibliography}#ref-{aliases[key]}", page))
                for key in claim.references
                if key in aliases and bibliography
            ],
            "taught": taught[claim.id],
        }
        for claim in claims
    ]
    return render("ledger.html", rows=rows, verdicts=VERDICTS, words=EN)
