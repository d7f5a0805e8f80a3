"""Crossref, PubMed and doi.org: what each says of a DOI, a PMID or a PMCID.

Shapes: Crossref REST API, `/works/{doi}` (`updated-by` lists notices about a work, from publishers and from
Retraction Watch; `relation.is-preprint-of` the article of a preprint); NCBI E-utilities, `esummary` version 2.0 as
JSON (`pubtype`, and `references` with a `reftype`; an unknown id answers 200 with an `error`); doi.org,
`/api/handles/{doi}` (404 for a DOI that nobody registered), and content negotiation to CSL-JSON.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
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
"""Crossref's types of notices, in its own words, and how grave each is."""
REFTYPES = {
    "retraction in": "retracted",
    "partial retraction in": "retracted",
    "expression of concern in": "concern",
    "erratum in": "corrected",
    "corrected and republished in": "corrected",
}
"""PubMed's links between an article and what was said of it later."""

Missing = Literal["missing"]
Unknown = Literal["unknown"]


@dataclass(frozen=True, slots=True)
class Bases:
    """Where the registries are. Tests put servers of this machine in their place."""

    crossref: str = "https://api.crossref.org"
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    doi: str = "https://doi.org"
    archive: str = "https://archive.org"

    @classmethod
    def from_environment(cls, names: Mapping[str, str] = os.environ) -> Bases:
        """The usual places, or those in COURSEBOOK_CROSSREF, _EUTILS, _DOI and _ARCHIVE."""
        usual = cls()
        given = {name: names.get(f"COURSEBOOK_{name.upper()}") or getattr(usual, name) for name in cls.__slots__}
        return cls(**{name: base.rstrip("/") for name, base in given.items()})


class Registries:
    """Asks the registries. Every answer is a Record or `missing` (there is no such work); `unknown` is a DOI that is
    registered, but with an agency that says nothing about the work. What asks raises Outage.
    """

    def __init__(self, client: Client, bases: Bases) -> None:
        self._client, self._bases = client, bases

    def doi(self, doi: str) -> Record | Missing | Unknown:
        """The work of a DOI: by Crossref, and where Crossref does not have it, by whoever registered it."""
        polite = "?" + urlencode({"mailto": self._mail}) if self._mail else ""
        status, value = self._client.json(f"{self._bases.crossref}/works/{quote(doi, safe='')}{polite}")
        if status == 404:
            return self._elsewhere(doi)
        work = inner(value, "message")
        if not isinstance(work, dict):
            raise Outage(f"Crossref answered {status} without a work")
        return read_crossref(work)

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

    @property
    def _mail(self) -> str:
        """The e-mail address that registries ask for; empty where there is none."""
        contact = self._client.policy.contact
        return contact if "@" in contact else ""

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
                return read_csl(work)
        return "unknown"


def read_crossref(work: dict[str, Any]) -> Record:
    """A work of Crossref's REST API."""
    title, subtitle = _texts(work.get("title")), _texts(work.get("subtitle"))
    titles = [*title, *(f"{title[0]}: {one}" for one in subtitle if title), *_texts(work.get("original-title"))]
    own = str(work.get("DOI", "")).lower()
    notices = [*_dicts(work.get("updated-by"))]
    # A publisher that retracts in place says that the work updates itself; any other `update-to` is about another work.
    notices += [one for one in _dicts(work.get("update-to")) if str(one.get("DOI", "")).lower() == own]
    found = [
        (kind, f"{one.get('label') or one.get('type')}, doi:{str(one.get('DOI') or '?').lower()}{_on(one)}")
        for one in notices
        if (kind := KINDS.get(re.sub(r"[\s-]+", "_", str(one.get("type", "")).lower())))
    ]
    if any(is_marked_retracted(one) for one in title):
        found.append(("retracted", "its title says so"))
    later = [one for one in _dicts(inner(work, "relation", "is-preprint-of")) if one.get("id")]
    dates = ("published-print", "published-online", "issued", "published", "published-other")
    return Record(
        by="Crossref",
        titles=tuple(titles),
        authors=_names(work.get("author")) or _names(work.get("editor")),
        years=tuple(sorted({year for name in dates for year in _years(work.get(name))})),
        notices=tuple(dict.fromkeys(found)),
        published_as=str(later[0]["id"]).lower() if later else "",
    )


