"""addresses.csv: every address that a released edition had. Whoever bookmarked or cited one finds it again.

Pages, and the anchors that readers are offered: headings, questions, claims, references, and what an author named.
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
from .site import BuiltSite, Html, parse
from .targets import Targets, file_of

NAME = "addresses.csv"
COLUMNS = ("address", "since")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MADE = re.compile(r"^(?:fn(?:ref\d*)?:|__|cb-|q-.*-stem$|claim-.*-\d+$)")
"""Ids that no reader is offered: footnotes, the switches of theme and engine, stems, the second mark of a claim."""


@dataclass(frozen=True, slots=True)
class Released:
    """One row: the address of a page, its anchor or nothing, and the edition that first had it (a date)."""

    page: str
    anchor: str
    since: str
    source: Source


def read_released(file: Path, shown: str) -> tuple[list[Released], list[Finding]]:
    """The rows of the file, and what is wrong with it; L023 for a row without an address or a day. No file, none."""
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
    """L020 for a page that is gone, L021 for an anchor of one that is there.

    `homes` are the places, by address, where an author would mend it: the page, or the `was` of the one that took over.
    """
    site, gone, rows = targets.site, set[str](), tuple(rows)
    for row in rows:
        target = targets.of("index.html", row.page or ".")
        page = site.pages.get(target.file) if target and not target.how else None
        if target is None or page is None:
            if row.page not in gone:
                gone.add(row.page)
                near = _heir({one.anchor for one in rows if one.page == row.page and one.anchor}, site, homes)
                yield finding("L020", row.source, address=row.page, since=row.since, was=_path(row.page), guess=near)
        elif row.anchor and not _kept(row.anchor, target.file, page, targets):
            ids = [one for one in _end(target.file, page, targets).ids if is_offered(one)]
            was = f"{_path(row.page)}#{row.anchor}" if page.refresh else f'"#{row.anchor}"'
            named = {"anchor": row.anchor, "address": row.page or "./", "since": row.since, "was": was}
            yield finding(
                "L021", homes.get(row.page, row.source), **named, guess=guess(row.anchor, ids).replace("'", "'#", 1)
            )


def _heir(anchors: set[str], site: BuiltSite, homes: Mapping[str, Source]) -> str:
    """The page that has most of the anchors of one that is gone, if it has half of them."""
    shared = {url: sum(map(site.pages[file].has, anchors)) for url in homes if (file := file_of(url)) in site.pages}
    url = max(shared, key=lambda one: shared[one], default="")
    if not anchors or 2 * shared.get(url, 0) < len(anchors):
        return ""
    return f"did it move to {homes[url].path}? That page has {shared[url]} of its {len(anchors)} anchors."


def _kept(anchor: str, file: str, page: Html, targets: Targets) -> bool:
    """Whether an anchor leads somewhere, on the page itself or on the one to which it sends all its readers."""
    return page.has(anchor) or _end(file, page, targets).has(anchor)


def _end(file: str, page: Html, targets: Targets) -> Html:
    target = targets.of(file, page.refresh) if page.refresh else None
    return targets.site.pages.get(target.file, page) if target else page


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
            yield from (f"{url or './'}#{one}" for one in sorted(ids) if is_offered(one))


def write_released(file: Path, rows: Iterable[Released], now: Iterable[str], day: str) -> int:
    """Adds the addresses that are new, and gives their number. What was released stays, under its first date."""
    known = {(row.page or "./") + (f"#{row.anchor}" if row.anchor else ""): row.since for row in rows}
    new = [one for one in now if one not in known]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted({**known, **dict.fromkeys(new, day)}.items()))
    file.write_text(out.getvalue(), "utf-8")
    return len(new)


def _path(url: str) -> str:
    """The path of the Markdown file that had an address, as well as it can be told."""
    return f"{url.rstrip('/').removesuffix('.html')}.md" if url else "index.md"
