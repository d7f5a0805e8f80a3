"""One author's file, decoded: front matter, code, blocks, headings, each with its place.

Everything here reads the text as the author wrote it; nothing changes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from ..model import Source
from ..report.finding import Finding, finding
from .front_matter import NO_FRONT_MATTER, FrontMatter, read_front_matter
from .sites import ATTRIBUTES, HIDDEN, Brackets, Link, Mark, Opaque, Span, citations, fences, holds, links, marks, scan
from .slashes import Block, pair

IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\ue0ff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page can hold: control characters, non-characters, and the private ones that the engine itself uses."""
HEADING = re.compile(r"^#{2,6}\s+(?P<words>.*?)\s*#*\s*(?:\{:?[^}]*\})?\s*$")


@dataclass(eq=False)
class Text:
    """One author's file, decoded. `path` is relative to the project, with forward slashes."""

    path: str
    text: str
    front: FrontMatter = NO_FRONT_MATTER
    findings: tuple[Finding, ...] = ()
    authors: tuple[int, ...] = ()
    """For each line the author's line, where plugins of the host have changed the text; empty where they have not."""

    @property
    def meta(self) -> dict[str, Any]:
        """The values of the front matter."""
        return self.front.values

    @property
    def written(self) -> dict[str, Any]:
        """The same with each value as it was typed: 2026.10 is the text 2026.10."""
        return self.front.typed

    @property
    def body_start(self) -> int:
        """The position below the front matter."""
        return self.front.end

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, position: int) -> int:
        """The line, counted from 1, of a position in the text."""
        return bisect_right(self.line_starts, position)

    def source(self, line: int | None) -> Source:
        """The place of a line in the author's file, or of the nearest above; the file where no line is known."""
        if line is not None and line <= len(self.authors):
            line = self.authors[line - 1]
        return Source(self.path, line)

    def as_given(self, body: str) -> Text:
        """The page with a body that plugins changed; lines are at the author's line, or the nearest above."""
        if not body or self.text.endswith(body):
            return self
        ours, theirs = self.lines[self.first - 1 :], body.split("\n")
        found: list[int] = []
        for _, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            found += [self.first + min(a + n, max(a, b - 1)) for n in range(d - c)]
        authors = tuple(max(self.first, min(line, len(self.lines))) for line in found)
        return Text(self.path, body, replace(self.front, end=0), authors=authors)

    @property
    def body(self) -> str:
        """The text below the front matter."""
        return self.text[self.body_start :]

    @property
    def fenced(self) -> tuple[Span, ...]:
        """First and last line of each fenced code block, fences included."""
        return self._fences[0]

    @property
    def open_fences(self) -> tuple[int, ...]:
        """Lines of fences that are opened and not closed, and so open nothing."""
        return self._fences[1]

    @cached_property
    def _fences(self) -> tuple[tuple[Span, ...], tuple[int, ...]]:
        return fences(self.lines)

    def in_code(self, line: int) -> bool:
        """Whether a line lies in a fenced code block."""
        return holds(self.fenced, line, 1)

    @cached_property
    def sites(self) -> tuple[Opaque, ...]:
        """All that is not running text: front matter, code, comments, tags, addresses; in order."""
        code = [("fence", (self.line_starts[a - 1], self.end_of(b))) for a, b in self.fenced]
        return scan(self.text, [("front matter", (0, self.body_start)), *code])

    @cached_property
    def _spans(self) -> tuple[Span, ...]:
        return tuple((site.start, site.end) for site in self.sites)

    @cached_property
    def _hidden(self) -> tuple[Span, ...]:
        return tuple((site.start, site.end) for site in self.sites if site.kind in HIDDEN)

    def is_text(self, position: int) -> bool:
        """Whether a position lies in running text."""
        return not holds(self._spans, position)

    def is_hidden(self, position: int) -> bool:
        """Whether a position lies in what Markdown does not read: front matter, code, a comment."""
        return holds(self._hidden, position)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The lines of the text with spaces in place of what is not running text."""
        return self._without(self._spans)

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """The same without citations and attributes."""
        marks = (match.span() for match in ATTRIBUTES.finditer(self.text, self.body_start))
        cited = ((citation.start, citation.end) for citation in self.citations)
        return self._without([*self._spans, *cited, *marks])

    def _without(self, spans: Iterable[Span]) -> tuple[str, ...]:
        text, at = [], 0
        for start, end in sorted(spans):
            text += [self.text[at:start], re.sub(r"[^\n]", " ", self.text[max(at, start) : end])]
            at = max(at, end)
        return tuple("".join([*text, self.text[at:]]).split("\n"))

    @cached_property
    def citations(self) -> tuple[Brackets, ...]:
        """Every pair of brackets in running text with a citation, well formed or not."""
        found = citations(self.text, self.body_start)
        return tuple(cited for cited in found if self.is_text(cited.start + 1 + cited.inside.index("@")))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Every attribute of an element, in order."""
        found = marks(self.text, self.body_start, self.sites)
        return tuple(sorted((mark for mark in found if not self.is_hidden(mark.start)), key=lambda mark: mark.start))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link and image of Markdown, in order."""
        return tuple(links(self.text, self.sites))

    def end_of(self, line: int) -> int:
        """The position at which a line ends, its line break included."""
        return self.line_starts[line] if line < len(self.line_starts) else len(self.text)

    @cached_property
    def commented(self) -> tuple[Span, ...]:
        """First and last line of each comment that begins a line, code excepted."""
        found = []
        for site in self.sites:
            first = self.line(site.start)
            if site.kind == "comment" and self.text[self.line_starts[first - 1] : site.start] in ("", " ", "  ", "   "):
                found.append((first, self.line(site.end)))
        return tuple(found)

    def is_read(self, line: int) -> bool:
        """Whether Markdown reads a line: it is in no front matter, code or comment."""
        return line >= self.first and not holds(self.commented, line, 1) and not self.in_code(line)

    @property
    def first(self) -> int:
        """The first line below the front matter."""
        return self.line(self.body_start) if self.body_start else 1

    @cached_property
    def _paired(self) -> tuple[tuple[Block, ...], tuple[int, ...]]:
        return pair(self.lines, self.is_read)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every `///` block in the order of the openers, code and comments excepted."""
        return self._paired[0]

    @property
    def stray_closers(self) -> tuple[int, ...]:
        """Lines of slashes that close nothing, because no open block has as many."""
        return self._paired[1]

    @cached_property
    def questions(self) -> tuple[Block, ...]:
        """The blocks that are questions, cases left out."""
        return tuple(block for block in self.blocks if block.name.lower() == "question" and not block.is_case)

    def inside(self, block: Block) -> tuple[Block, ...]:
        """The blocks that open in a block, or below it where it has no end."""
        start = bisect_right(self.blocks, block.line, key=lambda inner: inner.line)
        end = bisect_left(self.blocks, block.end or len(self.lines) + 1, key=lambda inner: inner.line)
        return self.blocks[start:end]

    def opener(self, line: int) -> Block | None:
        """The block that opens on a line."""
        at = bisect_right(self.blocks, line, key=lambda block: block.line) - 1
        return self.blocks[at] if at >= 0 and self.blocks[at].line == line else None

    def find(self, *words: str) -> int | None:
        """The line of the first of the words that is on the page, tried in turn, where Markdown reads it; or None."""
        for word in filter(None, words):
            for match in re.finditer(re.escape(word), self.text):
                if not self.is_hidden(match.start()):
                    return self.line(match.start())
        return None

    def entry(self, *keys: str | int) -> Source:
        """The place of an entry of the front matter; of what it would be in where it is not there, else the file."""
        return Source(self.path, self.front.line(*keys))

    @cached_property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """Line and words of each heading below the title, code excepted."""
        found = []
        for number, line in enumerate(self.lines, start=1):
            match = HEADING.match(line)
            if match and not self.in_code(number) and number > self.line(self.body_start):
                found.append((number, match["words"]))
        return tuple(found)

    def heading(self, line: int) -> tuple[int, str]:
        """Line and words of the heading above a line; 0 and no words where there is none but the title."""
        above = bisect_right(self.headings, (line, "\uffff")) - 1
        return self.headings[above] if above >= 0 else (0, "")

    def where(self, line: int) -> tuple[int, str]:
        """Where a line is: in a question (the line that opens it, and `question 3`), or below a heading."""
        at = bisect_right(self.questions, line, key=lambda block: block.line)
        question = self.questions[at - 1] if at else None
        inside = question and line <= (question.end or question.line)
        return (question.line, f"question {at}") if question and inside else self.heading(line)


def decode(raw: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file. What is not UTF-8 is a finding (F001), and shown with replacement characters."""
    found: tuple[Finding, ...] = ()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = (finding("F001", Source(path, line), byte=f"0x{raw[error.start]:02x}"),)
        text = raw.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


def read(raw: bytes, path: str) -> Text:
    """A Markdown file: its text, its front matter, and what is wrong with them (F001 to F003, F005); Q048 for each line
    with a character that no page can hold, shown as a replacement character.
    """
    text, findings = decode(raw, path)
    if IMPOSSIBLE.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if match := IMPOSSIBLE.search(line):
                findings += (finding("Q048", Source(path, number), character=f"U+{ord(match[0]):04X}"),)
        text = IMPOSSIBLE.sub("\ufffd", text)
    front = read_front_matter(text, path)
    return Text(path, text, front, (*findings, *front.findings))
