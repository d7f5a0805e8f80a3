"""Reads the front matter of docs/index.md. Each fault is reported with its line and its fix (O007, O008)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from typing import Any

from ..read.front_matter import Path
from ..read.source import Text
from ..report.finding import Finding, finding, guess
from .facts import (
    CERTIFICATE,
    ELSEWHERE,
    EVERY,
    Approval,
    Credit,
    Difficulty,
    Disclosure,
    Facts,
    Needs,
    Person,
    Review,
)  # fmt: skip

KNOWN = (*EVERY, *ELSEWHERE)
LARGEST = 100_000
"""No figure of a course is larger: not its minutes, nor what it claims, nor its months and years."""
FIGURES = ("claimed", "minutes", "increment")
"""Parts of a claim that are numbers; a number in any other part is text, as it was typed."""
DISCLOSURE = {"company": "part", "nature": "part", "mitigated": "part"}
"""The parts of a disclosure; those of entries are in fields.toml, where the first part of a row names it."""


def says_none(value: object) -> bool:
    """Whether an entry states that there is nothing to state."""
    return isinstance(value, str) and value.strip().casefold() in ("none", "no")


def _is_number(value: Any, least: float = -inf, most: float = inf) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most


def _is_list(value: Any, *types: type) -> bool:
    return isinstance(value, list) and all(type(each) in types for each in value)


def _is_named(value: Any) -> bool:
    ids = isinstance(value, dict) and all(re.fullmatch(r"[a-z0-9-]+", str(id_)) for id_ in value)
    return ids and all(isinstance(name, str) and name.strip() for name in value.values())


def _joined(value: object) -> str:
    return " ".join(str(value).split())


def _short(value: object) -> str:
    """A value as it is reported; a number may have thousands of digits."""
    return "very large" if isinstance(value, int) and abs(value) > 10**20 else str(value)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is read: what is valid, how that is converted, and what is reported of any other. `empty` is the
    value where it is missing or invalid; `known` are the words from which a choice is made.
    """

    valid: Callable[[Any], object]
    convert: Callable[[Any], Any]
    fix: str
    problem: str = "has the invalid value '{value}'"
    empty: Any = None
    known: tuple[str, ...] = ()


def _choice(*known: str) -> Kind:
    return Kind(lambda value: value in known, str, f"one of {', '.join(known)}", empty="", known=known)


PROFILE = _choice("draft", "provider")
KINDS = {
    "text": Kind(lambda value: (isinstance(value, str) or _is_number(value)) and str(value).strip(), _joined,
                 "{key}: a sentence; remove the entry if there is none", "is not text"),
    "texts": Kind(lambda value: _is_list(value, str, int) and all(str(each).strip() for each in value),
                  lambda value: tuple(map(_joined, value)),
                  "{key}: [one, another]{none}", "is not a list of words", ()),
    "number": Kind(lambda value: _is_number(value, 0, LARGEST), float, "a number: {key}: 6"),
    # what is wrong with a percentage is reported where quizzes are read (Q032)
    "percent": Kind(lambda value: True, lambda value: value if _is_number(value) else None, ""),
    "level": _choice("basic", "intermediate", "advanced"),
    "band": Kind(lambda value: _is_list(value, int, float) and len(value) == 2 and value[0] <= value[1],
                 lambda value: tuple(map(float, value)), "the lowest and the highest: {key}: [8, 12]"),
    "date": Kind(lambda value: isinstance(value, date),
                 lambda value: value.date() if isinstance(value, datetime) else value,
                 "{key}: 2026-11-21", "is '{value}', which is not a date"),
    "media": Kind(lambda value: isinstance(value, dict)
                  and all(_is_number(each, 0, LARGEST) and each for each in value.values()),
                  lambda value: {str(file): float(minutes) for file, minutes in value.items()},
                  "below it, for each file: FILE: minutes", "does not give minutes"),
    "professions": Kind(_is_named, lambda value: {str(id_): _joined(name) for id_, name in value.items()},
                        "below it, for each: physician: Physician, an id in small letters and its name",
                        "does not give names"),
    # parts of entries
    "rating": Kind(lambda value: _is_number(value, -LARGEST, LARGEST), float,
                   "difficulty: {{value: 2, rated_by: a reviewer}}"),
    "part": Kind(lambda value: isinstance(value, str), _joined,
                 "{key}: {words}", "is '{value}', which is not text", ""),
    "stated": Kind(lambda value: isinstance(value, str) and value.strip(), _joined,
                   "{key}: ...; write none if there is none", "is not text", ""),
    "names": Kind(lambda value: _is_list(value, str),
                  lambda value: tuple(_joined(name) for name in value if name.strip()),
                  "{key}: [one, another]", empty=()),
    "figure": Kind(lambda value: _is_number(value, 0.01, LARGEST), float, "a number: {key}: 1"),
    "minutes": Kind(lambda value: _is_number(value, 1, LARGEST) and value % 1 == 0, float,
                    "a whole number of minutes: minutes: 60"),
    "cause": _choice("knowledge", "competence", "performance"),
    "rounding": Kind(lambda value: value in ("down", "nearest"), str, "rounding: down or nearest", empty=""),
    "flag": Kind(lambda value: isinstance(value, bool), bool, "assessment: true or false"),
    "any": Kind(lambda value: True, lambda value: value, ""),
}  # fmt: skip
"""How entries, and parts of them, are read. In what is reported, `key` is the name of the entry or part."""


