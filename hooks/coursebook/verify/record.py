"""The dated results, in a file beside the bibliography: readable, reproducible, one key for each fact that changes.

An entry has `checked` (the date), `verdict`, what was seen, and, during an outage, `outage` with `since` and `why`;
all else is then of the last check that got an answer.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..model import Source
from ..report.finding import Finding, finding

Entry = dict[str, Any]

SELDOM = 0.5
"""Seconds between two writes while results come in. What a power cut loses is requested again."""
LONGEST = 2000
"""Characters of one text in the file."""
LISTS = {"seen": dict, "notices": dict, "missing": str}
"""The lists of an entry, with the type of what they hold."""


class Damaged(Exception):
    """The file is invalid. The message says how; `line` is where, if known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


class Results:
    """The results in a file. Raises Damaged where it cannot be read; no file, no results."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.entries: dict[str, Entry] = _read(file)
        self._saved = 0.0
        self._changed = False

    def put(self, key: str, entry: Entry) -> None:
        """Adds a result; it is in the file within SELDOM seconds or at the next `save`."""
        entry = _clean(entry)
        if self.entries.get(key) != entry:
            self.entries[key] = entry
            self._changed = True
        if time.monotonic() - self._saved >= SELDOM:
            self.save()

    def keep(self, keys: set[str]) -> None:
        """Removes all other entries."""
        for key in self.entries.keys() - keys:
            del self.entries[key]
            self._changed = True

    def save(self) -> None:
        """Writes changes, completely or not at all."""
        if not self._changed:
            return
        text = json.dumps(self.entries, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        aside = self.file.with_name(f".{self.file.name}.new")
        aside.write_text(text, "utf-8")
        os.replace(aside, self.file)
        self._saved, self._changed = time.monotonic(), False


def outage(entry: Entry | None, today: date, why: str) -> Entry:
    """An earlier entry with an outage: since its first day, or today."""
    before = entry or {}
    since = (before.get("outage") or {}).get("since") or today.isoformat()
    return {**before, "outage": {"since": since, "why": why}}


def checked_on(entry: Entry | None) -> date | None:
    """The day of the last check that got an answer."""
    return _date((entry or {}).get("checked"))


@dataclass(frozen=True, slots=True)
class Age:
    """`today`; the days after which a result expires; the days for which a good result is not requested again."""

    today: date
    limit: int = 90
    fresh: int = 7

    def is_fresh(self, entry: Entry | None) -> bool:
        """Whether a result is complete and recent enough not to be requested again."""
        checked = checked_on(entry)
        return bool(entry and checked and "outage" not in entry and 0 <= (self.today - checked).days < self.fresh)

    def report(self, what: str, source: Source, entry: Entry | None) -> Iterator[Finding]:
        """V010 for an outage, V011 for one longer than the limit, V012 for what was never checked."""
        outage = (entry or {}).get("outage") or {}
        since = checked_on(entry) or _date(outage.get("since"))
        if since is None:
            yield finding("V012", source, what=what)
            return
        days, why = (self.today - since).days, str(outage.get("why") or "")
        named = {"what": what, "since": since.isoformat(), "why": f" ({why})" if why else "", "limit": self.limit}
        if days > self.limit:
            yield finding("V011", source, days=days, **named)
        elif why:
            yield finding("V010", source, **named)


def _clean(value: Any) -> Any:
    """Foreign text without what could steer a terminal or break a line of a code host's annotations."""
    if isinstance(value, str):
        return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:LONGEST]
    if isinstance(value, dict):
        return {_clean(name): _clean(part) for name, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _read(file: Path) -> dict[str, Entry]:
    """The results in a file; one whose lists hold something else does not count. Raises Damaged."""
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Damaged("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise Damaged(f"line {error.lineno} is not JSON: {error.msg}", error.lineno) from error
    except (RecursionError, OSError) as error:
        raise Damaged("cannot read the file") from error
    if not isinstance(found, dict):
        raise Damaged("it has no results by key")
    for key, entry in found.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("outage", {}), dict):
            raise Damaged(f"'{key}' is not a result")
    return {key: entry for key, entry in found.items() if all(_is_list(entry, *pair) for pair in LISTS.items())}


def _is_list(entry: Entry, name: str, kind: type) -> bool:
    rows = entry.get(name, [])
    return isinstance(rows, list) and all(isinstance(row, kind) for row in rows)
