"""The links of a site that is built: everything that is wrong with them, told at the author's own lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..findings import Finding
from ..model import Source
from ..source import Text
from .authors import Authors, Project
from .check import Fault, check_site, unreached
from .moved import Moves
from .released import NAME, check_released, read_released
from .site import Site, read_site
from .targets import Targets, file_of
from .tell import Teller


def prove(
    folder: Path,
    project: Project,
    texts: Mapping[str, Text],
    urls: Mapping[str, str],
    left_out: Mapping[str, str],
    in_nav: Iterable[str],
    moves: Moves,
) -> list[Finding]:
    """L001 to L023. `texts` and `urls` are pages by path, `left_out` the addresses of what is not published by path,
    `in_nav` the addresses that the navigation has.
    """
    site = read_site(folder)
    targets = Targets(site, project.site_url)
    authors = Authors(project, texts, {**left_out, **urls}, targets)
    faults = list(check_site(site, targets, {url: path for path, url in left_out.items()}))
    faults += _orphans(site, targets, urls, in_nav)
    found = list(Teller(authors, project.shown(project.docs), {**moves.pages, **moves.anchors}).tell(faults))
    rows, wrong = read_released(project.root / NAME, project.shown(project.root / NAME))
    return [*found, *wrong, *check_released(rows, targets, _homes(project, texts, urls, moves))]


def _orphans(site: Site, targets: Targets, urls: Mapping[str, str], in_nav: Iterable[str]) -> list[Fault]:
    """Pages to which nothing leads, neither the first page nor the navigation."""
    roots = {file for url in ("", *in_nav) if (file := file_of(url)) in site.pages}
    alone = unreached(site, targets, roots)
    return [Fault("orphan", file, file) for url in urls.values() if (file := file_of(url)) in alone]


def _homes(project: Project, texts: Mapping[str, Text], urls: Mapping[str, str], moves: Moves) -> dict[str, Source]:
    """Where an author mends what is wrong with an address: its page, or where a page tells that it took over."""
    homes = {url: Source(f"{project.shown(project.docs)}/{path}", 1) for path, url in urls.items() if path in texts}
    return homes | {moves.url_of(one.old): one.source for one in moves.all if not one.old_anchor}


@dataclass(frozen=True, slots=True)
class _Folder:
    """A built site of which nothing else is known: its own files are all there is to point to."""

    root: Path
    config: Path
    docs: Path
    bib: Path
    theme: tuple[Path, ...] = ()
    site_url: str = ""

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
