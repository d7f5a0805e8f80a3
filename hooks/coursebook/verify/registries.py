"""Crossref, PubMed and doi.org: the record of a DOI, a PMID or a PMCID.

Shapes: Crossref REST API, `/works/{doi}` (`updated-by` lists notices about a work, from publishers and from
Retraction Watch; `relation.is-preprint-of` the article of a preprint); NCBI E-utilities, `esummary` version 2.0 as
JSON (`pubtype`, and `references` with a `reftype`; an unknown id answers 200 with an `error`); doi.org,
`/api/handles/{doi}` (404 for a DOI that nobody registered), and content negotiation to CSL-JSON.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlencode

from .client import Client, Outage
from .matching import YEAR, Record, is_marked_retracted

CSL = "application/vnd.citationstyles.csl+json"
KINDS = {
    "retraction": "retracted", "withdrawal": "retracted", "removal": "retracted", "partial_retraction": "retracted",
    "expression_of_concern": "concern", "correction": "corrected", "corrigendum": "corrected", "erratum": "corrected",
    "addendum": "corrected", "clarification": "corrected",
}  # fmt: skip
"""What Crossref's types of notices mean."""
REFTYPES = {
    "retraction in": "retracted",
    "partial retraction in": "retracted",
    "expression of concern in": "concern",
    "erratum in": "corrected",
    "corrected and republished in": "corrected",
}
"""What PubMed's links from an article to a later notice mean."""

Missing = Literal["missing"]
Unknown = Literal["unknown"]


@dataclass(frozen=True, slots=True)
class Bases:
    """The base addresses of the registries; tests use local servers."""

    crossref: str = "https://api.crossref.org"
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    doi: str = "https://doi.org"
    archive: str = "https://archive.org"

    @classmethod
    def from_environment(cls, names: Mapping[str, str] = os.environ) -> Bases:
        """The defaults, or the values of COURSEBOOK_CROSSREF, _EUTILS, _DOI and _ARCHIVE."""
        given = {name: names.get(f"COURSEBOOK_{name.upper()}", "").rstrip("/") for name in cls.__slots__}
        return cls(**{name: base for name, base in given.items() if base})


class Registries:
    """Looks works up. The result is a Record or `missing` (there is no such work); `unknown` is a DOI that is
    registered with an agency that returns nothing about the work. The methods raise Outage.
    """

    def __init__(self, client: Client, bases: Bases) -> None:
        self._client, self._bases = client, bases
        self._mail = client.policy.contact if "@" in client.policy.contact else ""

    def doi(self, doi: str) -> Record | Missing | Unknown:
        """The work of a DOI, from Crossref or else from the agency that registered it."""
        polite = "?" + urlencode({"mailto": self._mail}) if self._mail else ""
        status, value = self._client.json(f"{self._bases.crossref}/works/{quote(doi, safe='')}{polite}")
        if status == 404:
            return self._elsewhere(doi)
        work = inner(value, "message")
        if not isinstance(work, dict):
            raise Outage(f"Crossref answered {status} without a work")
        return read_work(work)

    def pubmed(self, number: str, database: str = "pubmed") -> Record | Missing:
        """The work of a PMID, or of a PMCID's digits with the database `pmc`."""
        named = {"db": database, "id": number, "retmode": "json", "version": "2.0", "tool": "coursebook"}
        if self._mail:
            named["email"] = self._mail
        status, value = self._client.json(f"{self._bases.eutils}/esummary.fcgi?{urlencode(named)}")
        summary = inner(value, "result", number)
        if isinstance(summary, dict):
            return "missing" if "error" in summary else read_pubmed(summary)
        problem = str(inner(value, "error") or inner(value, "esummaryresult") or "")
        if re.search(r"cannot get document summary|invalid uid|not found", problem, re.IGNORECASE):
            return "missing"
        raise Outage(f"PubMed answered {status} without a summary")

    def _elsewhere(self, doi: str) -> Record | Missing | Unknown:
        path = quote(doi, safe="/")
        status, value = self._client.json(f"{self._bases.doi}/api/handles/{path}")
        if status == 404 or inner(value, "responseCode") == 100:
            return "missing"
        if inner(value, "responseCode") not in (1, 200):
            raise Outage(f"doi.org answered {status} without saying whether the DOI exists")
        with suppress(Outage):
            _, work = self._client.json(f"{self._bases.doi}/{path}", CSL)
            if isinstance(work, dict):
                return read_work(work, "doi.org")
        return "unknown"


