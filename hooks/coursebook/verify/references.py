"""Whether a reference exists, matches its entry, and is still valid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..model import Reference
from ..report.finding import Finding, finding
from .client import Outage
from .matching import Record, compare, plain
from .record import Age, Entry, checked_on, outage
from .registries import Registries

FORMS = {
    "doi": (r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?", r"10\.\d{4,9}/\S+"),
    "pmid": ("", r"[1-9]\d{0,7}"),
    "pmcid": ("(?:PMC)?", r"[1-9]\d{0,8}"),
}
"""By kind of identifier: what authors may write before it, and its form."""
COMPARED = ("author", "editor", "title", "subtitle", "year", "date", "doi", "pmid", "pmcid")
WORSE = {"match": 0, "near": 1, "differs": 2, "other": 3}
CODES = {"other": "V002", "differs": "V003", "near": "V004"}
NOTICES = {"retracted": "V005", "concern": "V006", "corrected": "V007"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier of an entry. `kind` is `doi`, `pmid` or `pmcid`; `valid` is whether `value` has its form."""

    kind: str
    value: str
    valid: bool

    @property
    def name(self) -> str:
        """As in the file of results: `doi:10.1000/182`."""
        return f"{self.kind}:{self.value}"


def identifiers(reference: Reference) -> tuple[Identifier, ...]:
    """DOI and PMID of an entry, or its PMCID where it has neither."""
    found: list[Identifier] = []
    for kind, (prefix, form) in FORMS.items():
        value = re.sub(r"\\([_%&#$])", r"\1", reference.field(kind)).strip("{} ")
        if value and not (kind == "pmcid" and found):
            value = re.sub(f"^{prefix}", "", value, flags=re.IGNORECASE).strip("{} ")
            found.append(Identifier(kind, value, bool(re.fullmatch(form, value))))
    return tuple(found)


def fingerprint(reference: Reference) -> str:
    """Twelve hexadecimal digits of what is compared, so that an edited entry is checked again."""
    text = "\x1f".join(f"{name}={reference.field(name)}" for name in COMPARED)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def known(reference: Reference, entry: Entry | None) -> Entry | None:
    """The result of an entry; None where the entry was edited after the check."""
    return entry if entry and entry.get("entry") == fingerprint(reference) else None


def is_settled(reference: Reference, entry: Entry | None, age: Age) -> bool:
    """Whether no request is due: the result is good and fresh, or there is no identifier."""
    if not identifiers(reference):
        return True
    entry = known(reference, entry)
    return age.is_fresh(entry) and (entry or {}).get("verdict") in ("match", "near", "registered")


def verify(reference: Reference, registries: Registries, before: Entry | None, age: Age) -> Entry:
    """Looks up each identifier. Where one lookup fails and no other is wrong, the result is an outage."""
    seen: list[dict[str, Any]] = []
    missing: list[str] = []
    notices: list[dict[str, str]] = []
    published, silent, verdict = "", "", "registered"
    for identifier in identifiers(reference):
        try:
            got = _look_up(registries, identifier)
        except Outage as reason:
            silent = silent or f"{identifier.kind.upper()} {identifier.value}: {reason}"
            continue
        if got == "missing":
            missing.append(identifier.name)
        elif isinstance(got, Record):
            row = _seen(reference, identifier.name, got)
            seen.append(row)
            verdict = max(verdict, row["verdict"], key=lambda each: WORSE.get(each, -1))
            if row["verdict"] != "other":  # a notice about another work is not reported
                notices += [{"kind": kind, "by": got.by, "told": notice} for kind, notice in got.notices]
                published = published or got.published_as
    verdict = "missing" if missing else verdict
    stamp = fingerprint(reference)
    wrong = verdict in ("missing", "differs", "other") or any(notice["kind"] == "retracted" for notice in notices)
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
    first_of_kind = {str(notice.get("kind")): notice for notice in reversed(entry.get("notices", ()))}
    for kind, notice in reversed(first_of_kind.items()):
        if kind in NOTICES:
            yield finding(NOTICES[kind], place, key=key, notice=notice.get("told"), by=notice.get("by"))
    if entry.get("published"):
        yield finding("V008", place, key=key, published=entry["published"])


def _look_up(registries: Registries, identifier: Identifier) -> Record | Literal["missing", "unknown"]:
    if not identifier.valid:
        return "missing"
    if identifier.kind == "doi":
        return registries.doi(identifier.value)
    return registries.pubmed(identifier.value, "pubmed" if identifier.kind == "pmid" else "pmc")


def _seen(reference: Reference, name: str, record: Record) -> dict[str, Any]:
    """A row of `seen` in the file of results."""
    figures = compare(reference, record)
    return {
        "id": name,
        "by": record.by,
        "title": record.titles[0] if record.titles else "",
        "author": record.authors[0] if record.authors else "",
        "years": list(record.years),
        "similarity": {field: value for field, value in asdict(figures).items() if value is not None},
        "figures": str(figures),
        "verdict": "registered" if figures.title is None else figures.verdict,
    }


def _record(row: dict[str, Any]) -> dict[str, str]:
    """The parameters of a message about a row of `seen`."""
    kind, _, value = str(row.get("id")).partition(":")
    years = "/".join(map(str, row.get("years", ())))
    record = ", ".join(filter(None, (f"'{row.get('title')}'", str(row.get("author") or ""), years)))
    figures = str(row.get("figures"))
    return {"kind": kind.upper(), "id": value, "by": str(row.get("by")), "record": record, "figures": figures}
