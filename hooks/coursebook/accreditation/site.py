"""What the HTML of the pages must not have: parts from other hosts, pictures without words, recordings without text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import lxml.html

from ..model import Source
from ..read.source import Text
from ..report.finding import finding
from .material import Check, Findings, Material

ASKS = {"script": "src", "link": "href", "form": "action", "object": "data", "embed": "src", "base": "href"}
"""Elements that would tell another host what a learner does, with the attribute that names it."""
SHOWS = {"img": "src", "iframe": "src", "video": "src", "audio": "src", "source": "src", "image": "href"}
"""Elements that show what another host sends."""
ALSO = {"video": "poster", "img": "srcset", "source": "srcset", "track": "src", "input": "src"}
"""The same for a second attribute; of `srcset` the first address of another host."""
STYLED = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^\s"')]+)""", re.IGNORECASE)
"""What a style asks of another host."""
EXIF = (b"Exif\x00\x00", b"eXIf")
"""What begins the data of a camera, in JPEG and WebP, and in PNG."""
PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True)
class Part:
    """One element with an address."""

    page: Text
    tag: str
    address: str
    element: lxml.html.HtmlElement


def _parts(material: Material, tags: dict[str, str]) -> Iterator[Part]:
    for path, html in material.html.items():
        if not any(f"<{tag}" in html for tag in tags):
            continue
        for element in lxml.html.fromstring(f"<div>{html}</div>").iter(*tags):
            yield Part(material.texts[path], element.tag, element.get(tags[element.tag]) or "", element)


def _foreign(address: str) -> bool:
    return bool(urlsplit(address).netloc)


def _place(part: Part, word: str) -> Source:
    page = part.page
    return page.source(page.find(word, PurePosixPath(word).name, f"<{part.tag}", after=page.body_start))


def alone(material: Material) -> Findings:
    """PV-01: no script, form, frame or style of another host."""
    found = []
    for part in _parts(material, ASKS):
        if _foreign(part.address):
            found.append(finding("PV-01", _place(part, part.address), what=f"<{part.tag}>", address=part.address))
    for path, html in material.html.items():
        if "url(" not in html and "@import" not in html:
            continue
        page = material.texts[path]
        for element in lxml.html.fromstring(f"<div>{html}</div>").xpath("//style | //*[@style]"):
            for match in STYLED.finditer(f"{element.get('style') or ''} {element.text or ''}"):
                line = page.find(match[1], after=page.body_start)
                found.append(finding("PV-01", page.source(line), what="a style", address=match[1]))
    return found


def own(material: Material) -> Findings:
    """CT-10: no picture, frame or recording of another host."""
    found = []
    for part in [*_parts(material, SHOWS), *_parts(material, ALSO)]:
        for address in part.address.replace(",", " ").split():  # srcset has several
            if _foreign(address):
                found.append(finding("CT-10", _place(part, address), what=f"<{part.tag}>", address=address))
    return found


def described(material: Material) -> Findings:
    """AC-02: words for every picture, captions or a transcript for every recording."""
    found = []
    for part in _parts(material, {"img": "src", "video": "src", "audio": "src"}):
        place = _place(part, part.address)
        if part.tag == "img":
            if not (part.element.get("alt") or "").strip() and part.element.get("role") != "presentation":
                mend = 'write ![what it shows](file); for decoration add {: role="presentation" }'
                what = {"what": "the picture", "missing": "words", "mend": mend}
                found.append(finding("AC-02", place, address=part.address, **what))
        elif not part.element.findall(".//track"):
            mend = "add a <track> with captions, and a transcript below it"
            what = {"what": "the recording", "missing": "captions", "mend": mend}
            found.append(finding("AC-02", place, address=part.address, **what))
    return found


def unmarked(material: Material) -> Findings:
    """PV-02: no photograph that carries what its camera knew."""
    found = []
    for name in material.static:
        if PurePosixPath(name).suffix.lower() in PHOTOGRAPHS:
            file = material.docs / name
            if file.exists() and any(mark in file.read_bytes()[:65536] for mark in EXIF):
                word = PurePosixPath(name).name
                page = next((text for text in material.texts.values() if word in text.text), material.home)
                found.append(
                    finding("PV-02", page.source(page.find(word)), what="the data in a photograph", words=name)
                )
    return found


def outside(settings: Text, asks: Iterable[str]) -> Findings:
    """PV-01: no script, style or font of another host on every page, by mkdocs.yml; `asks` are their addresses."""
    return [
        finding("PV-01", settings.source(settings.find(one, "font:", "theme:")), what="on every page", address=one)
        for one in asks
        if _foreign(one)
    ]


STATED: tuple[Check, ...] = (alone, own, described, unmarked)
"""Asked of every course that states a profile."""
