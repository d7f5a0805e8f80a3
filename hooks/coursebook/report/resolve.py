"""What is told of all that was found: each finding once, in order, and nothing that follows from another.

A finding is hidden in two ways. Another one names it, by line and code, because the two are of one block; or the table
of codes says that its code is superfluous where another code has the same place (`hidden_by`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .codes import CODES
from .finding import Finding

Superfluous = tuple[str, int, str]
"""A finding that need not be told, by path, line and code."""


def resolve(found: Iterable[Finding], superfluous: Collection[Superfluous] = ()) -> list[Finding]:
    """What is told, in order. What is `superfluous` follows from something that is no finding itself; what is hidden
    hides nothing.
    """
    found = list(found)
    every = _named(found)
    named = {*superfluous, *_named(one for one in found if not _is_named(one, every))}
    left = [one for one in in_order(found) if not _is_named(one, named)]
    there = {(one.place, one.code) for one in left if one.place.line is not None}
    return [one for one in left if not any((one.place, code) in there for code in CODES[one.code].hidden_by)]


def _named(found: Iterable[Finding]) -> set[Superfluous]:
    """What findings hide by name."""
    return {(one.place.path, line, code) for one in found for line, code in one.hides}


def _is_named(one: Finding, named: Collection[Superfluous]) -> bool:
    return (one.place.path, one.about or one.place.line or 0, one.code) in named


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once, by file, line, code and parameters."""
    return sorted({one.key: one for one in found}.values(), key=lambda one: one.order)


def refuses(found: Iterable[Finding], strict: bool = False) -> bool:
    """Whether something was found that refuses the build: an error, or, when strict, a warning."""
    return any(one.severity == "error" or (strict and one.severity == "warning") for one in found)
