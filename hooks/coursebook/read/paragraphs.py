"""What a paragraph of a page is: lines that belong together, by kind, with what is cited and marked in them.

A paragraph ends at an empty line, where an item of a list, a row of a table, a quote, a note or a definition begins,
and at what is not one: headings, rules, the first lines of admonitions, the lines of `///` blocks and their settings,
definitions of links and abbreviations. Code and comments are no text. An attribute list below a paragraph is part of
it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

from .source import Text

Kind = Literal["prose", "item", "row", "quote", "note", "definition"]
NONE = re.compile(
    r"^[\s>]*(?:\#{1,6}\s|/{3,}|!!!|\?\?\?|===\s|(?:[-*_][ ]*){3,}$|\*\[[^\]]+\]:|\[(?!\^)[^\]]+\]:\s*\S)"
)
"""Lines that are part of no paragraph."""
STARTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("item", re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+")),
    ("note", re.compile(r"^\s*\[\^[^\]\s]+\]:")),
    ("definition", re.compile(r"^\s*:\s+")),
    ("row", re.compile(r"^\s*\|")),
)
RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
"""The line below the head of a table."""
ATTACHED = re.compile(r"^\s*\{:")
FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$", re.DOTALL)
SIGNS = re.compile(
    r"\\(?P<kept>[\\`*_{}\[\]()#+.!|>-])|^[\s>]*(?:[-*+]|\d+[.)])\s+|^[\s>|:]+|!?\[|\]|\*\*"
    r"|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)"
)
"""Signs of Markdown that a reader does not see; of an escaped one the backslash."""
GAP = re.compile(r"\s+(?=[.,;:!?)])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `lines` are as written, each with its number, with spaces in place of what is not prose.

    `keys` are the references cited in it, each once; `claims` the claims it marks; `uncited` why it cites nothing, None
    where it does not say; `numbers` its marks `number="..."` with their lines; `linked` whether it has a link.
    `section` are the words of the heading above it, `block` the name of the `///` block it is in, `question` the id of
    the question. `head` is the first row of the table that a row is in.
    """

    kind: Kind
    lines: tuple[tuple[int, str], ...]
    keys: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    uncited: str | None = None
    numbers: tuple[tuple[str, int], ...] = ()
    linked: bool = False
    section: str = ""
    block: str = ""
    question: str = ""
    head: str = ""

    @property
    def line(self) -> int:
        """Its first line."""
        return self.lines[0][0]

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return "\n".join(line for _, line in self.lines)

    @property
    def plain(self) -> str:
        """Its words as they are read: no citations, marks, formulas or signs of Markdown."""
        text = FORMULA.sub(" ", self.text)
        text = "\n".join(SIGNS.sub(lambda sign: sign["kept"] or "", line) for line in text.split("\n"))
        return " ".join(unescape(GAP.sub("", text)).split())


def paragraphs(page: Text) -> Iterator[Paragraph]:
    """Every paragraph of a page, in order."""
    keys: dict[int, list[str]] = defaultdict(list)
    marks: dict[int, list[tuple[str, str]]] = defaultdict(list)
    linked = {page.line(link.start) for link in page.links}
    for cited in page.citations:
        keys[page.line(cited.start)] += cited.keys
    for mark in page.marks:
        if not mark.tag:
            marks[page.line(mark.start)].append((mark.name, mark.value))
    for kind, head, lines in _groups(page):
        first = lines[0]
        marked = [(name, value, line) for line in lines for name, value in marks.get(line, ())]
        inside = [block for block in page.blocks if block.line < first <= (block.end or len(page.lines))]
        questions = [block for block in page.questions if block.line < first <= (block.end or block.line)]
        yield Paragraph(
            kind=kind,
            lines=tuple((number, page.prose[number - 1]) for number in lines),
            keys=tuple(dict.fromkeys(key for line in lines for key in keys.get(line, ()))),
            claims=tuple(word for name, value, _ in marked if name == "claim" for word in re.split(r"[\s,]+", value)),
            uncited=next((value for name, value, _ in marked if name == "uncited"), None),
            numbers=tuple((value, line) for name, value, line in marked if name == "number"),
            linked=not linked.isdisjoint(lines),
            section=page.heading(first)[1],
            block=inside[-1].name if inside else "",
            question=questions[-1].argument if questions else "",
            head=head,
        )


def _groups(page: Text) -> Iterator[tuple[Kind, str, list[int]]]:
    """Kind, first row of the table, and lines of each paragraph."""
    settings = {setting.line for block in page.blocks for setting in block.settings}
    lines, table = page.shown, ""
    held: tuple[Kind, str, list[int]] | None = None
    for number in range(page.first, len(lines) + 1):
        line = lines[number - 1]
        attached = ATTACHED.match(line) is not None
        kind = _kind(lines, number, table)
        if not line.strip() or not page.is_read(number) or number in settings or (NONE.match(line) and not table):
            kind = None
        if held and not attached and (kind != held[0] or kind in ("item", "row", "note", "definition")):
            goes_on = kind == "prose" and held[0] != "row"  # a line below an item, or a quote without its sign
            if not goes_on:
                yield held
                held = None
        if kind != "row" and not (attached and table):
            table = ""
        if kind is None or (attached and not held):
            continue
        if kind == "row":
            table = table or line
            if RULE.match(line):
                continue
        held = held or (kind, table, [])
        held[2].append(number)
    if held:
        yield held


def _kind(lines: tuple[str, ...], number: int, table: str) -> Kind | None:
    """What begins on a line, or goes on there."""
    line = lines[number - 1]
    for kind, start in STARTS:
        if start.match(line):
            return kind
    if table and "|" in line:
        return "row"
    if "|" in line and number < len(lines) and "|" in lines[number] and RULE.match(lines[number]):
        return "row"
    return "quote" if line.lstrip().startswith(">") else "prose"
