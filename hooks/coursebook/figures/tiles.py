"""A map of tiles: one square a region, its status shown by letter, then by pattern, then by color."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ..markdown.templates import fill_drawing
from ..read.regions import COLUMNS as GRID
from ..read.regions import Region, regions, united_states
from ..read.table import read_table
from ..report.finding import finding
from .kind import Facts, Picture, Table, figure_kind

LETTERS, GROUNDS = "ABCDEFGHIJ", ("solid", "hatch", "dashed", "cross", "dots", "plain")
"""Of a status whose label has no sign or pattern, by its place in the list."""


@figure_kind("tiles", ("code", "jurisdiction", "status"), settings=("grid",))
def tiles(table: Table, facts: Facts) -> Picture:
    """Rows of a table of law: the statuses are those of labels.toml. Each tile leads to the row of its region on the
    same page. The grid is that of the United States, or a CSV file beside the table.
    """
    words = facts.words
    places = _grid(table, facts.settings.get("grid", ""))
    statuses = {
        word: replace(label, sign=label.sign or LETTERS[n % 10], pattern=label.pattern or GROUNDS[n % 6])
        for n, (word, label) in enumerate(table.labels("status").items())
    }
    tiles: list[dict[str, object]] = []
    by_status: dict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        status, code = row.choice("status", statuses), row["code"]
        if code not in places:
            row.refuse(code, "it has no position on the map")
        elif status:
            name, pending = row["jurisdiction"], row["operative"] not in ("", "yes")
            tile = {"code": code, "name": name, "place": places[code], "status": statuses[status], "pending": pending}
            tiles.append(tile)
            by_status[status].append(name)
    drawing = fill_drawing(
        "figure-tiles.svg",
        name=facts.name,
        tiles=tiles,
        counts=[(label, len(by_status[status])) for status, label in statuses.items()],
        waiting=any(tile["pending"] for tile in tiles),
        columns=1 + max((region.column for region in places.values()), default=0),
        rows=1 + max((region.row for region in places.values()), default=0),
        words=words,
    )
    rows = tuple((label.text, ", ".join(by_status[status]) or words["none"]) for status, label in statuses.items())
    return Picture(drawing, words["tiles-alt"], (words["law-status"], words["states"]), rows, spoken=True)


def _grid(table: Table, name: str) -> dict[str, Region]:
    """The regions and their places."""
    if not name:
        return united_states()
    read = read_table(f"{table.path.rpartition('/')[0]}/{name}", table.file.with_name(name), GRID, id_="code")
    table.found.extend(read.found)
    whole = [row for row in read.rows if row["column"].isdecimal() and row["row"].isdecimal()]
    for row in read.rows:
        if row not in whole:
            table.found.append(
                finding("P008", row.place, what=row["code"], problem="column and row must be whole numbers")
            )
    return regions(row.values for row in whole)
