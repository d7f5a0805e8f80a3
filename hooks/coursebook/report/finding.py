"""Findings: a code, a place in an author's file, and the parameters that its texts are filled with.

A finding has no text of its own: printers put it into words, from the table of codes, codes.toml. Codes are stable.
A finding is hidden in two ways. Another one names it, by line and code, because the two are of one block; or the table
of codes says that its code is superfluous where another code has the same place (`hidden_by`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from ..model import Source

Severity = Literal["error", "warning", "note"]
"""An error refuses the build; a warning is reported, and refuses the build only in strict mode; a note never does."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding, as codes.toml describes it: `message` and `fix` may hold `{names}` of parameters."""

    message: str
    fix: str
    severity: Severity = "error"
    guess: str = ""
    hidden_by: tuple[str, ...] = ()


def read_codes(text: str) -> dict[str, Code]:
    """The codes of a table in TOML, by name and in its order. Raises TypeError for an entry that no code has."""
    return {
        code: Code(**{**entry, "hidden_by": tuple(entry.get("hidden_by", ()))})
        for code, entry in tomllib.loads(text).items()
    }


CODES = read_codes((Path(__file__).parent / "codes.toml").read_text("utf-8"))


Param = str | int | float

WORDED = frozenset("problem fix why what given made relies missing proposal guess".split())
"""Parameters that hold words of the engine: they do not decide the order of findings."""


@dataclass(frozen=True, eq=False)
class Finding:
    """One fault at one place. `known` are the words of which the author may have meant one.

    `hides` are findings that follow from this one, by line of the same file and code; `about` is the line of the block
    that this one is about, under which others hide it, 0 where that is its own.
    """

    place: Source
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    known: Collection[str] = ()
    hides: tuple[tuple[int, str], ...] = ()
    about: int = 0

    @property
    def severity(self) -> Severity:
        """As the table of codes has it."""
        return CODES[self.code].severity

    @cached_property
    def guess(self) -> str:
        """`did you mean 'x'?`, or an empty string where no known word is similar."""
        if "guess" in self.params or not CODES[self.code].guess or not self.known:
            return str(self.params.get("guess", ""))
        return guess(str(self.params[CODES[self.code].guess]), self.known)

    def message(self, codes: Mapping[str, Code] = CODES) -> str:
        """What is wrong, in the words of a table of codes."""
        return codes[self.code].message.format(**self._names)

    def fix(self, codes: Mapping[str, Code] = CODES) -> str:
        """How it is fixed, after what the author may have meant."""
        fix = codes[self.code].fix.format(**self._names)
        return f"{self.guess} If not, {fix}" if self.guess else fix

    @property
    def _names(self) -> dict[str, Param]:
        return {"proposal": "", "known": ", ".join(self.known), **self.params}

    def hiding(self, *follow: tuple[int, str], about: int = 0) -> Finding:
        """The same finding, with what follows from it: codes, each with its line."""
        return replace(self, hides=follow, about=about)

    @cached_property
    def key(self) -> tuple[str, int, str, str, str]:
        """Place, code and English words: findings with the same key are the same one."""
        return (*self.place.key, self.code, self.message(), self.fix())

    @cached_property
    def order(self) -> tuple[str, int, str, str, str]:
        """Place, code and parameters: a better wording never changes the order of findings."""
        params = sorted((name, str(one)) for name, one in self.params.items())
        return (*self.place.key, self.code, str([param for param in params if param[0] not in WORDED]), str(params))


def finding(code: str, place: Source, known: Collection[str] = (), /, **params: object) -> Finding:
    """A finding of a code; `params` fill its texts. A `guess` among them replaces that which `known` gives."""
    filled = {name: one if isinstance(one, str | int | float) else str(one) for name, one in params.items()}
    return Finding(place, code, filled, known)


def guess(word: str, known: Iterable[str], similarity: int = 60) -> str:
    """`did you mean 'x'?` for the most similar of the known words; empty where none is `similarity` percent similar."""
    best = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=similarity)
    return f"did you mean '{best[0]}'?" if best else ""


Superfluous = tuple[str, int, str]
"""A finding that is suppressed, by path, line and code."""


def resolve(found: Iterable[Finding], superfluous: Collection[Superfluous] = ()) -> list[Finding]:
    """What is reported, in order. `superfluous` follows from what is no finding itself; the hidden hide nothing."""
    found = list(found)
    every = _named(found)
    named = {*superfluous, *_named(fault for fault in found if not _is_named(fault, every))}
    left = [fault for fault in in_order(found) if not _is_named(fault, named)]
    there = {(fault.place, fault.code) for fault in left if fault.place.line is not None}
    return [fault for fault in left if not any((fault.place, code) in there for code in CODES[fault.code].hidden_by)]


def _named(found: Iterable[Finding]) -> set[Superfluous]:
    return {(fault.place.path, line, code) for fault in found for line, code in fault.hides}


def _is_named(one: Finding, named: Collection[Superfluous]) -> bool:
    return (one.place.path, one.about or one.place.line or 0, one.code) in named


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once, by file, line, code and parameters."""
    return sorted({fault.key: fault for fault in found}.values(), key=lambda one: one.order)


def refuses(found: Iterable[Finding], strict: bool = False) -> bool:
    """Whether something was found that refuses the build: an error, or, when strict, a warning."""
    return any(fault.severity == "error" or (strict and fault.severity == "warning") for fault in found)
