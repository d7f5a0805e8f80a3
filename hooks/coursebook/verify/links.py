"""Every outside link: asked once an address, told at every place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urldefrag

from ..report.finding import Finding, finding
from .age import Age
from .client import Client
from .pages import SCRIPTED, archived, judge
from .places import Place, canonical
from .record import Entry, checked_on, outage
from .registries import Bases

GONE = ("gone", "soft-404")
GOOD = ("ok", "moved", "unsure")


def is_settled(places: tuple[Place, ...], entry: Entry | None, age: Age) -> bool:
    """Whether there is nothing to ask: a fresh result that was good, and told of every fragment."""
    if not age.is_fresh(entry) or entry is None or entry.get("verdict") not in GOOD:
        return False
    known = entry.get("fragments") if isinstance(entry.get("fragments"), dict) else {}
    wanted = {place.fragment for place in places if place.fragment and not SCRIPTED.match(place.fragment)}
    return all((known or {}).get(one) is True for one in wanted)


def verify(url: str, places: tuple[Place, ...], client: Client, bases: Bases, before: Entry | None, age: Age) -> Entry:
    """Asks for a page, and where it is gone, the archive for a copy of it."""
    entry = judge(url, {place.fragment for place in places}, client.get(url, "text/html,*/*;q=0.8"))
    if entry["verdict"] == "outage":
        return outage(before, age.today, str(entry["why"]))
    if entry["verdict"] in GONE and (copy := archived(client, bases, url)):
        entry["archived"] = copy
    return {"checked": age.today.isoformat(), **entry}


def tell(
    url: str, places: tuple[Place, ...], entry: Entry | None, age: Age, allowed: Collection[str] = ()
) -> Iterator[Finding]:
    """What an author is told of an address, at each of its places; V010 to V021.

    What is `allowed` is not told, except of a source of the law.
    """
    for place in places:
        yield from age.tell(f"the link {url}", place.source, entry)
        if entry is not None and checked_on(entry) is not None:
            yield from _tell_place(url, place, entry, () if place.law else allowed)


def _tell_place(url: str, place: Place, entry: Entry, allowed: Collection[str]) -> Iterator[Finding]:
    verdict, why = str(entry.get("verdict")), str(entry.get("why") or "")
    if verdict in allowed:
        verdict = ""
    copy = f"; the archive has a copy: {entry['archived']}" if entry.get("archived") else ""
    if verdict in GONE and place.law:
        yield finding("V016", place.source, url=url, what=f"is gone: {why}", proposal=copy)
    elif verdict == "moved" and place.law:
        yield finding("V016", place.source, url=url, what=f"has moved to {entry.get('to')}", proposal="")
    elif verdict == "gone":
        yield finding("V014", place.source, url=url, why=why, proposal=copy)
    elif verdict == "soft-404":
        yield finding("V018", place.source, url=url, why=why, proposal=copy)
    elif verdict == "moved":
        yield finding("V015", place.source, url=url, to=entry.get("to"))
    elif verdict in ("tls", "redirects", "address"):
        code = {"tls": "V019", "redirects": "V020", "address": "V021"}[verdict]
        yield finding(code, place.source, url=url, why=why)
    fragments = entry.get("fragments")
    if (
        place.fragment
        and "anchor" not in allowed
        and isinstance(fragments, dict)
        and fragments.get(place.fragment) is False
    ):
        near = entry.get("near")
        other = near.get(place.fragment) if isinstance(near, dict) else ""
        close = f"did you mean '#{other}'?" if other else ""
        yield finding("V017", place.source, url=url, fragment=place.fragment, guess=close)


class Unreachable(Mapping[str, str]):
    """Addresses, however they are spelled, that were gone or did not answer when they were last asked: since when."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self._since: dict[str, str] = {}
        for url, entry in entries.items():
            if "outage" in entry:
                self._since[url] = str(entry["outage"].get("since", ""))
            elif entry.get("verdict") in GONE:
                self._since[url] = str(entry.get("checked", ""))

    def __getitem__(self, url: str) -> str:
        return self._since[canonical(urldefrag(url).url)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._since)

    def __len__(self) -> int:
        return len(self._since)
