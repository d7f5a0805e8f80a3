"""Reads the front matter of docs/index.md. Each fault has its line and how to fix it (O007, O008)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeGuard

from ..read.front_matter import Path
from ..read.source import Text
from ..report.finding import Finding, finding, guess
from .facts import CAUSES, LEVELS, PROFILES, Approval, Credit, Difficulty, Disclosure, Facts, Needs, Person, Review
from .fields import CERTIFICATE, ELSEWHERE, EVERY, KNOWN

NONE = ("none", "no")
LARGEST = 100_000
"""No figure of a course is larger: not its minutes, nor what it claims, nor its months and years."""
FIGURES = {"claimed": 0.01, "minutes": 1, "increment": 0.01}
"""Parts of a claim that are numbers, each with the smallest; other parts are words, as they were typed."""
DISCLOSURE = {"company": "text", "nature": "text", "mitigated": "text"}
"""The parts of a disclosure; those of entries are in fields.toml, where the first part of a row names it."""


def read_facts(home: Text) -> tuple[Facts, list[Finding]]:
    """The facts of the course, and what is wrong with how they are written."""
    reader = _Reader(home)
    return reader.facts(), reader.found


class _Reader:
    """Reads one entry after the other, and keeps what was wrong."""

    def __init__(self, home: Text) -> None:
        self.home, self.found = home, list[Finding]()

    def facts(self) -> Facts:
        """Every entry that can be read."""
        meta = self.home.meta
        for key in meta:
            if key not in KNOWN:
                known = sorted(set(KNOWN) - set(ELSEWHERE) | {"profile"})
                place = self.home.entry(str(key))
                self.found.append(finding("O007", place, known, key=key, guess=guess(str(key), KNOWN)))
        typed = _as_typed(meta, self.home.written)
        return Facts(
            profile=self._choice(meta["profile"], "profile", PROFILES) if "profile" in meta else "",
            texts={
                **self._each("text", lambda key: self._text(typed[key], key)),
                **self._each("level", lambda key: self._choice(meta[key], key, LEVELS)),
            },
            lists={key: self._texts(meta[key], key) for key in self._of("texts")},
            numbers={
                **self._each("number", lambda key: self._number(meta[key], key)),
                # what is wrong with a percentage is reported where quizzes are read (Q032)
                **{key: meta[key] for key in self._of("percent") if type(meta[key]) in (int, float)},
            },
            bands=self._each("band", lambda key: self._band(meta[key], key)),
            days=self._each("date", lambda key: self._day(meta[key], (key,))),
            people=tuple(Person(**parts) for parts in self._rows("people")),
            reviews=tuple(Review(day=parts.pop("date"), **parts) for parts in self._rows("reviews")),
            needs=self._needs(),
            approvals=tuple(_approval(parts) for parts in self._rows("approvals")),
            credits=tuple(Credit(**{**parts, "claimed": parts["claimed"] or 0}) for parts in self._rows("credit")),
            difficulty=self._difficulty(),
            media=self._media(),
            certificate=self._certificate(),
            professions=self._professions(),
            stated=frozenset(str(key) for key in meta),
        )

    def _of(self, kind: str) -> list[str]:
        """The entries of a kind that are there."""
        return [key for key, field in EVERY.items() if field.kind == kind and key in self.home.meta]

    def _each(self, kind: str, read: Any) -> dict[str, Any]:
        """The entries of a kind that can be read and say something."""
        values = ((key, read(key)) for key in self._of(kind))
        return {key: value for key, value in values if value not in (None, "")}

    def _fault(self, key: str, problem: str, mend: str, at: Path = (), close: str = "") -> None:
        """O008 of an entry; `at` is where it is, if not at the top; `close` what its author may have meant."""
        place = self.home.entry(*(at or (key,)))
        self.found.append(finding("O008", place, key=key, problem=problem, mend=mend, guess=close))

    def _text(self, value: Any, key: str) -> str:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
        self._fault(key, "is not text", f"{key}: a sentence; remove the entry if there is none")
        return ""

    def _texts(self, value: Any, key: str) -> tuple[str, ...]:
        if _says_none(value):
            return ()
        given = [value] if isinstance(value, str) else value
        if isinstance(given, list) and all(isinstance(one, (str, int)) and str(one).strip() for one in given):
            return tuple(" ".join(str(one).split()) for one in given)
        none = "" if key in ("audience", "methods") else f", or {key}: none"
        self._fault(key, "is not a list of words", f"{key}: [one, another]{none}")
        return ()

    def _choice(self, value: Any, key: str, known: tuple[str, ...], at: Path = ()) -> str:
        if value in known:
            return str(value)
        self._fault(key, f"has the invalid value '{value}'", f"one of {', '.join(known)}", at, guess(str(value), known))
        return ""

    def _number(self, value: Any, key: str) -> float | None:
        if _is_number(value) and 0 <= value <= LARGEST:
            return float(value)
        self._fault(key, f"has the invalid value '{_short(value)}'", f"a number: {key}: 6")
        return None

    def _band(self, value: Any, key: str) -> tuple[float, float] | None:
        right = isinstance(value, list) and len(value) == 2 and all(type(one) in (int, float) for one in value)
        if right and value[0] <= value[1]:
            return float(value[0]), float(value[1])
        self._fault(key, f"has the invalid value '{value}'", f"the lowest and the highest: {key}: [8, 12]")
        return None

    def _day(self, value: Any, at: Path) -> date | None:
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        self._fault(str(at[-1]), f"is '{value}', which is not a date", f"{at[-1]}: 2026-11-21", at)
        return None

    def _rows(self, key: str) -> Iterator[dict[str, Any]]:
        """The rows of a list, each as its parts and its place. A row without its name is reported and left out."""
        name = next(iter(EVERY[key].parts))
        given = self.home.meta.get(key) or []
        if _says_none(given):
            return
        if not isinstance(given, list):
            self._fault(key, "is not a list", f"below it, for each item: - {name}: ...")
            return
        written = self.home.written.get(key)
        for number, row in enumerate(given):
            if not isinstance(row, dict) or not row.get(name):
                self._fault(key, f"has an item without '{name}'", f"- {name}: ...", (key, number))
                continue
            typed = _as_typed(row, written[number] if isinstance(written, list) else {})
            yield {**self._parts(typed, EVERY[key].parts, key, (key, number)), "source": self.home.entry(key, number)}

    def _parts(self, given: Mapping[str, Any], kinds: Mapping[str, str], entry: str, at: Path) -> dict[str, Any]:
        """The parts of an entry, or of a row of it, by name; O008 for one that is unknown."""
        self._unknown(given, entry, at, tuple(kinds))
        return {part: self._part(given.get(part), kind, (*at, part)) for part, kind in kinds.items()}

    def _unknown(self, given: Mapping[str, Any], entry: str, at: Path, known: tuple[str, ...]) -> None:
        for key in given:
            if key not in known:
                close = guess(str(key), known)
                self._fault(entry, f"has an unknown entry '{key}'", f"only {', '.join(known)}", (*at, str(key)), close)

    def _part(self, value: Any, kind: str, at: Path) -> Any:
        """One part by its kind, as nothing of that kind where it is missing or cannot be read."""
        key = str(at[-1])
        match kind:
            case "text":
                if value is None or isinstance(value, str):
                    return " ".join((value or "").split())
                words = (
                    ", ".join(map(str, value)) if isinstance(value, list) else "text, in quotation marks if necessary"
                )
                self._fault(key, f"is '{_short(value)}', which is not text", f"{key}: {words}", at)
                return ""
            case "names":
                given = value.split(",") if isinstance(value, str) else [] if value is None else value
                if isinstance(given, list) and all(isinstance(one, str) for one in given):
                    names = (" ".join(one.split()) for one in given)
                    return tuple(name.casefold() if key == "roles" else name for name in names if name)
                self._fault(key, f"has the invalid value '{_short(value)}'", f"{key}: [one, another]", at)
                return ()
            case "day":
                return self._day(value, at) if value else None
            case "figure":
                return self._figure(value, at)
            case "cause":
                return "" if value is None else self._choice(value, key, CAUSES, at)
            case "rounding":
                if str(value or "") in ("", "down", "nearest"):
                    return str(value or "")
                self._fault(key, f"has the invalid value '{value}'", "rounding: down or nearest", at)
                return ""
            case "flag":
                if value is None or isinstance(value, bool):
                    return value
                self._fault(key, f"has the invalid value '{value}'", "assessment: true or false", at)
                return None
            case "disclosures":
                return self._disclosures(value, at)
            case _:
                return value

    def _disclosures(self, value: Any, at: Path) -> tuple[Disclosure, ...] | None:
        if value is None or _says_none(value):
            return None if value is None else ()
        if not isinstance(value, list):
            self._fault(
                "disclosures", f"has the invalid value '{value}'", "disclosures: none, or a list of relationships", at
            )
            return None
        rows = (one if isinstance(one, dict) else {"company": one} for one in value)
        return tuple(Disclosure(**self._parts(row, DISCLOSURE, "disclosures", (*at, n))) for n, row in enumerate(rows))

    def _figure(self, value: Any, at: Path) -> float | None:
        key = str(at[-1])
        if value is None:
            return None
        if _is_number(value) and FIGURES[key] <= value <= LARGEST and (key != "minutes" or value % 1 == 0):
            return float(value)
        whole = "whole number of minutes" if key == "minutes" else "number"
        self._fault(
            key, f"has the invalid value '{_short(value)}'", f"a {whole}: {key}: {60 if key == 'minutes' else 1}", at
        )
        return None

    def _made_of(self, key: str, parts: Mapping[str, object]) -> dict[str, Any] | None:
        """An entry that has parts; None where it is not there, or has none."""
        given = self.home.meta.get(key)
        if given is None or isinstance(given, dict):
            return given
        self._fault(key, "is not a mapping", f"below it: {', '.join(parts)}")
        return None

    def _needs(self) -> Needs | None:
        parts = EVERY["needs"].parts
        given = self._made_of("needs", parts)
        return None if given is None else Needs(**self._parts(given, parts, "needs", ("needs",)))

    def _difficulty(self) -> Difficulty | None:
        given = self.home.meta.get("difficulty")
        if given is None:
            return None
        parts = given if isinstance(given, dict) else {"value": given}
        value = parts.get("value")
        if not _is_number(value) or not -LARGEST <= value <= LARGEST:
            self._fault(
                "difficulty", f"has the invalid value '{_short(value)}'", "difficulty: {value: 2, rated_by: a reviewer}"
            )
            return None
        read = self._parts(parts, EVERY["difficulty"].parts, "difficulty", ("difficulty",))
        return Difficulty(float(value), read["rated_by"], self.home.entry("difficulty"))

    def _certificate(self) -> dict[str, str]:
        given = self._made_of("certificate", CERTIFICATE) or {}
        self._unknown(given, "certificate", ("certificate",), tuple(CERTIFICATE))
        texts, typed = {}, _as_typed(given, self.home.written.get("certificate"))
        for key in (key for key in CERTIFICATE if key in given):
            if isinstance(typed[key], str) and typed[key].strip():
                texts[key] = " ".join(typed[key].split())
            else:
                self._fault(key, "is not text", f"{key}: ...; write none if there is none", ("certificate", key))
        return texts

    def _media(self) -> dict[str, float]:
        given = self.home.meta.get("media") or {}
        right = isinstance(given, dict) and all(_is_number(value) and 0 < value <= LARGEST for value in given.values())
        if not right:
            self._fault("media", "does not give minutes", "below it, for each file: FILE: minutes")
            return {}
        return {str(file): float(minutes) for file, minutes in given.items()}

    def _professions(self) -> dict[str, str]:
        given = self.home.meta.get("professions") or {}
        named = isinstance(given, dict) and all(isinstance(name, str) and name.strip() for name in given.values())
        if named and all(re.fullmatch(r"[a-z0-9-]+", str(id_)) for id_ in given):
            return {str(id_): " ".join(name.split()) for id_, name in given.items()}
        mend = "below it, for each: physician: Physician, an id in small letters and its name"
        self._fault("professions", "does not give names", mend)
        return {}


def _approval(parts: dict[str, Any]) -> Approval:
    return Approval(**{**parts, "number": "" if _says_none(parts["number"]) else parts["number"]})


def _says_none(value: Any) -> bool:
    return isinstance(value, str) and value.strip().casefold() in NONE


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _short(value: Any) -> str:
    """A value as it is reported; a number may have thousands of digits."""
    return "very large" if isinstance(value, int) and abs(value) > 10**20 else str(value)


def _as_typed(given: Mapping[str, Any], written: Any) -> dict[str, Any]:
    """The parts, with every number that is no figure as it was typed: edition 2026.10 is not 2026.1, and 007 not 7."""
    plain = written if isinstance(written, dict) else {}
    return {
        key: str(plain.get(str(key), value)) if _is_number(value) and key not in FIGURES else value
        for key, value in given.items()
    }
