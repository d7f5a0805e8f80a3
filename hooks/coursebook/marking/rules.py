"""Marks one answer as the page does: assets/mark.mjs is the same in the browser, and a test holds both to one table.

one, number, blank   1 or 0
many                 (right chosen - wrong chosen) / right options, never below 0
match, order         rows that are right / rows
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from ..model import compared
from .key import Item

NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?P<part>\.\d*)?(?P<power>e[+-]?\d{1,3})?"
    r"(?!\s*[.,/⁄-]?\s*\d|e[+-]?\d)",
    re.IGNORECASE | re.ASCII,
)
"""As the page reads it: thousands set off by commas or spaces, nothing that goes on as a number. Words may follow."""
RAISED = re.compile(r"\d[¹²³\u2070-\u2079]")


def score(item: Item, chosen: Sequence[str]) -> Fraction:
    """The credit for an answer, from 0 to 1. What is chosen and not on the item earns nothing and costs nothing."""
    if item.kind in ("number", "blank"):
        return Fraction(int(typed(item, chosen[0]) or 0)) if chosen else Fraction(0)
    right = {says for says, is_right in item.options if is_right}
    picked = set(chosen)
    if item.kind == "one":
        return Fraction(int(len(picked) == 1 and picked <= right))
    if item.kind == "many":
        wrong = {says for says, is_right in item.options if not is_right}
        return max(Fraction(0), Fraction(len(picked & right) - len(picked & wrong), max(1, len(right))))
    return Fraction(len(picked & right), max(1, len(right)))


def typed(item: Item, text: str) -> bool | None:
    """Whether a typed answer is accepted; None where it is neither accepted nor foreseen as wrong."""
    for says, right in item.options:
        if item.kind == "blank" and says == compared(text):
            return right
        if item.kind == "number" and (number := as_number(text)) is not None:
            low, _, high = says.partition("..")
            if Decimal(low) <= number <= Decimal(high):
                return right
    return None


def as_number(text: str) -> Decimal | None:
    """The number that a typed text begins with; None where there is none."""
    plain = re.sub("[−–]", "-", unicodedata.normalize("NFKC", text)).strip()
    match = NUMBER.match(plain)
    if not match or RAISED.search(text):
        return None
    whole, part, power = (match[name] or "" for name in ("whole", "part", "power"))
    try:
        return Decimal(match["sign"] + re.sub("[, ]", "", whole) + part + power)
    except InvalidOperation:
        return None
