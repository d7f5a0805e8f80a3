"""The answer key of a quiz that is built without its key: a JSON file that the provider keeps to itself."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..credentials.certificate import Certificate, from_json
from ..model import Question
from .rules import RULES, KeyLine, compared

FORMAT = "coursebook answer key"
VERSION = 3
"""3 has units, bounds and the version of the rules of marking. Versions 1 and 2 are still read: they have no units, and
1 has no certificate.
"""
SECRET = 32
"""Bytes of a secret."""
WHOLE_SECRET = re.compile(rf"(?:[0-9a-fA-F]{{2}}){{{SECRET},}}")
DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One question as it is marked. `unit` is that of a number: empty for none, None in a key of version 1 or 2; `case`
    the case with which it is drawn.
    """

    id: str
    hash: str
    kind: str
    objective: str
    lines: tuple[KeyLine, ...]
    stem: str = ""
    unit: str | None = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What marking needs. `passing` is in percent, `draw` 0 where all items are asked; `secret` seals tickets;
    `certificate` is None in a key of version 1.
    """

    course: str
    title: str
    edition: str
    quiz: str
    passing: int
    draw: int
    least: int
    secret: str
    items: Mapping[str, KeyItem]
    certificate: Certificate | None = None
    name: str = ""

    @property
    def without_units(self) -> bool:
        """Whether numbers are marked without units, since the key has none."""
        return any(item.unit is None for item in self.items.values())


def new_secret() -> str:
    """256 random bits, as hexadecimal digits."""
    return secrets.token_hex(SECRET)


def item_of(question: Question) -> KeyItem:
    """A question as it is marked."""
    lines = []
    for option in question.options:
        low, high = (Decimal(end) if end else None for end in (option.low, option.high))
        typed = option.answer_code if question.kind == "blank" else ""
        lines.append(KeyLine(option.answer_code, option.right, str(option), low, high, typed))
    return KeyItem(
        question.id, question.asked_hash, question.kind, question.objective, tuple(lines), question.stem,
        question.unit, question.case,
    )  # fmt: skip


def to_json(key: Key) -> str:
    """A key as the text of its file."""
    quiz = {
        "id": key.quiz, "title": key.name, "edition": key.edition, "pass": key.passing, "draw": key.draw,
        "least": key.least,
    }  # fmt: skip
    course = {"id": key.course, "title": key.title}
    kept: dict[str, Any] = {"format": FORMAT, "version": VERSION, "marking": RULES, "course": course, "quiz": quiz}
    if key.certificate:
        kept["certificate"] = asdict(key.certificate)
    kept |= {"secret": key.secret, "items": {item.id: _kept(item) for item in key.items.values()}}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"


def _kept(item: KeyItem) -> dict[str, Any]:
    kept: dict[str, Any] = {"hash": item.hash, "kind": item.kind, "objective": item.objective, "stem": item.stem}
    if item.case:
        kept["case"] = item.case
    if item.kind == "number":
        kept["unit"] = item.unit
    lines = []
    for line in item.lines:
        one: dict[str, Any] = {"code": line.code, "right": line.right}
        if line.low is not None and line.high is not None:
            one |= {"low": f"{line.low:f}", "high": f"{line.high:f}"}
        if item.kind == "blank":
            one["typed"] = line.typed
        lines.append(one | {"text": line.text})
    return kept | {"lines": lines}


def write_private(file: Path, text: str) -> None:
    """Writes a new file that only its owner may read. Raises FileExistsError."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)


def read_key(file: Path) -> Key:
    """The key in a file. Raises ValueError; the message says why."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        if kept["format"] != FORMAT or kept["version"] not in (1, 2, VERSION):
            raise ValueError("not an answer key, or of an unknown version")
        if kept["version"] == VERSION and kept["marking"] != RULES:
            raise ValueError("it requires marking rules that this version does not have")
        return _key(kept)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot read the file: {error}") from None
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an answer key: {error}") from None


def _key(kept: Any) -> Key:
    quiz, course, secret = kept["quiz"], kept["course"], str(kept["secret"])
    items = {id_: _item(id_, item, kept["version"]) for id_, item in kept["items"].items()}
    if not items:
        raise ValueError("damaged: no questions")
    if not WHOLE_SECRET.fullmatch(secret):
        raise ValueError("damaged: incomplete secret")
    certificate = from_json(kept["certificate"]) if "certificate" in kept else None
    return Key(
        str(course["id"]), str(course["title"]), str(quiz["edition"]), str(quiz["id"]), int(quiz["pass"]),
        int(quiz["draw"]), int(quiz["least"]), secret, items, certificate, str(quiz.get("title") or ""),
    )  # fmt: skip


def _item(id_: str, item: Any, version: int) -> KeyItem:
    kind, early = str(item["kind"]), version < VERSION
    lines = tuple(_line(kind, line, early) for line in item["options" if early else "lines"])
    unit = "" if kind != "number" else None if early else str(item["unit"])
    case = str(item.get("case", ""))
    return KeyItem(id_, str(item["hash"]), kind, str(item["objective"]), lines, str(item["stem"]), unit, case)


def _line(kind: str, line: Any, early: bool) -> KeyLine:
    """A line of a key; in an `early` one, of version 1 or 2, the code alone holds the bounds or the text."""
    code, right, text = str(line["says" if early else "code"]), bool(line["right"]), str(line["text"])
    if kind == "number":
        low, high = code.partition("..")[::2] if early else (line["low"], line["high"])
        return KeyLine(code, right, text, _decimal(low), _decimal(high))
    if kind == "blank":
        return KeyLine(code, right, text, typed=compared(code) if early else str(line["typed"]))
    return KeyLine(code, right, text)


def _decimal(text: Any) -> Decimal:
    if not isinstance(text, str) or not DECIMAL.fullmatch(text):
        raise ValueError(f"damaged: '{str(text)[:40]}' is not a valid bound")
    return Decimal(text)
