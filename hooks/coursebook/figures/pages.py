"""The figures of pages: drawn once, put in place when everything else is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.collect import FigureUse
from ..markdown.templates import fill_template
from ..model import Citation
from ..report.finding import Finding
from .kind import Facts, Kind, Picture, read_table

Cite = Callable[[str], tuple[str, str]]
"""A reference's label, and its address as seen from the page; an empty address where no page shows it."""


NOTHING = Picture(Markup(), "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a page. Without a `kind` of its name, or without a table, it shows nothing."""

    page: str
    use: FigureUse
    kind: Kind | None
    picture: Picture = NOTHING
    found: tuple[Finding, ...] = ()

    @property
    def citations(self) -> list[Citation]:
        """Its references, as cited on its page."""
        use = self.use
        return [Citation(key, use.source, self.page, use.title, use.name) for key in self.picture.keys]

    def drawing(self, cite: Cite, words: Language) -> Markup:
        """Its drawing as HTML."""
        return self._fill(self.kind.template if self.kind else "figure.html", cite, words)

    def table(self, cite: Cite, words: Language) -> Markup:
        """What it shows, as a table; nothing where the drawing is text that says it all."""
        if (self.kind and self.kind.is_text) or not self.picture.rows:
            return Markup()
        return self._fill("figure-table.html", cite, words)

    def _fill(self, template: str, cite: Cite, words: Language) -> Markup:
        return fill_template(template, figure=self.use, picture=self.picture, cite=cite, words=words)


def draw_figure(page: str, use: FigureUse, shown: str, file: Path, facts: Facts, kinds: Mapping[str, Kind]) -> Figure:
    """The figure that a page asks for. `shown` names its data file as findings do."""
    kind = kinds.get(use.kind)
    if kind is None or not use.file:
        return Figure(page, use, kind)
    table = read_table(shown, file, kind.columns)
    if not table.rows:
        return Figure(page, use, kind, found=tuple(table.found))
    picture = kind.draw(table, replace(facts, settings=dict(use.settings), name=use.name))
    return Figure(page, use, kind, picture, tuple(table.found))
