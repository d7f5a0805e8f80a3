"""Fenced code, and what else is a span of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..patches.superfences import FENCE_START

FENCE = re.compile(r"^([ >\t]*)(?:`{3,}|~{3,})")

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


def holds(spans: Sequence[Span], at: int, ends: int = 0) -> bool:
    """Whether one of the spans, which are in order, holds a position; with `ends` of 1 its last one, too."""
    last = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return last >= 0 and at < spans[last][1] + ends
