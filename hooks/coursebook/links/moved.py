"""What has moved: `was` in the front matter of the page that took over, and the pages and anchors that keep it alive.

    was:
      - safety/lung.md                   this page's former path
      - safety/lung.md#depth: how-deep   an anchor there, and what it is called here
      - "#depth": how-deep               an anchor of this page that has another name now

mkdocs-redirects (1.2) is not used: it knows pages but no anchors, writes an inline script into each page, lets loops
and redirects over pages that exist pass, and installs a rival of the host that prints a warning in every build.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Source
from ..read.source import Text
from ..report.finding import Finding, finding, guess
from .targets import file_of

KEY = "was"
ID = re.compile(r"<[a-zA-Z][^<>]*?\sid=\"([^\"]+)\"")
OPENING = re.compile(r"<(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:\s[^<>]*)?)>")
HOLDERS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "select", "img", "input", "hr", "br"))
"""Elements that cannot hold an anchor of another name at their beginning."""
SHELL = "assets/coursebook"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of `was`: a former path (and anchor), and the page (and anchor) that took over."""

    old: str
    old_anchor: str
    page: str
    anchor: str
    source: Source


@dataclass(slots=True)
class Moves:
    """All moves of a course. `urls` are the addresses of its pages; `directories` whether those end in a slash."""

    urls: Mapping[str, str] = field(default_factory=dict)
    all: list[Move] = field(default_factory=list)
    directories: bool = True

    @property
    def pages(self) -> dict[str, str]:
        """Former paths of whole pages, each with the path of the page that took over."""
        return {move.old: move.page for move in self.all if not move.old_anchor}

    @property
    def anchors(self) -> dict[str, str]:
        """Former anchors, as `path.md#anchor`, each with the one that took over."""
        return {f"{move.old}#{move.old_anchor}": f"{move.page}#{move.anchor}" for move in self.all if move.old_anchor}

    def url_of(self, path: str) -> str:
        """The address that a path has or had."""
        return self.urls[path] if path in self.urls else former_url(path, self.directories)

    def keep(self, path: str, html: str, titles: Mapping[str, str], words: Language) -> str:
        """The HTML of a page with the anchors it used to have, and a note on those that another page took over.

        `titles` are those of all pages.
        """
        if not self.all:
            return html
        ids = set(ID.findall(html))
        gone = []
        for move in self.all:
            if not move.old_anchor:
                continue
            if move.page == path and self._is_home(move) and move.old_anchor not in ids:
                html = with_anchor(html, move.anchor, move.old_anchor)
            elif move.old == path and move.page != path and move.old_anchor not in ids:
                gone.append(move)
        rows = [(move.old_anchor, self._link(move, self.urls[path]), titles.get(move.page, "")) for move in gone]
        return html + str(fill_template("moved-anchors.html", words=words, rows=rows)) if rows else html

    def _is_home(self, move: Move) -> bool:
        """Whether readers of the former page are on the page of the anchor anyway."""
        return move.page in (move.old, self.pages.get(move.old))

    def _is_parted(self, move: Move, ids: Collection[str]) -> bool:
        """Whether an anchor of a former page has to be led to on its own. `ids` are those of its new page."""
        taken = move.old_anchor in ids and move.old_anchor != move.anchor
        return move.anchor in ids and (taken or not self._is_home(move))

    def _link(self, move: Move, url: str) -> str:
        return relative(self.urls[move.page] + (f"#{move.anchor}" if move.anchor else ""), url) or "./"

    def redirects(
        self, titles: Mapping[str, str], words: Language, anchors: Mapping[str, Collection[str]]
    ) -> dict[str, str]:
        """A page for every former address: file of the site to HTML. `anchors` are those of each page by path, without
        those that it used to have.

        It sends readers on at once where every anchor is where it was on the new page. Where anchors were parted, it
        is a signpost: a link at each of its anchors, which needs no script; with one, readers are sent on from there.
        """
        made: dict[str, str] = {}
        for old, page in self.pages.items():
            url = self.url_of(old)
            file = file_of(url)
            moved = [move for move in self.all if move.old == old and move.old_anchor]
            parted = [move for move in moved if self._is_parted(move, anchors.get(move.page, ()))]
            target = relative(self.urls[page], url) or "./"
            made[file] = fill_template(
                "moved.html",
                words=words, target=target, title=titles.get(page, page), refresh=not parted,
                rows=[(m.old_anchor, self._link(m, url), titles.get(m.page, m.page)) for m in parted],
                assets=relative(SHELL, url),
            )  # fmt: skip
        return made


