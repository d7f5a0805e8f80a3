"""The `/// figure` block: a data file and the kind of figure to draw of it; the content of the block is its caption.

/// figure | effects.csv
    kind: forest
    title: What hand rub adds, by ward

Each line is a pooled effect with its 95% interval.[@Key]
///

Figures are drawn once, and put in place when everything else is known.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from markdown import Markdown
from markdown.util import AtomicString
from markupsafe import Markup
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from ..locale import Language
from ..markdown.collect import Collector, FigureUse
from ..markdown.positions import split
from ..markdown.templates import fill_template
from ..model import Citation
from ..read.source import Text
from ..report.finding import Finding, finding
from .kind import Facts, Kind, Picture, read_table
from .kinds import KINDS

NAME = "figure"
SETTINGS = ("kind", "title")


class FigureBlock(Block):
    """See the module. `config["page"]` gets each figure."""

    NAME = NAME
    ARGUMENT = None
    OPTIONS: ClassVar[dict[str, list[object]]] = {}

    @classmethod
    def of(cls, names: Iterable[str]) -> type[FigureBlock]:
        """The block with settings of these names."""
        return type(cls.__name__, (cls,), {"OPTIONS": {name: ["", lambda value: str(value or "")] for name in names}})

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "figure", {"class": "cb-figure", "role": "group"})

    def on_end(self, block: etree.Element) -> None:
        """Title, the place of the drawing, the caption, the place of the table."""
        settings: dict[str, Any] = self.options
        kind, title = (str(settings[name]).strip() for name in SETTINGS)
        argument, sites = split(self.argument or "")
        page: Collector = self.config["page"]
        file = argument.strip()
        name = name_of(file, [figure.name for figure in page.figures])
        own = tuple((name, str(settings[name]).strip()) for name in page.context.kinds.get(kind, ()))
        page.figures.append(FigureUse(name, file, kind, title, page.source(sites[0] if sites else None), own))
        caption = list(block)
        for child in caption:
            block.remove(child)
        block.set("id", name)
        block.set("aria-labelledby", f"{name}-title")
        block.set("class", f"cb-figure cb-figure--{kind}" if kind in page.context.kinds else "cb-figure")
        etree.SubElement(block, "p", {"class": "cb-figure-title", "id": f"{name}-title"}).text = AtomicString(title)
        place = etree.SubElement(block, "div", {"class": "cb-generated"})
        place.text = AtomicString(f"{NAME}|{name}")
        if caption:
            etree.SubElement(block, "figcaption").extend(caption)
        place = etree.SubElement(block, "div", {"class": "cb-generated"})
        place.text = AtomicString(f"{NAME}-table|{name}")


class FigureExtension(BlocksExtension):
    """Registers the block; `page` gets each figure, in the order in which blocks end."""

    def __init__(self, page: Collector) -> None:
        super().__init__()
        self.page = page

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        names = dict.fromkeys((*SETTINGS, *(setting for own in self.page.context.kinds.values() for setting in own)))
        block_mgr.register(FigureBlock.of(names), {"page": self.page})


def name_of(file: str, taken: Collection[str]) -> str:
    """The id of a figure on its page, by its data file."""
    stem = f"figure-{PurePosixPath(file).stem}"
    names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(name for name in names if name not in taken)


def check_figures(page: Text, kinds: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Blocks as the author opened them: P001 an unknown kind, P002 what is missing, P009 an unknown setting. `kinds`
    are those that there are, with the settings of each.
    """
    for block in page.blocks:
        if block.name.lower() != NAME:
            continue
        place = page.source(block.line)
        said = {setting.name: setting.value for setting in block.settings}
        for setting in block.settings:
            if setting.name not in (known := (*SETTINGS, *kinds.get(said.get("kind", ""), ()))):
                yield finding("P009", page.source(setting.line), known, setting=setting.name)
        if not block.argument:
            yield finding("P002", place, what="data file")
        for name in SETTINGS:
            if not said.get(name):
                yield finding("P002", place, what=name)
        kind = said.get("kind", "")
        if kind and kind not in kinds:
            line = next(setting.line for setting in block.settings if setting.name == "kind")
            yield finding("P001", page.source(line), kinds, kind=kind)


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
        template = self.kind.template if self.kind else "figure.html"
        return fill_template(template, figure=self.use, picture=self.picture, cite=cite, words=words)

    def table(self, cite: Cite, words: Language) -> Markup:
        """What it shows, as a table; nothing where the drawing is text that says it all."""
        if (self.kind and self.kind.template != "figure.html") or not self.picture.rows:
            return Markup()
        return fill_template("figure-table.html", figure=self.use, picture=self.picture, cite=cite, words=words)


def draw_figure(page: str, use: FigureUse, shown: str, file: Path, facts: Facts, kinds: Mapping[str, Kind]) -> Figure:
    """The figure that a page asks for. `shown` names its data file as findings do."""
    kind = kinds.get(use.kind)
    if kind is None or not use.file:
        return Figure(page, use, kind)
    table = read_table(shown, file, kind.columns)
    if not table.rows:
        return Figure(page, use, kind, found=tuple(table.found))
    facts = replace(facts, settings=dict(use.settings), name=use.name)
    if KINDS.get(kind.name) is kind:
        return Figure(page, use, kind, kind.draw(table, facts), tuple(table.found))
    try:  # the course's own Python
        picture = kind.draw(table, facts)
        if not isinstance(picture, Picture):
            raise TypeError(f"it returned {picture!r:.60}, not a Picture")
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        return Figure(
            page, use, kind, found=(*table.found, finding("P010", use.source, kind=kind.name, problem=problem))
        )
    return Figure(page, use, kind, picture, tuple(table.found))
