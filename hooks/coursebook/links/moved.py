"""Moved pages and anchors: `was` in the front matter of the new page, and the redirects and anchors made from it.

    was:
      - safety/lung.md                   this page's former path
      - safety/lung.md#depth: how-deep   an anchor there, and its name here
      - "#depth": how-deep               a former anchor of this page, and its new name

mkdocs-redirects (1.2) is not used: it knows pages but no anchors, writes an inline script into each page, lets loops
and redirects over existing pages pass, and installs another host that prints a warning in every build.
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
OPENING = re.compile(r"<(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:\s[^<>]*)?)>")
HOLDERS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "select", "img", "input", "hr", "br"))
"""Elements that cannot begin with an empty anchor."""
SHELL = "assets/coursebook"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of `was`: a former path (and anchor), and the new page (and anchor)."""

    old: str
    old_anchor: str
    page: str
    anchor: str
    source: Source

    def __str__(self) -> str:
        return self.old + (f"#{self.old_anchor}" if self.old_anchor else "")


@dataclass(slots=True)
class Moves:
    """All moves of a course. `urls` are the addresses of its pages; `directories` whether those end in a slash."""

    urls: Mapping[str, str] = field(default_factory=dict)
    all: list[Move] = field(default_factory=list)
    directories: bool = True

    @property
    def pages(self) -> dict[str, str]:
        """Former paths of whole pages, each with the new path."""
        return {move.old: move.page for move in self.all if not move.old_anchor}

    @property
    def anchors(self) -> dict[str, str]:
        """Former anchors, as `path.md#anchor`, each with the new one."""
        return {str(move): f"{move.page}#{move.anchor}" for move in self.all if move.old_anchor}

    def url_of(self, path: str) -> str:
        """The present or former address of a path."""
        return self.urls[path] if path in self.urls else former_url(path, self.directories)

    def keep(self, path: str, html: str, ids: Collection[str], titles: Mapping[str, str], words: Language) -> str:
        """The HTML of a page with its former anchors, and with links for those that are on another page now.

        `ids` are the anchors of the page, `titles` those of all pages.
        """
        rows = []
        for move in self.all:
            if not move.old_anchor or move.old_anchor in ids:
                continue
            if move.page == path and self._is_home(move):
                html = with_anchor(html, move.anchor, move.old_anchor)
            elif move.old == path and move.page != path:
                rows.append((move.old_anchor, self._link(move, self.urls[path]), titles.get(move.page, "")))
        return html + str(fill_template("moved-anchors.html", words=words, rows=rows)) if rows else html

    def _is_home(self, move: Move) -> bool:
        """Whether the anchor is on the page to which its former page leads."""
        return move.page in (move.old, self.pages.get(move.old))

    def _is_parted(self, move: Move, ids: Collection[str]) -> bool:
        """Whether an anchor of a former page needs a link of its own. `ids` are those of its new page."""
        taken = move.old_anchor in ids and move.old_anchor != move.anchor
        return move.anchor in ids and (taken or not self._is_home(move))

    def _link(self, move: Move, url: str) -> str:
        return relative(self.urls[move.page] + (f"#{move.anchor}" if move.anchor else ""), url) or "./"

    def redirects(
        self, titles: Mapping[str, str], words: Language, anchors: Mapping[str, Collection[str]]
    ) -> dict[str, str]:
        """A page for every former address: file of the site to HTML. `anchors` are those of each page by path, without
        former ones.

        It redirects at once where the new page has every anchor. Where anchors went to different pages, it is a list
        with a link for each, which needs no script; with a script, it redirects from there.
        """
        made: dict[str, str] = {}
        for old, page in self.pages.items():
            url = self.url_of(old)
            moved = [move for move in self.all if move.old == old and move.old_anchor]
            parted = [move for move in moved if self._is_parted(move, anchors.get(move.page, ()))]
            made[file_of(url)] = fill_template(
                "moved.html", words=words, target=relative(self.urls[page], url) or "./",
                title=titles.get(page, page), refresh=not parted, assets=relative(SHELL, url),
                rows=[(m.old_anchor, self._link(m, url), titles.get(m.page, m.page)) for m in parted],
            )  # fmt: skip
        return made


def read_moves(texts: Mapping[str, Text], urls: Mapping[str, str]) -> tuple[Moves, list[Finding]]:
    """The moves of all pages; L022 for each invalid one."""
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
                found.append(finding("L022", move.source, old=move, why=problem))
                continue
            taken[move.old, move.old_anchor] = move
            moves.all.append(move)
    for move in list(moves.all):
        if move.old_anchor and move.old not in urls and move.old not in moves.pages:
            why = f"belongs to a page whose new address is not stated: write '{move.old}' below 'was' of one page"
            found.append(finding("L022", move.source, old=move, why=why))
            moves.all.remove(move)
    return moves, found


def check_moves(moves: Moves, anchors: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """L022 for a move to a missing anchor, or from an existing one. `anchors` as in `Moves.redirects`."""
    led = {(move.old, move.old_anchor): move for move in moves.all if move.old_anchor}
    for move in led.values():
        ids = anchors.get(move.page, ())
        if move.old_anchor in anchors.get(move.old, ()):
            yield finding("L022", move.source, old=move, why="still exists on that page")
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
            yield finding("L022", move.source, old=move, why=why, guess=near)


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
    """Each line of `was`, and what is wrong with it, or an empty string."""
    rows = text.meta.get(KEY, [])
    for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
        at = (KEY, number) if isinstance(rows, list) else (KEY,)
        for old, anchor in row.items() if isinstance(row, dict) else [(row, "")]:
            former, _, old_anchor = str(old).partition("#")
            new_anchor = str(anchor or old_anchor).lstrip("#")
            move = Move(former or path, old_anchor, path, new_anchor, text.entry(*at, str(old)))
            yield move, _problem(former, old_anchor, row, path)


def _problem(former: str, old_anchor: str, row: object, path: str) -> str:
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
