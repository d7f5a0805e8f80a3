"""Blocks whose content the engine writes: `/// modules`, `/// bibliography`, `/// regulation | regulation.csv`.

Such a block can only be filled once every page has been read, so Markdown leaves a marked place for it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from html import unescape

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from ..model import Section
from ..patches.pymdownx_blocks import make_swift
from .collect import Collector, TreeExtension
from .positions import split

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TEACHES = "objective"
"""The attribute by which a heading says what it teaches."""
PLACE = re.compile(r'<div class="cb-generated">(?P<name>[\w-]+)\|(?P<argument>[^<]*)</div>')


class GeneratedBlock(Block):
    """Leaves the place; anything inside the block is dropped."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "cb-generated"})

    def on_end(self, block: etree.Element) -> None:
        for child in list(block):
            block.remove(child)
        block.text = AtomicString(f"{self.NAME}|{split(self.argument or '')[0].strip()}")


class GeneratedExtension(BlocksExtension):
    """Registers a GeneratedBlock for each of the slots."""

    def __init__(self, page: Collector) -> None:
        super().__init__()
        self.page = page

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        make_swift(block_mgr)
        for name in self.page.context.slots:
            block_mgr.register(type("Generated", (GeneratedBlock,), {"NAME": name}), {})


class AuthorMarks(TreeExtension):
    r"""Takes marks that speak to the checks, not to readers, off the page; and lets `\@` be an @ that cites nothing.

    `page` gets a section for each heading marked with `objective="..."`, for each objective in it.
    """

    NAME = "coursebook-marks"
    PRIORITY = 2  # once headings have ids
    REMOVED = ("uncited", "number")

    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS.append("@")
        super().extendMarkdown(md)

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            for name in self.REMOVED:
                element.attrib.pop(name, None)
            if element.tag in HEADINGS:
                for word in element.attrib.pop(TEACHES, "").split():
                    objective, sites = split(word)
                    source = self.page.source(sites[0] if sites else None)
                    title = _title(element)
                    self.page.sections.append(Section(objective, self.page.path, element.get("id", ""), title, source))


def _title(heading: etree.Element) -> str:
    parts = [heading.text or ""]
    for child in heading:
        shown = child.get("class") != "headerlink" and child.tag != "sup"
        parts += ["".join(map(str, child.itertext())) if shown else "", child.tail or ""]
    return " ".join("".join(parts).split())


def fill(html: str, write: Callable[[str, str], str]) -> str:
    """The page with each marked place replaced by `write(name, argument)`."""
    return PLACE.sub(lambda match: write(match["name"], unescape(match["argument"])), html)
