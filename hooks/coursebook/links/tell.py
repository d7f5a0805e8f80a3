"""Faults of a built site as findings: each once, at the line of the author's own file, with the nearest target."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from ..model import Source
from ..read.source import Text
from ..report.finding import Finding, finding
from ..report.guess import guess
from .authors import Authors, Found, Written
from .check import LINK, NOTE, Fault
from .site import elements
from .targets import address_of, between

PICTURES = frozenset(("img", "source", "image", "input", "picture"))
NAMED = {
    "script": "script", "iframe": "frame", "video": "video", "audio": "recording", "track": "track",
    "object": "object", "embed": "object", "use": "drawing", "link": "file", "style": "file",
}  # fmt: skip
"""What an element asks for, in an author's words."""
CODES = {
    "anchor": "L002", "case": "L005", "slash": "L006", "twice": "L007", "note": "L008", "mail": "L009",
    "shape": "L010", "left": "L011", "left-out": "L012", "orphan": "L013", "top": "L014", "moved": "L015",
    "redirect": "L016",
}  # fmt: skip
READ: Mapping[str, Literal["as it is", "image"]] = {
    "case": "as it is", "slash": "as it is", "top": "as it is", "moved": "as it is", "picture": "image",
}  # fmt: skip
RELIES = {"case": "letter case does not count", "slash": "the host mends its ending"}


