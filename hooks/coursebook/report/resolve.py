"""What is told of all that was found: each finding once, in order."""

from __future__ import annotations

from collections.abc import Iterable

from .finding import Finding


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once, by file, line, code and words."""
    return sorted({one.key: one for one in found}.values(), key=lambda one: one.key)


def refuses(found: Iterable[Finding], strict: bool = False) -> bool:
    """Whether something was found that refuses the build: an error, or, when strict, a warning."""
    return any(one.severity == "error" or (strict and one.severity == "warning") for one in found)
