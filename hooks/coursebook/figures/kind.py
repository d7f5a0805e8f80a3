"""What a kind of figure is, takes and gives. A course adds its own: a file in a folder that `python:` names in
mkdocs.yml.

from coursebook.figures import Facts, Picture, Table, figure_kind

@figure_kind("dots", columns=("label", "count"), settings=("color",))
def dots(table: Table, facts: Facts) -> Picture:
    ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..model import Number, Source
from ..read.labels import Label, Labels, read_labels
from ..read.table import Row as AnyRow
from ..read.table import read_table as read_any
from ..report.finding import Finding, finding

Cell = str | tuple[str, ...]
"""The content of a cell: words, or the keys of references."""


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


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and what is wrong with it: P003 where it has none, P006 to P008 in a row. `path` is the
    path of the file as findings name it.
    """

    path: str
    file: Path
    rows: tuple[Row, ...]
    found: list[Finding]

    def labels(
        self, column: str, default: Mapping[str, str] | Labels | None = None, separator: str | None = None
    ) -> Labels:
        """How the words of a column are shown: as labels.toml beside the file says, else as `default` does, else as
        they are, in the order in which the rows have them. Where a cell may hold several words, `separator` is
        between them.
        """
        given = {word: Label(one) if isinstance(one, str) else one for word, one in (default or {}).items()}
        labels, found = read_labels(self.path, self.file, column, given)
        self.found.extend(found)
        cells = [row[column].split(separator) if separator else [row[column]] for row in self.rows]
        return labels or {word: Label(word) for cell in cells for word in cell if word}


class Row(AnyRow):
    """One row, which may name references and clinical numbers."""

    def keys(self, column: str, facts: Facts) -> tuple[str, ...]:
        """References, written `A; B`; those that the bibliography has (the others: P006)."""
        keys = self.list(column)
        for key in keys:
            if key not in facts.keys:
                self.report("P006", facts.keys, key=key)
        return tuple(key for key in keys if key in facts.keys)

    def figure(self, column: str, facts: Facts) -> Number | None:
        """A clinical number by its id in bib/numbers.csv (P007 where there is none)."""
        name = self[column]
        if name not in facts.numbers:
            self.report("P007", facts.numbers, number=name)
        return facts.numbers.get(name)

    def refuse(self, what: str, problem: str) -> None:
        """Notes that a row cannot be drawn (P008)."""
        self.report("P008", what=what, problem=problem)


def read_table(path: str, file: Path, columns: Sequence[str]) -> Table:
    """The table of a figure; without rows where it cannot be read at all."""
    read = read_any(path, file, columns)
    if read.readable and not read.found and not read.rows:
        read.found.append(finding("P003", Source(path)))
    return Table(path, file, tuple(Row(row.values, row.place, row.table) for row in read.rows), read.found)


Draw = Callable[[Table, Facts], Picture]


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is what an author writes as `kind:`, `columns` are those that its file needs, `settings` what its block
    may say besides kind and title. `template` shows it: a drawing, with all that it shows as a table below; or text.
    """

    name: str
    columns: tuple[str, ...]
    draw: Draw
    settings: tuple[str, ...] = ()
    template: str = "figure.html"


def figure_kind(
    name: str, columns: Iterable[str], *, settings: Iterable[str] = (), template: str = "figure.html"
) -> Callable[[Draw], Kind]:
    """Makes a kind of figure of the function that draws it."""
    return lambda draw: Kind(name, tuple(columns), draw, tuple(settings), template)
