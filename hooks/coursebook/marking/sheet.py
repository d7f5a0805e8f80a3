"""An answer sheet as a learner's browser saved it. All input is validated."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..credentials.certificate import OTHER, PROFESSIONS
from .draw import mismatch
from .key import Key
from .tickets import ID, canonical, code, seal

FORMAT = "coursebook answer sheet"
VERSION = 1
LARGEST = 512 * 1024
"""Bytes. A sheet of 200 questions takes some 30 KB."""
LONGEST = 300
"""Characters of a name or a typed answer."""
MOST_CHOSEN = 100


class Rejected(Exception):
    """The sheet is not marked; the message says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A valid sheet for a key. `profession` is OTHER where it is not stated; `ticket` is the learner's id on a sealed
    sheet, else empty.
    """

    attempt: str
    name: str
    number: str
    profession: str
    ticket: str
    started: datetime
    finished: datetime
    answers: dict[str, tuple[str, ...]]


def read_sheet(file: Path, key: Key, now: datetime, unsealed: bool = False) -> Sheet:
    """The sheet in a file. `unsealed` lets sheets without a ticket pass. Raises Rejected."""
    kept = _load(file)
    _check(kept.get("format") == FORMAT, "not an answer sheet")
    version = str(kept.get("version"))[:10]
    _check(kept.get("version") == VERSION, f"unknown version {version}")
    for name, ours in (("course", key.course), ("quiz", key.quiz)):
        _check(kept.get(name) == ours, f"for another {name}: '{_text(kept, name)}', not '{ours}'")
    edition = _text(kept, "edition")
    _check(kept.get("edition") == key.edition, f"for edition {edition}, the key is for {key.edition}")
    started, finished = _time(kept, "started"), _time(kept, "finished")
    _check(started <= finished <= now, "impossible times: it must begin before it ends, and end in the past")
    attempt, learner = _text(kept, "attempt"), _dict(kept, "learner")
    _check(ID.fullmatch(attempt), "the attempt has no id")
    profession = _text(learner, "profession")
    known = key.certificate.professions if key.certificate else PROFESSIONS
    _check(not profession or profession in known, "unknown profession")
    ticket, answers = _ticket(kept, key, unsealed), _answers(kept, key)
    name, number = _text(learner, "name"), _text(learner, "number")
    return Sheet(attempt, name, number, profession or OTHER, ticket, started, finished, answers)


def _check(valid: object, problem: str) -> None:
    if not valid:
        raise Rejected(problem)


def _load(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST:
            raise Rejected(f"larger than {LARGEST // 1024} KB")
        kept = json.loads(file.read_bytes().decode("utf-8"), parse_constant=_no_constant)
    except OSError as error:
        raise Rejected(f"cannot read the file: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Rejected("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Rejected(f"truncated or damaged: {error.msg} in line {error.lineno}") from None
    except (RecursionError, ValueError):
        raise Rejected("damaged") from None
    _check(isinstance(kept, dict), "not an answer sheet")
    try:
        canonical(kept).encode()
    except (UnicodeEncodeError, RecursionError):
        raise Rejected("garbled characters") from None
    return dict(kept)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _ticket(kept: dict[str, Any], key: Key, unsealed: bool) -> str:
    if "seal" not in kept:
        _check(unsealed, "no seal: the sheet was saved without a ticket")
        return ""
    sealed = _dict(kept, "seal")
    learner = _text(sealed, "ticket")
    _check(ID.fullmatch(learner), "invalid ticket")
    made = seal(code(key.secret, key.course, key.quiz, learner), kept)
    matches = hmac.compare_digest(made.encode(), _text(sealed, "mac").encode())
    _check(matches, f"invalid seal: the sheet was edited, or the ticket '{learner}' belongs to someone else")
    return learner


def _answers(kept: dict[str, Any], key: Key) -> dict[str, tuple[str, ...]]:
    drawn = kept.get("drawn")
    if not isinstance(drawn, list) or not all(isinstance(id_, str) for id_ in drawn):
        raise Rejected("the list of questions is missing")
    problem, given = mismatch(drawn, key.items, key.draw, key.least), _dict(kept, "answers")
    _check(not problem, problem)
    if strange := sorted(set(given) - set(drawn)):
        raise Rejected(f"it answers a question that was not asked: '{strange[0][:60]}'")
    answers: dict[str, tuple[str, ...]] = {}
    for id_ in drawn:
        answer = given.get(id_)
        if answer is None:
            answers[id_] = ()
            continue
        if not isinstance(answer, dict) or answer.get("hash") != key.items[id_].hash:
            raise Rejected(f"the question '{id_}' differs from this edition")
        chosen: Any = answer.get("chosen")
        valid = isinstance(chosen, list) and len(chosen) <= MOST_CHOSEN
        valid = valid and all(isinstance(text, str) and len(text) <= LONGEST for text in chosen)
        _check(valid, f"invalid answer to '{id_}'")
        answers[id_] = tuple(chosen)
    return answers


def _dict(kept: dict[str, Any], name: str) -> dict[str, Any]:
    value = kept.get(name)
    _check(isinstance(value, dict), f"missing {name}")
    return dict(value or {})


def _text(kept: dict[str, Any], name: str) -> str:
    value = kept.get(name, "")
    _check(isinstance(value, str) and len(value) <= LONGEST, f"{name} is not a short text")
    return str(value)


def _time(kept: dict[str, Any], name: str) -> datetime:
    try:
        value = datetime.fromisoformat(_text(kept, name))
    except ValueError:
        raise Rejected(f"invalid time '{name}'") from None
    _check(value.tzinfo is not None, f"the time '{name}' has no time zone")
    return value
