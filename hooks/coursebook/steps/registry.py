"""Checks of a course, and the blocks that the engine writes. Each is one function, registered where it is defined:

@check(STATED)
def measurable(course: Course) -> Iterable[Finding]: ...

@block("facts")
def facts_page(course: Course, path: str, argument: str) -> str: ...
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module

from ..report.finding import Finding
from .course import Course

Check = Callable[[Course], Iterable[Finding]]
"""One rule: what it finds wrong with a course."""
Writer = Callable[[Course, str, str], str]
"""The HTML of a block, by the path of its page and the argument of the block."""

ALWAYS, STATED, PROVIDER = "always", "stated", "provider"
"""Which courses a check is for: every one, those that state a profile, those of the profile `provider`."""
CHECKS: dict[str, list[Check]] = {ALWAYS: [], STATED: [], PROVIDER: []}
BLOCKS: dict[str, Writer] = {}
"""By the name that an author writes behind `///`."""


def check(when: str = ALWAYS) -> Callable[[Check], Check]:
    """Registers a check."""

    def register(function: Check) -> Check:
        CHECKS[when].append(function)
        return function

    return register


def checks_for(profile: str) -> list[Check]:
    """The checks of a course with a profile, an empty text where it states none."""
    stated = CHECKS[STATED] if profile else []
    return [*CHECKS[ALWAYS], *stated, *(CHECKS[PROVIDER] if profile == PROVIDER else [])]


def block(name: str) -> Callable[[Writer], Writer]:
    """Registers what writes a block."""
    return partial(BLOCKS.setdefault, name)


def load(package: str) -> None:
    """Imports every module of a package of the engine, so that what is defined there is registered."""
    for module in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        import_module(module.name)