def read_work(work: dict[str, Any], by: str = "Crossref") -> Record:
    """A work of Crossref's REST API, or in CSL-JSON as DataCite, mEDRA and others return it through doi.org."""
    title, subtitle = _texts(work.get("title")), _texts(work.get("subtitle"))
    titles = [*title, *(f"{title[0]}: {text}" for text in subtitle if title), *_texts(work.get("original-title"))]
    own = str(work.get("DOI", "")).lower()
    notices = [*_dicts(work.get("updated-by"))]
    # A publisher that retracts in place says that the work updates itself; any other `update-to` is about another work.
    notices += [notice for notice in _dicts(work.get("update-to")) if str(notice.get("DOI", "")).lower() == own]
    found = []
    for notice in notices:
        kind = KINDS.get(re.sub(r"[\s-]+", "_", str(notice.get("type", "")).lower()))
        day = "".join(f", {year}" for year in _years(notice.get("updated")))
        label, doi = notice.get("label") or notice.get("type"), str(notice.get("DOI") or "?").lower()
        found += [(kind, f"{label}, doi:{doi}{day}")] if kind else []
    if any(is_marked_retracted(text) for text in title):
        found.append(("retracted", "its title says so"))
    later = [article for article in _dicts(inner(work, "relation", "is-preprint-of")) if article.get("id")]
    dates = ("published-print", "published-online", "issued", "published", "published-other")
    return Record(
        by=by,
        titles=tuple(titles),
        authors=_names(work.get("author")) or _names(work.get("editor")),
        years=tuple(sorted({year for name in dates for year in _years(work.get(name))})),
        notices=tuple(dict.fromkeys(found)),
        published_as=str(later[0]["id"]).lower() if later else "",
    )


def read_pubmed(summary: dict[str, Any]) -> Record:
    """A document summary of PubMed or PubMed Central."""
    titles = [str(summary.get(name) or "").strip("[]. ") for name in ("title", "booktitle")]
    titles += _texts(summary.get("vernaculartitle"))
    people = [person for person in _dicts(summary.get("authors")) if person.get("authtype") != "Investigator"]
    kinds = [text.casefold() for text in _texts(summary.get("pubtype"))]
    found = [("retracted", "publication type Retracted Publication")] if "retracted publication" in kinds else []
    published_as = ""
    for link in _dicts(summary.get("references")):
        name = str(link.get("reftype", ""))
        if kind := REFTYPES.get(name.casefold()):
            found.append((kind, f"{name}: {str(link.get('refsource') or link.get('pmid') or '?')[:120]}"))
        if "preprint" in kinds and name.casefold() == "update in":
            published_as = published_as or f"PMID {link.get('pmid')}"
    dates = (str(summary.get(name) or "") for name in ("pubdate", "epubdate", "printpubdate", "sortdate"))
    return Record(
        by="PubMed",
        titles=tuple(filter(None, titles)),
        authors=tuple(_family(person) for person in people if person.get("name")),
        years=tuple(sorted({int(match[1]) for date in dates if (match := YEAR.search(date))})),
        notices=tuple(dict.fromkeys(found)),
        published_as=published_as,
    )


def _family(author: dict[str, Any]) -> str:
    """`van Eijck CH` is `van Eijck`; an organization keeps its whole name."""
    name = str(author["name"])
    if author.get("authtype") == "CollectiveName":
        return name
    return re.sub(r"\s+[^\W\d_]{1,4}(?:\s+(?:Jr|Sr|\d\w\w|I{1,3}))?$", "", name)


def _names(people: object) -> tuple[str, ...]:
    found = []
    for person in _dicts(people):
        if name := str(person.get("family") or person.get("name") or person.get("literal") or ""):
            found.append(f"{person.get('non-dropping-particle') or ''} {name}".strip())
    return tuple(found)


def _years(date: object) -> list[int]:
    parts = inner(date, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    match = YEAR.search(str(first[0])) if isinstance(first, list) and first else None
    return [int(match[1])] if match else []


def _texts(value: object) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    return [text.strip() for text in texts if isinstance(text, str) and text.strip()]


def _dicts(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def inner(value: object, *names: str) -> Any:
    """A value within nested dicts, or None: registries are not trusted to keep their shape."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
