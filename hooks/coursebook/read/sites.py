"""Where things are in the text of a page: one scan for code, comments, tags, links, citations and marks.

Places only: what a thing means is for Markdown to say. The scan is our own and not that of a Markdown parser. Of those
in Python, markdown-it-py gives the lines of blocks and no position of anything within a line, and it reads CommonMark:
where that differs from what builds the page (indented code, `///`, admonitions, lists, fences), it would name the place
of something that is not there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from ..patches.superfences import FENCE_START

Span = tuple[int, int]
"""First and last line, or positions from and up to."""
FENCE = re.compile(r"^([ >\t]*)(?:`{3,}|~{3,})")
OPAQUE = re.compile(
    r"""
    (?P<code>`(?<![`\\]`)(?P<ticks>`*)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)`(?P=ticks)(?!`))
    | (?P<words>!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?=\())                   # alternative text of an image
    | (?P<comment><!--.*?-->)
    | (?P<tag><[/!?a-zA-Z](?>=\s*"[^"<]*"|=\s*'[^'<]*'|(?!\n[ \t]*\n)[^<>])*>)   # with its attributes; <https://...>
    | (?P<target>(?:\]|(?<=\]))\(\s*(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)[^()\s]*)*)
        (?:\s+(?:"[^"]*"|'[^']*'))?\s*\))
    | (?P<definition>\[(?:(?<=^\[)|(?<=^\ \[)|(?<=^\ {2}\[)|(?<=^\ {3}\[))(?!\^)[^\]\n]+\]:[ \t]*\S+)
    | (?P<address>h(?<!\wh)ttps?://[^\s<>\])]+)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""What is not running text. Each begins with a sign of its own, before anything is asked of what is around it: so the
signs are all that is looked for in a long text.
"""
HIDDEN = frozenset(("front matter", "fence", "code", "comment"))
"""What Markdown does not read."""
CITATION = re.compile(r"\[(?<![\\!]\[)(?P<inside>[^\[\]]*?@[^\[\]]*)\](?!\()")
ITEM = re.compile(
    r"^\s*(?:(?P<prefix>[^@]*?)\s+)?(?<![\w.])@(?P<key>\w(?:[\w:.#$%&+?<>~/-]*\w)?)(?:\s*,\s*(?P<locator>[^@]+?))?\s*$"
)
KEY = re.compile(r"@(?<![\w\\@/.]@)(?P<key>\w(?:[\w:.+/-]*\w)?)")
ATTRIBUTES = re.compile(r"\{:?[ ]*(?P<inside>[^{}\n ][^{}\n]*)\}")
VALUE = re.compile(
    r"""(?<![\w:-])(?P<name>[a-zA-Z][\w:-]*)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'}>]+))"""
)
AUTOLINK = re.compile(r"<(?:[a-zA-Z][\w+.-]*:|[^\s<>@/]+@)[^\s<>]+>")


@dataclass(frozen=True, slots=True)
class Opaque:
    """What is not running text, from `start` up to `end`; `kind` is a group of OPAQUE, `fence` or `front matter`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Brackets:
    """Brackets with a citation, from `start` up to `end`."""

    start: int
    end: int
    inside: str

    @cached_property
    def items(self) -> list[re.Match[str] | None]:
        """Each citation in the brackets, with its `prefix`, `key` and `locator`; None for one that is malformed."""
        return [ITEM.match(item) for item in self.inside.split(";")]

    @property
    def keys(self) -> tuple[str, ...]:
        """Whatever it cites, malformed or not."""
        return tuple(KEY.findall(self.inside)) if None in self.items else tuple(i["key"] for i in self.items if i)


@dataclass(frozen=True, slots=True)
class Mark:
    """An attribute, `{: claim="C001" }` or `<img src="a.png">`; its value is from `start` up to `end`."""

    name: str
    value: str
    start: int
    end: int
    tag: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address in Markdown as an author wrote it, at a position; `image` of one."""

    address: str
    start: int
    image: bool = False


def fences(lines: Sequence[str]) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """First and last line of each fenced code block, fences included; and the lines of fences that are opened and not
    closed, and so open nothing. As pymdownx.superfences has it: the closing fence is the opening one again, equally
    indented.
    """
    found: list[Span] = []
    left: list[int] = []
    opened: tuple[int, str, str] | None = None
    for number, line in enumerate(lines, start=1):
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


def holds(spans: Sequence[Span], at: int, ends: int = 0) -> bool:
    """Whether one of the spans, which are in order, holds a position; with `ends` of 1 its last one, too."""
    last = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return last >= 0 and at < spans[last][1] + ends


def scan(text: str, hidden: Iterable[tuple[str, Span]]) -> tuple[Opaque, ...]:
    """All that is not running text, in order. `hidden` are spans that are not looked into, each with its kind."""
    found = [Opaque(kind, *span) for kind, span in sorted(hidden, key=lambda row: row[1])]
    at = 0
    for start, end in [*((site.start, site.end) for site in found), (len(text), len(text))]:
        if start > at:
            found += [Opaque(str(match.lastgroup), *match.span()) for match in OPAQUE.finditer(text, at, start)]
        at = max(at, end)
    return tuple(sorted(found, key=lambda site: (site.start, site.end)))


def citations(text: str, start: int) -> Iterator[Brackets]:
    """Every pair of brackets from a position on that holds an @ which begins a word and is not escaped."""
    for match in CITATION.finditer(text, start):
        if KEY.search(match["inside"]):
            yield Brackets(*match.span(), match["inside"])


def marks(text: str, start: int, sites: Iterable[Opaque]) -> Iterator[Mark]:
    """The attributes in `{: ... }` from a position on, then those in tags."""
    for match in ATTRIBUTES.finditer(text, start):
        yield from _values(text, match.start("inside"), match.end("inside"), False)
    for site in sites:
        if site.kind == "tag":
            yield from _values(text, site.start, site.end, True)


def _values(text: str, start: int, end: int, tag: bool) -> Iterator[Mark]:
    for match in VALUE.finditer(text, start, end):
        group = next(name for name in ("double", "single", "bare") if match[name] is not None)
        yield Mark(match["name"], match[group], *match.span(group), tag)


def links(text: str, sites: Sequence[Opaque]) -> Iterator[Link]:
    """Every address that Markdown makes a link or an image of."""
    before = Opaque("", 0, 0)
    for site in sites:
        words = text[site.start : site.end]
        if site.kind == "target":
            inside = words[words.index("(") + 1 : -1].strip()
            address = inside[1:].partition(">")[0] if inside.startswith("<") else "".join(inside.split(None, 1)[:1])
            yield Link(unescape(address), site.start, before.kind == "words" and before.end == site.start)
        elif site.kind == "definition":
            yield Link(unescape(words.partition("]:")[2].strip(" \t<>")), site.start)
        elif site.kind == "tag" and AUTOLINK.fullmatch(words):
            mail = "" if ":" in words.partition("@")[0] else "mailto:"
            yield Link(f"{mail}{unescape(words[1:-1])}", site.start)
        before = site
