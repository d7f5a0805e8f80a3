"""Faults of a built site as findings: each once, at the line of the author's file, with the closest target."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from ..model import Source
from ..read.source import Text
from ..report.finding import Finding, finding, guess
from .authors import Authors, Found, WrittenLink
from .check import LINK, NOTE, Fault
from .targets import address_of, between

FILES = {
    "img": ("L003", "image"), "source": ("L003", "image"), "image": ("L003", "image"), "input": ("L003", "image"),
    "picture": ("L003", "image"), "script": ("L004", "script"), "iframe": ("L004", "frame"),
    "video": ("L004", "video"), "audio": ("L004", "recording"), "track": ("L004", "track"),
    "object": ("L004", "object"), "embed": ("L004", "object"), "use": ("L004", "drawing"), "link": ("L004", "file"),
    "style": ("L004", "file"),
}  # fmt: skip
"""What an element loads: the code where that does not exist, and an author's word for it."""
CODES = {
    "nowhere": "L001", "picture": "L003", "anchor": "L002", "case": "L005", "slash": "L006", "mail": "L009",
    "shape": "L010", "left-out": "L012", "top": "L014", "moved": "L015", "redirect": "L016",
}  # fmt: skip
READ: Mapping[str, Literal["as it is", "image"]] = {
    "case": "as it is", "slash": "as it is", "top": "as it is", "moved": "as it is", "picture": "image",
}  # fmt: skip
RELIES = {"case": "letter case is ignored", "slash": "the host completes addresses"}
IN_HTML = "; in HTML, use the address on the site: ../page/"


