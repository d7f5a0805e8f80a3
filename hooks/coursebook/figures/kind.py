"""What a kind of figure is. A course adds its own: a file in a folder that `python:` names in mkdocs.yml.

from coursebook.figures import Facts, Picture, Table, figure_kind

@figure_kind("dots", columns=("label", "count"), settings=("color",))
def dots(table: Table, facts: Facts) -> Picture:
    ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .picture import Facts, Picture
from .table import Table

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

    @property
    def is_text(self) -> bool:
        """Whether its drawing is text that says it all, and needs no table."""
        return self.template != "figure.html"


def figure_kind(
    name: str, columns: Iterable[str], *, settings: Iterable[str] = (), template: str = "figure.html"
) -> Callable[[Draw], Kind]:
    """Makes a kind of figure of the function that draws it."""
    return lambda draw: Kind(name, tuple(columns), draw, tuple(settings), template)
