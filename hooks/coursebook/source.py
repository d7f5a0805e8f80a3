"""Where things stand in an author's file: encoding, front matter, code, blocks, lines.

Everything here reads the text as the author wrote it; nothing changes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from .findings import Finding, finding
from .model import Source

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]

FRONT_MATTER = re.compile(r"\A-{3}[ \t]*\n(.*?)^(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^([ >\t]*)(`{3,}|~{3,})(.*)$")
OPENER = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>/{3,})[ \t]*(?P<name>[\w-]+)[ \t]*(?:\|(?P<argument>.*))?$")
CLOSER = re.compile(r"^[ \t]*(?P<fence>/{3,})[ \t]*$")
HEADING = re.compile(r"^#{2,6}\s+(?P<words>.*?)\s*#*\s*(?:\{:?[^}]*\})?\s*$")
SETTING = re.compile(r"^[ ]{4,}(?P<name>[\w-]+)[ \t]*:(?P<value>.*)$")
NOT_TEXT = re.compile(
    r"""
    (?P<code>(?<![`\\])(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))  # code span
    | !\[(?:[^\[\]]|\[[^\[\]]*\])*\](?=\()                          # alternative text of an image
    | <!--.*?-->                                                  # comment
    | <[/!?a-zA-Z][^<>]*>                                         # tag with its attributes, autolink
    | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)          # link target
    | ^[ ]{0,3}\[[^\]^]+\]:[ \t]*\S+                              # link definition
    | \bhttps?://[^\s<>\])]+                                      # bare address
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A `/// name | argument` block. `end` is the line of its closing `///`, or None where there is none.

    `settings` are the indented `name: value` lines right below the opener, each with its line.
    """

    name: str
    argument: str
    line: int
    end: int | None
    settings: tuple[tuple[str, str, int], ...]

    @property
    def type(self) -> str:
        """What the author set as `type:`, in small letters; an empty string where nothing is set."""
        return next((value for name, value, _ in self.settings if name == "type"), "").strip("'\"").lower()

    @property
    def is_case(self) -> bool:
        """Whether the block is no question but a story that holds several."""
        return self.type == "case"


@dataclass
class Text:
    """One author's file, decoded. `path` is relative to the project, with forward slashes."""

    path: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    body_start: int = 0
    findings: tuple[Finding, ...] = ()

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, position: int) -> int:
        """The line, counted from 1, of a position in the text."""
        return bisect_right(self.line_starts, position)

    def source(self, line: int) -> Source:
        return Source(self.path, line)

    @property
    def body(self) -> str:
        """The text below the front matter."""
        return self.text[self.body_start :]

    @cached_property
    def fenced(self) -> tuple[tuple[int, int], ...]:
        """First and last line of each fenced code block, fences included."""
        found: list[tuple[int, int]] = []
        opened: tuple[int, str, int] | None = None
        for number, line in enumerate(self.lines, start=1):
            match = FENCE.match(line)
            if not match:
                continue
            fence, rest = match[2], match[3]
            if opened is None:
                if not (fence[0] == "`" and "`" in rest):
                    opened = (number, fence[0], len(fence))
            elif fence[0] == opened[1] and len(fence) >= opened[2] and not rest.strip():
                found.append((opened[0], number))
                opened = None
        if opened is not None:
            found.append((opened[0], len(self.lines)))
        return tuple(found)

    def in_code(self, line: int) -> bool:
        """Whether a line lies in a fenced code block."""
        position = bisect_right(self.fenced, (line, len(self.lines) + 1)) - 1
        return position >= 0 and self.fenced[position][0] <= line <= self.fenced[position][1]

    @cached_property
    def not_text(self) -> tuple[tuple[int, int], ...]:
        """Positions of what is not running text: front matter, code, comments, tags, addresses; in order."""
        spans = [(0, self.body_start)]
        spans += [(self.line_starts[a - 1], self._end_of(b)) for a, b in self.fenced]
        spans.sort()
        gaps: list[tuple[int, int]] = []
        at = 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            gaps += [match.span() for match in NOT_TEXT.finditer(self.text, at, start)] if start > at else []
            at = max(at, end)
        return tuple(sorted(spans + gaps))

    def is_text(self, position: int) -> bool:
        """Whether a position lies in running text, that is, outside `not_text`."""
        at = bisect_right(self.not_text, (position, len(self.text) + 1)) - 1
        return at < 0 or not self.not_text[at][0] <= position < self.not_text[at][1]

    def _end_of(self, line: int) -> int:
        return self.line_starts[line] if line < len(self.line_starts) else len(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every `///` block in the order of the openers, code excepted.

        A block that opens while another of the same number of slashes is open means that the other
        was not closed: blocks nest only inside more slashes.
        """
        found: list[Block] = []
        opened: list[tuple[int, re.Match[str]]] = []

        def close(end: int | None) -> None:
            line, match = opened.pop()
            settings = tuple(self._settings(line))
            found.append(Block(match["name"], (match["argument"] or "").strip(), line, end, settings))

        first = self.line(self.body_start) if self.body_start else 1
        for number, line in enumerate(self.lines, start=1):
            if number < first or "///" not in line or self.in_code(number):
                continue
            if match := OPENER.match(line):
                while opened and len(opened[-1][1]["fence"]) <= len(match["fence"]):
                    close(None)
                opened.append((number, match))
            elif (match := CLOSER.match(line)) and opened:
                while opened and len(opened[-1][1]["fence"]) < len(match["fence"]):
                    close(None)
                if opened:
                    close(number)
        while opened:
            close(None)
        return tuple(sorted(found, key=lambda block: block.line))

    def _settings(self, line: int) -> list[tuple[str, str, int]]:
        found = []
        for number in range(line + 1, len(self.lines) + 1):
            match = SETTING.match(self.lines[number - 1])
            if not match:
                break
            found.append((match["name"], match["value"].strip(), number))
        return found

    def find(self, *words: str, after: int = 0) -> int:
        """The line of the first of the words that stands in the text, looked for in turn; 1 where none does."""
        for word in words:
            position = self.text.find(word, after) if word else -1
            if position >= 0:
                return self.line(position)
        return 1

    def find_mark(self, name: str, word: str) -> int:
        """The line of the first mark `name="... word ..."`; 1 where there is none."""
        mark = re.compile(rf"""\b{name}=["']?[^"'}}\n]*?(?<![\w-]){re.escape(word)}(?![\w-])""")
        match = mark.search(self.text, self.body_start)
        return self.line(match.start()) if match else 1

    def nth(self, word: str, n: int) -> Source:
        """The place where a word stands for the nth time in the body, counted from 0; line 1 where it does not."""
        at = self.body_start - 1
        for _ in range(n + 1):
            following = self.text.find(word, at + 1)
            if following < 0:
                break
            at = following
        return self.source(self.line(at) if at >= self.body_start else 1)

    @cached_property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """Line and words of each heading below the title, code excepted."""
        found = []
        for number, line in enumerate(self.lines, start=1):
            match = HEADING.match(line)
            if match and not self.in_code(number) and number > self.line(self.body_start):
                found.append((number, match["words"]))
        return tuple(found)

    def where(self, line: int) -> str:
        """What a reader would call the place of a line: `question 3`, the heading above it, or nothing."""
        questions = [block for block in self.blocks if block.name.lower() == "question" and not block.is_case]
        for number, block in enumerate(questions, start=1):
            if block.line <= line <= (block.end or block.line):
                return f"question {number}"
        above = bisect_right(self.headings, (line, "\uffff")) - 1
        return self.headings[above][1] if above >= 0 else ""

    def find_key(self, *keys: str) -> int:
        """The line in the front matter where a key stands; for `a`, `b` the key b somewhere below a."""
        at, last = 0, 1
        for key in keys:
            match = re.compile(rf"^[ \t-]*['\"]?{re.escape(key)}['\"]?[ \t]*:", re.MULTILINE).search(
                self.text, at, max(self.body_start, at)
            )
            if not match:
                break
            at, last = match.end(), self.line(match.end())
        return last


def decode(raw: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file. What is not UTF-8 is a finding (F001), and shown with replacement characters."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        bad = f"0x{raw[error.start]:02x}"
        return raw.decode("utf-8", errors="replace"), (finding("F001", Source(path, line), byte=bad),)


def read(raw: bytes, path: str) -> Text:
    """A Markdown file: its text, its front matter, and what is wrong with them (F001, F002, F003)."""
    text, findings = decode(raw, path)
    page = Text(path, text, findings=findings)
    match = FRONT_MATTER.match(text)
    if not match:
        if re.match(r"-{3}[ \t]*\n[ \t]*[\w'\"-]+[ \t]*:", text):
            page.findings += (finding("F003", Source(path, 1)),)
        return page
    page.body_start = match.end()
    try:
        meta = yaml.load(match[1], YamlLoader)  # a safe loader, the fast one where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        page.findings += (finding("F002", Source(path, mark.line + 2 if mark else 1), problem=problem),)
        return page
    if isinstance(meta, dict):
        page.meta = meta
    elif meta is not None:
        page.findings += (finding("F002", Source(path, 2), problem="it is not a list of 'key: value'"),)
    return page
