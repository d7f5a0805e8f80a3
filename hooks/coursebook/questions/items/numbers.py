"""The quantity an option names, for the rules on order and on overlap."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from .item import NUMERALS, root, words

NUMBER = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?"
BETWEEN = re.compile(rf"(?P<low>{NUMBER})\s*(?:to|through|[-–—])\s*(?P<high>{NUMBER})")
BELOW = re.compile(
    rf"\b(?:less than|fewer than|under|below|up to|at most|no more than)\s+(?P<high>{NUMBER})", re.IGNORECASE
)
ABOVE = re.compile(
    rf"\b(?:more than|over|above|at least|no less than|no fewer than)\s+(?P<low>{NUMBER})", re.IGNORECASE
)
STRICT = re.compile(r"(?:less|fewer|more) than|under|below|over|above", re.IGNORECASE)
ONE = re.compile(rf"(?<![\w.])(?P<low>{NUMBER})")
AND_MORE = re.compile(r"^\s*(?:[\w%]+\s+)?or (?:more|longer|older)\b", re.IGNORECASE)
ABOUT = frozenset("about around approximately roughly nearly almost some circa a an the".split())


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range, and what it is of: the other words of the option, in order."""

    low: float
    high: float
    of: tuple[str, ...]

    @property
    def is_range(self) -> bool:
        """Whether it takes in more than one number."""
        return self.low < self.high


@lru_cache(maxsize=1024)
def amount(text: str) -> Amount | None:
    """The one number or range of a text; None where there is none, or more than one."""
    text = re.sub(r"[A-Za-z]+", lambda match: str(NUMERALS.get(match[0].casefold(), match[0])), text)
    match = BETWEEN.search(text) or BELOW.search(text) or ABOVE.search(text) or ONE.search(text)
    if match is None:
        return None
    before, after = text[: match.start()], text[match.end() :]
    if ONE.search(before) or ONE.search(after):
        return None
    found = {name: _value(value) for name, value in match.groupdict().items() if value}
    low, high = found.get("low", -math.inf), found.get("high", math.inf)
    if STRICT.match(match[0]):
        low, high = math.nextafter(low, math.inf), math.nextafter(high, -math.inf)
    if match.re is ONE:
        more = AND_MORE.search(after)
        high = math.inf if more else low
        after = after.replace(more[0].strip(), "") if more else after
    if low > high:
        return None
    of = tuple(root(word) for word in words(f"{before} # {after}") if word not in ABOUT)
    return Amount(low, high, of)


def _value(number: str) -> float:
    return float(number.replace(",", "").replace("−", "-"))
