"""Answers that a learner types: a number with tolerance and unit, or the words of a blank. Both are task lists of what
is accepted (ticked) and of slips that are foreseen.

    - [x] 4 ± 0.5 per 10,000          - [x] pneumothorax
    - [x] 3.5 to 4.5 per 10,000       - [x] collapsed lung
    - [ ] 40                          - [ ] pneumonia

What follows a number is its unit; it is shown beside the field. Words are compared without case, spaces at the ends,
and punctuation around them (marking/rules.py, rules 1 and 2).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from markdown.util import AtomicString

from ...markdown.positions import TOKEN
from ...marking.rules import MOST_DIGITS, compared
from ...model import Option
from .kind import NOWHERE, AnswerKind, Read

NUMBER = r"[-−+]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?"
ACCEPTED = re.compile(
    rf"""
    \s*(?P<value>{NUMBER})
    (?:\s*(?:±|\+/-|\+-)\s*(?P<tolerance>{NUMBER}) | \s+to\s+(?P<high>{NUMBER}))?
    (?:\s*(?P<unit>\D.*|\s\S.*))?\s*
    """,
    re.VERBOSE,
)
NO_UNIT = re.compile(
    r"^[\d.,;:+±^]|^[−–-]\s*\d|^['’/\u00a0\u202f ]\d|^[eE][+-]?\d|^to\b|±|\bto\s+\d|^%\s*\w"
    r"|^[¹²³\u2070-\u207f]|^[¼-¾\u2150-\u215f]"
)
"""What follows a number by mistake: the rest of a number that is written otherwise, or of a range."""
NOTE = re.compile(rf"\[\^[^\[\]]*\]|{TOKEN.pattern}")
"""The mark of a citation, which belongs to the line and not to its unit."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted number: any from `low` to `high`, in `unit`. Exact decimals, so that 0.3 is 0.3."""

    low: Decimal
    high: Decimal
    unit: str


class Typed(AnswerKind):
    """One field to type the answer into."""

    boxes = True

    def ask(self, fieldset: etree.Element) -> None:
        """The field, with its label, and the unit beside it, which is Markdown."""
        line = etree.SubElement(fieldset, "p", {"class": "cb-field"})
        label = etree.SubElement(line, "label")
        etree.SubElement(label, "span", {"class": "cb-label"}).text = AtomicString(self.words["your-answer"])
        label[-1].tail = " "
        self.field = etree.SubElement(label, "input", {"type": "text", "name": self.id, "autocomplete": "off"})
        if self.unit:
            label.tail = " "
            self.shown = etree.SubElement(line, "span", {"class": "cb-unit"})
            self.shown.text = self.unit


class TypedNumber(Typed):
    """A number."""

    name = "number"

    def read(self, items: list[etree.Element]) -> None:
        """Each line with its box and its number."""
        super().read(items)
        self.accepted = [accepted(NOTE.sub("", row.raw)) for row in self.rows]
        for at, (row, number) in enumerate(zip(self.rows, self.accepted, strict=True)):
            if number is None and row.raw:
                fix = "write it as 1,250 or 4 ± 0.5 mm or 3.5 to 4.5 mm"
                self.problem(f"'{row.raw[:40]}' is not a number", fix, at)
            elif number and number.low > number.high:
                self.problem(f"'{row.raw[:40]}' is a reversed range", "write the smaller number first", at)
        self._check_same()
        units = {number.unit for number, row in zip(self.accepted, self.rows, strict=True) if number and row.right}
        self.unit = min(units, default="")
        if len(units) > 1:
            several = "', '".join(sorted(units))
            self.problem(f"its correct answers have several units: '{several}'", "use one unit for all of them")
        for at, (row, number) in enumerate(zip(self.rows, self.accepted, strict=True)):
            if number and units and not row.right and number.unit not in ("", *units):
                fix = "use that unit, which is shown next to the field"
                self.problem(f"'{row.raw[:40]}' is not in '{self.unit}'", fix, at)

    def _check_same(self) -> None:
        """Reports two lines that accept, or two that foresee, the same numbers; Q050."""
        first: dict[tuple[Decimal, Decimal, bool], int] = {}
        for at, (number, row) in enumerate(zip(self.accepted, self.rows, strict=True)):
            other = first.setdefault((number.low, number.high, row.right), at) if number else at
            if other != at:
                both = f"'{row.raw[:40]}' and '{self.rows[other].raw[:40]}' accept the same number"
                self.problem(both, "remove one of them, or make them different", at)
        self.check_overlap([row.raw for row in self.rows], self._shared)

    def _shared(self, at: int, other: int) -> str:
        one, two = self.accepted[at], self.accepted[other]
        if not one or not two:
            return ""
        low, high = max(one.low, two.low), min(one.high, two.high)
        return "" if low > high else f"both accept {low:f}" if low == high else f"both accept {low:f} to {high:f}"

    def ask(self, fieldset: etree.Element) -> None:
        """A field for digits."""
        super().ask(fieldset)
        self.field.set("inputmode", "decimal")

    def finish(self, read: Read) -> Iterator[Option]:
        """Answers as written; each reason carries the bounds of what it accepts."""
        self.unit = read(self.shown) if self.shown is not None else ""
        for row, number in zip(self.rows, self.accepted, strict=True):
            low, high = (f"{number.low:f}", f"{number.high:f}") if number else ("", "")
            if number:
                row.reason.set("data-low", low)
                row.reason.set("data-high", high)
            code = f"{low}..{high}" if number else ""
            yield Option(read(row.label), row.right, bool(read(row.rationale)), NOWHERE, "", code, low, high)


def accepted(text: str) -> Accepted | None:
    """The numbers that a line stands for, or None where it is not a number."""
    match = ACCEPTED.fullmatch(text)
    if not match:
        return None
    value = _decimal(match["value"])
    unit = " ".join((match["unit"] or "").split())
    if NO_UNIT.search(unit):
        return None
    if match["high"]:
        low, high = value, _decimal(match["high"])
    else:
        tolerance = abs(_decimal(match["tolerance"] or "0"))
        with localcontext(prec=len(text)):  # so that nothing is rounded
            low, high = value - tolerance, value + tolerance
    longest = max(len(f"{end.copy_abs():f}".replace(".", "")) for end in (low, high))
    return Accepted(low, high, unit) if longest <= MOST_DIGITS else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


class Blank(Typed):
    """Words."""

    name = "blank"

    def finish(self, read: Read) -> Iterator[Option]:
        """Answers as written; each reason carries its normalized text."""
        texts = [read(row.label) for row in self.rows]
        typed = [compared(text) for text in texts]
        self.check_twice(typed, overlaps=True)
        self.check_overlap(texts, lambda at, other: f"both read '{typed[at]}'" if typed[at] == typed[other] else "")
        for at, (row, text, code) in enumerate(zip(self.rows, texts, typed, strict=True)):
            if not text and len(row.label):
                self.problem("an answer has nothing that a learner can type", "write it as text", at)
            row.reason.set("data-text", code)
            yield Option(text, row.right, bool(read(row.rationale)), NOWHERE, answer_code=code)
