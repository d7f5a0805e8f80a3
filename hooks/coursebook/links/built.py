"""The links of a site that is built: everything that is wrong with them, told at the author's own lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..model import Source
from ..read.source import Text
from ..report.finding import Finding
from .authors import Authors, Project
from .check import Fault, check_site, unreached
from .moved import Moves
from .released import NAME, check_released, read_released
from .site import Site, read_site
from .targets import Targets, file_of
from .tell import Teller


@dataclass(frozen=True, slots=True)
class Linked:
    """What a course knows of links. `texts` and `urls` are pages by path, `left_out` the addresses of what is not
    published by path, `in_nav` the addresses that the navigation has.
    """

    texts: Mapping[str, Text]
    urls: Mapping[str, str]
    left_out: Mapping[str, str]
    in_nav: tuple[str, ...]
    moves: Moves


def prove(linked: Linked, folder: Path, project: Project) -> list[Finding]:
    """L001 to L023 of the site of a course once it is written."""
    site = read_site(folder)
    targets = Targets(site, project.site_url)
    authors = Authors(project, linked.texts, {**linked.left_out, **linked.urls}, targets)
    faults = list(check_site(site, targets, {url: path for path, url in linked.left_out.items()}))
    faults += _orphans(linked, site, targets)
    moved = {**linked.moves.pages, **linked.moves.anchors}
    found = list(Teller(authors, project.shown(project.docs), moved).tell(faults))
    rows, wrong = read_released(project.root / NAME, project.shown(project.root / NAME))
    return [*found, *wrong, *check_released(rows, targets, _homes(linked, project))]


def _orphans(linked: Linked, site: Site, targets: Targets) -> list[Fault]:
    """Pages to which nothing leads, neither the first page nor the navigation."""
    alone = unreached(site, targets, (file_of(url) for url in ("", *linked.in_nav)))
    published = [url for path, url in linked.urls.items() if path not in linked.left_out]  # a preview has drafts, too
    return [Fault("orphan", file, file) for url in published if (file := file_of(url)) in alone]


def _homes(linked: Linked, project: Project) -> dict[str, Source]:
    """Where an author fixes what is wrong with an address: its page, or where a page says that it took over."""
    docs = project.shown(project.docs)
    homes = {url: Source(f"{docs}/{path}") for path, url in linked.urls.items()}
    return homes | {linked.moves.url_of(one.old): one.source for one in linked.moves.all if not one.old_anchor}


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
