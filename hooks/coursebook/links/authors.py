"""Where an address of the site was written: the line in Markdown, data or settings. Runs only for faults."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from ..model import Source
from ..read.project import Project
from ..read.source import Text
from .site import ATTRIBUTES, addresses_in
from .targets import Targets, address_of, between, file_of

REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
SEARCHED = ("*.yml", "*.yaml", "*.html", "*.csv", "*.md", "*.css", "*.mjs", "*.js", "*.json", "*.bib")
"""Files that are searched for an address that is not in a page's own Markdown."""
Found = Literal["own", "elsewhere", ""]
COMMON = frozenset(("index.md", "readme.md", "index.html", ""))
"""Names that too many files have to compare them."""
LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """An address in Markdown, or, if `raw`, in HTML within it, which the host does not rewrite; `image` if of one."""

    address: str
    line: int
    raw: bool = False
    image: bool = False


def written_in(text: Text) -> Iterator[WrittenLink]:
    """Every address in a page's Markdown, without code and comments."""
    for link in text.links:
        yield WrittenLink(link.address, text.line(link.start), False, link.image)
    for mark in text.marks:
        name = mark.name.lower()
        if name in ATTRIBUTES or name in ("data", "content"):
            value = html.unescape(mark.value)
            found = REFRESH.findall(value) if name == "content" else addresses_in(name, value)
            yield from (WrittenLink(address, text.line(mark.start), True, name == "src") for address in found)


class Authors:
    """`texts` and `urls` are by path within docs; `urls` includes pages that are not published."""

    def __init__(self, project: Project, texts: Mapping[str, Text], urls: Mapping[str, str], targets: Targets) -> None:
        self.project, self.texts, self.urls, self.targets = project, texts, urls, targets
        self._files = {file_of(url): path for path, url in urls.items()}
        self._written: dict[str, dict[tuple[str, str], list[WrittenLink]]] = {}

    def path_of(self, file: str) -> str:
        """The Markdown file within docs that became a file of the site, or an empty string."""
        path = self._files.get(file, "")
        return path if path in self.texts else ""

    def of(self, file: str, words: str, how: Literal["", "as it is", "image"] = "") -> list[WrittenLink]:
        """Where the Markdown of a page has the address that its HTML has as `words`; each line once.

        With `as it is`, other spellings of the same target do not count; with `image`, only images count.
        """
        path = self.path_of(file)
        if not path:
            return []
        if path not in self._written:
            self._written[path] = {}
            for link in written_in(self.texts[path]):
                for key in self._keys(path, file, link):
                    self._written[path].setdefault(key, []).append(link)
        found = self._written[path].get(self._key(file, words), [])
        if how:
            found = [one for one in found if (one.image if how == "image" else one.address.strip() == words.strip())]
        return list({link.line: link for link in found}.values())

    def _key(self, file: str, words: str) -> tuple[str, str]:
        target = self.targets.of(file, words) if words else None
        return (target.path, target.anchor) if target else ("", words.strip())

    def _keys(self, path: str, file: str, link: WrittenLink) -> set[tuple[str, str]]:
        """The target of an address: as the host rewrites it, or else as written."""
        bare, _, anchor = link.address.partition("#")
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(bare.partition("?")[0])))
        if not link.raw and bare and inside in self.urls:
            url = self.urls[inside]
            return {(url or "index.html", unquote(anchor))}
        return {self._key(file, link.address)}

    def find(self, file: str, words: str, path: str = "") -> tuple[Source, Found]:
        """The place of an address that is no link in Markdown; `path` is its target.

        The page's own file is searched, then settings, templates and data. If none has it, the place is the theme in
        the settings.
        """
        own = self.path_of(file) or (file if (self.project.docs / file).is_file() else "")
        first = [self.project.docs / own] if own else []
        for wanted in dict.fromkeys(one for one in (words, html.escape(words), path, path.rstrip("/")) if len(one) > 2):
            pattern = re.compile(rf"(?<![\w./-]){re.escape(wanted)}(?![\w-])")
            for candidate in (*first, *self._searched):
                text = _read(candidate)
                if match := pattern.search(text):
                    line = text.count("\n", 0, match.start()) + 1
                    return Source(self.project.shown(candidate), line), "own" if candidate in first else "elsewhere"
        config = _read(self.project.config)
        theme = re.search(r"^theme\s*:", config, re.MULTILINE)
        line = config.count("\n", 0, theme.start()) + 1 if theme else 1
        return Source(self.project.shown(self.project.config), line), ""

    @cached_property
    def _searched(self) -> tuple[Path, ...]:
        folders = [*self.project.theme, self.project.docs, self.project.bib]
        found = [self.project.config]
        found += [file for folder in folders for kind in SEARCHED for file in sorted(folder.rglob(kind))]
        return tuple(file for file in found if file.is_file() and file.stat().st_size <= LARGEST)

    def pages(self, file: str, anchor: str) -> Iterator[str]:
        """Pages, other than one, that have an anchor."""
        for path, url in self.urls.items():
            name = file_of(url)
            page = self.targets.site.pages.get(name)
            if page is not None and name != file and anchor in page.ids and path in self.texts:
                yield path

    def nearest(self, file: str, target: str, path: str, raw: bool) -> str:
        """The most likely intended target, written as a link from a file of the site, or an empty string.

        `target` is the link as written, `path` its target in HTML. Files of the same name come first.
        """
        page, site = self.path_of(file), self.targets.site
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(target)))
        if page and not raw:
            known = [*self.texts, *(name for name in site.files if (self.project.docs / name).is_file())]
        elif page and wanted in self.texts:  # the path of a Markdown file, where the site's address was needed
            return between(file, file_of(self.urls[wanted]))
        else:
            wanted, known = path, [address_of(name) for name in site.files]
        ending, own = posixpath.splitext(wanted)[1], {page, address_of(file)}
        known = [other for other in known if other not in own and posixpath.splitext(other)[1] == ending]
        name = posixpath.basename(wanted.rstrip("/")).casefold()
        same = [
            other for other in known if name not in COMMON and posixpath.basename(other.rstrip("/")).casefold() == name
        ]
        best = process.extractOne(
            wanted, same or known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=0 if same else 80
        )
        if not best:
            return ""
        if page and not raw:
            return posixpath.relpath(best[0], posixpath.dirname(page) or ".")
        return between(file, file_of(best[0]))


def _read(file: Path) -> str:
    return file.read_text("utf-8", errors="replace") if file.is_file() else ""
