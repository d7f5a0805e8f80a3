"""The facts of the course, as the front matter of docs/index.md states them.

    Facts
      Person            who wrote, planned or reviewed it, and what they disclose
      Review            what an outside expert decided
      Needs             the gap that the course is to close, with its sources
      Approval          of a body, for a time
      Credit            what is claimed from a body
      Difficulty        as a reviewer rated it

Nothing is required here: what a provider has to state is asked for in provider.py. Fields are named as the parts that
an author writes (reading.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..model import Source

PROFILES = ("draft", "provider")
LEVELS = ("basic", "intermediate", "advanced")
CAUSES = ("knowledge", "competence", "performance")
IN_CONTROL = ("author", "planner", "reviewer", "editor", "faculty")
"""Roles that decide what a course says."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A relationship with an ineligible company. `mitigated` says how; empty where nobody wrote it."""

    company: str
    nature: str
    mitigated: str


@dataclass(frozen=True, slots=True)
class Person:
    """`disclosures` is None where none were collected, and empty where there is nothing to disclose."""

    name: str
    roles: tuple[str, ...]
    credentials: str
    employer: str
    disclosures: tuple[Disclosure, ...] | None
    collected: date | None
    source: Source


@dataclass(frozen=True, slots=True)
class Review:
    """An expert's decision on the whole course, and what the authors answered."""

    reviewer: str
    day: date | None
    decision: str
    answer: str
    source: Source


@dataclass(frozen=True, slots=True)
class Needs:
    """What learners do now, what they should, why they do not, and who says so. `sources` are keys."""

    current: str
    ideal: str
    cause: str
    sources: tuple[str, ...]
    reviewed: date | None


@dataclass(frozen=True, slots=True)
class Approval:
    """A body's approval of this course, with its number. `statement` is what a certificate says of it, `others` what it
    says to those whom the body gives no credit.
    """

    body: str
    number: str
    designated: date | None
    expires: date | None
    statement: str
    others: str
    source: Source

    def in_force(self, day: date) -> bool:
        """Whether it has a number, has begun, and has not ended."""
        begun = self.designated is None or self.designated <= day
        return bool(self.number) and begun and (self.expires is None or day <= self.expires)


@dataclass(frozen=True, slots=True)
class Credit:
    """What is claimed, in the body's units; the rest only where a body is not among those known."""

    body: str
    claimed: float
    unit: str
    minutes: float | None
    increment: float | None
    rounding: str
    assessment: bool | None
    source: Source


@dataclass(frozen=True, slots=True)
class Difficulty:
    """2 essential, 3 advanced, 4 mastery, as the Board of Certification counts."""

    value: float
    rated_by: str
    source: Source


@dataclass(frozen=True)
class Facts:
    """`texts` holds every entry that is shown as it is written; `lists` those that are lists of words; `stated` the
    names of all entries that there are.
    """

    profile: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    bands: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    reviews: tuple[Review, ...] = ()
    needs: Needs | None = None
    approvals: tuple[Approval, ...] = ()
    credits: tuple[Credit, ...] = ()
    difficulty: Difficulty | None = None
    media: Mapping[str, float] = field(default_factory=dict)
    certificate: Mapping[str, str] = field(default_factory=dict)
    professions: Mapping[str, str] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()

    def approved(self, body: str, day: date) -> bool:
        """Whether an approval of a body is in force."""
        return any(one.body == body and one.in_force(day) for one in self.approvals)

    def in_force(self, day: date) -> list[Approval]:
        """The approvals of bodies of which one is in force."""
        return [one for one in self.approvals if self.approved(one.body, day)]
