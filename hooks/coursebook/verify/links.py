"""Every outside link: each address is asked once, and reported at every place."""

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
    """Whether there is nothing to ask: a fresh result that was good, with every fragment."""
    if not age.is_fresh(entry) or entry is None or entry.get("verdict") not in GOOD:
        return False
    wanted = {place.fragment for place in places if place.fragment and not SCRIPTED.match(place.fragment)}
    return all(inner(entry, "fragments", one) is True for one in wanted)


def verify(url: str, places: tuple[Place, ...], client: Client, bases: Bases, before: Entry | None, age: Age) -> Entry:
    """Asks for a page, and where it is gone, the archive for a copy of it."""
    entry = judge(url, {place.fragment for place in places}, client.get(url, "text/html,*/*;q=0.8"))
    if entry["verdict"] == "outage":
        return outage(before, age.today, str(entry["why"]))
    if entry["verdict"] in GONE and (copy := archived(client, bases, url)):
        entry["archived"] = copy
    return {"checked": age.today.isoformat(), **entry}


def report(
    url: str, places: tuple[Place, ...], entry: Entry | None, age: Age, allowed: Collection[str] = ()
) -> Iterator[Finding]:
    """V010 to V021 of an address, at each of its places. What is `allowed` is not reported, except of a source of the
    law.
    """
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
    """Looks up since when an address, however it is spelled, is gone or does not answer; empty where it was reached."""

    def since(address: str) -> str:
        entry = entries.get(canonical(urldefrag(address).url)) or {}
        if "outage" in entry:
            return str(entry["outage"].get("since", ""))
        return str(entry.get("checked", "")) if entry.get("verdict") in GONE else ""

    return since
