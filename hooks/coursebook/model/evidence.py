"""What a course rests on: citations and references, claims and their places, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .source import Source


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation of one reference at one place.

    `where` is the heading it is under, or its question as `question 3`; `anchor` the id of its mark on the page;
    `within` the anchor of that question, or of that heading where it teaches an objective.
    """

    key: str
    source: Source
    page: str
    where: str = ""
    anchor: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a .bib file. Field names are lower case; values are as written, in BibTeX."""

    key: str
    type: str
    fields: tuple[tuple[str, str], ...]
    raw: str
    source: Source

    def field(self, name: str) -> str:
        """The value of a field, or an empty string."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the ledger: what a document says, and what the evidence makes of it.

    `left_out` is the reason why the course does not answer it; empty where it does. `shown` is `lesson` where a lesson
    has to mark it, `ledger` where only its row in the ledger answers it. `label` says the verdict; `sign` and `tone`
    are how its badge looks, where labels.toml beside the ledger says so.
    """

    id: str
    document: str
    where: str
    text: str
    module: str
    kind: str
    verdict: str
    note: str
    references: tuple[str, ...]
    left_out: str
    source: Source
    shown: str = "lesson"
    label: str = ""
    sign: str = ""
    tone: str = ""

    @property
    def look(self) -> str:
        """The classes of its badge."""
        return f"cb-claim cb-claim--{self.verdict}" + (f" cb-tone--{self.tone}" if self.tone else "")

    @property
    def style(self) -> str:
        """The style of its badge, empty where the engine's own has its sign."""
        return f"--cb-glyph:'{self.sign}'" if self.sign else ""


@dataclass(frozen=True, slots=True)
class ClaimUse:
    """A place where the course teaches a claim."""

    id: str
    page: str
    anchor: str
    source: Source


@dataclass(frozen=True, slots=True)
class Number:
    """One clinical result of a reference, as its source has it.

    `low` and `high` are its interval, as `interval` says: `printed` in the source (95%), `ours` (95%, worked out from
    `events` and `denominator`) or a `range`. A value without an interval has neither. `of` says what the denominator
    counts, `comparison` against what. `ours` is the arithmetic behind a value that this course worked out: `48 - 17`.
    """

    id: str
    reference: str
    what: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    interval: str
    unit: str
    events: int | None
    denominator: int | None
    of: str
    comparison: str
    certainty: str
    ours: str
    source: Source

    @property
    def per(self) -> Decimal | None:
        """Of how many a rate counts: 100 for %, 10,000 for `per 10,000 patients`; None for what is no rate."""
        if self.unit.startswith("%"):
            return Decimal(100) if self.unit == "%" else None
        words = self.unit.replace(",", "").split()
        if words[:1] != ["per"] or len(words) < 2:
            return None
        return Decimal(words[1]) if words[1].isdigit() else Decimal(1_000_000) if words[1] == "million" else None
