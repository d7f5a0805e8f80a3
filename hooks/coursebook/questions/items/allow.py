"""The opt-out: a question, or the course, says which rule it breaks, and why.

/// question | safety-x-1
    objective: safety-2
    allow: IW-04 the exception is what is asked; IW-06 the unit makes it long

allow:                      in the front matter of docs/index.md
  AS-03: the course is a pilot of one module
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ...model import Source
from ...read.slashes import Block
from ...read.source import Text
from ...report.finding import Finding, finding

EVERY = "all"
"""What the course may say instead of a rule."""
RULE = re.compile(r"(?:^|;)\s*(?P<rule>[A-Za-z]{1,3}-?\d{1,3}(?!\w))[:,]?")


def allowed(block: Block) -> dict[str, str]:
    """The rules that a question is let off, each with its reason, which is empty where none is given."""
    setting = block.setting("allow")
    text = setting.value if setting else ""
    if not text:
        return {}
    marks = list(RULE.finditer(text))
    ends = [*(mark.start() for mark in marks), len(text)][1:]
    found = {mark["rule"]: text[mark.end() : end].strip(" ;") for mark, end in zip(marks, ends, strict=True)}
    if not marks or marks[0].start():
        found = {text.split()[0]: "", **found}  # what begins with no rule is told as an unknown one
    return found


def allow_line(block: Block) -> int:
    """The line on which it stands."""
    setting = block.setting("allow")
    return setting.line if setting else block.line


def misplaced(page: Text) -> Iterator[Finding]:
    """Q023: a case that is let off a rule; it is the questions in it that break one."""
    for block in page.blocks:
        if block.is_case and allowed(block):
            yield finding("Q023", page.source(allow_line(block)), id=block.argument)


def allowed_by_course(home: Text | None) -> dict[str, tuple[str, Source]]:
    """The rules that a whole course is let off: reason and place."""
    written = home.meta.get("allow") if home else None
    if home is None or written is None:
        return {}
    if not isinstance(written, dict):
        written = {str(written): None}  # told as an unknown rule
    return {str(rule): (str(reason or "").strip(), home.entry("allow", str(rule))) for rule, reason in written.items()}


def check_allowed(who: str, rule: str, reason: str, place: Source, known: Collection[str]) -> Iterator[Finding]:
    """Q020: no reason; Q021: no such rule."""
    if rule not in known:
        yield finding("Q021", place, known, who=who, rule=rule)
    elif not reason:
        yield finding("Q020", place, who=who, rule=rule)


def stale(
    who: str, rules: Iterable[tuple[str, Source]], told: Collection[str], known: Collection[str]
) -> Iterator[Finding]:
    """Q022: what is allowed and not there."""
    for rule, place in rules:
        if rule in known and rule not in told:
            yield finding("Q022", place, who=who, rule=rule)
