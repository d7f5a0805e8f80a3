"""Reads the front matter of docs/index.md. Each fault is told with its line and how to mend it (O007, O008)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeGuard

from ..model import Source
from ..read.front_matter import Path
from ..read.source import Text
from ..report.finding import Finding, finding
from ..report.guess import guess
from .facts import CAUSES, LEVELS, PROFILES, Approval, Credit, Difficulty, Disclosure, Facts, Needs, Person, Review
from .fields import CERTIFICATE, ELSEWHERE, FIELDS, KNOWN, OPTIONAL

NONE = ("none", "no")
LARGEST = 100_000
"""No figure of a course is larger: not its minutes, nor what it claims, nor its months and years."""
FIGURES = {"claimed": 0.01, "minutes": 1, "increment": 0.01}
"""Parts of a claim that are numbers, each with the smallest; other parts are words, as they were typed."""


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
                place = self._at(str(key))
                known = sorted(set(KNOWN) - set(ELSEWHERE) | {"profile"})
                self.found.append(finding("O007", place, known, key=key, guess=guess(str(key), KNOWN)))
        kinds = {field.key: field.kind for field in FIELDS} | OPTIONAL
        of = {kind: [key for key in kinds if kinds[key] == kind and key in meta] for kind in set(kinds.values())}
        typed = _as_typed(meta, self.home.written)  # of the texts alone
        days = {key: self._day(meta[key], key) for key in of["date"]}
        texts = {key: self._text(typed[key], key) for key in of["text"]}
        texts |= {key: self._choice(meta[key], key, LEVELS) for key in of["level"]}
        numbers = {key: self._number(meta[key], key) for key in of["number"]}
        # what is wrong with a percentage is told where quizzes are read (Q032)
        numbers |= {key: meta[key] for key in of["percent"] if type(meta[key]) in (int, float)}
        return Facts(
            profile=self._choice(meta["profile"], "profile", PROFILES) if "profile" in meta else "",
            texts={key: text for key, text in texts.items() if text},
            lists={key: self._texts(meta[key], key) for key in of["texts"]},
            numbers={key: value for key, value in numbers.items() if value is not None},
            bands={key: band for key in of["band"] if (band := self._band(meta[key], key))},
            days={key: value for key, value in days.items() if value},
            people=tuple(self._person(*one) for one in self._rows("people", "name")),
            reviews=tuple(self._review(*one) for one in self._rows("reviews", "reviewer")),
            needs=self._needs(),
            approvals=tuple(self._approval(*one) for one in self._rows("approvals", "body")),
            credits=tuple(self._credit(*one) for one in self._rows("credit", "body")),
            difficulty=self._difficulty(),
            media=self._media(),
            certificate=self._certificate(),
            stated=frozenset(str(key) for key in meta),
        )

    def _at(self, *keys: str | int) -> Source:
        return self.home.entry(*keys)

    def _fault(self, key: str, problem: str, mend: str, *at: str | int, close: str = "") -> None:
        """O008 of an entry; `at` is where it is, if not at the top."""
        self.found.append(finding("O008", self._at(*(at or (key,))), key=key, problem=problem, mend=mend, guess=close))

    def _text(self, value: Any, key: str) -> str:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
        self._fault(key, "is not a text", f"{key}: a sentence; remove it where there is none")
        return ""

    def _texts(self, value: Any, key: str) -> tuple[str, ...]:
        if isinstance(value, str) and value.strip().casefold() in NONE:
            return ()
        given = [value] if isinstance(value, str) else value
        if isinstance(given, list) and all(isinstance(one, (str, int)) and str(one).strip() for one in given):
            return tuple(" ".join(str(one).split()) for one in given)
        none = "" if key in ("audience", "methods") else f", or {key}: none"
        self._fault(key, "is not a list of words", f"{key}: [one, another]{none}")
        return ()

    def _choice(self, value: Any, key: str, known: tuple[str, ...], *of: str | int) -> str:
        if value in known:
            return str(value)
        close = guess(str(value), known)
        self._fault(key, f"is '{value}'", f"one of {', '.join(known)}", *of, key, close=close)
        return ""

    def _number(self, value: Any, key: str) -> float | None:
        if _is_number(value) and 0 <= value <= LARGEST:
            return float(value)
        self._fault(key, f"is '{_short(value)}'", f"a number: {key}: 6")
        return None

    def _band(self, value: Any, key: str) -> tuple[float, float] | None:
        right = isinstance(value, list) and len(value) == 2 and all(type(one) in (int, float) for one in value)
        if right and value[0] <= value[1]:
            return float(value[0]), float(value[1])
        self._fault(key, f"is '{value}'", f"the lowest and the highest: {key}: [8, 12]")
        return None

    def _day(self, value: Any, key: str, *of: str | int) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        self._fault(key, f"is '{value}', which is no date", f"{key}: 2026-11-21", *of, key)
        return None

    def _rows(self, key: str, name: str) -> Iterable[tuple[Mapping[str, Any], str, Path]]:
        """The rows of a list, each with its name and where it is. A row without its name is reported and left out."""
        given = self.home.meta.get(key) or []
        if isinstance(given, str) and given.strip().casefold() in NONE:
            return
        if not isinstance(given, list):
            self._fault(key, "is not a list", f"below it, for each: - {name}: ...")
            return
        written = self.home.written.get(key)
        for number, row in enumerate(given):
            named = row.get(name) if isinstance(row, dict) else None
            if not named:
                self._fault(key, f"has a row without '{name}'", f"- {name}: ...", key, number)
                continue
            typed = _as_typed(row, written[number] if isinstance(written, list) else {})
            yield typed, self._part(typed, name, (key, number)), (key, number)

    def _part(self, row: Mapping[str, Any], key: str, of: Path) -> str:
        """The words of one part of a row; empty where there are none."""
        value = row.get(key)
        if value is None or isinstance(value, str):
            return " ".join((value or "").split())
        words = ", ".join(map(str, value)) if isinstance(value, list) else "words; in quotation marks, if need be"
        self._fault(key, f"is '{_short(value)}', which is no text", f"{key}: {words}", *of, key)
        return ""

    def _names(self, row: Mapping[str, Any], key: str, of: Path) -> tuple[str, ...]:
        """The words of a part that has several: a list, or with commas between."""
        value = row.get(key)
        given = value.split(",") if isinstance(value, str) else [] if value is None else value
        if isinstance(given, list) and all(isinstance(one, str) for one in given):
            return tuple(name for one in given if (name := " ".join(one.split())))
        self._fault(key, f"is '{_short(value)}'", f"{key}: [one, another]", *of, key)
        return ()

    def _fields(self, row: Mapping[str, Any], name: str, of: Path, known: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                close = guess(str(key), known)
                self._fault(
                    name, f"has an unknown part '{key}'", f"only {', '.join(known)}", *of, str(key), close=close
                )

    def _person(self, row: Mapping[str, Any], name: str, at: Path) -> Person:
        known = ("name", "roles", "credentials", "employer", "disclosures", "collected")
        self._fields(row, "people", at, known)
        given = row.get("disclosures")
        disclosures: tuple[Disclosure, ...] | None = None
        if isinstance(given, list) or (isinstance(given, str) and given.casefold() in NONE):
            disclosures = tuple(
                self._disclosure(one, (*at, "disclosures", n)) for n, one in enumerate(given) if isinstance(given, list)
            )
        elif given is not None:
            self._fault(
                "disclosures", f"is '{given}'", "disclosures: none, or a list of relationships", *at, "disclosures"
            )
        return Person(
            name,
            tuple(role.casefold() for role in self._names(row, "roles", at)),
            self._part(row, "credentials", at),
            self._part(row, "employer", at),
            disclosures,
            self._day(row["collected"], "collected", *at) if row.get("collected") else None,
            self._at(*at),
        )

    def _disclosure(self, row: Any, at: Path) -> Disclosure:
        if not isinstance(row, dict):
            row = {"company": row}
        self._fields(row, "disclosures", at, ("company", "nature", "mitigated"))
        return Disclosure(*(self._part(row, key, at) for key in ("company", "nature", "mitigated")))

    def _review(self, row: Mapping[str, Any], name: str, at: Path) -> Review:
        self._fields(row, "reviews", at, ("reviewer", "date", "decision", "answer"))
        day = self._day(row["date"], "date", *at) if row.get("date") else None
        return Review(name, day, self._part(row, "decision", at), self._part(row, "answer", at), self._at(*at))

    def _approval(self, row: Mapping[str, Any], body: str, at: Path) -> Approval:
        self._fields(row, "approvals", at, ("body", "number", "designated", "expires", "statement", "others"))
        since, until = (self._day(row[key], key, *at) if row.get(key) else None for key in ("designated", "expires"))
        number, statement, others = (self._part(row, key, at) for key in ("number", "statement", "others"))
        number = "" if number.casefold() in NONE else number
        return Approval(body, number, since, until, self._at(*at), statement, others)

    def _credit(self, row: Mapping[str, Any], body: str, at: Path) -> Credit:
        known = ("body", "claimed", "unit", "minutes", "increment", "rounding", "assessment")
        self._fields(row, "credit", at, known)
        figures = {key: self._figure(row, key, at) for key in ("claimed", "minutes", "increment")}
        assessment = row.get("assessment")
        if assessment is not None and not isinstance(assessment, bool):
            self._fault("assessment", f"is '{assessment}'", "assessment: true or false", *at, "assessment")
            assessment = None
        rounding = str(row.get("rounding") or "")
        if rounding not in ("", "down", "nearest"):
            self._fault("rounding", f"is '{rounding}'", "rounding: down or nearest", *at, "rounding")
            rounding = ""
        unit = self._part(row, "unit", at)
        return Credit(
            body,
            figures["claimed"] or 0,
            unit,
            figures["minutes"],
            figures["increment"],
            rounding,
            assessment,
            self._at(*at),
        )

    def _figure(self, row: Mapping[str, Any], key: str, at: Path) -> float | None:
        value = row.get(key)
        if value is None:
            return None
        if _is_number(value) and FIGURES[key] <= value <= LARGEST and (key != "minutes" or value % 1 == 0):
            return float(value)
        whole = "whole number of minutes" if key == "minutes" else "number"
        self._fault(key, f"is '{_short(value)}'", f"a {whole}: {key}: {60 if key == 'minutes' else 1}", *at, key)
        return None

    def _needs(self) -> Needs | None:
        given = self.home.meta.get("needs")
        if given is None:
            return None
        if not isinstance(given, dict):
            self._fault("needs", "is not made of parts", "below it: current, ideal, cause, sources, reviewed")
            return None
        self._fields(given, "needs", ("needs",), ("current", "ideal", "cause", "sources", "reviewed"))
        return Needs(
            self._part(given, "current", ("needs",)),
            self._part(given, "ideal", ("needs",)),
            self._choice(given["cause"], "cause", CAUSES, "needs") if "cause" in given else "",
            self._names(given, "sources", ("needs",)),
            self._day(given["reviewed"], "reviewed", "needs") if "reviewed" in given else None,
        )

    def _difficulty(self) -> Difficulty | None:
        given = self.home.meta.get("difficulty")
        if given is None:
            return None
        place = self._at("difficulty")
        value = given.get("value") if isinstance(given, dict) else given
        if not _is_number(value) or not -LARGEST <= value <= LARGEST:
            self._fault("difficulty", f"is '{_short(value)}'", "difficulty: {value: 2, rated_by: a reviewer}")
            return None
        if isinstance(given, dict):
            self._fields(given, "difficulty", ("difficulty",), ("value", "rated_by"))
            return Difficulty(float(value), self._part(given, "rated_by", ("difficulty",)), place)
        return Difficulty(float(value), "", place)

    def _certificate(self) -> dict[str, str]:
        given = self.home.meta.get("certificate")
        if given is None:
            return {}
        if not isinstance(given, dict):
            self._fault("certificate", "is not made of parts", f"below it: {', '.join(CERTIFICATE)}")
            return {}
        self._fields(given, "certificate", ("certificate",), tuple(CERTIFICATE))
        texts, typed = {}, _as_typed(given, self.home.written.get("certificate"))
        for key in CERTIFICATE:
            if key in given:
                value = typed[key]
                if isinstance(value, str) and value.strip():
                    texts[key] = " ".join(value.split())
                else:
                    self._fault(key, "is not a text", f"{key}: ...; write none where there is none", "certificate", key)
        return texts

    def _media(self) -> dict[str, float]:
        given = self.home.meta.get("media") or {}
        right = isinstance(given, dict) and all(_is_number(value) and 0 < value <= LARGEST for value in given.values())
        if not right:
            self._fault("media", "does not give minutes", "below it, for each: FILE: minutes")
            return {}
        return {str(file): float(minutes) for file, minutes in given.items()}


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _short(value: Any) -> str:
    """A value as it is told; a number may have thousands of digits."""
    return "very large" if isinstance(value, int) and abs(value) > 10**20 else str(value)


def _as_typed(given: Mapping[str, Any], written: Any) -> dict[str, Any]:
    """The parts, with every number that is no figure as it was typed: edition 2026.10 is not 2026.1, and 007 not 7."""
    plain = written if isinstance(written, dict) else {}
    return {
        key: str(plain.get(str(key), value)) if _is_number(value) and key not in FIGURES else value
        for key, value in given.items()
    }
