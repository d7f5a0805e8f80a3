"""Where something is in an author's files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class Source:
    """A place in an author's file. `path` is relative to the project; `line` counts from 1, and is None where it is
    not known, or where the whole file is meant.
    """

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __lt__(self, other: Source) -> bool:
        return self.key < other.key

    def below(self, lines: int) -> Source:
        """The place so many lines further down."""
        return Source(self.path, None if self.line is None else self.line + lines)

    @property
    def key(self) -> tuple[str, int]:
        """What places are put in order by: a file before its lines."""
        return self.path, self.line or 0
