"""The figures of one build: drawn when their page is read, put in place when everything else is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from ..markdown.templates import fill_template
from ..model import Citation, Source
from ..report.finding import Finding
from .kind import Kind
from .kinds import KINDS
from .picture import Facts, Picture
from .table import read_table

Cite = Callable[[str], tuple[str, str]]
"""A reference's label, and where it stands as seen from the page; an empty address where nowhere."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a page. `name` is its id there."""

    page: str
    name: str
    kind: str
    title: str
    picture: Picture
    source: Source

    def citations(self) -> list[Citation]:
        """Its references, as cited on its page."""
        return [Citation(key, self.source, self.page, self.title, self.name) for key in self.picture.keys]


class Figures:
    """Every figure of a build, by page and name."""

    def __init__(self, facts: Facts, kinds: Mapping[str, Kind] = KINDS) -> None:
        self.facts, self.kinds = facts, kinds
        self.all: dict[tuple[str, str], Figure] = {}
        self.found: list[Finding] = []

    def add(
        self, page: str, name: str, file: Path, shown: str, kind: str, title: str, source: Source,
        settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Draws the figure that has an id on its page. `shown` names the file as findings do, `settings` are those of
        its kind.
        """
        picture = Picture(Markup(), "")
        if kind in self.kinds and Path(shown).suffix:
            table = read_table(shown, file, self.kinds[kind].columns)
            facts = replace(self.facts, settings=settings or {}, name=name)
            picture = self.kinds[kind].draw(table, facts) if table.rows else picture
            self.found += table.found
        self.all[page, name] = Figure(page, name, kind, title, picture, source)

    def citations(self, page: str) -> list[Citation]:
        """What the figures of a page cite."""
        return [one for (at, _), figure in self.all.items() if at == page for one in figure.citations()]

    def drawing(self, page: str, name: str, cite: Cite) -> Markup:
        """A figure's drawing."""
        figure = self.all[page, name]
        template = self.kinds[figure.kind].template if figure.kind in self.kinds else "figure.html"
        return fill_template(template, figure=figure, picture=figure.picture, cite=cite, words=self.facts.words)

    def table(self, page: str, name: str, cite: Cite) -> Markup:
        """What a figure shows, as a table; nothing where the drawing is text that says it all."""
        figure = self.all[page, name]
        if (figure.kind in self.kinds and self.kinds[figure.kind].is_text) or not figure.picture.rows:
            return Markup()
        return fill_template(
            "figure-table.html", figure=figure, picture=figure.picture, cite=cite, words=self.facts.words
        )
