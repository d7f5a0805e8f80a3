"""All item-writing rules applied to a course. Which there are: RULES, BANK_RULES, and the tables of rules.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...model import Question
from ...read.source import Text
from ...read.wordlists import GENERAL, WordLists
from ...report.finding import Finding
from . import options, patterns, stem  # noqa: F401 (they register their rules)
from .allow import EVERY, exempt_course, exemptions, misplaced
from .bank import BANK_RULES, Bank
from .item import DATA, RULES, Item, read_items

NOT_CHECKED: Mapping[str, str] = DATA["not_checked"]
"""Rules that are not checked, and why."""
IN_PART: Mapping[str, str] = DATA["in_part"]
"""Rules that are checked in part: what is, and what is not."""
ENFORCED = tuple(sorted({*RULES, *BANK_RULES}))
"""Every rule that is checked."""


def check_items(
    questions: Iterable[Question],
    pages: Mapping[str, Text],
    glossary: Iterable[str],
    minutes: int,
    lists: WordLists = GENERAL,
) -> list[Finding]:
    """What breaks a rule and is not allowed, and what is wrong with what is allowed (Q020 to Q023).

    `pages` are by path in docs, `glossary` the abbreviations explained on every page, `minutes` the time of the course,
    `lists` the words that rules look for.
    """
    home = pages.get("index.md")
    course = exempt_course(home)
    found = [one for page in pages.values() for one in misplaced(page)]
    known = (*ENFORCED, EVERY)
    if EVERY in course.rules:
        return [*found, *course.check(course.rules, known)]
    items = tuple(read_items(questions, pages, glossary, lists))
    exempt = {id(item): exemptions(item.page, item.block) for item in items}
    broken: dict[int, set[str]] = defaultdict(set)
    left: set[str] = set()
    for item, one in _broken(Bank(items, pages, home, minutes)):
        rule = one.code[:5]
        if item is not None:
            broken[id(item)].add(rule)
        if item is None or rule not in exempt[id(item)].rules:
            left.add(rule)
            found += [] if rule in course.rules else [one]
    for item in items:
        found += exempt[id(item)].check(broken[id(item)], ENFORCED)
    return [*found, *course.check(left, known)]


def _broken(course: Bank) -> Iterator[tuple[Item | None, Finding]]:
    """Every breach of a rule, with its question."""
    for item in course.items:
        for rules in RULES.values():
            for rule in rules:
                yield from ((item, one) for one in rule(item))
    if course.items:
        for bank_rules in BANK_RULES.values():
            for bank_rule in bank_rules:
                yield from bank_rule(course)
