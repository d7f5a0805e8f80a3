"""What a code is. The codes stand in findings.py, those of the rules on how questions are written in item_codes.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error refuses the build; a warning is told, and refuses nothing unless asked to be strict; a note never does."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: what is wrong and how it is mended. `hint` and `fact` may hold `{names}`."""

    fact: str
    hint: str
    severity: Severity = "error"
