"""The table of codes, codes.toml: what each finding says. Codes are stable."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error refuses the build; a warning is told, and refuses nothing unless asked to be strict; a note never does."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding, as codes.toml describes it: `message` and `fix` may hold `{names}` of parameters."""

    message: str
    fix: str
    severity: Severity = "error"
    guess: str = ""
    hidden_by: tuple[str, ...] = ()


def read_codes(text: str) -> dict[str, Code]:
    """The codes of a table in TOML, by name and in its order. Raises TypeError for an entry that no code has."""
    return {
        code: Code(**{**entry, "hidden_by": tuple(entry.get("hidden_by", ()))})
        for code, entry in tomllib.loads(text).items()
    }


CODES = read_codes((Path(__file__).parent / "codes.toml").read_text("utf-8"))
