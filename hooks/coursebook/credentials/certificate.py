"""A certificate: every fact of it that does not depend on the learner. The page, the receipt and the provider's signed
certificates are all made from it.

    Certificate
      Award             what a body gives for the course, while its approval is in force
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

PHYSICIAN, OTHER = "physician", "other"
PROFESSIONS = (OTHER, PHYSICIAN)
"""The professions of a course that states none: some bodies give credit to doctors of medicine and osteopathy alone.
OTHER is a learner who does not state one.
"""


@dataclass(frozen=True, slots=True)
class Award:
    """Credit of a body with its approval. `claimed` counts units of `minutes`; `since` and `until` are ISO dates, empty
    where there is none. Where it is for some `professions` alone, others get the words `others`, and no credit.
    """

    body: str
    approval: str
    claimed: float
    unit: str
    minutes: int
    since: str
    until: str
    statement: str
    others: str
    professions: tuple[str, ...]

    def credits(self, profession: str) -> bool:
        """Whether it is credit for someone of a profession."""
        return not self.professions or profession in self.professions

    def holds(self, day: date) -> bool:
        """Whether the approval is in force on a day."""
        return self.since <= day.isoformat() and (not self.until or day.isoformat() <= self.until)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Facts of the course and its provider; an empty text is not stated. `minutes` are the computed ones, `provider`
    has name and address, `ends` is an ISO date or empty. A `draft` has no provider yet. `limits` says what it does not
    certify; it is empty in answer keys of engines that did not store it. `professions` are those that a learner may
    have.
    """

    course: str
    title: str
    draft: bool
    provider: str
    provider_number: str
    activity: str
    category: str
    signer: str
    faculty: tuple[str, ...]
    minutes: int
    edition: str
    hash: str
    ends: str
    language: str
    awards: tuple[Award, ...] = ()
    limits: str = ""
    professions: tuple[str, ...] = PROFESSIONS

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of facts that are not stated, as in PARTS."""
        return tuple(name for name in PARTS if not getattr(self, name))

    @property
    def ready(self) -> bool:
        """Whether a provider may certify with it: nothing is missing, and it is no draft."""
        return not self.draft and not self.missing

    def awarded(self, day: date, profession: str) -> tuple[tuple[Award, bool], ...]:
        """What someone of a profession gets who completed the course on a day, each with whether it is credit."""
        if self.ends and day.isoformat() > self.ends:
            return ()
        return tuple((award, award.credits(profession)) for award in self.awards if award.holds(day))


PARTS = ("provider", "provider_number", "activity", "category", "signer", "faculty", "edition")
"""What a provider has to state."""


TYPES: Mapping[str, tuple[type | tuple[type, ...], Callable[[Any], object]]] = {
    "str": (str, str),
    "int": (int, int),
    "float": ((int, float), float),
    "bool": (bool, bool),
    "tuple[str, ...]": (object, lambda value: tuple(map(str, value))),
}
"""By the type of a field: what a stored value has to be, and how it is converted."""


def from_json(stored: Mapping[str, Any]) -> Certificate:
    """The certificate of an answer key, which stores it by dataclasses.asdict. Raises KeyError, TypeError or ValueError
    where it is invalid.
    """
    awards = tuple(_from_json(Award, _current(award)) for award in stored["awards"])
    return _from_json(Certificate, {name: value for name, value in stored.items() if name != "awards"}, awards=awards)


def _current(award: Mapping[str, Any]) -> dict[str, Any]:
    """An award as earlier engines stored it, which knew no professions but physicians and others."""
    parts = dict(award)
    if "physicians" in parts:
        parts["professions"] = (PHYSICIAN,) if parts.pop("physicians") else ()
    return parts


def _from_json(kind: type[T], stored: Mapping[str, Any], **others: object) -> T:
    """A dataclass from its stored values, each of its type; `others` are fields that are read already."""
    known = {field.name: field for field in fields(kind) if field.name not in others}  # type: ignore[arg-type]
    required = {name for name, field in known.items() if field.default is MISSING}
    if wrong := (stored.keys() - known.keys()) | (required - stored.keys()):
        raise ValueError(f"a certificate has no '{min(wrong)}'")
    for name, value in stored.items():
        expected, convert = TYPES[str(known[name].type)]
        if not isinstance(value, expected):
            raise TypeError(f"'{name}' of the certificate is not of the type {known[name].type}")
        others[name] = convert(value)
    return kind(**others)
