"""The links of a site that is built: everything that is wrong with them, reported at the author's own lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..model import Source
from ..read.project import Project
from ..read.source import Text
from ..report.finding import Finding
from .authors import Authors
from .check import Fault, check_site, unreached
from .moved import Moves
from .released import NAME, check_released, read_released
from .report import Reporter
from .site import read_site
from .targets import Targets, file_of


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
    site, docs = read_site(folder), project.shown(project.docs)
    targets = Targets(site, project.site_url)
    authors = Authors(project, linked.texts, {**linked.left_out, **linked.urls}, targets)
    faults = list(check_site(site, targets, {url: path for path, url in linked.left_out.items()}))
    alone = unreached(site, targets, (file_of(url) for url in ("", *linked.in_nav)))
    published = [file_of(url) for path, url in linked.urls.items() if path not in linked.left_out]  # not its drafts
    faults += [Fault("orphan", file, file) for file in published if file in alone]
    found = Reporter(authors, docs, {**linked.moves.pages, **linked.moves.anchors}).report(faults)
    # Where an author fixes what is wrong with an address: its page, or where a page says that it took over.
    homes = {url: Source(f"{docs}/{path}") for path, url in linked.urls.items()}
    homes |= {linked.moves.url_of(move.old): move.source for move in linked.moves.all if not move.old_anchor}
    rows, wrong = read_released(project.root / NAME, project.shown(project.root / NAME))
    return [*found, *wrong, *check_released(rows, targets, homes)]


def check_folder(folder: Path) -> list[Finding]:
    """The same for a site built with anything, at the lines of its HTML; a fault on many pages is reported once."""
    site = read_site(folder)
    targets = Targets(site)
    root = Path() if folder.is_absolute() else Path.cwd()  # places are shown as the folder was named
    project = Project(root, folder, folder, folder / "index.html")
    faults = [fault for fault in check_site(site, targets, {}) if fault.kind != "left"]
    return list(Reporter(Authors(project, {}, {}, targets), folder.as_posix(), {}).report(faults))
