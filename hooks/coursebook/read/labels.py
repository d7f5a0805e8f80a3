"""How the words in the columns of a table are shown: `labels.toml` in the folder of the table.

    [status]                                    # a column, of every table of the folder
    permitted = { label = "Permitted", sign = "P", pattern = "solid" }
    silent = "The law is silent"                # only what readers see

Their order there is the order in which they are shown. A column that the file does not name has the labels of the
engine, or shows its words as they are.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model import Source
from ..report.finding import Finding, finding
from .source import decode

FILE = "labels.toml"
TONES = ("good", "fair", "bad", "plain")
PATTERNS = ("solid", "hatch", "dashed", "cross", "dots", "plain")
SIGN = re.compile(r"[^\s'\"\\<>&]{0,3}")
LINE = re.compile(r"\(at line (\d+),")


@dataclass(frozen=True, slots=True)
class Label:
    """What readers see of a word. `text` says it; `sign` is a letter or sign in its place, `tone` one of TONES,
    `pattern` one of PATTERNS, `color` as in CSS, `axis` the title of an axis that counts it, `glyph` an SVG path on a
    square of 64, `marks` how many circles are filled (-1: by its place in the list). All but `text` may be empty.
    """

    text: str
    sign: str = ""
    tone: str = ""
    pattern: str = ""
    color: str = ""
    axis: str = ""
    glyph: str = ""
    marks: int = -1


Labels = Mapping[str, Label]
"""By the word in the table, in the order in which they are shown."""
PARTS = ("label", "sign", "tone", "pattern", "color", "axis", "glyph", "marks")
ONE_OF: dict[str, tuple[str, ...]] = {"tone": TONES, "pattern": PATTERNS}


def read_labels(table: str, file: Path, column: str, default: Labels) -> tuple[Labels, list[Finding]]:
    """A column's labels, and what is wrong with them (T009); `table` is its path in findings, `file` where it is."""
    beside = file.with_name(FILE)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(table), FILE))
    if not beside.is_file():
        return default, []
    text, wrong = decode(beside.read_bytes(), path)
    found = list(wrong)
    try:
        columns = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = LINE.search(str(error))
        place = Source(path, int(line[1]) if line else text.count("\n") + 1)
        return default, [*found, finding("T009", place, problem=f"not valid TOML: {error}")]
    if column not in columns:
        return default, found
    given = columns[column]
    if not isinstance(given, dict) or not given:
        problem = f"'{column}' has no words below it"
        return default, [*found, finding("T009", _place(path, text, column), problem=problem)]
    labels: dict[str, Label] = {}
    for word, value in given.items():
        label = _label(value)
        if isinstance(label, str):
            found.append(finding("T009", _place(path, text, column, word), problem=f"'{word}' {label}"))
            label = Label(word)
        labels[word] = label
    return labels, found


def _label(value: Any) -> Label | str:
    """A label, or what is wrong with it."""
    parts = {"label": value} if isinstance(value, str) else value
    if not isinstance(parts, dict):
        return "is not text"
    for name, part in parts.items():
        if name not in PARTS:
            return f"has an unknown entry '{name}'; entries are {', '.join(PARTS)}"
        if not isinstance(part, int if name == "marks" else str) or isinstance(part, bool):
            return f"has no {'number' if name == 'marks' else 'text'} as its '{name}'"
        if name == "sign" and not SIGN.fullmatch(str(part)):
            return f"has the invalid sign '{part}'; use one to three characters, without quotation marks"
        if name in ONE_OF and part not in ONE_OF[name]:
            return f"has the invalid {name} '{part}'; expected one of {', '.join(ONE_OF[name])}"
    if not str(parts.get("label", "")).strip():
        return "has no label"
    return Label(parts["label"], **{name: part for name, part in parts.items() if name != "label"})


def _place(path: str, text: str, column: str, word: str = "") -> Source:
    lines = text.splitlines()
    heads = [n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[\s*[\"']?{re.escape(column)}\b", line)]
    start = heads[0] if heads else 1
    if not word:
        return Source(path, start)
    spelled = re.compile(rf"\s*\[?(?:[\w-]+\.)?[\"']?{re.escape(word)}[\"']?\s*[=.\]]")
    return Source(path, next((n for n, line in enumerate(lines, 1) if n >= start and spelled.match(line)), start))
