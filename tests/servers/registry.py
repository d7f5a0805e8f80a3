"""Crossref, PubMed, doi.org and the archive in one server, each below a folder of its own name.

A DOI says what is to happen: `10.5555/retracted` is a work that was retracted, `10.5555/busy` one whose registry is.
"""

from __future__ import annotations

import copy
import gzip
import json
import time
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .base import Handler

WORK: dict[str, Any] = {
    "DOI": "10.5555/right",
    "type": "journal-article",
    "title": ["Dry needling of the upper trapezius: a randomized trial"],
    "subtitle": [],
    "author": [{"given": "Ana", "family": "Núñez", "sequence": "first"}, {"given": "B", "family": "Lee"}],
    "issued": {"date-parts": [[2019, 12, 3]]},
    "published-print": {"date-parts": [[2020, 1]]},
    "container-title": ["Journal of Trials"],
}
"""A work, in the shape of Crossref's REST API."""
OTHER = {**WORK, "title": ["Photosynthesis in cold lakes"], "author": [{"family": "Olsen", "given": "K"}]}
SUMMARY: dict[str, Any] = {
    "uid": "1000",
    "pubdate": "2020 Jan",
    "epubdate": "2019 Dec 3",
    "title": "Dry needling of the upper trapezius: a randomized trial.",
    "authors": [{"name": "Núñez A", "authtype": "Author"}, {"name": "Lee B", "authtype": "Author"}],
    "pubtype": ["Journal Article", "Randomized Controlled Trial"],
    "articleids": [{"idtype": "doi", "value": "10.5555/right"}],
    "references": [],
}
"""A document summary, in the shape of E-utilities' esummary 2.0."""


def notice(kind: str, doi: str = "10.5555/notice", source: str = "publisher") -> dict[str, Any]:
    """An entry of `updated-by`."""
    updated = {"date-parts": [[2023, 5, 1]], "date-time": "2023-05-01T00:00:00Z", "timestamp": 1682899200000}
    return {"DOI": doi, "type": kind, "label": kind.capitalize(), "source": source, "updated": updated}


WORKS: dict[str, dict[str, Any]] = {
    "right": WORK,
    "other": OTHER,
    "author": {**WORK, "author": [{"family": "Zimmermann", "given": "Q"}]},
    "year": {**WORK, "issued": {"date-parts": [[2012]]}, "published-print": {"date-parts": [[2012]]}},
    "near": {**WORK, "title": ["Dry needling of the upper trapezius muscle: a randomised controlled trial"]},
    "retracted": {
        **WORK,
        "title": ["RETRACTED: Dry needling of the upper trapezius: a randomized trial"],
        "updated-by": [notice("expression_of_concern"), notice("retraction", source="retraction-watch")],
    },
    "corrected": {**WORK, "updated-by": [notice("correction")]},
    "concern": {**WORK, "updated-by": [notice("expression_of_concern")]},
    "a-notice": {**WORK, "update-to": [notice("retraction", "10.5555/something-else")]},
    "preprint": {
        **WORK,
        "type": "posted-content",
        "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/Right", "asserted-by": "subject"}]},
    },
    "bare": {"DOI": "10.5555/bare", "title": [], "author": None, "issued": {"date-parts": [[None]]}, "updated-by": 7},
}
ELSEWHERE = {
    "datacite": {
        "title": WORK["title"][0],
        "author": [{"family": "Núñez", "given": "Ana"}],
        "issued": {"date-parts": [[2020]]},
    },
    "elsewhere-other": {"title": "Photosynthesis in cold lakes", "author": [{"literal": "Lake Office"}]},
}
SUMMARIES: dict[str, dict[str, Any]] = {
    "1000": SUMMARY,
    "1001": {**SUMMARY, "pubtype": ["Journal Article", "Retracted Publication"]},
    "1002": {**SUMMARY, "references": [{"reftype": "Erratum in", "refsource": "J Trials. 2021;1:9", "pmid": ""}]},
    "1003": {**SUMMARY, "references": [{"reftype": "Expression of concern in", "refsource": "J Trials. 2022"}]},
    "1004": {**SUMMARY, "references": [{"reftype": "Comment in", "refsource": "J Trials. 2022"}]},
    "1005": {**SUMMARY, "title": "Photosynthesis in cold lakes.", "authors": [{"name": "Olsen K"}]},
    "1006": {**SUMMARY, "references": [{"reftype": "Retraction in", "refsource": "J Trials. 2022"}]},
    "1007": {"uid": "1007", "error": "cannot get document summary"},
}


