"""One run of `coursebook verify`: requests, results, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import Reference, Source
from ..read.project import Project
from ..report.finding import Finding, finding, in_order
from . import links, references
from .client import Client, RequestPolicy
from .hosts import host_of
from .ignore import ALLOWED, IGNORED, read_ignored
from .places import find_places
from .record import Age, Damaged, Entry, Results
from .registries import Bases, Registries
from .workers import request_all

REFERENCES = "verified.json"
LINKS = "verified-links.json"

Part = Literal["references", "links", "all"]


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What to verify and how. `offline` sends no requests and reports earlier results."""

    part: Part
    age: Age
    offline: bool = False
    policy: RequestPolicy = field(default_factory=RequestPolicy)
    bases: Bases = field(default_factory=Bases)


@dataclass(slots=True)
class Report:
    """The findings, and one line for each part with the number of each verdict."""

    findings: list[Finding] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


def verify(project: Project, known: Iterable[Reference], order: VerifyOptions) -> Report:
    """Verifies references, links or both, and writes the results beside the bibliography.

    KeyboardInterrupt passes through; the results so far are in the files.
    """
    report, every = Report(), tuple(known)
    for part, name, run in (("references", REFERENCES, _references), ("links", LINKS, _links)):
        if order.part not in (part, "all"):
            continue
        try:
            run(project, every, order, report, Results(project.bib / name))
        except Damaged as reason:
            place = Source(f"{project.shown(project.bib)}/{name}", reason.line)
            report.findings.append(finding("V013", place, problem=reason))
    report.findings = in_order(report.findings)
    return report


def _references(
    project: Project, every: Sequence[Reference], order: VerifyOptions, report: Report, results: Results
) -> None:
    by_key = {reference.key: reference for reference in every}
    results.keep(set(by_key))
    due = [key for key, ref in by_key.items() if not references.is_settled(ref, results.entries.get(key), order.age)]

    def work(client: Client, key: str) -> Entry:
        return references.verify(by_key[key], Registries(client, order.bases), results.entries.get(key), order.age)

    # One host for all: each worker asks Crossref, then PubMed, so neither gets more than the workers allow.
    if not order.offline:
        request_all("references", order.policy, due, lambda _: order.bases.crossref, work, results)
    verdicts: Counter[str] = Counter()
    for reference in every:
        entry = references.known(reference, results.entries.get(reference.key))
        verdicts[_verdict(entry) if references.identifiers(reference) else "without DOI or PMID"] += 1
        report.findings += references.report(reference, entry, order.age)
    report.summary.append(_summary("references", len(every), verdicts))


def _links(
    project: Project, every: Sequence[Reference], order: VerifyOptions, report: Report, results: Results
) -> None:
    places, bib = find_places(project, every), project.shown(project.bib)
    ignored, wrong = read_ignored(f"{bib}/{IGNORED}", project.bib / IGNORED)
    allowed, bad = read_ignored(f"{bib}/{ALLOWED}", project.bib / ALLOWED)
    report.findings += [*wrong, *bad]
    wanted = [url for url in places if not any(row.matches(url) for row in ignored)]
    results.keep(set(wanted))
    due = [url for url in wanted if not links.is_settled(places[url], results.entries.get(url), order.age)]

    def work(client: Client, url: str) -> Entry:
        return links.verify(url, places[url], client, order.bases, results.entries.get(url), order.age)

    if not order.offline:
        request_all("links", order.policy, due, host_of, work, results)
    verdicts = Counter({"ignored": len(places) - len(wanted)})
    for url in wanted:
        entry = results.entries.get(url)
        verdicts[_verdict(entry)] += 1
        fine = {row.verdict for row in allowed if row.matches(url)}
        report.findings += links.report(url, places[url], entry, order.age, fine)
    report.summary.append(_summary("links", len(places), verdicts))


def _verdict(entry: Entry | None) -> str:
    if entry is None:
        return "never checked"
    return "not answered" if "outage" in entry else str(entry.get("verdict"))


def _summary(what: str, whole: int, verdicts: Counter[str]) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in sorted(verdicts.items()) if count)
    return f"{whole} {what}: {counts}" if counts else f"{whole} {what}"
