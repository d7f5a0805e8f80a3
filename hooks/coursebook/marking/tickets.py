"""Tickets: proof for a provider that a sheet comes from the learner named, and was not edited.

A static page cannot keep a secret, but a learner can: the provider gives each learner a ticket, `id.code`. The code is
made from the key's secret and the id (HMAC-SHA-256, RFC 2104), so nothing has to be stored. The browser seals the
sheet with the code; the provider makes the code again and compares.

A seal proves that the holder of the ticket saved this sheet, and that it is unchanged. It does not prove who sat at the
keyboard.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from typing import Any

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
CODE_BYTES = 15
"""120 bits: 24 characters to type or paste."""


def ticket(secret: str, course: str, quiz: str, learner: str) -> str:
    """The ticket of a learner, as `id.CODE`. Raises ValueError for an invalid id."""
    if not ID.fullmatch(learner):
        raise ValueError(f"'{learner[:40]}' is not a valid id: use letters, digits, - and _")
    return f"{learner}.{code(secret, course, quiz, learner)}"


def code(secret: str, course: str, quiz: str, learner: str) -> str:
    """The code of a learner's ticket."""
    text = "\x1f".join((course, quiz, learner))
    digest = hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:CODE_BYTES]).decode()


def seal(code_: str, sheet: dict[str, Any]) -> str:
    """The seal of a sheet: HMAC-SHA-256 of its canonical text with the code, as hexadecimal digits."""
    return hmac.new(code_.encode(), canonical(sheet).encode(), hashlib.sha256).hexdigest()


def canonical(sheet: dict[str, Any]) -> str:
    """A sheet without its seal as one line: keys sorted, no spaces. Sheets hold no fractions, so that this suffices."""
    without = {name: value for name, value in sheet.items() if name != "seal"}
    return json.dumps(without, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
