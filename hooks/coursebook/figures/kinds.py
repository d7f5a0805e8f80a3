"""The kinds of figures that the engine has, by the name that an author writes. A kind is a file."""

from __future__ import annotations

from collections.abc import Mapping

from . import bar, decision, events, forest, levels, line, tiles, timeline
from .kind import Kind

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        bar.bar, line.line, forest.forest, events.events, tiles.tiles, timeline.timeline, decision.decision,
        levels.levels,
    )
}  # fmt: skip
