"""The links of a site that is built: everything that is wrong with them, told at the author's own lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..locale import Language
from ..model import Source
from ..report.finding import Finding
from ..source import Text
from .authors import Authors, Project
from .check import Fault, check_site, unreached
from .moved import Moves, read_moves
from .released import NAME, addresses, check_released, read_released
from .site import Site, read_site
from .targets import Targets, file_of
from .tell import Teller


@dataclass(slots=True)
class Links:
    """What one build knows of links. `texts` and `urls` are pages by path, `left_out` the addresses of what is not
    published by path, `in_nav` the addresses that the navigation has, `contents` the HTML of pages by address.
    """

    texts: Mapping[str, Text] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    in_nav: tuple[str, ...] = ()
    moves: Moves = field(default_factory=Moves)
    contents: dict[str, str] = field(default_factory=dict)

    def read(self, texts: Mapping[str, Text], urls: Mapping[str, str], left_out: Mapping[str, str]) -> list[Finding]:
        """All pages, before any is built."""
        self.texts, self.urls, self.left_out = texts, urls, left_out
        self.moves, found = read_moves(texts, urls)
        return found

    def keep(self, path: str, html: str, titles: Mapping[str, tuple[str, str]], words: Language) -> str:
        """The HTML of a page with the anchors that it used to have. `titles` are title and address by path."""
        self.contents[self.urls[path]] = html
        return self.moves.keep(path, html, {page: title for page, (title, _) in titles.items()}, words)

    def addresses(self) -> list[str]:
        """Every address of the course, in order."""
        return list(addresses(self.contents))

    def redirects(self, titles: Mapping[str, tuple[str, str]], words: Language) -> dict[str, str]:
        """A page in place of each that moved, by its file on the site."""
        return self.moves.redirects({page: title for page, (title, _) in titles.items()}, words)

    def prove(self, folder: Path, project: Project) -> list[Finding]:
        """L001 to L023 of the site once it is written."""
        site = read_site(folder)
        targets = Targets(site, project.site_url)
        authors = Authors(project, self.texts, {**self.left_out, **self.urls}, targets)
        faults = list(check_site(site, targets, {url: path for path, url in self.left_out.items()}))
        faults += self._orphans(site, targets)
        moved = {**self.moves.pages, **self.moves.anchors}
        found = list(Teller(authors, project.shown(project.docs), moved).tell(faults))
        rows, wrong = read_released(project.root / NAME, project.shown(project.root / NAME))
        return [*found, *wrong, *check_released(rows, targets, self._homes(project))]

    def _orphans(self, site: Site, targets: Targets) -> list[Fault]:
        """Pages to which nothing leads, neither the first page nor the navigation."""
        alone = unreached(site, targets, (file_of(url) for url in ("", *self.in_nav)))
        published = [url for path, url in self.urls.items() if path not in self.left_out]  # a preview has drafts, too
        return [Fault("orphan", file, file) for url in published if (file := file_of(url)) in alone]

    def _homes(self, project: Project) -> dict[str, Source]:
        """Where an author mends what is wrong with an address: its page, or where a page says that it took over."""
        docs = project.shown(project.docs)
        homes = {url: Source(f"{docs}/{path}", 1) for path, url in self.urls.items()}
        return homes | {self.moves.url_of(one.old): one.source for one in self.moves.all if not one.old_anchor}


@dataclass(frozen=True, slots=True)
class _Folder:
    """A built site of which nothing else is known: its own files are all there is to point to."""

    root: Path
    config: Path
    docs: Path
    bib: Path
    theme: tuple[Path, ...] = ()
    site_url: str = ""
    asks: tuple[str, ...] = ()

    def shown(self, path: Path) -> str:
        """See Project."""
        return path.as_posix()


def check_folder(folder: Path) -> list[Finding]:
    """The same for a site whoever built it, at the lines of its HTML; a fault on many pages is told once."""
    site = read_site(folder)
    targets = Targets(site)
    project = _Folder(folder, folder / "index.html", folder, folder)
    faults = [fault for fault in check_site(site, targets, {}) if fault.kind != "left"]
    return list(Teller(Authors(project, {}, {}, targets), folder.as_posix(), {}).tell(faults))
