"""What pages must not show: parts from other hosts, pictures without words, recordings without text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ..markdown.html import Resource, read_html
from ..model import Source
from ..read.source import Text
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import STATED, check
from .pages import inline

LOADS = {"script": "src", "link": "href", "form": "action", "object": "data", "embed": "src", "base": "href"}
"""Elements through which another host learns what a learner does, with the attribute that names it."""
SHOWS = (
    ("img", "src"), ("iframe", "src"), ("video", "src"), ("audio", "src"), ("source", "src"), ("image", "href"),
    ("video", "poster"), ("img", "srcset"), ("source", "srcset"), ("track", "src"), ("input", "src"),
)  # fmt: skip
"""Elements and attributes that show what another host sends; `srcset` has several addresses."""
STYLED = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^\s"')]+)""", re.IGNORECASE)
"""What a style loads from another host."""
EXIF = (b"Exif\x00\x00", b"eXIf")
"""What begins the metadata of a photograph, in JPEG and WebP, and in PNG."""
PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".webp")


def check_resources(course: Course, pages: Mapping[str, Sequence[Resource]]) -> Iterator[Finding]:
    """What the pages load and show, by path; and the texts of the facts, which are shown on one of them."""
    for path, resources in pages.items():
        for resource in resources:
            yield from _resource(course.sources.texts[path], resource)
    for _, text in course.facts.cited_texts() if "facts" in course.sources.homes else ():
        for resource in read_html(inline(course, "", text)).resources:
            yield from _resource(course.home, resource)


def _resource(page: Text, resource: Resource) -> Iterator[Finding]:
    """PV-01: a script, form, frame or style of another host. CT-10: a picture, frame or recording of another host.
    AC-02: no words for a picture, no captions or transcript for a recording.
    """
    tag, attributes = resource.tag, resource.attributes

    def place(address: str) -> Source:
        return page.source(page.find(address, PurePosixPath(address).name, f"<{tag}"))

    address = attributes.get(LOADS.get(tag, ""), "")
    if _foreign(address):
        yield finding("PV-01", place(address), what=f"<{tag}>", address=address)
    for match in STYLED.finditer(f"{attributes.get('style', '')} {resource.style}"):
        yield finding("PV-01", page.source(page.find(match[1])), what="a style", address=match[1])
    shown = " ".join(attributes.get(name, "") for shows, name in SHOWS if shows == tag)
    for address in filter(_foreign, dict.fromkeys(shown.replace(",", " ").split())):
        yield finding("CT-10", place(address), what=f"<{tag}>", address=address)
    if tag == "img" and not attributes.get("alt", "").strip() and attributes.get("role") != "presentation":
        fix = 'write ![what it shows](file); for decoration add {: role="presentation" }'
        what = {"what": "the picture", "missing": "words", "fix": fix}
    elif tag in ("video", "audio") and not resource.captioned:
        fix = "add a <track> with captions, and a transcript below it"
        what = {"what": "the recording", "missing": "captions", "fix": fix}
    else:
        return
    address = attributes.get("src", "")
    yield finding("AC-02", place(address), address=address, **what)


def _foreign(address: str) -> bool:
    return bool(urlsplit(address).netloc)


@check(STATED)
def unmarked(course: Course) -> Iterator[Finding]:
    """PV-02: no photograph that contains metadata of its camera."""
    for name in course.sources.static:
        file, word = course.sources.settings.docs / name, PurePosixPath(name).name
        if file.suffix.lower() not in PHOTOGRAPHS or not file.exists():
            continue
        if any(mark in file.read_bytes()[:65536] for mark in EXIF):
            page = next((text for text in course.sources.texts.values() if word in text.text), course.home)
            yield finding("PV-02", page.source(page.find(word)), what="the data in a photograph", words=name)


def outside(settings: Text, assets: Iterable[str]) -> Iterator[Finding]:
    """PV-01: no script, style or font of another host on every page, by mkdocs.yml; `assets` are their addresses."""
    for address in filter(_foreign, assets):
        place = settings.source(settings.find(address, "font:", "theme:"))
        yield finding("PV-01", place, what="on every page", address=address)