def answer(handler: Handler) -> None:
    """What a GET gets."""
    parts = urlsplit(handler.path)
    service, _, path = unquote(parts.path).lstrip("/").partition("/")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if service == "crossref":
        _crossref(handler, path.removeprefix("works/"))
    elif service == "eutils":
        _eutils(handler, query)
    elif service == "doi":
        _doi(handler, path)
    elif service == "archive":
        _archive(handler, query.get("url", ""))
    else:
        handler.send(404)


def _json(handler: Handler, value: object, status: int = 200, kind: str = "application/json") -> None:
    handler.send(status, json.dumps(value, ensure_ascii=False), kind)


def _work(name: str) -> dict[str, Any]:
    work = copy.deepcopy(WORKS.get(name, WORK))
    return {"status": "ok", "message-type": "work", "message": {**work, "DOI": f"10.5555/{name}"}}


def _crossref(handler: Handler, doi: str) -> None:
    name = doi.removeprefix("10.5555/").lower()
    whole = json.dumps(_work(name), ensure_ascii=False)
    match name:
        case "busy-once" if handler.times() == 1:
            handler.send(429, "slow down", Retry_After="1")
        case "busy-date" if handler.times() == 1:
            at = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 1))
            handler.send(429, "slow down", Retry_After=at)
        case "busy":
            handler.send(429, "slow down")
        case "broken-once" if handler.times() == 1:
            handler.send(500, "oops")
        case "broken":
            handler.send(503, "oops")
        case "silent":
            time.sleep(6)
        case "truncated":
            handler.send(200, whole[: len(whole) // 2], "application/json")
        case "short":
            handler.send(200, whole[:40], "application/json", Content_Length=str(len(whole)), Connection="close")
            handler.close_connection = True
        case "page":
            handler.send(200, "<html><h1>Maintenance</h1></html>")
        case "circle":
            handler.send(302, Location=handler.path)
        case "charset":
            handler.send(200, whole, "application/json; charset=latin-1")
        case "latin":
            handler.send(200, whole.encode("latin-1"), "application/json; charset=iso-8859-1")
        case "no-charset":
            handler.send(200, whole, "application/json; charset=klingon")
        case "gzip":
            handler.send(200, gzip.compress(whole.encode()), "application/json", Content_Encoding="gzip")
        case "odd-shape":
            _json(handler, ["not", "a", "work"])
        case "missing" | "datacite" | "elsewhere-other" | "registered" | "handle-broken":
            handler.send(404, "Resource not found.", "text/plain")
        case _:
            _json(handler, _work(name)) if name in WORKS or "once" in name or "date" in name else handler.send(404)


def _doi(handler: Handler, path: str) -> None:
    name = path.removeprefix("api/handles/").removeprefix("10.5555/").lower()
    if path.startswith("api/handles/"):
        if name == "handle-broken":
            handler.send(502, "bad gateway")
        elif name in ELSEWHERE or name == "registered":
            _json(handler, {"responseCode": 1, "handle": f"10.5555/{name}", "values": []})
        else:
            _json(handler, {"responseCode": 100, "handle": f"10.5555/{name}"}, 404)
    elif name in ELSEWHERE and "csl+json" in handler.headers.get("Accept", ""):
        _json(handler, ELSEWHERE[name], kind="application/vnd.citationstyles.csl+json")
    else:
        handler.send(200, "<h1>Landing page</h1>")


def _eutils(handler: Handler, query: dict[str, str]) -> None:
    number = query.get("id", "")
    if number == "2000":
        handler.send(500, "oops")
        return
    if query.get("db") == "pmc":
        number = "1000" if number == "3000" else "1007"
    summary = SUMMARIES.get(number, {"uid": number, "error": "cannot get document summary"})
    asked = query.get("id", "")
    _json(handler, {"header": {"type": "esummary", "version": "0.3"}, "result": {"uids": [asked], asked: summary}})


def _archive(handler: Handler, url: str) -> None:
    closest = {"status": "200", "available": True, "timestamp": "20240101000000"}
    closest["url"] = f"http://web.archive.org/web/20240101000000/{url}"
    _json(handler, {"url": url, "archived_snapshots": {"closest": closest} if "/gone" in url else {}})
