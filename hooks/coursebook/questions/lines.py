"""The lines of a question block as its author wrote them: which of them are answers, and what they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..read.slashes import Block
from ..read.source import Text
from .kinds.kind import BOX, NEARLY_A_BOX
from .kinds.match import ARROW

BULLET = re.compile(r"[-*+] +")
QUOTE = re.compile(r"^[ ]*>[ ]?")
STEP = re.compile(r"\d+\. +")


def _has_box(text: str) -> bool:
    box = text.partition(" ")[2]
    return bool(BOX.match(box) or NEARLY_A_BOX.match(box))


MARKED: dict[str, Callable[[str], bool]] = {"match": lambda text: ARROW in text, "order": lambda text: True}
"""Whether an item makes its list the list of answers, by type; elsewhere by its box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: `column` is its indentation within the block, `text` what follows that; `after_empty` says
    whether the line above is empty, `code` whether Markdown does not read it.
    """

    number: int
    column: int
    text: str
    after_empty: bool
    code: bool


SHAPE = ("Q002", "Q003", "Q010", "Q011")
"""What follows when an answer, a reason or a hint is taken for something else."""


def shape(block: Block) -> tuple[tuple[int, str], ...]:
    """What follows from a misread line of a block."""
    return tuple((block.line, code) for code in SHAPE)


def shown(text: str) -> str:
    """Words as a finding quotes them: short, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 50 else f"{text[:49]}…"


def lines_of(page: Text, block: Block) -> tuple[Line, ...]:
    """Every line with text of a block, below its settings and above its end; those of blocks inside it left out."""
    inside = page.inside(block)
    last = block.end or next((b.line for b in inside), len(page.lines) + 1)
    hidden = {n for b in inside if b.slashes < block.slashes for n in range(b.line, (b.end or last) + 1)}
    above = "" if block.settings or block.head == block.line else "x"
    found = []
    for number in range(max(block.head, block.line) + 1, last):
        if number in hidden:
            continue
        text = page.lines[number - 1].expandtabs(4)
        for _ in range(block.prefix.count(">")):
            text = QUOTE.sub("", text, count=1)
        if text.strip(" "):
            column = len(text) - len(text.lstrip(" ")) - (0 if ">" in block.prefix else block.column)
            found.append(Line(number, column, text.strip(" "), not above.strip(" "), not page.is_read(number)))
        above = text
    return tuple(found)


def lists_of(page: Text, block: Block) -> list[tuple[Line, ...]]:
    """The items of each list of answers of a block. There should be one such list."""
    marked = MARKED.get(block.type, _has_box)
    lists: list[list[Line]] = [[]]
    swallowed = False  # whether the lines since the last empty one began with text, so that an item goes on it
    for line in lines_of(page, block):
        item = STEP.match(line.text) if block.type == "order" else BULLET.match(line.text)
        if lists[-1]:  # Markdown goes on with a list, whatever its marks
            item = STEP.match(line.text) or BULLET.match(line.text)
        inside = line.code or line.column >= 4
        if line.after_empty:
            swallowed = inside or not item
        if inside:
            continue
        if item and not swallowed:
            lists[-1].append(line)
        elif line.after_empty or not lists[-1]:
            lists.append([])
    return [tuple(one) for one in lists if any(marked(line.text) for line in one)]


def answers_of(page: Text, block: Block) -> list[Line]:
    """The items of all lists of answers of a block."""
    return [line for one in lists_of(page, block) for line in one]
