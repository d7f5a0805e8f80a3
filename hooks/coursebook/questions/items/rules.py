"""All item-writing rules applied to a course. Which there are: RULES, BANK_RULES, and the tables of rules.toml.

A question, or the course, opts out of a rule that it breaks, and says why:

/// question | safety-x-1
    objective: safety-2
    allow: IW-04 the exception is what is asked; IW-06 the unit makes it long

allow:                      in the front matter of docs/index.md
  AS-03: the course is a pilot of one module
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ...model import Question, Source
from ...read.slashes import Block
from ...read.source import Text
from ...read.wordlists import GENERAL, WordLists
from ...report.finding import Finding, finding
from . import options, stem  # noqa: F401 (they register their rules)
from .bank import BANK_RULES, Bank
from .item import DATA, RULES, Item, read_items
from .item import rule as register

NOTHING = r"(?!)"
EVERY = "all"
"""What the course may say instead of a rule."""
RULE = re.compile(r"(?:^|;)\s*(?P<rule>[A-Za-z]{1,3}-?\d{1,3}(?!\w))[:,]?")


def pattern_rule(row: Mapping[str, Any]) -> Callable[[Item], Iterator[Finding]]:
    """The rule of a row of rules.toml: words to avoid in an option, or in the sentence that asks; a finding a text."""
    find, without = (re.compile(row.get(name, NOTHING), re.IGNORECASE) for name in ("find", "except"))

    def broken_by(text: str) -> list[str]:
        text = without.sub("", text)
        if row.get("whole"):
            return [text] if find.fullmatch(text.strip()) else []
        return list(dict.fromkeys(match[0] for match in find.finditer(text)))

    def check(item: Item) -> Iterator[Finding]:
        code = row["code"]
        if "asked" in row["in"] and (found := broken_by(item.asked)):
            yield item.stem(code, *found)
        if "options" in row["in"]:
            broken = [(option, found) for option in item.options if (found := broken_by(option.text))]
            code = code if any(option.right for option, _ in broken) else row.get("giveaway", code)
            yield from (item.option(code, option, *found) for option, found in broken)

    return check


for row in DATA["pattern"]:
    register(row["code"])(pattern_rule(row))
NOT_CHECKED: Mapping[str, str] = DATA["not_checked"]
"""Rules that are not checked, and why."""
IN_PART: Mapping[str, str] = DATA["in_part"]
"""Rules that are checked in part: what is, and what is not."""
ENFORCED = tuple(sorted({*RULES, *BANK_RULES}))
"""Every rule that is checked."""


@dataclass(frozen=True)
class Exemptions:
    """The rules that a question or the course is exempt from, each with its reason (which may be empty) and place."""

    who: str
    rules: Mapping[str, tuple[str, Source]]

    def check(self, broken: Collection[str], known: Collection[str]) -> Iterator[Finding]:
        """Q020: no reason; Q021: no such rule; Q022: a rule that is not broken. `known` are all rules."""
        for rule, (reason, place) in self.rules.items():
            if rule not in known:
                yield finding("Q021", place, known, who=self.who, rule=rule)
            elif not reason:
                yield finding("Q020", place, who=self.who, rule=rule)
            if rule in known and rule not in broken:
                yield finding("Q022", place, who=self.who, rule=rule)


def exemptions(page: Text, block: Block) -> Exemptions:
    """Those of a question."""
    setting = block.setting("allow")
    text = setting.value if setting else ""
    marks = list(RULE.finditer(text))
    ends = [*(mark.start() for mark in marks), len(text)][1:]
    found = {mark["rule"]: text[mark.end() : end].strip(" ;") for mark, end in zip(marks, ends, strict=True)}
    if text and (not marks or marks[0].start()):
        found = {text.split()[0]: "", **found}  # what begins with no rule is reported as an unknown one
    place = page.source(setting.line if setting else block.line)
    return Exemptions(f"question '{block.argument}'", {rule: (reason, place) for rule, reason in found.items()})


def misplaced(page: Text) -> Iterator[Finding]:
    """Q023: a case that is exempt from a rule; it is the questions in it that break one."""
    for block in page.blocks:
        for _, place in list(exemptions(page, block).rules.values())[:1] if block.is_case else ():
            yield finding("Q023", place, id=block.argument)


def exempt_course(home: Text | None) -> Exemptions:
    """Those of a whole course."""
    written = home.meta.get("allow") if home else None
    if home is None or written is None:
        return Exemptions("the course", {})
    if not isinstance(written, dict):
        written = {str(written): None}  # reported as an unknown rule
    rules = {str(rule): (str(reason or "").strip(), home.entry("allow", str(rule))) for rule, reason in written.items()}
    return Exemptions("the course", rules)


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
    found = [problem for page in pages.values() for problem in misplaced(page)]
    known = (*ENFORCED, EVERY)
    if EVERY in course.rules:
        return [*found, *course.check(course.rules, known)]
    items = tuple(read_items(questions, pages, glossary, lists))
    exempt = {id(item): exemptions(item.page, item.block) for item in items}
    broken: dict[int, set[str]] = defaultdict(set)
    left: set[str] = set()
    for item, breach in _breaches(Bank(items, pages, home, minutes)):
        rule = breach.code[:5]
        if item is not None:
            broken[id(item)].add(rule)
        if item is None or rule not in exempt[id(item)].rules:
            left.add(rule)
            found += [] if rule in course.rules else [breach]
    for item in items:
        found += exempt[id(item)].check(broken[id(item)], ENFORCED)
    return [*found, *course.check(left, known)]


def _breaches(course: Bank) -> Iterator[tuple[Item | None, Finding]]:
    for item in course.items:
        for rule in chain(*RULES.values()):
            yield from ((item, breach) for breach in rule(item))
    for bank_rule in chain(*BANK_RULES.values()) if course.items else ():
        yield from bank_rule(course)
