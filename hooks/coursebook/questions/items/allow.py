"""The opt-out: a question, or the course, says which rule it breaks, and why.

/// question | safety-x-1
    objective: safety-2
    allow: IW-04 the exception is what is asked; IW-06 the unit makes it long

allow:                      in the front matter of docs/index.md
  AS-03: the course is a pilot of one module
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ...model import Source
from ...read.slashes import Block
from ...read.source import Text
from ...report.finding import Finding, finding

EVERY = "all"
"""What the course may say instead of a rule."""
RULE = re.compile(r"(?:^|;)\s*(?P<rule>[A-Za-z]{1,3}-?\d{1,3}(?!\w))[:,]?")


@dataclass(frozen=True)
class Exemptions:
    """The rules that somebody is exempt from, each with its reason (empty where none is given) and its place."""

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