class Teller:
    """Turns faults into findings. `docs` is the folder of pages as hints name it; `moved` where a path, or a
    path with its anchor, went to."""

    def __init__(self, authors: Authors, docs: str, moved: Mapping[str, str]) -> None:
        self.authors, self.docs, self.moved = authors, docs, moved
        self._elements: dict[str, dict[str, str]] = {}

    def tell(self, faults: Iterable[Fault]) -> Iterator[Finding]:
        """A fault in Markdown at each of its lines; one that the theme, a hook or data made once for all pages.

        Where a page repeats what another says (the handout does), only the line of the author is told.
        """
        elsewhere: dict[tuple[str, str, str], list[Fault]] = defaultdict(list)
        told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for fault in faults:
            if fault.kind in ("twice", "note", "left", "orphan"):
                yield from getattr(self, f"_{fault.kind}")(fault)
            elif places := self.authors.of(fault.file, fault.words, READ.get(fault.kind, "")):
                text = self.authors.texts[self.authors.path_of(fault.file)]
                told[fault.key].add(text.path)
                yield from (self._one(fault, text.source(one.line), one) for one in places)
            else:
                elsewhere[fault.key].append(fault)
        for key, same in elsewhere.items():
            one = next((fault for fault in same if fault.file != "404.html"), same[0])  # its addresses are absolute
            place, found = self.authors.find(one.file, one.words, one.target.path if one.target else "")
            if key in told and (not found or place.path in told[key]):
                continue
            yield self._one(one, place, None, _made(found, one, same))

    def _one(self, fault: Fault, place: Source, written: Written | None, made: str = "") -> Finding:
        code = CODES.get(fault.kind, "L001")
        words = written.address if written else fault.words
        names: dict[str, object] = {"target": _short(words), "made": made, "docs": self.docs, "why": fault.why}
        raw = written is None or written.raw
        names["in_html"] = "; in HTML, the address that it has on the site: ../page/" if raw else ""
        target = fault.target
        if fault.kind in ("nowhere", "picture") and target:
            tag = "img" if fault.kind == "picture" else self._tag(fault)
            code = "L003" if tag in PICTURES else "L004" if tag in NAMED else "L001"
            names["kind"] = NAMED.get(tag, "image")
            names["what"] = "is a page" if fault.kind == "picture" else "does not exist"
            if other := self._other_case(fault, words) if not raw else "":
                code, names["relies"], names["right"] = "L005", RELIES["case"], other
            elif fault.kind == "nowhere":
                names["guess"] = self._instead(fault, words, raw)
        elif fault.kind == "anchor" and target:
            ids = self.authors.targets.site.pages[target.file].ids
            names["page"] = self.authors.path_of(target.file) or address_of(target.file)
            names["guess"] = self._other_anchor(fault, words, ids)
        elif fault.kind == "left-out":
            names["page"] = fault.why
        elif target and target.file:
            names["relies"] = RELIES.get(fault.kind, "")
            names["right"] = self._right(fault, written)
        return finding(code, place, **names)

    def _other_case(self, fault: Fault, words: str) -> str:
        """A file of the course that a link names but for letter case, as it should be written."""
        path = self.authors.path_of(fault.file)
        bare, hash_, anchor = words.partition("#")
        wanted = _joined(path, unquote(bare)).casefold()
        known = [*self.authors.texts, *self.authors.targets.site.files]
        found = next((one for one in known if one.casefold() == wanted), "") if fault.kind == "nowhere" else ""
        return _relative(found, path) + hash_ + anchor if found else ""

    def _instead(self, fault: Fault, words: str, raw: bool) -> str:
        """The nearest target, or where a page has gone to."""
        path, _, anchor = words.partition("#")
        from_path = self.authors.path_of(fault.file)
        if fault.target and from_path:
            old = _joined(from_path, path)
            if anchor and (to := self.moved.get(f"{old}#{anchor}")):
                return f"did you mean '{_relative(to, from_path)}'?"
            if old in self.moved:
                return f"did you mean '{_relative(self.moved[old], from_path)}{'#' + anchor if anchor else ''}'?"
        to = fault.target.path if fault.target else ""
        near = self.authors.nearest(fault.file, path.partition("?")[0], to, raw)
        return f"did you mean '{near}'?" if near else ""

    def _other_anchor(self, fault: Fault, words: str, ids: Iterable[str]) -> str:
        anchor = fault.target.anchor if fault.target else ""
        close = guess(anchor, (one for one in ids if not one.startswith("__")))
        path = self.authors.path_of(fault.file)
        if not close and path and (other := next(self.authors.pages(fault.file, anchor), "")):
            return f"did you mean '{_relative(other, path)}#{anchor}'?"
        return close.replace("'", "'#", 1)

    def _right(self, fault: Fault, written: Written | None) -> str:
        """The address that needs no mending, as its author would write it."""
        assert fault.target
        path = self.authors.path_of(fault.file)
        to = self.authors.path_of(fault.target.file)
        page = self.authors.targets.site.pages.get(fault.target.file)
        anchor = f"#{fault.target.anchor}" if fault.target.anchor else ""
        if fault.kind == "moved" and page:
            following = self.authors.targets.of(fault.target.file, page.refresh)
            if following and following.file:
                to = self.authors.path_of(following.file)
                fault = Fault(fault.kind, fault.file, fault.words, following)
        if path and to and written and not written.raw:
            return _relative(to, path) + anchor
        return between(fault.file, fault.target.file) + anchor if fault.target else ""

    def _twice(self, fault: Fault) -> Iterator[Finding]:
        path = self.authors.path_of(fault.file)
        text = self.authors.texts.get(path)
        lines = _lines_of_id(text, fault.words) if text else []
        if text and lines:
            first = f", first at {text.source(lines[0])}" if len(lines) > 1 else ""
            for line in lines[1:] or lines:
                yield finding("L007", text.source(line), id=fault.words, first=first, made="")
        else:
            wanted = (f'id="{fault.words}"', fault.words)
            place, found = next(
                (hit for one in wanted if (hit := self.authors.find(fault.file, one))[1]),
                self.authors.find(fault.file, ""),
            )
            yield finding("L007", place, id=fault.words, first="", made=_made(found, fault, [fault]))

    def _note(self, fault: Fault) -> Iterator[Finding]:
        path, match = self.authors.path_of(fault.file), NOTE.fullmatch(fault.words[1:])
        text, name = self.authors.texts.get(path), match["name"] if match else fault.words
        place = self.authors.find(fault.file, fault.words)[0]
        if text:
            line = text.find(f"[^{name}]:", f"[^{name}]", name, after=text.body_start)
            if line is None and name.startswith("ref-"):
                return  # a reference whose citation stayed text, which is reported where that is
            place = text.source(line)
        yield finding("L008", place, note=name, why=fault.why)

    def _left(self, fault: Fault) -> Iterator[Finding]:
        """Only what stands in an author's Markdown as a link that did not become one."""
        text = self.authors.texts.get(self.authors.path_of(fault.file))
        match = LINK.match(fault.words)
        if not text or not match:
            return
        at = text.text.find(fault.words, text.body_start)
        while at >= 0 and not (text.is_text(at) and text.text[at - 1] != "\\"):
            at = text.text.find(fault.words, at + 1)
        if at < 0:
            return
        name = match["name"]
        if name is not None:
            near = guess(name or match["words"], re.findall(r"^ {0,3}\[(?!\^)([^\]]+)\]:", text.text, re.MULTILINE))
            why, mend = f"nothing defines [{name or match['words']}]", "write [words](page.md), or define it on its own"
        elif match["apart"]:
            near, why, mend = "", "words and address stand apart", "write [words](page.md), without a space"
        elif not match["end"]:
            near, why, mend = "", "its bracket is not closed", "write [words](page.md)"
        else:
            near, why, mend = "", "Markdown does not read it as a link", "write [words](page.md), and no HTML around it"
        yield finding("L011", text.source(text.line(at)), text=fault.words, why=why, mend=mend, guess=near)

    def _orphan(self, fault: Fault) -> Iterator[Finding]:
        path = self.authors.path_of(fault.file)
        yield finding("L013", self.authors.texts[path].source(None))

    def _tag(self, fault: Fault) -> str:
        """The element that has an address."""
        if fault.file not in self._elements:
            self._elements[fault.file] = dict(elements(self.authors.targets.site.folder / fault.file))
        return self._elements[fault.file].get(fault.words, "")


def _made(found: Found, one: Fault, same: list[Fault]) -> str:
    """What to say of a fault that no Markdown has: on how many pages it is seen, and who made it if nobody knows."""
    pages, first = {fault.file for fault in same}, address_of(one.file) or "the first page"
    if found == "own" and len(pages) == 1:
        return ""
    where = f"on {first}" if len(pages) == 1 else f"on {len(pages)} pages such as {first}"
    return f", {where}" if found else f", put there by the theme, a plugin or a hook, {where}"


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


def _short(words: str) -> str:
    return words if len(words) <= 120 else words[:117] + "..."


def _joined(page: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def _relative(path: str, page: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
