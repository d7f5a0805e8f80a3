"""Rules on options: their form, their length, their order. They hold for questions with options to choose from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from statistics import fmean

from ...model import Option
from ...report.finding import Finding
from .item import NUMERALS, Item, root, rule, words

FULL_STOP = re.compile(r"[.!?]['\"”’)\]]*$")
SEVERAL = re.compile(
    r"\b(?:all|any) that|\b(?:choose|select|pick|mark|which|name|what) (?:the )?(?:all|two|three|four|\d)\b",
    re.IGNORECASE,
)
TRUE_FALSE = ({"true", "false"}, {"yes", "no"}, {"right", "wrong"}, {"correct", "incorrect"})
FEWEST, MOST = 3, 5
KEY_OVER_DISTRACTORS = 1.25
"""How much longer than the mean of the distractors the key may be."""
LONGEST_OVER_SHORTEST = 2
WORTH_COMPARING = 24
"""Letters. Below this, lengths differ as names and numbers do, and mean nothing."""
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

    def overlaps(self, other: Amount | None) -> bool:
        """Whether the two are of one thing, one is a range, and they have a number in common."""
        if other is None or self.of != other.of or not (self.is_range or other.is_range):
            return False
        return self.low <= other.high and other.low <= self.high


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
    plain = {name: value.replace(",", "").replace("−", "-") for name, value in match.groupdict().items() if value}
    found = {name: float(value) for name, value in plain.items()}
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


@rule("IW-06")
def key_is_no_longer(item: Item) -> Iterator[Finding]:
    """IW-06, one best answer: 1.25 times the mean length of the distractors at most."""
    if item.key and _is_long(item, item.key):
        mean = round(fmean(len(option.text) for option in item.distractors))
        yield item.option("IW-06", item.key, length=len(item.key.text), mean=mean)


def _is_long(item: Item, key: Option) -> bool:
    length, mean = len(key.text), fmean(len(option.text) for option in item.distractors)
    return length > KEY_OVER_DISTRACTORS * mean and length >= WORTH_COMPARING


@rule("IW-07")
def similar_lengths(item: Item) -> Iterator[Finding]:
    """IW-07: the longest at most twice as long as the shortest; IW-06 reports it where that is the key."""
    if len(item.options) < 2:
        return
    lengths = [len(option.text) for option in item.options]
    longest = max(item.options, key=lambda option: len(option.text))
    if longest is item.key and _is_long(item, longest):
        return
    if max(lengths) > LONGEST_OVER_SHORTEST * min(lengths) and max(lengths) >= WORTH_COMPARING:
        yield item.option("IW-07", longest, longest=max(lengths), shortest=min(lengths))


@rule("IW-12")
def same_ending(item: Item) -> Iterator[Finding]:
    """IW-12: all options end with a full stop, or none."""
    with_stop = [option for option in item.options if FULL_STOP.search(option.text)]
    if with_stop and len(with_stop) < len(item.options):
        few = with_stop if 2 * len(with_stop) <= len(item.options) else [o for o in item.options if o not in with_stop]
        how = "with" if few is with_stop else "without"
        yield item.option(
            "IW-12",
            few[0],
            problem=f"has an option that ends {how} a period, unlike the others: '{few[0].text}'",
            fix="end all options alike: sentences with a period, anything else without",
        )


@rule("IW-13")
def options_exclude_one_another(item: Item) -> Iterator[Finding]:
    """IW-13: no option twice, none within another, no overlapping ranges of one quantity."""
    for first, second in combinations(item.options, 2):
        one, other = _parts(first.text), _parts(second.text)
        shorter, longer = sorted((one, other), key=len)
        if not shorter:
            continue
        if one == other:
            problem = f"has the option '{second.text}' twice"
        elif _within(shorter, longer):
            inner, outer = (first, second) if shorter is one else (second, first)
            problem = f"has the option '{inner.text}' within another: '{outer.text}'"
        elif (quantity := amount(first.text)) and quantity.overlaps(amount(second.text)):
            problem = f"has ranges that overlap: '{first.text}' and '{second.text}'"
        else:
            continue
        yield item.option("IW-13", second, problem=problem)


def _within(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """One word is within another option only where that goes on from it: `rest` in `rest and heat`."""
    if len(shorter) == 1:
        return longer[0] == shorter[0] and longer[1] in ("and", "or", "with", "without", "plus", "+", "&")
    return any(longer[n : n + len(shorter)] == shorter for n in range(len(longer) - len(shorter) + 1))


def _parts(text: str) -> tuple[str, ...]:
    """The parts between spaces, without the punctuation around it: `C=C` and `C-C` are two things."""
    parts = (part.strip(".,;:!?\"'“”‘’()") for part in text.casefold().split())
    return tuple(part for part in parts if part)


@rule("IW-14")
def numbers_ascend(item: Item) -> Iterator[Finding]:
    """IW-14: options that differ in one number, or one range, are in order from the smallest to the largest."""
    amounts = [amount(option.text) for option in item.options]
    known = [found for found in amounts if found is not None]
    if len(known) < 2 or len(known) < len(amounts) or len({found.of for found in known}) > 1:
        return
    order = [(found.low, found.high) for found in known]
    if order != sorted(order):
        place = next(n for n in range(1, len(order)) if order[n] < order[n - 1])
        yield item.option("IW-14", item.options[place], before=item.options[place - 1].text)


@rule("IW-15")
def three_to_five_options(item: Item) -> Iterator[Finding]:
    """IW-15; Q003 reports fewer than two, AS-05 true and false."""
    count = len(item.options)
    if count > MOST or (count == FEWEST - 1 and not _true_or_false(item)):
        yield item.stem("IW-15", count=count)


@rule("IW-16")
def says_how_many_keys(item: Item) -> Iterator[Finding]:
    """IW-16: one key, unless the stem asks for several."""
    several = bool(SEVERAL.search(item.question.stem))
    right = sum(option.right for option in item.options)
    if right > 1 and not several:
        problem = f"marks {right} options as correct, but its stem does not ask for several"
        yield item.stem("IW-16", problem=problem, fix="keep one [x], or end the stem with 'Choose all that apply.'")
    elif right == 1 and item.question.stem.casefold().rstrip().endswith("that apply."):
        problem = "asks for several options, but marks only one as correct"
        yield item.stem("IW-16", problem=problem, fix="mark the others with [x], or ask for one")


@rule("IW-19")
def no_repeated_beginning(item: Item) -> Iterator[Finding]:
    """IW-19: three words or more with which all options begin."""
    if len(item.options) < 2:
        return
    shared: list[str] = []
    for at_one_place in zip(*(words(option.text) for option in item.options), strict=False):
        if len(set(at_one_place)) > 1:
            break
        shared.append(at_one_place[0])
    if len(shared) >= 3:
        yield item.option("IW-19", item.options[0], " ".join(shared))


@rule("AS-05")
def no_true_or_false(item: Item) -> Iterator[Finding]:
    """AS-05."""
    if _true_or_false(item):
        yield item.stem("AS-05")


def _true_or_false(item: Item) -> bool:
    return len(item.options) == 2 and {option.text.strip(" .!").casefold() for option in item.options} in TRUE_FALSE


@rule("AS-06")
def cites_for_every_option(item: Item) -> Iterator[Finding]:
    """AS-06, every kind: a source in the feedback of every answer. IW-27 reports a question without any source."""
    if item.cites():
        for option in item.question.options:
            if option.has_rationale and not item.cites(option):
                yield item.option("AS-06", option)


@rule("IW-26")
def no_opposites(item: Item) -> Iterator[Finding]:
    """IW-26: the key and one other option say the opposite of each other, and no other two do."""
    opposed = []  # pairs that differ in a single word, and there say the opposite
    for pair in combinations(item.options, 2):
        one, other = (words(option.text) for option in pair)
        differ = [two for two in zip(one, other, strict=False) if two[0] != two[1]]
        if len(one) == len(other) and len(differ) == 1 and differ[0] in item.lists.opposites:
            opposed.append(pair)
    if item.key and len(opposed) == 1 and len(item.options) > 2 and item.key in opposed[0]:
        first, second = opposed[0]
        yield item.option("IW-26", second if first is item.key else first, key=item.key.text)
