"""The kinds of figures, by the name that an author writes. A kind is a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import apex, decision, events, forest, hours, levels, tiles, timeline
from .picture import Facts, Picture
from .table import Table

Draw = Callable[[Table, Facts], Picture]
KINDS: Mapping[str, tuple[tuple[str, ...], Draw]] = {
    "forest": (forest.COLUMNS, forest.forest),
    "events": (events.COLUMNS, events.events),
    "hours": (hours.COLUMNS, hours.hours),
    "tiles": (tiles.COLUMNS, tiles.tiles),
    "timeline": (timeline.COLUMNS, timeline.timeline),
    "decision": (decision.COLUMNS, decision.decision),
    "levels": (levels.COLUMNS, levels.levels),
    "apex": (apex.COLUMNS, apex.apex),
}
"""Each kind: the columns that its file needs, and what draws it."""
TEMPLATES = {"timeline": "figure-timeline.html", "decision": "figure-decision.html"}
"""Kinds whose drawing is text in the page."""
