"""An answer sheet as a learner's browser saved it. Nothing in it is believed before it has been checked."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..credentials.certificate import OTHER, PROFESSIONS
from .draw import misfit
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
    """A sheet that is not marked; the text says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that belongs to a key. `profession` is OTHER where the sheet does not say; `ticket` is the learner's id
    where the sheet is sealed, else empty.
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
        if kept.get(name) != ours:
            raise Rejected(f"for another {name}: '{_text(kept, name)}', not '{ours}'")
    if kept.get("edition") != key.edition:
        raise Rejected(f"for edition {_text(kept, 'edition')}, the key is for {key.edition}")
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


def _check(fine: object, problem: str) -> None:
    if not fine:
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
    if not isinstance(kept, dict):
        raise Rejected("not an answer sheet")
    try:
        canonical(kept).encode()
    except (UnicodeEncodeError, RecursionError):
        raise Rejected("garbled characters") from None
    return kept


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _ticket(kept: dict[str, Any], key: Key, unsealed: bool) -> str:
    if "seal" not in kept:
        if unsealed:
            return ""
        raise Rejected("no seal: the sheet was saved without a ticket")
    sealed = _dict(kept, "seal")
    learner = _text(sealed, "ticket")
    _check(ID.fullmatch(learner), "invalid ticket")
    made = seal(code(key.secret, key.course, key.quiz, learner), kept)
    fits = hmac.compare_digest(made.encode(), _text(sealed, "mac").encode())
    _check(fits, f"invalid seal: the sheet was edited, or the ticket '{learner}' belongs to someone else")
    return learner


def _answers(kept: dict[str, Any], key: Key) -> dict[str, tuple[str, ...]]:
    drawn = kept.get("drawn")
    if not isinstance(drawn, list) or not all(isinstance(one, str) for one in drawn):
        raise Rejected("the list of questions is missing")
    if problem := misfit(drawn, key.items, key.draw, key.least):
        raise Rejected(problem)
    given = _dict(kept, "answers")
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
        answers[id_] = _chosen(id_, answer.get("chosen"))
    return answers


def _chosen(id_: str, chosen: Any) -> tuple[str, ...]:
    fine = isinstance(chosen, list) and len(chosen) <= MOST_CHOSEN
    fine = fine and all(isinstance(one, str) and len(one) <= LONGEST for one in chosen)
    _check(fine, f"invalid answer to '{id_}'")
    return tuple(chosen)


def _dict(kept: dict[str, Any], name: str) -> dict[str, Any]:
    value = kept.get(name)
    if not isinstance(value, dict):
        raise Rejected(f"missing {name}")
    return value


def _text(kept: dict[str, Any], name: str) -> str:
    value = kept.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Rejected(f"{name} is not a short text")
    return value


def _time(kept: dict[str, Any], name: str) -> datetime:
    try:
        value = datetime.fromisoformat(_text(kept, name))
    except ValueError:
        raise Rejected(f"invalid time '{name}'") from None
    if value.tzinfo is None:
        raise Rejected(f"the time '{name}' has no time zone")
    return value
