"""Whether a reference is real, is what its entry says, and is still valid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..model import Reference
from ..report.finding import Finding, finding
from .client import Outage
from .matching import Record, compare, plain
from .record import Age, Entry, checked_on, outage
from .registries import Registries

DOI = re.compile(r"10\.\d{4,9}/\S+")
COMPARED = ("author", "editor", "title", "subtitle", "year", "date", "doi", "pmid", "pmcid")
WORSE = {"match": 0, "near": 1, "differs": 2, "other": 3}
CODES = {"other": "V002", "differs": "V003", "near": "V004"}
NOTICES = {"retracted": "V005", "concern": "V006", "corrected": "V007"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier of an entry: `doi`, `pmid` or `pmcid`, as a registry wants it; `valid` if it has the form."""

    kind: str
    value: str
    valid: bool

    @property
    def name(self) -> str:
        """As it is kept: `doi:10.1000/182`."""
        return f"{self.kind}:{self.value}"

    @property
    def shown(self) -> str:
        """The kind as people write it."""
        return self.kind.upper()


def identifiers(reference: Reference) -> tuple[Identifier, ...]:
    """DOI and PMID of an entry, or its PMCID where it has neither."""
    found = []
    if doi := reference.field("doi").strip():
        doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)
        doi = re.sub(r"\\([_%&#$])", r"\1", doi).strip("{} ")
        found.append(Identifier("doi", doi, bool(DOI.fullmatch(doi))))
    if pmid := reference.field("pmid").strip("{} "):
        found.append(Identifier("pmid", pmid, bool(re.fullmatch(r"[1-9]\d{0,7}", pmid))))
    if not found and (pmcid := reference.field("pmcid").strip("{} ")):
        digits = re.sub(r"^PMC", "", pmcid, flags=re.IGNORECASE)
        found.append(Identifier("pmcid", digits, bool(re.fullmatch(r"[1-9]\d{0,8}", digits))))
    return tuple(found)


def fingerprint(reference: Reference) -> str:
    """Twelve hexadecimal digits of what is compared, so that an edited entry is checked anew."""
    text = "\x1f".join(f"{name}={reference.field(name)}" for name in COMPARED)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def known(reference: Reference, entry: Entry | None) -> Entry | None:
    """The result of an entry as it is now; None where the entry was edited since."""
    return entry if entry and entry.get("entry") == fingerprint(reference) else None


def is_settled(reference: Reference, entry: Entry | None, age: Age) -> bool:
    """Whether there is nothing to ask: a fresh result that was good, or no identifier."""
    if not identifiers(reference):
        return True
    entry = known(reference, entry)
    return age.is_fresh(entry) and bool(entry) and (entry or {}).get("verdict") in ("match", "near", "registered")


def verify(reference: Reference, registries: Registries, before: Entry | None, age: Age) -> Entry:
    """Asks about each identifier. Where one is not answered and no other is wrong, the result is an outage."""
    seen: list[dict[str, Any]] = []
    missing: list[str] = []
    notices: list[dict[str, str]] = []
    published, silent, verdict = "", "", "registered"
    for one in identifiers(reference):
        try:
            got = _ask(registries, one)
        except Outage as reason:
            silent = silent or f"{one.shown} {one.value}: {reason}"
            continue
        if got == "missing":
            missing.append(one.name)
        elif isinstance(got, Record):
            row = _seen(reference, one.name, got)
            seen.append(row)
            verdict = max(verdict, row["verdict"], key=lambda each: WORSE.get(each, -1))
            if row["verdict"] != "other":  # what befell another work is not reported of this one
                notices += [{"kind": kind, "by": got.by, "told": notice} for kind, notice in got.notices]
                published = published or got.published_as
    verdict = "missing" if missing else verdict
    stamp = fingerprint(reference)
    wrong = verdict in ("missing", "differs", "other") or any(one["kind"] == "retracted" for one in notices)
    if silent and not wrong:
        return {**outage(known(reference, before), age.today, silent), "entry": stamp}
    parts = {"seen": seen, "missing": missing, "notices": notices, "published": published}
    entry: Entry = {"checked": age.today.isoformat(), "entry": stamp, "verdict": verdict}
    return entry | {name: part for name, part in parts.items() if part}


def report(reference: Reference, entry: Entry | None, age: Age) -> Iterator[Finding]:
    """V001 to V012 of a reference and its result."""
    place, key = reference.source, reference.key
    if not identifiers(reference):
        if not reference.field("url"):
            yield finding("V009", place, key=key, why="")
        return
    entry = known(reference, entry)
    yield from age.report(f"the reference '{key}'", place, entry)
    if entry is None or checked_on(entry) is None:
        return
    if entry.get("verdict") == "registered":
        yield finding("V009", place, key=key, why=": it is registered, but no registry returns its title")
    for name in entry.get("missing", ()):
        kind, _, value = name.partition(":")
        yield finding("V001", place, key=key, kind=kind.upper(), id=value)
    for row in entry.get("seen", ()):
        if code := CODES.get(row.get("verdict")):
            yield finding(code, place, key=key, ours=plain(reference.field("title")), **_record(row))
    first: dict[str, dict[str, str]] = {}
    for notice in entry.get("notices", ()):
        first.setdefault(str(notice.get("kind")), notice)
    for kind, notice in first.items():
        if kind in NOTICES:
            yield finding(NOTICES[kind], place, key=key, told=notice.get("told"), by=notice.get("by"))
    if entry.get("published"):
        yield finding("V008", place, key=key, published=entry["published"])


def _ask(registries: Registries, one: Identifier) -> Record | Literal["missing", "unknown"]:
    if not one.valid:
        return "missing"
    if one.kind == "doi":
        return registries.doi(one.value)
    return registries.pubmed(one.value, "pubmed" if one.kind == "pmid" else "pmc")


def _seen(reference: Reference, name: str, record: Record) -> dict[str, Any]:
    figures = compare(reference, record)
    alike = {"title": figures.title, "author": figures.author, "year": figures.year}
    return {
        "id": name,
        "by": record.by,
        "title": record.titles[0] if record.titles else "",
        "author": record.authors[0] if record.authors else "",
        "years": list(record.years),
        "similarity": {field: value for field, value in alike.items() if value is not None},
        "figures": str(figures),
        "verdict": "registered" if figures.title is None else figures.verdict,
    }


def _record(row: dict[str, Any]) -> dict[str, str]:
    """What a registry has, for a message."""
    kind, _, value = str(row.get("id")).partition(":")
    years = "/".join(str(year) for year in row.get("years", ()))
    record = ", ".join(filter(None, (f"'{row.get('title')}'", str(row.get("author") or ""), years)))
    return {
        "kind": kind.upper(), "id": value, "by": str(row.get("by")), "record": record,
        "figures": str(row.get("figures")),
    }  # fmt: skip
