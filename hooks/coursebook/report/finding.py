"""A finding: a code, a place in an author's file, and the parameters that its texts are filled with.

It has no text of its own: printers put it into words, from the table of codes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..model import Source
from .codes import CODES, Code, Severity
from .guess import guess

Param = str | int | float

WORDED = frozenset("problem mend fix why what given made relies missing proposal guess".split())
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
        """`did you mean 'x'?`, or an empty string where nothing known is near."""
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
        return (*self.place.key, self.code, str([one for one in params if one[0] not in WORDED]), str(params))


def finding(code: str, place: Source, known: Collection[str] = (), /, **params: object) -> Finding:
    """A finding of a code; `params` fill its texts. A `guess` among them replaces that which `known` gives."""
    filled = {name: one if isinstance(one, str | int | float) else str(one) for name, one in params.items()}
    return Finding(place, code, filled, known)