class Reporter:
    """Turns faults into findings. `docs` is the folder of pages as shown; `moved` has the new path (with anchor) of
    each former path (with anchor).
    """

    def __init__(self, authors: Authors, docs: str, moved: Mapping[str, str]) -> None:
        self.authors, self.docs, self.moved = authors, docs, moved

    def report(self, faults: Iterable[Fault]) -> Iterator[Finding]:
        """A fault in Markdown at each of its lines; one from the theme, a hook or data once for all pages.

        Where a page repeats another (the handout does), only the author's line is reported.
        """
        elsewhere: dict[tuple[str, str, str], list[Fault]] = defaultdict(list)
        reported: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        special = {"twice": self._twice, "note": self._note, "left": self._left}
        for fault in faults:
            if fault.kind in special:
                yield from special[fault.kind](fault)
            elif fault.kind == "orphan":
                yield finding("L013", self.authors.texts[self.authors.path_of(fault.file)].source(None))
            elif places := self.authors.of(fault.file, fault.words, READ.get(fault.kind, "")):
                text = self.authors.texts[self.authors.path_of(fault.file)]
                reported[fault.key].add(text.path)
                yield from (self._one(fault, text.source(link.line), link) for link in places)
            else:
                elsewhere[fault.key].append(fault)
        for key, same in elsewhere.items():
            shown = next((fault for fault in same if fault.file != "404.html"), same[0])  # its addresses are absolute
            path = shown.target.path if shown.target else ""
            if key in reported and shown.kind == "anchor":  # the navigation may name the page alone
                path = ""
            place, found = self.authors.find(shown.file, shown.words, path)
            if key not in reported or (found and place.path not in reported[key]):
                yield self._one(shown, place, None, _made(found, shown, same))

    def _one(self, fault: Fault, place: Source, written: WrittenLink | None, made: str = "") -> Finding:
        words = written.address if written else fault.words
        raw = written is None or written.raw
        code, more = self._particulars(fault, words, raw)
        short = words if len(words) <= 120 else words[:117] + "..."
        html = IN_HTML if raw else ""
        named = {"target": short, "made": made, "docs": self.docs, "why": fault.why, "in_html": html}
        return finding(code, place, **named, **more)

    def _particulars(self, fault: Fault, words: str, raw: bool) -> tuple[str, dict[str, str]]:
        """The code of a fault and its own parameters. `raw` is whether the words are an address in HTML."""
        target, site, code = fault.target, self.authors.targets.site, CODES[fault.kind]
        if fault.kind == "picture":
            return code, {"kind": "image", "what": "is a page"}
        if fault.kind == "left-out":
            return code, {"page": fault.why}
        if target is None:
            return code, {}
        if fault.kind == "nowhere":
            if other := "" if raw else self._other_case(fault, words):
                return "L005", {"relies": RELIES["case"], "right": other}
            asked = site.pages[fault.file].addresses if fault.file in site.pages else site.others[fault.file]
            code, kind = FILES.get(asked[fault.words], (code, ""))
            return code, {"kind": kind, "what": "does not exist", "guess": self._instead(fault, words, raw)}
        if fault.kind == "anchor":
            close = self._other_anchor(fault.file, target.anchor, site.pages[target.file].ids)
            return code, {"page": self.authors.path_of(target.file) or address_of(target.file), "guess": close}
        if not target.file:
            return code, {}
        return code, {"relies": RELIES.get(fault.kind, ""), "right": self._right(fault, raw)}

    def _other_case(self, fault: Fault, words: str) -> str:
        """The link as it should be written, where it differs from a file of the course in letter case only."""
        path = self.authors.path_of(fault.file)
        bare, hash_, anchor = words.partition("#")
        wanted = _joined(path, unquote(bare)).casefold()
        known = [*self.authors.texts, *self.authors.targets.site.files]
        found = next((name for name in known if name.casefold() == wanted), "")
        return _relative(found, path) + hash_ + anchor if found else ""

    def _instead(self, fault: Fault, words: str, raw: bool) -> str:
        """A question with the new address of a moved page, or else with the closest target."""
        path, hash_, anchor = words.partition("#")
        page = self.authors.path_of(fault.file)
        old = _joined(page, path)
        near = ""
        if page and f"{old}#{anchor}" in self.moved:
            near = _relative(self.moved[f"{old}#{anchor}"], page)
        elif page and old in self.moved:
            near = _relative(self.moved[old], page) + hash_ + anchor
        elif fault.target:
            near = self.authors.nearest(fault.file, path.partition("?")[0], fault.target.path, raw)
        return f"did you mean '{near}'?" if near else ""

    def _other_anchor(self, file: str, anchor: str, ids: Iterable[str]) -> str:
        close = guess(anchor, (id_ for id_ in ids if not id_.startswith("__")))
        path = self.authors.path_of(file)
        if not close and path and (other := next(self.authors.pages(file, anchor), "")):
            return f"did you mean '{_relative(other, path)}#{anchor}'?"
        return close.replace("'", "'#", 1)

    def _right(self, fault: Fault, raw: bool) -> str:
        """The exact address, as its author would write it."""
        assert fault.target
        anchor = f"#{fault.target.anchor}" if fault.target.anchor else ""
        file = fault.target.file
        if fault.kind == "moved":
            following = self.authors.targets.of(file, self.authors.targets.site.pages[file].refresh)
            file = following.file if following and following.file else file
        path, to = self.authors.path_of(fault.file), self.authors.path_of(file)
        return (_relative(to, path) if path and to and not raw else between(fault.file, file)) + anchor

    def _twice(self, fault: Fault) -> Iterator[Finding]:
        text = self.authors.texts.get(self.authors.path_of(fault.file))
        lines = _lines_of_id(text, fault.words) if text else []
        if text and lines:
            first = f"; first used at {text.source(lines[0])}" if len(lines) > 1 else ""
            for line in lines[1:] or lines:
                yield finding("L007", text.source(line), id=fault.words, first=first, made="")
            return
        place, found = self.authors.find(fault.file, f'id="{fault.words}"')
        if not found:
            place, found = self.authors.find(fault.file, fault.words)
        yield finding("L007", place, id=fault.words, first="", made=_made(found, fault, [fault]))

    def _note(self, fault: Fault) -> Iterator[Finding]:
        text, match = self.authors.texts.get(self.authors.path_of(fault.file)), NOTE.fullmatch(fault.words[1:])
        name = match["name"] if match else fault.words
        if not text:
            yield finding("L008", self.authors.find(fault.file, fault.words)[0], note=name, why=fault.why)
            return
        line = text.find(f"[^{name}]:", f"[^{name}]")
        if line is not None or not name.startswith("ref-"):  # else a citation stayed text, which is reported there
            yield finding("L008", text.source(line), note=name, why=fault.why)

    def _left(self, fault: Fault) -> Iterator[Finding]:
        """Only for a link in an author's Markdown that did not become one."""
        text = self.authors.texts.get(self.authors.path_of(fault.file))
        match = LINK.match(fault.words)
        if not text or not match:
            return
        found = re.compile(re.escape(fault.words)).finditer(text.text, text.body_start)
        starts = (place.start() for place in found)
        at = next((at for at in starts if text.is_text(at) and text.text[at - 1] != "\\"), None)
        if at is None:
            return
        near, fix = "", "write [words](page.md)"
        if match["name"] is not None:
            name = match["name"] or match["words"]
            near = guess(name, re.findall(r"^ {0,3}\[(?!\^)([^\]]+)\]:", text.text, re.MULTILINE))
            why, fix = f"there is no definition of [{name}]", f"{fix}, or define the link"
        elif match["apart"]:
            why, fix = "there is a space between text and address", f"{fix}, without a space"
        elif not match["end"]:
            why = "its bracket is not closed"
        else:
            why, fix = "Markdown does not read it as a link", f"{fix}, outside HTML"
        yield finding("L011", text.source(text.line(at)), text=fault.words, why=why, fix=fix, guess=near)


def _made(found: Found, shown: Fault, same: list[Fault]) -> str:
    """The end of a message about a fault that is in no Markdown: its pages, and its likely source if none is found."""
    pages, first = {fault.file for fault in same}, address_of(shown.file) or "the first page"
    if found == "own" and len(pages) == 1:
        return ""
    where = f"on {first}" if len(pages) == 1 else f"on {len(pages)} pages such as {first}"
    return f", {where}" if found else f", added by the theme, a plugin or a hook, {where}"


def _lines_of_id(text: Text, name: str) -> list[int]:
    """The lines where Markdown gives an element this id."""
    word = re.escape(name)
    question = re.escape(name.removeprefix("q-"))
    pattern = re.compile(
        rf"\{{:?[^}}\n]*#{word}(?![\w:.-])[^}}\n]*\}}|\bid\s*=\s*[\"']?{word}(?![\w:.-])|^/{{3,}}\s*question\s*\|\s*{question}\s*$",
        re.MULTILINE,
    )
    found = [text.line(match.start()) for match in pattern.finditer(text.text, text.body_start)]
    return [line for line in found if not text.in_code(line)]


def _joined(page: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def _relative(path: str, page: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
