"""Reads the front matter of docs/index.md. Each fault is told with its line and how to mend it (O007, O008)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ..findings import Finding, finding, guess
from ..model import Source
from ..source import Text
from .facts import CAUSES, LEVELS, PROFILES, Approval, Credit, Difficulty, Disclosure, Facts, Needs, Person, Review
from .fields import ELSEWHERE, FIELDS, KNOWN, OPTIONAL

NONE = ("none", "no")


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
                known = ", ".join(sorted(set(KNOWN) - set(ELSEWHERE) | {"profile"}))
                self.found.append(finding("O007", place, key=key, guess=guess(str(key), KNOWN), known=known))
        kinds = {field.key: field.kind for field in FIELDS} | OPTIONAL
        of = {kind: [key for key in kinds if kinds[key] == kind and key in meta] for kind in set(kinds.values())}
        days = {key: self._day(meta[key], key) for key in of["date"]}
        texts = {key: self._text(meta[key], key) for key in of["text"]}
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
            stated=frozenset(str(key) for key in meta),
        )

    def _at(self, *keys: str, near: object = None) -> Source:
        line = self.home.find_key(*keys)
        if near:
            start = self.home.line_starts[line - 1]
            line = max(line, self.home.find(str(near), after=start))
        return self.home.source(line)

    def _fault(self, place: Source, key: str, problem: str, mend: str, close: str = "") -> None:
        self.found.append(finding("O008", place, key=key, problem=problem, mend=mend, guess=close))

    def _text(self, value: Any, key: str) -> str:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
        self._fault(self._at(key), key, "is not a text", f"{key}: a sentence; remove it where there is none")
        return ""

    def _texts(self, value: Any, key: str) -> tuple[str, ...]:
        if isinstance(value, str) and value.strip().casefold() in NONE:
            return ()
        given = [value] if isinstance(value, str) else value
        if isinstance(given, list) and all(isinstance(one, (str, int)) and str(one).strip() for one in given):
            return tuple(" ".join(str(one).split()) for one in given)
        self._fault(self._at(key), key, "is not a list of words", f"{key}: [one, another], or {key}: none")
        return ()

    def _choice(self, value: Any, key: str, known: tuple[str, ...]) -> str:
        if value in known:
            return str(value)
        close = guess(str(value), known)
        self._fault(self._at(key), key, f"is '{value}'", f"one of {', '.join(known)}", close)
        return ""

    def _number(self, value: Any, key: str) -> float | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
            return float(value)
        self._fault(self._at(key), key, f"is '{value}'", f"a number: {key}: 6")
        return None

    def _band(self, value: Any, key: str) -> tuple[float, float] | None:
        right = isinstance(value, list) and len(value) == 2 and all(type(one) in (int, float) for one in value)
        if right and value[0] <= value[1]:
            return float(value[0]), float(value[1])
        self._fault(self._at(key), key, f"is '{value}'", f"the lowest and the highest: {key}: [8, 12]")
        return None

    def _day(self, value: Any, key: str, place: Source | None = None) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        self._fault(place or self._at(key), key, f"is '{value}', which is no date", f"{key}: 2026-11-21")
        return None

    def _rows(self, key: str, name: str) -> Iterable[tuple[Mapping[str, Any], str, Source]]:
        """The rows of a list, each with its name and place. A row without its name is told and left out."""
        given = self.home.meta.get(key) or []
        if isinstance(given, str) and given.strip().casefold() in NONE:
            return
        if not isinstance(given, list):
            self._fault(self._at(key), key, "is not a list", f"below it, for each: - {name}: ...")
            return
        for row in given:
            named = row.get(name) if isinstance(row, dict) else None
            if not named:
                self._fault(self._at(key), key, f"has a row without '{name}'", f"- {name}: ...")
                continue
            yield row, str(named), self._at(key, near=named)

    def _fields(self, row: Mapping[str, Any], of: str, place: Source, known: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                close = guess(str(key), known)
                self._fault(place, of, f"has an unknown part '{key}'", f"only {', '.join(known)}", close)

    def _person(self, row: Mapping[str, Any], name: str, place: Source) -> Person:
        known = ("name", "roles", "credentials", "employer", "disclosures", "collected")
        self._fields(row, "people", place, known)
        given = row.get("disclosures")
        disclosures: tuple[Disclosure, ...] | None = None
        if isinstance(given, list) or (isinstance(given, str) and given.casefold() in NONE):
            disclosures = tuple(self._disclosure(one, place) for one in given if isinstance(given, list))
        elif given is not None:
            self._fault(place, "disclosures", f"is '{given}'", "disclosures: none, or a list of relationships")
        roles = row.get("roles") or ()
        return Person(
            name,
            (roles,) if isinstance(roles, str) else tuple(map(str, roles)),
            str(row.get("credentials") or ""),
            str(row.get("employer") or ""),
            disclosures,
            self._day(row["collected"], "collected", place) if row.get("collected") else None,
            place,
        )

    def _disclosure(self, row: Any, place: Source) -> Disclosure:
        if not isinstance(row, dict):
            row = {"company": row}
        self._fields(row, "disclosures", place, ("company", "nature", "mitigated"))
        return Disclosure(*(str(row.get(key) or "") for key in ("company", "nature", "mitigated")))

    def _review(self, row: Mapping[str, Any], name: str, place: Source) -> Review:
        self._fields(row, "reviews", place, ("reviewer", "date", "decision", "answer"))
        day = self._day(row["date"], "date", place) if row.get("date") else None
        return Review(name, day, str(row.get("decision") or ""), str(row.get("answer") or ""), place)

    def _approval(self, row: Mapping[str, Any], body: str, place: Source) -> Approval:
        self._fields(row, "approvals", place, ("body", "number", "designated", "expires"))
        days = [self._day(row[key], key, place) if row.get(key) else None for key in ("designated", "expires")]
        return Approval(body, str(row.get("number") or ""), days[0], days[1], place)

    def _credit(self, row: Mapping[str, Any], body: str, place: Source) -> Credit:
        known = ("body", "claimed", "unit", "minutes", "increment", "rounding", "assessment")
        self._fields(row, "credit", place, known)
        figures = {key: self._figure(row, key, place) for key in ("claimed", "minutes", "increment")}
        assessment = row.get("assessment")
        if assessment is not None and not isinstance(assessment, bool):
            self._fault(place, "assessment", f"is '{assessment}'", "assessment: true or false")
            assessment = None
        rounding = str(row.get("rounding") or "")
        if rounding not in ("", "down", "nearest"):
            self._fault(place, "rounding", f"is '{rounding}'", "rounding: down or nearest")
            rounding = ""
        unit = str(row.get("unit") or "")
        return Credit(
            body, figures["claimed"] or 0, unit, figures["minutes"], figures["increment"], rounding, assessment, place
        )

    def _figure(self, row: Mapping[str, Any], key: str, place: Source) -> float | None:
        value = row.get(key)
        if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0):
            return value
        self._fault(place, key, f"is '{value}'", f"a number: {key}: 1")
        return None

    def _needs(self) -> Needs | None:
        given = self.home.meta.get("needs")
        if given is None:
            return None
        place = self._at("needs")
        if not isinstance(given, dict):
            self._fault(place, "needs", "is not made of parts", "below it: current, ideal, cause, sources, reviewed")
            return None
        self._fields(given, "needs", place, ("current", "ideal", "cause", "sources", "reviewed"))
        sources = given.get("sources") or ()
        return Needs(
            " ".join(str(given.get("current") or "").split()),
            " ".join(str(given.get("ideal") or "").split()),
            self._choice(given["cause"], "cause", CAUSES) if "cause" in given else "",
            (sources,) if isinstance(sources, str) else tuple(map(str, sources)),
            self._day(given["reviewed"], "reviewed", self._at("needs", "reviewed")) if "reviewed" in given else None,
        )

    def _difficulty(self) -> Difficulty | None:
        given = self.home.meta.get("difficulty")
        if given is None:
            return None
        place = self._at("difficulty")
        value = given.get("value") if isinstance(given, dict) else given
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._fault(place, "difficulty", f"is '{value}'", "difficulty: {value: 2, rated_by: a reviewer}")
            return None
        return Difficulty(float(value), str(given.get("rated_by") or "") if isinstance(given, dict) else "", place)

    def _media(self) -> dict[str, float]:
        given = self.home.meta.get("media") or {}
        right = isinstance(given, dict) and all(isinstance(value, (int, float)) for value in given.values())
        if not right:
            self._fault(self._at("media"), "media", "does not give minutes", "below it, for each: FILE: minutes")
            return {}
        return {str(file): float(minutes) for file, minutes in given.items()}
