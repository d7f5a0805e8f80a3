"""What is wrong with the addresses of a built site, by its HTML alone; `authors` finds where they were written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .shape import fault_of
from .site import BuiltSite, Html
from .targets import Target, Targets, address_of

Kind = Literal[
    "nowhere", "anchor", "case", "slash", "top", "left-out", "moved", "mail", "shape", "twice", "note", "left",
    "redirect", "orphan", "picture",
]  # fmt: skip
NOTE = re.compile(r"fn(?P<back>ref\d*)?:(?P<name>.+)")
"""Ids of Python-Markdown's footnotes: `fn:x`, and `fnref:x`, `fnref2:x` where they are used."""
LINK = re.compile(
    r"""(?<![\\\w!])\[(?P<words>[^\[\]]+)\]
        (?: \[(?P<name>[^\[\]]*)\]
          | \((?P<target>[^()\s]+(?:\([^()\s]*\))?)[^()]*(?P<end>\)?)
          | [ ]\((?P<apart>\#[\w-]+ | https?://[^()\s]+ | \.\.?/[^()\s]*
              | [^()\s]+\.(?:md|html?|png|jpe?g|svg|webp|gif|csv|pdf)(?:\#[^()\s]*)?)\) )""",
    re.VERBOSE,
)
"""Markdown for a link, left in the text of a page."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one file of the site. `words` are the text at fault in the HTML; `target` is where they lead."""

    kind: Kind
    file: str
    words: str
    target: Target | None = None
    why: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for one fault on many pages."""
        if self.target is None:
            return self.kind, self.words, ""
        exact = self.target.file and not self.target.how  # else the spelling is the fault
        return self.kind, self.target.file if exact else self.target.path, self.target.anchor


def check_site(site: BuiltSite, targets: Targets, left_out: Mapping[str, str]) -> Iterator[Fault]:
    """Every fault, file by file. `left_out` are the addresses of what is not published, with their source."""
    for file, page in site.pages.items():
        notes = _notes(page)
        for words in page.addresses.keys() - notes.keys():
            if fault := check_address(file, words, site, targets, left_out):
                yield fault
        for note, why in notes.items():
            yield Fault("note", file, note, None, why)
        if len(set(page.ids)) < len(page.ids):
            twice = {name for name, count in Counter(page.ids).items() if count > 1 and name}
            parts = {name for name in twice if name.removesuffix("-stem") in twice - {name}}
            yield from (Fault("twice", file, name) for name in sorted(twice - parts))
        yield from (Fault("left", file, match[0]) for text in page.left for match in LINK.finditer(text))
        if page.refresh and (why := redirect_fault(file, site, targets)):
            yield Fault("redirect", file, page.refresh, targets.of(file, page.refresh), why)
    for file, addresses in site.others.items():
        for words in addresses:
            if not words.startswith("#") and (fault := check_address(file, words, site, targets, left_out)):
                yield fault


def check_address(
    file: str, words: str, site: BuiltSite, targets: Targets, left_out: Mapping[str, str]
) -> Fault | None:
    """What is wrong with one address in one file."""
    target = targets.of(file, words) if words.strip() else None
    if target is None:
        kind: Kind = "mail" if words.strip().lower().startswith("mailto:") else "shape"
        wrong = fault_of(words)
        return Fault(kind, file, words, None, wrong) if wrong else None
    if not target.file:
        missing = left_out.get(target.path) or left_out.get(target.path.rstrip("/") + "/")
        return Fault("left-out", file, words, target, missing) if missing else Fault("nowhere", file, words, target)
    if target.how:
        return Fault(target.how, file, words, target)
    page = site.pages.get(target.file)
    if page is None:
        return None
    anchor = target.anchor.partition(":~:")[0]
    if file in site.pages and site.pages[file].addresses[words] == "img":
        return Fault("picture", file, words, target)
    if anchor and not page.has(anchor):
        return Fault("anchor", file, words, target)
    if page.refresh and target.file != file:
        return Fault("moved", file, words, target)
    return None


def _notes(page: Html) -> dict[str, str]:
    """Links of footnotes that lead nowhere, with what is wrong; one for each note."""
    ids, wrong = set(page.ids), dict[str, str]()
    for words in page.addresses:
        match = NOTE.fullmatch(words[1:]) if words.startswith("#fn") else None
        if not match or words[1:] in ids:
            continue
        if not match["back"]:
            wrong[words] = "is used but not defined"
        elif f"fnref:{match['name']}" not in ids:
            wrong[words] = "is defined but never used"
        else:
            wrong[words] = "links back to a place that does not exist"
    return wrong


def redirect_fault(file: str, site: BuiltSite, targets: Targets) -> str:
    """What is wrong with the redirect of a page, or an empty string."""
    target = targets.of(file, site.pages[file].refresh)
    if target is None:
        return ""
    page = site.pages.get(target.file)
    if not target.file:
        return "nowhere"
    if page and page.refresh:
        seen, at = {file}, target
        while at.file not in seen:
            seen.add(at.file)
            refresh = site.pages[at.file].refresh if at.file in site.pages else ""
            following = targets.of(at.file, refresh) if refresh else None
            if following is None or not following.file:
                return f"to {address_of(target.file) or 'the first page'}, which redirects again"
            at = following
        return "in a circle"
    if page and target.anchor and not page.has(target.anchor):
        return f"to the anchor '#{target.anchor}', which does not exist"
    return ""


def unreached(site: BuiltSite, targets: Targets, roots: Iterable[str]) -> set[str]:
    """The HTML files to which no chain of links leads from `roots`."""
    waiting = [file for file in roots if file in site.pages]
    seen = set(waiting)
    while waiting:
        file = waiting.pop()
        page = site.pages[file]
        for words in {*page.addresses, page.refresh}:
            target = targets.of(file, words) if words else None
            if target and target.file in site.pages and target.file not in seen:
                seen.add(target.file)
                waiting.append(target.file)
    return site.pages.keys() - seen
