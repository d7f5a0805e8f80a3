"""What a link leads to: whether the page is there, says that it is not, has moved, has the anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urlsplit

from .client import Answer, Client, Fault
from .record import Entry
from .registries import Bases

UNSURE = {401, 402, 403, 405, 406, 407, 408, 425, 429, 451, 999}
"""Answers by which servers turn programs away, or say that we ask wrongly; a reader may still see the page."""
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
"""How a title or a first heading begins that says: there is no such page."""
ANY_404 = re.compile(r"\b(?:page not found|404 (?:error|not found)|error 404)\b", re.IGNORECASE)
SCRIPTED = re.compile(r"^(?:!|/|:~:|[\w-]*=)")
"""Fragments that scripts, readers or PDF viewers read; no element has such an id."""


class _Page(HTMLParser):
    """Title, first heading, ids and whether there is any text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.title, self.heading = "", ""
        self.letters = 0
        self._in: list[str] = []
        self._media = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag in ("a", "map", "area", "meta"))):
                self.ids.add(value)
        if tag in ("title", "h1", "script", "style"):
            self._in.append(tag)
        self._media = self._media or tag in ("img", "script", "iframe", "frame", "frameset", "object", "embed", "meta")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            while self._in.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        where = self._in[-1] if self._in else ""
        if where == "title":
            self.title += data
        elif where == "h1" and len(self.heading) < 300:
            self.heading += data
        if where not in ("script", "style", "title"):
            self.letters += len(data.strip())

    @property
    def empty(self) -> bool:
        """Whether nothing would be seen, not even by a script."""
        return not self.letters and not self._media


def read_page(text: str) -> _Page:
    """A page's HTML. Never raises."""
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError):
        pass  # the parser gives up on some broken declarations; what it saw so far counts
    return page


def judge(url: str, fragments: Iterable[str], got: Answer | Fault) -> Entry:
    """The verdict on an answer: `ok`, `moved`, `gone`, `soft-404`, `tls`, `redirects`, `address`, `unsure` or `outage`.

    With `status`, `to` (the new address of a permanent redirect), `why`, and `fragments` that are there or not; a
    fragment of what was too long, or is no HTML, is not told.
    """
    if isinstance(got, Fault):
        if got.status == 429 or got.status in UNSURE:
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
        looked = sorted({one for one in fragments if one and not SCRIPTED.match(one)})
        there = {one: has_anchor(page.ids, one) for one in looked}
        if there:
            entry["fragments"] = there
        if near := {one: found for one, ok in there.items() if not ok and (found := _other_case(page.ids, one))}:
            entry["near"] = near
    return entry


def has_anchor(ids: set[str], fragment: str) -> bool:
    """Whether a fragment leads somewhere: `top`, an id (HTML standard, 7.4.6.3), or one with a code host's prefix."""
    names = {fragment, unquote(fragment)}
    return bool(names & ids) or fragment.lower() == "top" or any(f"user-content-{one}" in ids for one in names)


def archived(client: Client, bases: Bases, url: str) -> str:
    """The address of a copy that the archive keeps, or an empty string. Its availability API; faults are not told."""
    got = client.json(f"{bases.archive}/wayback/available?url={quote(url, safe='')}")
    if isinstance(got, Fault) or not isinstance(got[1], dict):
        return ""
    closest = (got[1].get("archived_snapshots") or {}).get("closest")
    if not isinstance(closest, dict) or not closest.get("available") or not str(closest.get("status", "200")) < "4":
        return ""
    found = str(closest.get("url") or "")
    return found.replace("http://web.", "https://web.", 1) if found.startswith("http") else ""


def _absent(url: str, got: Answer, page: _Page | None) -> str:
    """Why a page that answers 200 is none, or an empty string."""
    if not got.body.strip() and got.status != 204:
        return "the page is empty"
    if page is None:
        return ""
    title, heading = (" ".join(one.split()) for one in (page.title, page.heading))
    for words in (title, heading):
        if NOT_FOUND.match(words) or (words is title and ANY_404.search(title) and ANY_404.search(heading)):
            return f"its page says '{words[:60]}'"
    if page.empty and not title:
        return "the page is empty"
    if got.hops and _is_root(got.url) and not _is_root(url):
        return "it leads to the site's first page"
    return ""


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"/(?:(?:index|default|home)(?:\.\w+)?)?$", "", parts.path.lower())
    return not parts.query and (not path or bool(re.fullmatch(r"/[a-z]{2}(?:-[a-z]{2})?", path)))


def _other_case(ids: set[str], fragment: str) -> str:
    return next((one for one in sorted(ids) if one.casefold() == unquote(fragment).casefold()), "")
