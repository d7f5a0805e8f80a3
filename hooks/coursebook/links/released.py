"""addresses.csv: every address of a released edition, so that bookmarks and citations of it keep working.

Pages, and the anchors that readers are offered: headings, questions, claims, references, and ids that authors wrote.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..model import Source
from ..read.table import read_table
from ..report.finding import Finding, finding, guess
from .site import BuiltSite, parse
from .targets import Targets, file_of

NAME = "addresses.csv"
COLUMNS = ("address", "since")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MADE = re.compile(r"^(?:fn(?:ref\d*)?:|__|cb-|q-.*-stem$|claim-.*-\d+$)")
"""Ids that readers are not offered: footnotes, switches of the theme and the engine, stems, later marks of a claim."""


@dataclass(frozen=True, slots=True)
class Released:
    """One row: the address of a page, its anchor or "", and the date of the edition that first had it."""

    page: str
    anchor: str
    since: str
    source: Source


def read_released(file: Path, shown: str) -> tuple[list[Released], list[Finding]]:
    """The rows of the file, and L023 for each without an address or a date; no file, no rows."""
    table = read_table(shown, file, COLUMNS, closed=True, needed=False)
    rows = []
    for row in table.rows:
        page, _, anchor = row["address"].partition("#")
        if not row["address"] or not DAY.fullmatch(row["since"]):
            row.report("L023", address=row["address"], since=row["since"])
        else:
            rows.append(Released("" if page == "./" else page, anchor, row["since"], row.place))
    return rows, table.found


def check_released(rows: Iterable[Released], targets: Targets, homes: Mapping[str, Source]) -> Iterator[Finding]:
    """L020 for a missing page, L021 for a missing anchor of an existing one.

    `homes` are the places, by address, where an author would fix it: the page, or the `was` of the new page.
    """
    site, gone, rows = targets.site, set[str](), tuple(rows)
    for row in rows:
        target = targets.of("index.html", row.page or ".")
        page = site.pages.get(target.file) if target and not target.how else None
        path = f"{row.page.rstrip('/').removesuffix('.html')}.md" if row.page else "index.md"  # as far as known
        if target is None or page is None:
            if row.page not in gone:
                gone.add(row.page)
                guessed = _successor({other.anchor for other in rows if other.page == row.page} - {""}, site, homes)
                yield finding("L020", row.source, address=row.page, since=row.since, was=path, guess=guessed)
            continue
        redirect = targets.of(target.file, page.refresh) if page.refresh else None
        end = site.pages.get(redirect.file, page) if redirect else page
        if row.anchor and not page.has(row.anchor) and not end.has(row.anchor):
            guessed = guess(row.anchor, filter(is_offered, end.ids)).replace("'", "'#", 1)
            was = f"{path}#{row.anchor}" if page.refresh else f'"#{row.anchor}"'
            named = {"anchor": row.anchor, "address": row.page or "./", "since": row.since, "was": was}
            yield finding("L021", homes.get(row.page, row.source), **named, guess=guessed)


def _successor(anchors: set[str], site: BuiltSite, homes: Mapping[str, Source]) -> str:
    """A question that names the page with most anchors of a missing page, if it has half of them."""
    shared = {url: sum(map(site.pages[file].has, anchors)) for url in homes if (file := file_of(url)) in site.pages}
    url = max(shared, key=lambda page: shared[page], default="")
    if not anchors or 2 * shared.get(url, 0) < len(anchors):
        return ""
    return f"did it move to {homes[url].path}? That page has {shared[url]} of its {len(anchors)} anchors."


def is_offered(name: str) -> bool:
    """Whether readers are offered an id as an address."""
    return bool(name) and not MADE.match(name)


def addresses(contents: Mapping[str, str]) -> Iterator[str]:
    """Every address of a course. `contents` are the HTML of its pages by address, without the theme."""
    for url, html in sorted(contents.items()):
        yield url or "./"
        tree = parse(html.encode())
        if tree is not None:
            ids = {element.get("id") for element in tree.iter() if element.tag != "h1" and element.get("id")}
            yield from (f"{url or './'}#{id_}" for id_ in sorted(ids) if is_offered(id_))


def write_released(file: Path, rows: Iterable[Released], now: Iterable[str], day: str) -> int:
    """Adds the new addresses, and returns their number. Earlier ones remain, with their first date."""
    known = {(row.page or "./") + (f"#{row.anchor}" if row.anchor else ""): row.since for row in rows}
    new = [address for address in now if address not in known]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted({**known, **dict.fromkeys(new, day)}.items()))
    file.write_text(out.getvalue(), "utf-8")
    return len(new)
