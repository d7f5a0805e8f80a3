"""The facts of the course, as the front matter of docs/index.md states them, and the entries it may have (fields.toml).

    Facts
      Person            who wrote, planned or reviewed it, and what they disclose
      Review            what an outside expert decided
      Needs             the gap that the course is to close, with its sources
      Approval          of a body, for a time
      Credit            what is claimed from a body
      Difficulty        as a reviewer rated it

Nothing is required here: what a provider has to state is checked in provider.py. Fields of a class are named as the
parts that an author writes (reading.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..locale import Language
from ..model import Citation, Source

IN_CONTROL = ("author", "planner", "reviewer", "editor", "faculty")
"""Roles that decide what a course says."""


@dataclass(frozen=True, slots=True)
class Field:
    """One entry, as fields.toml describes it. `rule` is empty where it is optional."""

    key: str
    kind: str
    rule: str = ""
    label: str = ""
    what: str = ""
    example: str = ""
    problem: str = ""
    fix: str = ""
    least: float = 0
    too_small: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


EVERY = {
    key: Field(key, **parts)
    for key, parts in tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8")).items()
}
FIELDS = tuple(field for field in EVERY.values() if field.rule)
"""What a provider has to state, in the order in which a learner reads it."""
CERTIFICATE = {
    "activity": ("activity number", "certificate-activity"),
    "provider_number": ("provider number", "certificate-provider-number"),
    "category": ("credit category", "certificate-category"),
    "signer": ("name and title of the signer", "certificate-signer"),
}
"""Parts of the entry `certificate`: what each is, and its label. A provider who has no number writes `none`."""
ELSEWHERE = (
    "profile", "id", "allow", "title", "description", "modules", "evidence_years", "hide", "icon", "status", "subtitle",
    "tags", "template", "search", "social", "author", "authors", "date", "robots", "render_macros", "words",
)  # fmt: skip
"""Entries that other parts of the engine, or the theme, read."""
OF_PAGES = ("objectives", "practice", "reviewed", "expires", "clinical", "quiz", "was", "glossary", "documents",
            "styles")  # fmt: skip
"""Entries of other pages that the engine reads; a theme may read any others."""

CITED = re.compile(r"\[@(?P<keys>[^\]\[]+)\]")
KEY = re.compile(r"@?([\w:.+-]*\w)")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A relationship with an ineligible company. `mitigated` says how; empty where it is not stated."""

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
    says to learners to whom the body gives no credit.
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
        return bool(self.number) and (self.designated or date.min) <= day <= (self.expires or date.max)


@dataclass(frozen=True, slots=True)
class Credit:
    """What is claimed, in the body's units; the rest only where the engine does not know the body."""

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
        return any(approval.body == body and approval.in_force(day) for approval in self.approvals)

    def in_force(self, day: date) -> list[Approval]:
        """The approvals of bodies of which one is in force."""
        return [approval for approval in self.approvals if self.approved(approval.body, day)]

    def cited_texts(self) -> Iterator[tuple[str, str]]:
        """Every text in which an author may cite, with its entry."""
        yield from ((field.key, self.texts[field.key]) for field in FIELDS if field.key in self.texts)
        if self.needs:
            yield from (("current", self.needs.current), ("ideal", self.needs.ideal))


def keys_of(cited: re.Match[str]) -> list[str]:
    """The keys of one citation in a fact: `[@A; @B]`."""
    return KEY.findall(cited["keys"].replace("@", " @").replace(";", " "))


def citations(facts: Facts, page: str, at: Callable[[str], Source], words: Language) -> Iterator[Citation]:
    """What the facts cite, as citations of the page that shows them; `at` gives the line of an entry."""
    for name, text in facts.cited_texts():
        for key in (key for cited in CITED.finditer(text) for key in keys_of(cited)):
            yield Citation(key, at(name), page, words["facts"], "facts-all")
    for key in facts.needs.sources if facts.needs else ():
        yield Citation(key, at("needs"), page, words["fact-needs"], "facts-all")