def read_moves(texts: Mapping[str, Text], urls: Mapping[str, str]) -> tuple[Moves, list[Finding]]:
    """The moves that pages tell of; L022 for one that cannot be."""
    directories = not any(url.endswith(".html") for url in urls.values())
    moves, found = Moves(urls, directories=directories), list[Finding]()
    taken: dict[tuple[str, str], Move] = {}
    for path, text in texts.items():
        for move, problem in _read(path, text):
            first = taken.get((move.old, move.old_anchor))
            if not problem and first:
                problem = f"is listed twice; first at {first.source}"
            if not problem and not move.old_anchor and move.old in urls:
                problem = "is a page of this course"
            if problem:
                found.append(finding("L022", move.source, old=_named(move), why=problem))
                continue
            taken[move.old, move.old_anchor] = move
            moves.all.append(move)
    for move in [one for one in moves.all if one.old_anchor]:
        if move.old not in urls and move.old not in moves.pages:
            why = f"belongs to a page whose new address is not stated: write '{move.old}' below 'was' of one page"
            found.append(finding("L022", move.source, old=_named(move), why=why))
            moves.all.remove(move)
    return moves, found


def check_moves(moves: Moves, anchors: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """L022 for a move to an anchor that is not there, or from one that is. `anchors` as in `Moves.redirects`."""
    led = {(move.old, move.old_anchor): move for move in moves.all if move.old_anchor}
    for move in led.values():
        ids = anchors.get(move.page, ())
        if move.old_anchor in anchors.get(move.old, ()):
            yield finding("L022", move.source, old=_named(move), why="still exists on that page")
        elif move.anchor not in ids:
            following = led.get((move.page, move.anchor))
            seen, at = {(move.old, move.old_anchor)}, following
            while at and (at.old, at.old_anchor) not in seen:
                seen.add((at.old, at.old_anchor))
                at = led.get((at.page, at.anchor))
            why, near = f"leads to '#{move.anchor}', which is not on this page", guess(move.anchor, ids)
            if at:
                why, near = f"leads to '#{move.anchor}', and from there in a circle", ""
            elif following:
                why = f"leads to '#{move.anchor}', which has moved on to '#{following.anchor}' of {following.page}"
            yield finding("L022", move.source, old=_named(move), why=why, guess=near)


def with_anchor(html: str, anchor: str, old: str) -> str:
    """HTML in which the element with the id `anchor` begins with an empty one with the id `old`."""
    at = re.search(rf'<[a-zA-Z][^<>]*\sid="{re.escape(escape(anchor))}"[^<>]*>', html)
    if not at:
        return html
    opening = OPENING.match(html, at.start())
    while opening and opening["tag"].lower() in HOLDERS:
        opening = OPENING.search(html, opening.end())
    end = opening.end() if opening else at.start()
    return f'{html[:end]}<span id="{escape(old)}"></span>{html[end:]}'


def former_url(path: str, directories: bool) -> str:
    """The address that a Markdown file has, by the host's rule."""
    folder, name = posixpath.split(path)
    stem = posixpath.splitext(name)[0]
    if stem in ("index", "README"):
        return f"{folder}/" if folder and directories else f"{folder}/index.html".lstrip("/") if folder else ""
    return posixpath.join(folder, f"{stem}/" if directories else f"{stem}.html")


def _read(path: str, text: Text) -> Iterator[tuple[Move, str]]:
    """Each line of `was`, and what is wrong with it."""
    rows = text.meta.get(KEY)
    if rows is None:
        return
    for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
        at = (KEY, number) if isinstance(rows, list) else (KEY,)
        pairs = list(row.items()) if isinstance(row, dict) else [(row, "")]
        for old, anchor in pairs:
            words = str(old)
            source = text.entry(*at, words)
            former, _, old_anchor = words.partition("#")
            move = Move(former or path, old_anchor, path, str(anchor or old_anchor).lstrip("#"), source)
            yield move, _wrong(words, former, old_anchor, row, path)


def _wrong(words: str, former: str, old_anchor: str, row: object, path: str) -> str:
    if not isinstance(row, (str, dict)):
        return "is not an address"
    normal = posixpath.normpath(former) if former else path
    if (former and not former.endswith(".md")) or normal != (former or path) or normal.startswith(("/", "..")):
        return "is not a path within docs, like safety/lung.md"
    if isinstance(row, dict) and not old_anchor:
        return "gives a new anchor name without the old one"
    if not old_anchor and normal == path:
        return "is this page itself"
    if isinstance(row, str) and old_anchor and normal == path:
        return "does not give the new name of the anchor"
    return ""


def _named(move: Move) -> str:
    return move.old + (f"#{move.old_anchor}" if move.old_anchor else "")
