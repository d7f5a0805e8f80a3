"""A number with tolerance and unit: a task list of what is accepted (ticked) and of slips that are foreseen.

    - [x] 4 ± 0.5 per 10,000
    - [x] 3.5 to 4.5 per 10,000
    - [ ] 40

What follows the number is its unit; it is shown beside the field.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...model import Option
from .kind import NOWHERE, Kind, Problem, Read, field_of, has_boxes, row_of, unbox

NUMBER = r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
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
"""What stands behind a number by mistake: the rest of a number that is written otherwise, or of a range."""
NOTE = re.compile(r"\[\^[^\[\]]*\]")
"""The mark of a citation, which belongs to the line and not to its unit."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted number: any from `low` to `high`, in `unit`. Exact decimals, so that 0.3 is 0.3."""

    low: Decimal
    high: Decimal
    unit: str


class Number(Kind):
    """See the module."""

    @property
    def name(self) -> str:
        """`number`."""
        return "number"

    def holds(self, items: etree.Element) -> bool:
        """A task list."""
        return items.tag == self.TAG and has_boxes(items)

    def read(self, items: list[etree.Element]) -> None:
        """Each line with its box and its number."""
        self.rows = [row_of(item) for item in items]
        self.accepted: list[Accepted | None] = []
        unbox(self.rows, self.problems)
        for at, row in enumerate(self.rows):
            number = accepted(NOTE.sub("", row.raw))
            self.accepted.append(number)
            if number is None and row.raw:
                mend = "write it as 1,250 or 4 ± 0.5 mm or 3.5 to 4.5 mm"
                self.problems.append(Problem(f"'{row.raw[:40]}' is not a number", mend, at))
            elif number and number.low > number.high:
                mend = "write the smaller number first"
                self.problems.append(Problem(f"'{row.raw[:40]}' ends before it begins", mend, at))
        self._check_overlap()
        units = {number.unit for number, row in zip(self.accepted, self.rows, strict=True) if number and row.right}
        self.unit = min(units, default="")
        if len(units) > 1:
            told = "', '".join(sorted(units))
            mend = "give all of them in one unit"
            self.problems.append(Problem(f"its right answers have several units: '{told}'", mend))
        for at, (row, number) in enumerate(zip(self.rows, self.accepted, strict=True)):
            if number and units and not row.right and number.unit not in ("", *units):
                mend = "give it in that unit, which stands beside the field"
                self.problems.append(Problem(f"'{row.raw[:40]}' is not in '{self.unit}'", mend, at))

    def _check_overlap(self) -> None:
        """Says so where two lines stand for the same numbers, or a right one takes all that a wrong one foresees."""
        numbers = [(at, number) for at, number in enumerate(self.accepted) if number]
        for at, number in numbers:
            for other, earlier in numbers:
                same = other < at and (number.low, number.high) == (earlier.low, earlier.high)
                inside = earlier.low <= number.low and number.high <= earlier.high
                if same or (inside and self.rows[other].right and not self.rows[at].right):
                    told = f"'{self.rows[at].raw[:40]}' and '{self.rows[other].raw[:40]}' stand for the same number"
                    self.problems.append(Problem(told, "keep one of them, or set them apart", at))
                    break

    def ask(self, fieldset: etree.Element) -> None:
        """One field, and the unit beside it."""
        field_of(fieldset, self.id, self.words, self.unit).set("inputmode", "decimal")

    def finish(self, read: Read) -> Iterator[Option]:
        """Answers as written; each reason carries the bounds of what it stands for."""
        for row, number in zip(self.rows, self.accepted, strict=True):
            bounds = ""
            if number:
                row.reason.set("data-low", f"{number.low:f}")
                row.reason.set("data-high", f"{number.high:f}")
                bounds = f"{number.low:f}..{number.high:f}"
            yield Option(read(row.label), row.right, bool(read(row.rationale)), NOWHERE, says=bounds)


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
        return Accepted(value, _decimal(match["high"]), unit)
    tolerance = abs(_decimal(match["tolerance"])) if match["tolerance"] else Decimal(0)
    return Accepted(value - tolerance, value + tolerance, unit)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))
