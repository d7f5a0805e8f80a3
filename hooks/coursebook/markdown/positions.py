"""Positions of things in the author's file, carried through Markdown: a token behind each thing, with the number of
its site.

A token is written in private characters that no page can hold (`source.IMPOSSIBLE`), so nothing takes it for text. What
reads a thing reads its token with it; a token that is left in the HTML belongs to something that Markdown did not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

ZERO, END = 0xE010, "\ue004"
BEGIN, FINISH = "\ue005", "\ue006"
TOKEN = re.compile(rf"[{chr(ZERO)}-{chr(ZERO + 9)}]+{END}")
EDGE = re.compile(rf"[{BEGIN}{FINISH}]{TOKEN.pattern}")


@dataclass(frozen=True, slots=True)
class Site:
    """One thing at one place of a page's text. `kind` is `block`, `citation`, `claim` or `objective`, `line` counts
    from 1; `written` is what a token of its own replaced, empty where the token was put behind it.
    """

    kind: str
    line: int
    written: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What replaces the characters of a text from `start` to `end`."""

    start: int
    end: int
    text: str


def token(number: int) -> str:
    """The token of the site with a number."""
    return "".join(chr(ZERO + int(digit)) for digit in str(number)) + END


def number_of(token: str) -> int:
    """The number of a token."""
    return int("".join(str(ord(digit) - ZERO) for digit in token[:-1]))


def split(text: str) -> tuple[str, list[int]]:
    """A text without its tokens (nor the space before each), and their numbers."""
    if END not in text:
        return text, []
    return re.sub(rf"[ ]?{TOKEN.pattern}", "", text), [number_of(match[0]) for match in TOKEN.finditer(text)]


def apply(text: str, edits: Iterable[Edit], start: int) -> str:
    """A text from `start` on with its edits, which do not overlap."""
    out, at = [], start
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        out += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, text[at:]])


def around(number: int) -> tuple[str, str]:
    """What begins and ends the part of a page with a number."""
    return BEGIN + token(number), FINISH + token(number)


def cut(html: str) -> tuple[str, list[tuple[int, str]]]:
    """HTML without what `around` put into it; and the parts, by number, in the order in which they begin."""
    if BEGIN not in html:
        return html, []
    out: list[str] = []
    length = at = 0
    begun: list[tuple[int, int]] = []
    ended: dict[int, int] = {}
    for match in EDGE.finditer(html):
        out.append(html[at : match.start()])
        length += match.start() - at
        at = match.end()
        number = number_of(match[0][1:])
        if match[0][0] == BEGIN:
            begun.append((number, length))
        else:
            ended[number] = length
    whole = "".join([*out, html[at:]])
    return whole, [(number, whole[start : ended.get(number, start)]) for number, start in begun]


def take(html: str, sites: list[Site]) -> tuple[str, list[int]]:
    """HTML without tokens: what one replaced is put back. And the numbers of all that were left."""
    if END not in html:
        return html, []
    left: list[int] = []

    def back(match: re.Match[str]) -> str:
        number = number_of(match[1])
        left.append(number)
        written = sites[number].written if number < len(sites) else ""
        return match[0].replace(match[1], written) if written else ""

    return re.sub(rf"[ ]?({TOKEN.pattern})", back, html), left
