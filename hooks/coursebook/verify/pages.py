"""What a link leads to: a page, an error page, a new address, a page without the anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from .client import Client, Failure, Outage, Response
from .record import Entry
from .registries import Bases, inner

UNSURE = {401, 402, 403, 405, 406, 407, 408, 425, 429, 451, 999}
"""Statuses by which servers turn programs away or reject the request; a reader may still see the page."""
GONE = {404, 410}
HTML = ("text/html", "application/xhtml+xml")
NOT_FOUND = re.compile(
    r"""^\W*(?: (?:error|http)?\W{0,3}(?:404|410)(?=\W*(?:$|not|error|page|file)|\s*[-–—|:(])
              | (?:oops\W+)?(?:the\s|this\s|that\s|your\s)?(?:requested\s)?
                (?:page|document|file|resource|content|url|article)\s
                (?:you\s(?:requested|(?:are|were)\slooking\sfor)\s)?(?:was\s|is\s|could\s|can\s|does\s)?
                (?:not|cannot|(?:ca|could|does|was|is)n['’]t|no\slonger)\s(?:be\s)?(?:found|exists?|available)
              | (?:not|nothing)\sfound\W*$
              | page\s(?:missing|unavailable)\W*$ )""",
    re.IGNORECASE | re.VERBOSE,
)
"""How the title or first heading of an error page begins."""
ANY_404 = re.compile(r"\b(?:page not found|404 (?:error|not found)|error 404)\b", re.IGNORECASE)
SCRIPTED = re.compile(r"^(?:!|/|:~:|[\w-]*=)")
"""Fragments that scripts, readers or PDF viewers read; no element has such an id."""
PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True)
NAMED = etree.XPath("//@id | //a/@name | //map/@name | //area/@name | //meta/@name", smart_strings=False)
WORDS = etree.XPath("boolean(//text()[normalize-space()][not(ancestor::script or ancestor::style or ancestor::title)])")
MEDIA = etree.XPath("boolean(//img | //script | //iframe | //frame | //frameset | //object | //embed | //meta)")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The parts of a page that are judged; `empty` where not even a script would show anything."""

    ids: frozenset[str]
    title: str
    heading: str
    empty: bool


def read_page(text: str) -> PageFacts:
    """A page's HTML. Never raises."""
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), PARSER)
    except etree.XMLSyntaxError:  # nothing in it
        tree = None
    if tree is None:
        return PageFacts(frozenset(), "", "", True)
    title, heading = (" ".join(" ".join(tree.xpath(path)).split()) for path in ("//title//text()", "//h1//text()"))
    return PageFacts(frozenset(NAMED(tree)), title, heading, not WORDS(tree) and not MEDIA(tree))


def judge(url: str, fragments: Iterable[str], got: Response | Failure) -> Entry:
    """The verdict on an answer: `ok`, `moved`, `gone`, `soft-404`, `tls`, `redirects`, `address`, `unsure` or `outage`.

    With `status`, `to` (the new address of a permanent redirect), `why`, and `fragments` with whether they exist: only
    those of a complete HTML page.
    """
    if isinstance(got, Failure):
        if got.status in UNSURE:
            return {"verdict": "unsure", "status": got.status, "why": got.why}
        return {"verdict": got.kind, "why": got.why}
    if got.status in GONE:
        return {"verdict": "gone", "status": got.status, "why": f"the server answers {got.status}"}
    if not 200 <= got.status < 300:
        return {"verdict": "unsure", "status": got.status, "why": f"the server answers {got.status}"}
    entry: Entry = {"verdict": "ok", "status": got.status}
    page = read_page(got.text) if got.type in HTML else None
    if why := _absent(url, got, page):
        return {"verdict": "soft-404", "status": got.status, "why": why}
    if got.moved:
        entry |= {"verdict": "moved", "to": got.moved}
    if page is not None and not got.cut:
        wanted = sorted({fragment for fragment in fragments if fragment and not SCRIPTED.match(fragment)})
        there = {fragment: has_anchor(page.ids, fragment) for fragment in wanted}
        folded = {name.casefold(): name for name in sorted(page.ids, reverse=True)}
        other_case = {
            fragment: folded.get(unquote(fragment).casefold()) for fragment, exists in there.items() if not exists
        }
        parts = {"fragments": there, "near": {fragment: name for fragment, name in other_case.items() if name}}
        entry |= {name: part for name, part in parts.items() if part}
    return entry


def has_anchor(ids: Set[str], fragment: str) -> bool:
    """Whether a fragment leads somewhere: `top`, an id (HTML standard, 7.4.6.3), or one with a code host's prefix."""
    names = {fragment, unquote(fragment)}
    return bool(names & ids) or fragment.lower() == "top" or any(f"user-content-{name}" in ids for name in names)


def archived(client: Client, bases: Bases, url: str) -> str:
    """The address of an archived copy (the archive's availability API), or an empty string."""
    try:
        _, value = client.json(f"{bases.archive}/wayback/available?url={quote(url, safe='')}")
    except Outage:
        return ""
    closest = inner(value, "archived_snapshots", "closest")
    if not inner(closest, "available") or not str(inner(closest, "status") or "200") < "4":
        return ""
    found = str(inner(closest, "url") or "")
    return found.replace("http://web.", "https://web.", 1) if found.startswith("http") else ""


def _absent(url: str, got: Response, page: PageFacts | None) -> str:
    """Why a page that answers 200 is an error page, or an empty string."""
    if not got.body.strip() and got.status != 204:
        return "the page is empty"
    if page is None:
        return ""
    for words in (page.title, page.heading):
        if NOT_FOUND.match(words):
            return f"the page says '{words[:60]}'"
    if ANY_404.search(page.title) and ANY_404.search(page.heading):
        return f"the page says '{page.title[:60]}'"
    if page.empty and not page.title:
        return "the page is empty"
    if got.hops and _is_root(got.url) and not _is_root(url):
        return "it redirects to the home page"
    return ""


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"/(?:(?:index|default|home)(?:\.\w+)?)?$", "", parts.path.lower())
    return not parts.query and (not path or bool(re.fullmatch(r"/[a-z]{2}(?:-[a-z]{2})?", path)))