def read_csl(work: dict[str, Any]) -> Record:
    """A work in CSL-JSON, as DataCite, mEDRA and others give it through doi.org."""
    return Record(
        by="doi.org",
        titles=tuple(_texts(work.get("title"))),
        authors=_names(work.get("author")) or _names(work.get("editor")),
        years=tuple(sorted({*_years(work.get("issued")), *_years(work.get("published"))})),
    )


def read_pubmed(summary: dict[str, Any]) -> Record:
    """A document summary of PubMed or PubMed Central."""
    titles = [one.strip("[]. ") for one in (str(summary.get("title") or ""), str(summary.get("booktitle") or ""))]
    titles += _texts(summary.get("vernaculartitle"))
    people = [one for one in _dicts(summary.get("authors")) if str(one.get("authtype", "Author")) != "Investigator"]
    kinds = [one.casefold() for one in _texts(summary.get("pubtype"))]
    found = [("retracted", "publication type Retracted Publication")] if "retracted publication" in kinds else []
    links = _dicts(summary.get("references"))
    for one in links:
        if kind := REFTYPES.get(str(one.get("reftype", "")).casefold()):
            found.append((kind, f"{one.get('reftype')}: {str(one.get('refsource') or one.get('pmid') or '?')[:120]}"))
    later = [one for one in links if "preprint" in kinds and str(one.get("reftype", "")).casefold() == "update in"]
    dates = (summary.get("pubdate"), summary.get("epubdate"), summary.get("printpubdate"), summary.get("sortdate"))
    return Record(
        by="PubMed",
        titles=tuple(one for one in titles if one),
        authors=tuple(_family(one) for one in people if one.get("name")),
        years=tuple(sorted({int(match[1]) for one in dates if (match := YEAR.search(str(one or "")))})),
        notices=tuple(dict.fromkeys(found)),
        published_as=f"PMID {later[0].get('pmid')}" if later else "",
    )


def _family(author: dict[str, Any]) -> str:
    """`van Eijck CH` is `van Eijck`; a body keeps its whole name."""
    name = str(author["name"])
    if str(author.get("authtype", "Author")) == "CollectiveName":
        return name
    return re.sub(r"\s+[^\W\d_]{1,4}(?:\s+(?:Jr|Sr|\d\w\w|I{1,3}))?$", "", name)


def _names(people: object) -> tuple[str, ...]:
    names = [str(one.get("family") or one.get("name") or one.get("literal") or "") for one in _dicts(people)]
    particles = [str(one.get("non-dropping-particle") or "") for one in _dicts(people)]
    return tuple(" ".join(filter(None, pair)) for pair in zip(particles, names, strict=True) if pair[1])


def _on(notice: dict[str, Any]) -> str:
    years = _years(notice.get("updated"))
    return f", {years[0]}" if years else ""


def _years(date: object) -> list[int]:
    parts = inner(date, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    match = YEAR.search(str(first[0])) if isinstance(first, list) and first else None
    return [int(match[1])] if match else []


def _texts(value: object) -> list[str]:
    every = value if isinstance(value, list) else [value]
    return [one.strip() for one in every if isinstance(one, str) and one.strip()]


def _dicts(value: object) -> list[dict[str, Any]]:
    every: Iterable[object] = value if isinstance(value, list) else []
    return [one for one in every if isinstance(one, dict)]


def inner(value: object, *names: str) -> Any:
    """A value within values; None where one of them is not there. Registries are not trusted to keep their shape."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
