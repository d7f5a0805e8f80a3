"""The state of each rule of the bodies: computed from the codes and pages there are.

A rule is enforced where a finding has its code, shown where a page has what it requires, and for a person where the
table says what is left to a person. A rule may be all three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..report.finding import CODES, Finding, finding
from ..steps.course import Course
from ..steps.registry import ALWAYS, block, check
from .rule_table import Rule

KINDS = {"enforced": "rule-enforced", "shown": "rule-shown", "person": "rule-person", "open": "rule-open"}
"""What the states are called."""


@dataclass(frozen=True, slots=True)
class State:
    """A rule in this build. `codes` enforce it, each with its severity; `shown` are the titles and addresses of pages
    that have what it requires, `sources` the names and addresses of its references.
    """

    rule: Rule
    codes: list[tuple[str, str]]
    shown: list[tuple[str, str]]
    sources: list[tuple[str, str]]

    @property
    def kind(self) -> str:
        """`enforced`, `shown`, `person` or `open`, the first that applies."""
        if self.codes:
            return "enforced"
        return "shown" if self.shown else "person" if self.rule.person else "open"


def states(course: Course, page: str) -> list[State]:
    """The state of each rule, with addresses as seen from a page."""
    found = []
    for rule in course.sources.rules:
        own = [code for code in CODES if code == rule.id or code.startswith(f"{rule.id}-")]
        codes = [*own, *(code for code in rule.codes if code in CODES)]
        homes = (course.sources.homes.get(name) for name in rule.shown)
        pages = dict.fromkeys(course.named[home] for home in homes if home in course.named)
        found.append(
            State(
                rule,
                [(code, CODES[code].severity) for code in codes],
                [(title, relative(address, page)) for title, address in pages],
                [course.link(key, page) for key in rule.references if course.has_reference(key)],
            )
        )
    return found


@check(ALWAYS)
def check_rules(course: Course) -> Iterator[Finding]:
    """C001 for a reference that does not exist, K002 for a rule that is neither checked, shown nor left to a person."""
    for state in states(course, ""):
        if state.kind == "open":
            yield finding("K002", state.rule.source, rule=state.rule.id)
        for key in state.rule.references:
            if not course.has_reference(key):
                yield finding("C001", state.rule.source, key=key, bib=course.sources.bib)


@block("rules")
def rules_page(course: Course, path: str, argument: str) -> Markup:
    """The table of all rules with their state, and those of their references that the bibliography does not have."""
    rows = states(course, course.sources.urls[path])
    areas = Counter(row.rule.area for row in rows)
    return fill_template(
        "rules.html", rows=rows, areas=areas, sources=course.rule_sources, words=course.words,
        **summary(rows, course.words),
    )  # fmt: skip


def summary(rows: Iterable[State], words: Language) -> dict[str, dict[str, Any]]:
    """For templates: what each state is called (`kinds`), and how many rules are in it, if any (`counts`)."""
    count = Counter(row.kind for row in rows)
    return {
        "kinds": {kind: words[word] for kind, word in KINDS.items()},
        "counts": {kind: count[kind] for kind in KINDS if count[kind]},
    }
