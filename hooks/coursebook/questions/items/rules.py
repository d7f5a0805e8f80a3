"""All item-writing rules applied to a course. Which there are: RULES, BANK_RULES, and the tables of rules.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...model import Question
from ...read.source import Text
from ...read.wordlists import GENERAL, WordLists
from ...report.finding import Finding
from . import options, patterns, stem  # noqa: F401 (they register their rules)
from .allow import EVERY, allow_line, allowed, allowed_by_course, check_allowed, misplaced, stale
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
    by_course = allowed_by_course(home)
    found: list[Finding] = []
    for rule, (reason, place) in by_course.items():
        found += check_allowed("the course", rule, reason, place, (*ENFORCED, EVERY))
    found += [one for page in pages.values() for one in misplaced(page)]
    if EVERY in by_course:
        return found
    items = tuple(read_items(questions, pages, glossary, lists))
    told: dict[int, set[str]] = defaultdict(set)
    exempt = {id(item): allowed(item.block) for item in items}
    left: set[str] = set()
    for item, one in _broken(Bank(items, pages, home, minutes)):
        rule = one.code[:5]
        if item is not None:
            told[id(item)].add(rule)
        if item is None or rule not in exempt[id(item)]:
            left.add(rule)
            found += [] if rule in by_course else [one]
    for item in items:
        who, place = f"question '{item.question.id}'", item.page.source(allow_line(item.block))
        for rule, reason in exempt[id(item)].items():
            found += check_allowed(who, rule, reason, place, ENFORCED)
        found += stale(who, ((rule, place) for rule in exempt[id(item)]), told[id(item)], ENFORCED)
    return [*found, *stale("the course", ((rule, place) for rule, (_, place) in by_course.items()), left, ENFORCED)]


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
