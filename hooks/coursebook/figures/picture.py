"""What every kind of figure takes and gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..model import Number

Cell = str | tuple[str, ...]
"""What stands in a cell: words, or the keys of references."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a figure may draw on besides its own file: the clinical numbers by id, the keys of the bibliography, and
    what its block says besides kind and title. `cache` is a folder for drawings, `words` are those of the interface,
    `name` is the id of the figure on its page.
    """

    numbers: Mapping[str, Number]
    keys: Collection[str]
    cache: Path
    words: Language
    settings: Mapping[str, str] = field(default_factory=dict)
    name: str = "figure"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, what it shows in a sentence, and all that it shows as a table.

    `spoken` says that the drawing is text and links that a screen reader reads as they are; then it needs no `alt`.
    `keys` are the references that the figure cites, each once.
    """

    drawing: Markup
    alt: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    spoken: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for row in self.rows for cell in row if isinstance(cell, tuple) for key in cell))
