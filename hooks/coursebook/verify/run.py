"""One run of `coursebook verify`: what is to be asked, asked; what came of it, kept and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import Reference, Source
from ..report.finding import Finding, finding
from ..report.resolve import in_order
from . import links, references
from .age import Age
from .client import Client, Manner
from .hosts import host_of
from .ignore import ALLOWED, IGNORED, read_ignored, without
from .lanes import Progress, in_lanes
from .places import Place, find_places
from .project import Project
from .record import Damaged, Entry, Results
from .registries import Bases, Registries

REFERENCES = "verified.json"
LINKS = "verified-links.json"

Part = Literal["references", "links", "all"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to verify and how. `offline` asks nobody and tells what is kept."""

    part: Part
    age: Age
    offline: bool = False
    manner: Manner = field(default_factory=Manner)
    bases: Bases = field(default_factory=Bases)


@dataclass(slots=True)
class Report:
    """What was found, and one line a part that says how many had which verdict."""

    findings: list[Finding] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


def verify(project: Project, known: Iterable[Reference], order: Order) -> Report:
    """Verifies references, links or both, and writes the results beside the bibliography.

    Raises KeyboardInterrupt as it comes; what was known by then is in the files.
    """
    report, every = Report(), tuple(known)
    if order.part != "links":
        _references(project, every, order, report)
    if order.part != "references":
        _links(project, every, order, report)
    report.findings = in_order(report.findings)
    return report


def _references(project: Project, every: Sequence[Reference], order: Order, report: Report) -> None:
    results = _open(project, REFERENCES, report)
    if results is None:
        return
    results.keep({one.key for one in every})
    asked = [one for one in every if not references.is_settled(one, results.entries.get(one.key), order.age)]
    if not order.offline:
        client = Client(order.manner)
        registries = Registries(client, order.bases)
        progress = Progress("references", len(asked))

        def work(one: Reference) -> Entry:
            return references.verify(one, registries, results.entries.get(one.key), order.age)

        try:
            # One host for all: each lane asks Crossref, then PubMed, so neither gets more than the lanes allow.
            for one, entry in in_lanes(client, asked, lambda _: order.bases.crossref, work):
                results.put(one.key, entry)
                progress.step(one.key)
        finally:
            client.close()
            progress.end()
            results.save()
    verdicts: Counter[str] = Counter()
    for one in every:
        result = references.known(one, results.entries.get(one.key))
        verdicts[_verdict(result) if references.identifiers(one) else "without DOI or PMID"] += 1
        report.findings += references.tell(one, result, order.age)
    report.summary.append(_summary("references", len(every), verdicts))


def _links(project: Project, every: Sequence[Reference], order: Order, report: Report) -> None:
    shown_docs, shown_bib = project.shown(project.docs), project.shown(project.bib)
    places = find_places(project.docs, shown_docs, project.bib, shown_bib, every)
    ignored, wrong = read_ignored(f"{shown_bib}/{IGNORED}", project.bib / IGNORED)
    allowed, bad = read_ignored(f"{shown_bib}/{ALLOWED}", project.bib / ALLOWED)
    report.findings += [*wrong, *bad]
    results = _open(project, LINKS, report)
    if results is None:
        return
    wanted = without(places, ignored)
    results.keep(set(wanted))
    if not order.offline:
        _ask_links(order, results, {url: places[url] for url in wanted})
    verdicts = Counter({"ignored": len(places) - len(wanted)})
    for url in wanted:
        entry = results.entries.get(url)
        verdicts[_verdict(entry)] += 1
        fine = {row.verdict for row in allowed if row.matches(url)}
        report.findings += links.tell(url, places[url], entry, order.age, fine)
    report.summary.append(_summary("links", len(places), verdicts))


def _ask_links(order: Order, results: Results, wanted: dict[str, tuple[Place, ...]]) -> None:
    asked = [url for url, at in wanted.items() if not links.is_settled(at, results.entries.get(url), order.age)]
    client = Client(order.manner)
    progress = Progress("links", len(asked))

    def work(url: str) -> Entry:
        return links.verify(url, wanted[url], client, order.bases, results.entries.get(url), order.age)

    try:
        for url, entry in in_lanes(client, asked, host_of, work):
            results.put(url, entry)
            progress.step(host_of(url))
    finally:
        client.close()
        progress.end()
        results.save()


def _open(project: Project, name: str, report: Report) -> Results | None:
    try:
        return Results(project.bib / name)
    except Damaged as reason:
        place = Source(f"{project.shown(project.bib)}/{name}", reason.line)
        report.findings.append(finding("V013", place, problem=reason))
        return None


def _verdict(entry: Entry | None) -> str:
    if entry is None:
        return "never checked"
    return "not answered" if "outage" in entry else str(entry.get("verdict"))


def _summary(what: str, whole: int, verdicts: Counter[str]) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in sorted(verdicts.items()) if count)
    return f"{whole} {what}: {counts}" if counts else f"{whole} {what}"