def read_facts(home: Text) -> tuple[Facts, list[Finding]]:
    """The facts of the course, and what is wrong with how they are written."""
    reader = _Reader(home)
    return reader.facts(), reader.found


class _Reader:
    """Reads one entry after the other, and collects the faults."""

    def __init__(self, home: Text) -> None:
        self.home, self.meta, self.found = home, home.meta, list[Finding]()

    def facts(self) -> Facts:
        """Every entry that can be read."""
        for key in self.meta:
            if key not in KNOWN:
                known = sorted(set(KNOWN) - set(ELSEWHERE) | {"profile"})
                place = self.home.entry(str(key))
                self.found.append(finding("O007", place, known, key=key, guess=guess(str(key), KNOWN)))
        needs = self._made_of("needs", EVERY["needs"].parts)
        certificate = self._made_of("certificate", dict.fromkeys(CERTIFICATE, "stated")) or {}
        return Facts(
            profile=self._read(PROFILE, self.meta["profile"], ("profile",)) if "profile" in self.meta else "",
            texts=self._entries("text", "level"),
            lists=self._entries("texts"),
            numbers=self._entries("number", "percent"),
            bands=self._entries("band"),
            days=self._entries("date"),
            people=tuple(
                Person(**{**parts, "roles": tuple(map(str.casefold, parts["roles"]))}) for parts in self._rows("people")
            ),
            reviews=tuple(Review(day=parts.pop("date"), **parts) for parts in self._rows("reviews")),
            needs=None if needs is None else Needs(**needs),
            approvals=tuple(
                Approval(**{**parts, "number": "" if says_none(parts["number"]) else parts["number"]})
                for parts in self._rows("approvals")
            ),
            credits=tuple(Credit(**{**parts, "claimed": parts["claimed"] or 0}) for parts in self._rows("credit")),
            difficulty=self._difficulty(),
            media=self._entries("media").get("media", {}),
            certificate={part: text for part, text in certificate.items() if text},
            professions=self._entries("professions").get("professions", {}),
            stated=frozenset(str(key) for key in self.meta),
        )

    def _report(self, key: str, problem: str, fix: str, at: Path, close: str = "") -> None:
        """O008 of an entry. `at` is its place, `close` says what its author may have meant."""
        place = self.home.entry(*at)
        self.found.append(finding("O008", place, key=key, problem=problem, fix=fix, guess=close))

    def _read(self, kind: Kind, value: Any, at: Path) -> Any:
        """A value of a kind; O008, and what is empty of the kind, where it is invalid."""
        if kind.valid(value):
            return kind.convert(value)
        key, short = str(at[-1]), _short(value)
        words = ", ".join(map(str, value)) if isinstance(value, list) else "text, in quotation marks if necessary"
        none = "" if key in ("audience", "methods") else f", or {key}: none"
        fix = kind.fix.format(key=key, words=words, none=none)
        self._report(key, kind.problem.format(value=short), fix, at, guess(short, kind.known) if kind.known else "")
        return kind.empty

    def _entries(self, *kinds: str) -> dict[str, Any]:
        """The entries of some kinds that are there and not empty. Numbers among texts are read as they were typed."""
        typed, found = _as_typed(self.meta, self.home.written), {}
        for key, kind in ((key, field.kind) for key, field in EVERY.items() if field.kind in kinds and key in typed):
            value = typed[key] if kind == "text" else self.meta[key]
            if kind == "texts":
                value = [] if says_none(value) else [value] if isinstance(value, str) else value
            elif kind in ("media", "professions"):
                value = value or {}
            found[key] = self._read(KINDS[kind], value, (key,))
        return {key: value for key, value in found.items() if value not in (None, "")}

    def _rows(self, key: str) -> Iterator[dict[str, Any]]:
        """The rows of a list, each as its parts and its place. A row without its name is reported and left out."""
        kinds, given, written = EVERY[key].parts, self.meta.get(key) or [], self.home.written.get(key)
        name = next(iter(kinds))
        if not isinstance(given, list):
            if not says_none(given):
                self._report(key, "is not a list", f"below it, for each item: - {name}: ...", (key,))
            return
        for number, row in enumerate(given):
            if isinstance(row, dict) and row.get(name):
                typed = _as_typed(row, written[number] if isinstance(written, list) else {})
                parts = self._parts(typed, kinds, key, (key, number))
                yield {**parts, "source": self.home.entry(key, number)}
            else:
                self._report(key, f"has an item without '{name}'", f"- {name}: ...", (key, number))

    def _parts(self, given: Mapping[str, Any], kinds: Mapping[str, str], entry: str, at: Path) -> dict[str, Any]:
        """The parts of an entry, or of a row of it, by name; O008 for one that is unknown."""
        for part in map(str, given):
            if part not in kinds:
                problem, close = f"has an unknown entry '{part}'", guess(part, kinds)
                self._report(entry, problem, f"only {', '.join(kinds)}", (*at, part), close)
        return {part: self._part(given, part, kind, (*at, part)) for part, kind in kinds.items()}

    def _part(self, given: Mapping[str, Any], part: str, kind: str, at: Path) -> Any:
        value = given.get(part)
        if kind == "disclosures":
            return self._disclosures(value, at)
        if kind == "names" and isinstance(value, str):
            value = value.split(",")
        missing = (
            part not in given if kind == "stated" else not value if kind in ("date", "rounding") else value is None
        )
        return KINDS[kind].empty if missing else self._read(KINDS[kind], value, at)

    def _disclosures(self, value: Any, at: Path) -> tuple[Disclosure, ...] | None:
        if says_none(value):
            return ()
        if isinstance(value, list):
            rows = enumerate(row if isinstance(row, dict) else {"company": row} for row in value)
            return tuple(Disclosure(**self._parts(row, DISCLOSURE, "disclosures", (*at, n))) for n, row in rows)
        if value is not None:
            fix = "disclosures: none, or a list of relationships"
            self._report("disclosures", f"has the invalid value '{_short(value)}'", fix, at)
        return None

    def _made_of(self, key: str, kinds: Mapping[str, str]) -> dict[str, Any] | None:
        """The parts of an entry; None where it is missing, or has none."""
        given = self.meta.get(key)
        if isinstance(given, dict):
            typed = _as_typed(given, self.home.written.get(key)) if key == "certificate" else given
            return self._parts(typed, kinds, key, (key,))
        if given is not None:
            self._report(key, "is not a mapping", f"below it: {', '.join(kinds)}", (key,))
        return None

    def _difficulty(self) -> Difficulty | None:
        given = self.meta.get("difficulty")
        parts = given if isinstance(given, dict) else {"value": given}
        value = None if given is None else self._read(KINDS["rating"], parts.get("value"), ("difficulty",))
        if value is None:
            return None
        read = self._parts(parts, EVERY["difficulty"].parts, "difficulty", ("difficulty",))
        return Difficulty(value, read["rated_by"], self.home.entry("difficulty"))


def _as_typed(given: Mapping[str, Any], written: Any) -> dict[str, Any]:
    """The parts, with every number that is no figure as it was typed: edition 2026.10 is not 2026.1, and 007 not 7."""
    plain = written if isinstance(written, dict) else {}
    return {
        key: str(plain.get(str(key), value)) if _is_number(value) and key not in FIGURES else value
        for key, value in given.items()
    }
