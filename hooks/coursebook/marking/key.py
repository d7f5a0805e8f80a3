"""The answer key of a quiz that is built without its key: a JSON file that the provider keeps to itself."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..certificate import Certificate, from_json

FORMAT = "coursebook answer key"
VERSION = 2
"""2 carries the facts of a certificate; a key of version 1 still marks, and certifies by badge alone."""
SECRET = 32
"""Bytes of a secret."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question as it is marked. `options` are pairs of what an answer sheet says and whether it is right.

    What a sheet says of an option: its short name; of a number, bounds as `low..high`; of a blank, its normalized text;
    of a row, `row>target`. `rows` counts the rows that earn credit (matching, ordering), else the right options.
    """

    id: str
    hash: str
    kind: str
    objective: str
    options: tuple[tuple[str, bool], ...]
    stem: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """What marking needs. `secret` seals tickets; `passing` is in percent, `draw` 0 where all items are asked;
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
    items: Mapping[str, Item]
    certificate: Certificate | None = None
    name: str = ""


def new_secret() -> str:
    """256 random bits, as hexadecimal digits."""
    return secrets.token_hex(SECRET)


def to_json(key: Key) -> str:
    """A key as it is kept."""
    items = {
        item.id: {
            "hash": item.hash,
            "kind": item.kind,
            "objective": item.objective,
            "stem": item.stem,
            "options": [
                {"says": says, "right": right, "text": text}
                for (says, right), text in zip(item.options, item.texts, strict=True)
            ],
        }
        for item in key.items.values()
    }
    quiz = {
        "id": key.quiz,
        "title": key.name,
        "edition": key.edition,
        "pass": key.passing,
        "draw": key.draw,
        "least": key.least,
    }
    course = {"id": key.course, "title": key.title}
    kept: dict[str, Any] = {"format": FORMAT, "version": VERSION, "course": course, "quiz": quiz}
    if key.certificate:
        kept["certificate"] = key.certificate.to_json()
    kept |= {"secret": key.secret, "items": items}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"


def write_private(file: Path, text: str) -> None:
    """A new file that only its owner may read. Raises FileExistsError where there is one."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)


def read_key(file: Path) -> Key:
    """A key that was kept. Raises ValueError, saying why, where the file is none."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        if kept["format"] != FORMAT or kept["version"] not in (1, VERSION):
            raise ValueError("it is no answer key of a version that this program knows")
        return _key(kept)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"it cannot be read: {error}") from None
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no answer key: {error}") from None


def _key(kept: Any) -> Key:
    items = {
        id_: Item(
            id_,
            str(item["hash"]),
            str(item["kind"]),
            str(item["objective"]),
            tuple((str(option["says"]), bool(option["right"])) for option in item["options"]),
            str(item["stem"]),
            tuple(str(option["text"]) for option in item["options"]),
        )
        for id_, item in kept["items"].items()
    }
    quiz, course = kept["quiz"], kept["course"]
    try:
        whole = len(bytes.fromhex(kept["secret"])) >= SECRET
    except ValueError:
        whole = False
    if not whole or not items:
        raise ValueError("it is damaged: it has no whole secret" if items else "it is damaged: it has no questions")
    return Key(
        str(course["id"]),
        str(course["title"]),
        str(quiz["edition"]),
        str(quiz["id"]),
        int(quiz["pass"]),
        int(quiz["draw"]),
        int(quiz["least"]),
        str(kept["secret"]),
        items,
        from_json(kept["certificate"]) if "certificate" in kept else None,
        str(quiz.get("title") or ""),
    )
