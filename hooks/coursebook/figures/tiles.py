"""A map of tiles: one square a state, its status told by letter, then by pattern, then by color."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from markupsafe import Markup

from .picture import Facts, Picture
from .svg import drawing, element, text
from .table import Table

COLUMNS = ("code", "jurisdiction", "status", "operative")
GRID = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. TX .. .. .. .. FL .. ..",
)
"""Where each state stands: its neighbors as near as squares allow."""
PLACES = {code: (x, y) for y, line in enumerate(GRID) for x, code in enumerate(line.split()) if code != ".."}
LETTERS = {"permitted-explicit": "L", "permitted-by-board": "B", "silent": "S", "prohibited": "X", "unclear": "?"}
SIDE, STEP = 30, 31
PATTERNS = Markup(
    '<defs><pattern id="cb-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0,0V6" class="cb-ink"/></pattern>'
    '<pattern id="cb-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1" class="cb-dot"/></pattern></defs>'
)


def tiles(table: Table, facts: Facts) -> Picture:
    """Rows of the regulation table. Each tile leads to the row of its state on the same page."""
    words = facts.words
    parts: list[Markup] = [PATTERNS]
    by_status: dict[str, list[str]] = defaultdict(list)
    waiting = False
    for row in table.rows:
        status, code = row.choice("status", facts.statuses), row["code"]
        if code not in PLACES:
            row.refuse(code, "it has no place on the map")
        elif status:
            pending = row["operative"] != "yes"
            waiting |= pending
            x, y = PLACES[code]
            parts.append(_tile(x * STEP, y * STEP, code, row["jurisdiction"], status, pending, facts))
            by_status[status].append(row["jurisdiction"])
    bottom = len(GRID) * STEP + 14
    legend = [(status, f"{label}: {len(by_status[status])}") for status, label in facts.statuses.items()]
    for n, (status, label) in enumerate(legend):
        y = bottom + n * 26
        parts += [_square(0, y, status, 22, LETTERS.get(status, "")), text(30, y + 16, label)]
    bottom += len(legend) * 26
    if waiting:
        parts.append(text(0, bottom + 12, words["tiles-waiting"]))
        bottom += 20
    rows = tuple((label, ", ".join(by_status[status]) or words["none"]) for status, label in facts.statuses.items())
    head = (words["law-status"], words["states"])
    return Picture(drawing(parts, bottom, 11 * STEP), words["tiles-alt"], head, rows, spoken=True)


def _tile(x: int, y: int, code: str, name: str, status: str, pending: bool, facts: Facts) -> Markup:
    letter = LETTERS.get(status, "") + ("*" if pending else "")
    inside = _square(x, y, status, SIDE) + text(x + SIDE / 2, y + 13, code, 12) + text(x + SIDE / 2, y + 26, letter, 12)
    said = (facts.statuses[status], *([facts.words["not-in-operation"]] if pending else ()))
    label = f"{name}: {', '.join(said)}"
    return element("a", inside, href=f"#state-{code.lower()}", aria_label=label, class_=f"cb-tile cb-tile--{status}")


def _square(x: float, y: float, status: str, side: int, letter: str = "") -> Markup:
    """The ground of a tile, and in a legend its letter."""
    square: dict[str, Any] = {"x": x + 0.75, "y": y + 0.75, "width": side - 1.5, "height": side - 1.5}
    ground = element("rect", **square)
    if status == "permitted-by-board":
        ground += element("rect", **square, fill="url(#cb-hatch)")
    elif status == "unclear":
        ground += element("rect", **square, fill="url(#cb-dots)")
    elif status == "prohibited":
        ground += element("path", d=f"M{x + 2},{y + 2}l{side - 4},{side - 4}m0,{4 - side}l{4 - side},{side - 4}")
    if not letter:
        return ground
    return element("g", ground + text(x + side / 2, y + 16, letter), class_=f"cb-tile cb-tile--{status}")
