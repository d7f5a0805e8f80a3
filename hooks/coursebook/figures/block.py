"""The `/// figure` block: a data file and the kind of figure to draw of it; what stands in the block is its caption.

/// figure | effects.csv
    kind: forest
    title: What needling adds, by condition

Each line is a pooled effect with its 95% interval.[@Key]
///
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from ..report.finding import Finding, finding
from ..slashes import unmark
from ..source import Text
from .kinds import KINDS

NAME = "figure"
SETTINGS = ("kind", "title")


class FigureBlock(Block):
    """See the module. `config["collect"]` is told file, kind and title, and gives the figure's id on its page."""

    NAME = NAME
    ARGUMENT = None
    OPTIONS: ClassVar[dict[str, list[object]]] = {name: ["", lambda value: str(value or "")] for name in SETTINGS}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """See pymdownx.blocks."""
        return etree.SubElement(parent, "figure", {"class": "cb-figure", "role": "group"})

    def on_end(self, block: etree.Element) -> None:
        """Title, the place of the drawing, the caption, the place of the table."""
        settings: dict[str, Any] = self.options
        kind, title = (str(settings[name]).strip() for name in SETTINGS)
        name = self.config["collect"](unmark(self.argument or "")[0].strip(), kind, title)
        caption = list(block)
        for child in caption:
            block.remove(child)
        block.set("id", name)
        block.set("aria-labelledby", f"{name}-title")
        block.set("class", f"cb-figure cb-figure--{kind}" if kind in KINDS else "cb-figure")
        etree.SubElement(block, "p", {"class": "cb-figure-title", "id": f"{name}-title"}).text = AtomicString(title)
        place = etree.SubElement(block, "div", {"class": "cb-generated"})
        place.text = AtomicString(f"{NAME}|{name}")
        if caption:
            etree.SubElement(block, "figcaption").extend(caption)
        place = etree.SubElement(block, "div", {"class": "cb-generated"})
        place.text = AtomicString(f"{NAME}-table|{name}")


class FigureExtension(BlocksExtension):
    """Registers the block; `collect` is called for each figure, in the order of the page."""

    def __init__(self, collect: Callable[[str, str, str], str]) -> None:
        super().__init__()
        self.collect = collect

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """See pymdownx.blocks."""
        block_mgr.register(FigureBlock, {"collect": self.collect})


def check_figures(page: Text) -> Iterator[Finding]:
    """Blocks as the author opened them: P001 an unknown kind, P002 what is missing, P009 an unknown setting."""
    for block in page.blocks:
        if block.name.lower() != NAME:
            continue
        place = page.source(block.line)
        said = {one.name: one.value for one in block.settings}
        for one in block.settings:
            if one.name not in SETTINGS:
                yield finding("P009", page.source(one.line), SETTINGS, setting=one.name)
        if not block.argument:
            yield finding("P002", place, what="data file")
        for name in SETTINGS:
            if not said.get(name):
                yield finding("P002", place, what=name)
        kind = said.get("kind", "")
        if kind and kind not in KINDS:
            line = next(one.line for one in block.settings if one.name == "kind")
            yield finding("P001", page.source(line), KINDS, kind=kind)
