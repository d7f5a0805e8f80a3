"""Where things stand in an author's file: encoding, front matter, code, blocks, lines.

Everything here reads the text as the author wrote it; nothing changes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

import yaml
from pymdownx.superfences import RE_NESTED_FENCE_START as FENCE_START

from .model import Source
from .report.finding import Finding, finding
from .slashes import Block, pair

try:
    from yaml import CBaseLoader as PlainLoader
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # a PyYAML without libyaml
    from yaml import BaseLoader as PlainLoader  # type: ignore[assignment]
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]

FRONT_MATTER = re.compile(r"\A-{3}[ \t]*\n(.*?)^(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^([ >\t]*)(?:`{3,}|~{3,})")
COMMENT = re.compile(r"^[ ]{0,3}<!--.*?-->", re.DOTALL | re.MULTILINE)
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\ue0ff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page can hold: control characters, non-characters, and the private ones that the engine itself uses."""
HEADING = re.compile(r"^#{2,6}\s+(?P<words>.*?)\s*#*\s*(?:\{:?[^}]*\})?\s*$")
NOT_TEXT = re.compile(
    r"""
    `(?<![`\\]`)(?P<ticks>`*)(?!`).+?(?<!`)`(?P=ticks)(?!`)         # code span
    | !\[(?:[^\[\]]|\[[^\[\]]*\])*\](?=\()                          # alternative text of an image
    | <!--.*?-->                                                  # comment
    | <[/!?a-zA-Z][^<>]*>                                         # tag with its attributes, autolink
    | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)          # link target
    | \[(?:(?<=^\[)|(?<=^\ \[)|(?<=^\ {2}\[)|(?<=^\ {3}\[))[^\]^]+\]:[ \t]*\S+  # link definition
    | h(?<!\wh)ttps?://[^\s<>\])]+                                # bare address
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""Each of them begins with a sign of its own, before anything is asked of what stands around: so the signs are all that
is looked for in a long text.
"""


@dataclass(eq=False)
class Text:
    """One author's file, decoded. `path` is relative to the project, with forward slashes."""

    path: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    body_start: int = 0
    findings: tuple[Finding, ...] = ()
    authors: tuple[int, ...] = ()
    """For each line the author's line, where plugins of the host have changed the text; empty where they have not."""

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
        """The place of a line in the author's file; the nearest line above it where a plugin made the line."""
        return Source(self.path, self.authors[line - 1] if self.authors and line <= len(self.authors) else line)

    def as_given(self, body: str) -> Text:
        """The page with a body that plugins of the host have changed, each line at the place of the author's."""
        if not body or self.text.endswith(body):
            return self
        return Text(self.path, body, self.meta, authors=lines_of_author(self, body))

    @property
    def body(self) -> str:
        """The text below the front matter."""
        return self.text[self.body_start :]

    @property
    def fenced(self) -> tuple[tuple[int, int], ...]:
        """First and last line of each fenced code block, fences included."""
        return self._fences[0]

    @property
    def open_fences(self) -> tuple[int, ...]:
        """Lines of fences that are opened and not closed, and so open nothing."""
        return self._fences[1]

    @cached_property
    def _fences(self) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
        """As pymdownx.superfences has it: the closing fence is the opening one again, equally indented."""
        found: list[tuple[int, int]] = []
        left: list[int] = []
        opened: tuple[int, str, str] | None = None
        for number, line in enumerate(self.lines, start=1):
            if opened is None:
                match = FENCE.match(line) if "```" in line or "~~~" in line else None
                start = FENCE_START.match(line, match.end(1)) if match else None
                if match and start and not start["unrecognized"]:
                    opened = (number, start["fence"], match[1].expandtabs(4).rstrip(" ") or match[1].expandtabs(4))
                continue
            first, fence, before = opened
            line = line.expandtabs(4).rstrip()
            if line == before + fence or line == f"{before} {fence}":
                found.append((first, number))
                opened = None
            elif line and not line.startswith(before):
                left.append(first)
                opened = None
        if opened is not None:
            left.append(opened[0])
        return tuple(found), tuple(left)

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
    def commented(self) -> tuple[tuple[int, int], ...]:
        """First and last line of each comment that begins a line, code excepted."""
        spans = [(self.line(m.start()), self.line(m.end())) for m in COMMENT.finditer(self.text, self.body_start)]
        return tuple(span for span in spans if not self.in_code(span[0]))

    def is_read(self, line: int) -> bool:
        """Whether Markdown reads a line: it is in no front matter, code or comment."""
        at = bisect_right(self.commented, (line, len(self.lines) + 1)) - 1
        hidden = at >= 0 and self.commented[at][0] <= line <= self.commented[at][1]
        return not hidden and line >= self.first and not self.in_code(line)

    @property
    def first(self) -> int:
        """The first line below the front matter."""
        return self.line(self.body_start) if self.body_start else 1

    @cached_property
    def _paired(self) -> tuple[tuple[Block, ...], tuple[int, ...]]:
        return pair(self.lines, self.is_read)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every `///` block in the order of the openers, code and comments excepted.

        A block that opens while another of the same number of slashes is open means that the other
        was not closed: blocks nest only inside more slashes.
        """
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
        start = bisect_right(self.blocks, block.line, key=lambda one: one.line)
        end = bisect_left(self.blocks, block.end or len(self.lines) + 1, key=lambda one: one.line)
        return self.blocks[start:end]

    def opener(self, line: int) -> Block | None:
        """The block that opens on a line."""
        at = bisect_right(self.blocks, line, key=lambda block: block.line) - 1
        return self.blocks[at] if at >= 0 and self.blocks[at].line == line else None

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
        at = bisect_right(self.questions, line, key=lambda block: block.line)
        if at and line <= (self.questions[at - 1].end or self.questions[at - 1].line):
            return f"question {at}"
        above = bisect_right(self.headings, (line, "\uffff")) - 1
        return self.headings[above][1] if above >= 0 else ""

    @cached_property
    def written(self) -> dict[str, Any]:
        """The front matter with each value as it was typed: 2026.10 is the text 2026.10."""
        match = FRONT_MATTER.match(self.text) if self.meta else None
        return dict(yaml.load(match[1], Loader=PlainLoader)) if match else {}

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


def lines_of_author(page: Text, body: str) -> tuple[int, ...]:
    """For each line of a changed body the line of the author's file that it came from, or the nearest one above."""
    ours, theirs = page.lines[page.first - 1 :], body.split("\n")
    found: list[int] = []
    for _, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        found += [page.first + min(a + n, max(a, b - 1)) for n in range(d - c)]
    return tuple(max(page.first, min(line, len(page.lines))) for line in found)


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
    """A Markdown file: its text, its front matter, and what is wrong with them (F001, F002, F003); Q048 for each line
    with a character that no page can hold, shown as a replacement character.
    """
    text, findings = decode(raw, path)
    if IMPOSSIBLE.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if match := IMPOSSIBLE.search(line):
                findings += (finding("Q048", Source(path, number), character=f"U+{ord(match[0]):04X}"),)
        text = IMPOSSIBLE.sub("\ufffd", text)
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
    except ValueError:
        at, problem = _impossible(yaml.compose(match[1], YamlLoader))
        page.findings += (finding("F002", Source(path, at), problem=problem),)
        return page
    if isinstance(meta, dict):
        page.meta = meta
        page.findings += tuple(_twice(page, yaml.compose(match[1], YamlLoader)))
    elif meta is not None:
        page.findings += (finding("F002", Source(path, 2), problem="it is not a list of 'key: value'"),)
    return page


def _nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """Every part of a front matter, once: an alias may lead back to where it stands."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _impossible(root: yaml.Node | None) -> tuple[int, str]:
    """Where a value stands that has the form of a date or a number and is none, and what is wrong: 2026-02-30."""
    reader = YamlLoader("")
    for node in _nodes(root):
        try:
            if isinstance(node, yaml.ScalarNode):
                reader.construct_object(node)
        except ValueError as error:
            return node.start_mark.line + 2, f"'{node.value[:40]}' cannot be: {error}"
        except yaml.YAMLError:
            continue  # it is wrong in another way, which is told once this one is mended
    return 1, "it cannot be read"


def _twice(page: Text, root: yaml.Node | None) -> Iterator[Finding]:
    """F005 for each key of the front matter that stands twice: YAML would quietly take the last."""
    for node in _nodes(root):
        first: dict[str, yaml.Node] = {}
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if (earlier := first.setdefault(str(key.value), key)) is not key:
                line, at = (one.start_mark.line + 2 for one in (key, earlier))  # the front matter begins in the second
                yield finding("F005", page.source(line), key=key.value, first=page.source(at))
