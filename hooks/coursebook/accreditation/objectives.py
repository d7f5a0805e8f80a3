"""What an objective has to state: one verb that can be observed, of the right level; and that it is taught."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Objective
from ..report.finding import Finding, finding, guess
from ..steps.course import Course
from ..steps.registry import STATED, check
from .claims import body_of
from .wording import WORDS

LEVEL: dict[str, str] = {verb: level for level, verbs in WORDS["verbs"].items() for verb in verbs}
"""Every verb that may begin an objective, with its level."""
VAGUE = WORDS["objectives"]["vague"]
"""Verbs of what cannot be observed."""
AN_HOUR = (1, 3)
"""How many objectives an hour of credit should have."""
LOW = {"intermediate": ("remember",), "advanced": ("remember", "understand")}
"""Levels that most objectives of a course of a level should exceed."""


def verb_of(objective: Objective) -> str:
    """The word an objective begins with, in lower case."""
    return re.split(r"\W", objective.text.strip(), maxsplit=1)[0].casefold()


def level_of(objective: Objective) -> str:
    """The level of its verb; empty where it has none."""
    return LEVEL.get(verb_of(objective), "")


@check(STATED)
def measurable(course: Course) -> Iterator[Finding]:
    """OB-01: the first word is a verb that can be observed. OB-02: it is the only verb. OB-04: at least one section
    teaches the objective. That a question tests it is O001.
    """
    hands = course.sources.settings.lists.hands
    verbs = "|".join(map(re.escape, [*LEVEL, *sorted(hands)]))
    second = re.compile(rf"\b(?:and|then)\s+(?:\w+ly\s+)?({verbs})\b(?!\s+rules?\b)", re.IGNORECASE)
    for objective in course.objectives:
        verb, place = verb_of(objective), objective.source
        if verb not in LEVEL and verb not in hands:
            problem = "cannot be observed" if verb in VAGUE else "is not in the list of verbs"
            about = {"objective": objective.id, "verb": verb, "problem": problem, "known": ", ".join(LEVEL)}
            yield finding("OB-01", place, guess="" if verb in VAGUE else guess(verb, LEVEL), **about)
        if match := second.search(objective.text):
            yield finding("OB-02", place, objective=objective.id, first=verb, second=match[1])
        if not course.taught.get(objective.id):
            yield finding("OB-04", place, objective=objective.id)


@check(STATED)
def in_person(course: Course) -> Iterator[Finding]:
    """CT-04: a skill of the hand only where there is practice in person."""
    for module in course.syllabus.modules:
        practice = course.sources.texts[f"{module.name}/index.md"].meta.get("practice") == "in-person"
        for objective in () if practice else module.objectives:
            if verb_of(objective) in course.sources.settings.lists.hands:
                yield finding("CT-04", objective.source, objective=objective.id, verb=verb_of(objective))


@check(STATED)
def number(course: Course) -> Iterator[Finding]:
    """OB-03: one to three an hour of credit."""
    claims, count = course.facts.credits, len(course.objectives)
    hours = max((credit.claimed * body_of(course, credit).minutes / 60 for credit in claims), default=0.0)
    if hours and not AN_HOUR[0] <= count / hours <= AN_HOUR[1]:
        rate = f"{count / hours:.1f}"
        yield finding("OB-03", course.at("credit"), count=count, hours=f"{hours:g}", rate=rate)


@check(STATED)
def level(course: Course) -> Iterator[Finding]:
    """OB-05: most objectives of an intermediate course exceed remembering; of an advanced one, understanding, too."""
    stated, all_ = course.facts.texts.get("level", ""), len(course.objectives)
    low = LOW.get(stated, ())
    count = sum(level_of(objective) in low for objective in course.objectives)
    if count * 2 > all_:
        yield finding("OB-05", course.at("level"), level=stated, count=count, all=all_, kind=" or ".join(low))
