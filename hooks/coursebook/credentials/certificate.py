"""A certificate: every fact of it that does not depend on the learner. The page, the receipt and the provider's signed
certificates all say what stands here.

    Certificate
      Award             what a body gives for the course, while its approval is in force
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from typing import Any

PHYSICIAN, OTHER = "physician", "other"
PROFESSIONS = (OTHER, PHYSICIAN)
"""Whom a body's credit may be for, in a course that names no others: some give theirs to doctors of medicine and
osteopathy alone. OTHER is whoever does not say.
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
    certify; it is empty in answer keys of engines that did not keep it. `professions` are those that a learner may
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
        return tuple((one, one.credits(profession)) for one in self.awards if one.holds(day))

    def to_json(self) -> dict[str, Any]:
        """As it is kept in an answer key."""
        return asdict(self)


PARTS = ("provider", "provider_number", "activity", "category", "signer", "faculty", "edition")
"""What a provider has to state."""


def from_json(kept: Mapping[str, Any]) -> Certificate:
    """A certificate that was kept. Raises KeyError, TypeError or ValueError where it is none."""
    awards = tuple(Award(**_typed(Award, _of_now(one))) for one in kept["awards"])
    rest = _typed(Certificate, {name: value for name, value in kept.items() if name != "awards"})
    return Certificate(**{**rest, "awards": awards})


def _of_now(award: Mapping[str, Any]) -> dict[str, Any]:
    """An award as earlier engines kept it, which knew no professions but physicians and others."""
    parts = dict(award)
    if "physicians" in parts:
        parts["professions"] = (PHYSICIAN,) if parts.pop("physicians") else ()
    return parts


def _typed(kind: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a dataclass, each of its type."""
    of: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}
    known = {field.name: str(field.type) for field in fields(kind) if field.name != "awards"}
    needed = {field.name for field in fields(kind) if field.name in known and field.default is MISSING}
    if wrong := (set(kept) - set(known)) | (needed - set(kept)):
        raise ValueError(f"a certificate has no '{min(wrong)}'")
    values = {}
    for name, value in kept.items():
        type_ = known[name]
        if type_ in of:
            if not isinstance(value, (int, float) if type_ == "float" else of[type_]):
                raise TypeError(f"'{name}' of the certificate is not of the type {type_}")
            values[name] = of[type_](value)
        else:
            values[name] = tuple(str(one) for one in value)
    return values
