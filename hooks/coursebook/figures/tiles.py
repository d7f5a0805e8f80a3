"""A map of tiles: one square a region, its status told by letter, then by pattern, then by color."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from ..read.labels import Label
from ..read.regions import COLUMNS as GRID
from ..read.regions import Region, regions, united_states
from ..read.table import read_table
from ..report.finding import finding
from .kind import figure_kind
from .picture import Facts, Picture
from .svg import drawing, element, text
from .table import Table

LETTERS, GROUNDS = "ABCDEFGHIJ", ("solid", "hatch", "dashed", "cross", "dots", "plain")
"""Of a status whose label has no sign or pattern, by its place in the list."""
SIDE, STEP = 30, 31
PATTERNS = Markup(
    '<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0,0V6" class="cb-ink"/></pattern>'
    '<pattern id="{name}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1" class="cb-dot"/></pattern></defs>'
)


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
    parts: list[Markup] = [PATTERNS.format(name=facts.name)]
    by_status: dict[str, list[str]] = defaultdict(list)
    waiting = False
    for row in table.rows:
        status, code = row.choice("status", statuses), row["code"]
        if code not in places:
            row.refuse(code, "it has no place on the map")
        elif status:
            pending = row["operative"] not in ("", "yes")
            waiting |= pending
            x, y = places[code].column * STEP, places[code].row * STEP
            parts.append(_tile(x, y, code, row["jurisdiction"], statuses[status], pending, facts))
            by_status[status].append(row["jurisdiction"])
    bottom = (1 + max((one.row for one in places.values()), default=0)) * STEP + 14
    for n, (status, label) in enumerate(statuses.items()):
        y = bottom + n * 26
        parts += [
            _square(0, y, label, 22, facts.name, label.sign),
            text(30, y + 16, f"{label.text}: {len(by_status[status])}"),
        ]
    bottom += len(statuses) * 26
    if waiting:
        parts.append(text(0, bottom + 12, words["tiles-waiting"]))
        bottom += 20
    rows = tuple((label.text, ", ".join(by_status[status]) or words["none"]) for status, label in statuses.items())
    wide = 1 + max((one.column for one in places.values()), default=0)
    head = (words["law-status"], words["states"])
    return Picture(drawing(parts, bottom, wide * STEP), words["tiles-alt"], head, rows, spoken=True)


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
                finding("P008", row.place, what=row["code"], problem="its column and row are not whole numbers")
            )
    return regions(row.values for row in whole)


def _tile(x: int, y: int, code: str, name: str, status: Label, pending: bool, facts: Facts) -> Markup:
    letter = status.sign + ("*" if pending else "")
    inside = (
        _square(x, y, status, SIDE, facts.name)
        + text(x + SIDE / 2, y + 13, code, 12)
        + text(x + SIDE / 2, y + 26, letter, 12)
    )
    said = (status.text, *([facts.words["not-in-operation"]] if pending else ()))
    label = f"{name}: {', '.join(said)}"
    return element(
        "a", inside, href=f"#state-{code.lower()}", aria_label=label, class_=f"cb-tile cb-tile--{status.pattern}"
    )


def _square(x: float, y: float, status: Label, side: int, name: str, letter: str = "") -> Markup:
    """The ground of a tile, and in a legend its letter."""
    square: dict[str, Any] = {"x": x + 0.75, "y": y + 0.75, "width": side - 1.5, "height": side - 1.5}
    ground = element("rect", **square)
    if status.pattern == "hatch":
        ground += element("rect", **square, fill=f"url(#{name}-hatch)")
    elif status.pattern == "dots":
        ground += element("rect", **square, fill=f"url(#{name}-dots)")
    elif status.pattern == "cross":
        ground += element("path", d=f"M{x + 2},{y + 2}l{side - 4},{side - 4}m0,{4 - side}l{4 - side},{side - 4}")
    if not letter:
        return ground
    return element("g", ground + text(x + side / 2, y + 16, letter), class_=f"cb-tile cb-tile--{status.pattern}")
