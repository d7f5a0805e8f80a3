"""Maps of tiles: which regions there are, and where each is on a grid."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COLUMNS = ("code", "name", "column", "row")
"""Of a grid: the code and name of a region, and its place, counted from 0 at the top left."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region and the place of its tile."""

    code: str
    name: str
    column: int
    row: int


def regions(rows: Iterable[Mapping[str, str]]) -> dict[str, Region]:
    """The regions of a grid, by code. Raises ValueError for a place that is not a whole number."""
    return {row["code"]: Region(row["code"], row["name"], int(row["column"]), int(row["row"])) for row in rows}


@cache
def united_states() -> dict[str, Region]:
    """The states of the US and the District of Columbia, by name, with neighbors as near as squares allow."""
    with (Path(__file__).parent.parent / "data/us.csv").open(encoding="utf-8", newline="") as file:
        return regions(csv.DictReader(file))
