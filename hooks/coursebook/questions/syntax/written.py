"""A question or a case as its author wrote it: its lines, and which of them are answers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from ...read.slashes import Block
from ...read.source import Text
from ...report.finding import Finding, finding
from ..kinds.kind import BOX, LIKE_A_BOX
from ..kinds.menus import ARROW

BULLET = re.compile(r"[-*+] +")
QUOTE = re.compile(r"^[ ]*>[ ]?")
STEP = re.compile(r"\d+\. +")
NOT_PLAIN = ("Cf", "Cc", "Cn", "Co", "Zl", "Zp")
SHAPE = ("Q002", "Q003", "Q010", "Q011")
"""What follows when an answer, a reason or a hint is taken for something else."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of a block: `column` is its indentation within the block, `text` what follows that; `after_empty` says
    whether the line above is empty, `code` whether Markdown does not read it.
    """

    number: int
    column: int
    text: str
    after_empty: bool
    code: bool

    @property
    def item(self) -> bool:
        """Whether it begins an item of a list, of any kind."""
        return bool(BULLET.match(self.text) or STEP.match(self.text))

    @property
    def quote(self) -> bool:
        """Whether it belongs to a quote."""
        return self.text.startswith(">")


@dataclass(eq=False)
class WrittenQuestion:
    """A block and the page it is on."""

    page: Text
    block: Block

    @property
    def boxes(self) -> bool:
        """Whether its answers begin with boxes."""
        return self.block.type not in ("match", "order")

    @cached_property
    def lines(self) -> tuple[WrittenLine, ...]:
        """Every line with text, below the settings and above the end; those of blocks inside it left out."""
        page, block = self.page, self.block
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
                found.append(
                    WrittenLine(number, column, text.strip(" "), not above.strip(" "), not page.is_read(number))
                )
            above = text
        return tuple(found)

    @cached_property
    def lists(self) -> list[list[WrittenLine]]:
        """The items of each list of answers. There should be one such list."""
        lists: list[list[WrittenLine]] = [[]]
        swallowed = False  # whether the lines since the last empty one began with text, so that an item goes on it
        for line in self.lines:
            item = STEP.match(line.text) if self.block.type == "order" else BULLET.match(line.text)
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
        return [items for items in lists if any(self._is_answer(line.text) for line in items)]

    def _is_answer(self, text: str) -> bool:
        if self.block.type == "match":
            return ARROW in text
        box = text.partition(" ")[2]
        return self.block.type == "order" or bool(BOX.match(box) or LIKE_A_BOX.match(box))

    @cached_property
    def answers(self) -> list[WrittenLine]:
        """The items of all lists of answers."""
        return [line for items in self.lists for line in items]

    @cached_property
    def among(self) -> frozenset[int]:
        """The numbers of the lines that begin answers."""
        return frozenset(line.number for line in self.answers)

    def report(self, code: str, line: WrittenLine, problem: str, fix: str) -> Finding:
        """A finding at a line that Markdown reads otherwise; it hides those on the shape, and what follows."""
        place = self.page.source(line.number)
        return finding(code, place, id=self.block.argument, words=shown(line.text), problem=problem, fix=fix)

    def misread(self, code: str, line: WrittenLine, problem: str, fix: str, *follow: tuple[int, str]) -> Finding:
        """A finding at a line that has another meaning to Markdown; it hides what is wrong with the shape of the
        question, and what else follows.
        """
        return self.report(code, line, problem, fix).hiding(*((self.block.line, other) for other in SHAPE), *follow)


def shown(text: str) -> str:
    """Words as a finding quotes them: short, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 50 else f"{text[:49]}…"


def invisible(text: str) -> str:
    """The first character of a text that nobody sees, by its number and name, or an empty string."""
    if text.isascii() and text.replace("\t", " ").isprintable():
        return ""
    for character in text:
        category = unicodedata.category(character)
        if (category in NOT_PLAIN and character != "\t") or (category == "Zs" and character != " "):
            return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name').lower()}"
    return ""
