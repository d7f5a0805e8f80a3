"""External links: each address is requested once, and reported at each of its places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from urllib.parse import urldefrag

from ..report.finding import Finding, finding
from .client import Client
from .pages import SCRIPTED, archived, judge
from .places import Place, canonical
from .record import Age, Entry, checked_on, outage
from .registries import Bases, inner

GONE = ("gone", "soft-404")
CODES = {
    "gone": "V014", "moved": "V015", "soft-404": "V018", "tls": "V019", "redirects": "V020", "address": "V021",
}  # fmt: skip
GOOD = ("ok", "moved", "unsure")


def is_settled(places: tuple[Place, ...], entry: Entry | None, age: Age) -> bool:
    """Whether no request is due: the result is good and fresh, and has every fragment."""
    if not age.is_fresh(entry) or entry is None or entry.get("verdict") not in GOOD:
        return False
    wanted = {place.fragment for place in places if place.fragment and not SCRIPTED.match(place.fragment)}
    return all(inner(entry, "fragments", fragment) is True for fragment in wanted)


def verify(url: str, places: tuple[Place, ...], client: Client, bases: Bases, before: Entry | None, age: Age) -> Entry:
    """Requests a page, and where it is gone, looks for a copy in the archive."""
    entry = judge(url, {place.fragment for place in places}, client.get(url, "text/html,*/*;q=0.8"))
    if entry["verdict"] == "outage":
        return outage(before, age.today, str(entry["why"]))
    if entry["verdict"] in GONE and (copy := archived(client, bases, url)):
        entry["archived"] = copy
    return {"checked": age.today.isoformat(), **entry}


def report(
    url: str, places: tuple[Place, ...], entry: Entry | None, age: Age, allowed: Collection[str] = ()
) -> Iterator[Finding]:
    """V010 to V021 of an address, at each of its places. `allowed` verdicts are reported for sources of law only."""
    for place in places:
        yield from age.report(f"the link {url}", place.source, entry)
        if entry is not None and checked_on(entry) is not None:
            yield from _at_place(url, place, entry, () if place.law else allowed)


def _at_place(url: str, place: Place, entry: Entry, allowed: Collection[str]) -> Iterator[Finding]:
    verdict, why = str(entry.get("verdict")), str(entry.get("why") or "")
    copy = f"; an archived copy exists: {entry['archived']}" if entry.get("archived") else ""
    if verdict in CODES and verdict not in allowed:
        code, params = CODES[verdict], {"url": url, "why": why, "to": str(entry.get("to")), "proposal": copy}
        if place.law and code in ("V014", "V018"):
            code, params["what"] = "V016", f"is gone: {why}"
        elif place.law and code == "V015":
            code, params["what"], params["proposal"] = "V016", f"has moved to {entry.get('to')}", ""
        yield finding(code, place.source, **params)
    if place.fragment and "anchor" not in allowed and inner(entry, "fragments", place.fragment) is False:
        other = inner(entry, "near", place.fragment)
        close = f"did you mean '#{other}'?" if other else ""
        yield finding("V017", place.source, url=url, fragment=place.fragment, guess=close)


def unreachable(entries: Mapping[str, Entry]) -> Callable[[str], str]:
    """A function: since when an address, in any spelling, is gone or does not answer; empty where it works."""

    def since(address: str) -> str:
        entry = entries.get(canonical(urldefrag(address).url)) or {}
        if "outage" in entry:
            return str(entry["outage"].get("since", ""))
        return str(entry.get("checked", "")) if entry.get("verdict") in GONE else ""

    return since
