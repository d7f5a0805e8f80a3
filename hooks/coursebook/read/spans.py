"""What of a page is not running text, by line and by position: code, comments, tags, addresses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pymdownx.superfences import RE_NESTED_FENCE_START as FENCE_START

FENCE = re.compile(r"^([ >\t]*)(?:`{3,}|~{3,})")
COMMENT = re.compile(r"^[ ]{0,3}<!--.*?-->", re.DOTALL | re.MULTILINE)
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

Span = tuple[int, int]
"""First and last line, or positions from and up to."""


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


def not_text(text: str, hidden: Iterable[Span]) -> tuple[Span, ...]:
    """Positions of what is not running text, in order. `hidden` are spans that are not looked into."""
    spans = sorted(hidden)
    gaps: list[Span] = []
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        gaps += [match.span() for match in NOT_TEXT.finditer(text, at, start)] if start > at else []
        at = max(at, end)
    return tuple(sorted(spans + gaps))


def holds(spans: Sequence[Span], at: int, ends: int = 0) -> bool:
    """Whether one of the spans, which are in order, holds a position; with `ends` of 1 its last one, too."""
    last = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return last >= 0 and at < spans[last][1] + ends
