"""Bodies that recognize continuing education, and how each counts: bodies.toml here, and a course's own in
bib/bodies.toml. What was not seen is None.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..model import Source
from ..report.finding import Finding, finding

FILE = "bodies.toml"


@dataclass(frozen=True, slots=True)
class Body:
    """How a body counts. `minutes` make a unit; `names` matches the name of its credit, which is locked (CR-12).

    `increment` and `rounding` are None and empty where the body leaves them to the provider or its rule was not seen;
    `assessment` says whether the time for the test counts, `professions` which ones its credit is limited to (CE-02),
    empty where it is given to everyone.

    Every name contains one of `stems`: a long text is searched for those first, in lower case, which is fast. (No stem
    has an i, k or s in it: a pattern that ignores case also matches other letters for them, such as ı for i.)
    """

    id: str
    title: str
    unit: str
    minutes: int
    increment: float | None = None
    rounding: str = ""
    assessment: bool | None = None
    reference: str = ""
    names: re.Pattern[str] | None = None
    stems: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()

    def named(self, text: str, small: str) -> Iterator[re.Match[str]]:
        """Every name of its credit in a text; `small` is the same text in lower case."""
        return self.names.finditer(text) if self.names and any(stem in small for stem in self.stems) else iter(())


PARTS: Mapping[str, type | tuple[type, ...]] = {
    "title": str, "unit": str, "minutes": int, "increment": (int, float), "rounding": str, "assessment": bool,
    "reference": str, "names": str, "stems": list, "professions": list,
}  # fmt: skip
NEEDED = ("title", "unit", "minutes")
ROUNDINGS = ("nearest", "down")


@cache
def general() -> Mapping[str, Body]:
    """The engine's bodies by id, in the order of the worksheet."""
    read = tomllib.loads(Path(__file__).with_name(FILE).read_text("utf-8"))
    return {id_: _body(id_, parts) for id_, parts in read.items()}


def read_bodies(path: str, file: Path) -> tuple[Mapping[str, Body], list[Finding]]:
    """The engine's bodies, then a course's own, which replace those with the same id; K003 for one that is invalid.
    `path` is the path of the course's file as findings name it.
    """
    bodies = dict(general())
    if not file.is_file():
        return bodies, []
    text = file.read_bytes().decode("utf-8", "replace")
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return bodies, [finding("K003", Source(path), problem=f"not valid TOML: {error}")]
    found = []
    for id_, parts in own.items():
        try:
            bodies[id_] = _body(id_, parts)
        except ValueError as error:
            heads = (n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\[\"?{re.escape(id_)}\"?\]", line))
            found.append(finding("K003", Source(path, next(heads, None)), problem=f"'{id_}' {error}"))
    return bodies, found


def _body(id_: str, parts: Any) -> Body:
    """A body. Raises ValueError with what is wrong."""
    if not isinstance(parts, dict):
        raise ValueError("has no entries")
    for name, value in parts.items():
        if name not in PARTS:
            raise ValueError(f"has an unknown entry '{name}'; entries are {', '.join(PARTS)}")
        if not isinstance(value, PARTS[name]) or (isinstance(value, bool) and PARTS[name] is not bool):
            raise ValueError(f"has a '{name}' of the wrong type")
    if missing := [name for name in NEEDED if not parts.get(name)]:
        raise ValueError(f"has no {', '.join(missing)}")
    if parts["minutes"] < 1:
        raise ValueError("has less than one minute")
    if parts.get("rounding", ROUNDINGS[0]) not in ROUNDINGS:
        raise ValueError(f"has the invalid rounding '{parts['rounding']}'; expected one of {', '.join(ROUNDINGS)}")
    if ("names" in parts) != bool(parts.get("stems")):
        raise ValueError("has names without stems, or stems without names")
    lists = {name: tuple(map(str, parts.get(name, ()))) for name in ("stems", "professions")}
    try:
        names = re.compile(rf"\b(?:{parts['names']})", re.IGNORECASE) if "names" in parts else None
    except re.error as error:
        raise ValueError(f"has an invalid pattern in names: {error}") from error
    return Body(**{**parts, "id": id_, "names": names, **lists})
