"""What an objective may ask for: one verb that can be observed, taught, tested, and of the right level.

The verbs are those of lists that several bodies print (Vizient; USF Health; PAMED; NSGC; Lehigh), by the levels of
Bloom's taxonomy.
"""

from __future__ import annotations

import re

from ..model import Objective
from ..report.finding import finding
from ..report.guess import guess
from .claims import hours
from .material import Check, Findings, Material

VERBS = {
    "remember": "define identify label list name recall recognize state",
    "understand": "classify compare contrast describe discuss distinguish explain summarize",
    "apply": "apply calculate choose implement interpret select use",
    "analyze": "analyze appraise categorize differentiate examine",
    "evaluate": "assess critique defend evaluate justify prioritize recommend",
    "create": "compose design develop formulate plan",
}
LEVEL = {verb: level for level, verbs in VERBS.items() for verb in verbs.split()}
"""Every verb that may begin an objective, with its level."""
BANNED = (
    "appreciate", "be", "become", "believe", "better", "comprehend", "cover", "enjoy", "expand", "explore",
    "familiarize", "gain", "grasp", "grow", "have", "improve", "increase", "internalize", "know", "learn", "perceive",
    "realize", "remember", "study", "sympathize", "think", "understand",
)  # fmt: skip
"""What nobody can observe."""
AN_HOUR = (1, 3)
"""How many objectives an hour of credit should have."""
KNOWLEDGE = ("remember", "understand")


def verb_of(objective: Objective) -> str:
    """The word an objective begins with, in lower case."""
    return re.split(r"\W", objective.text.strip(), maxsplit=1)[0].casefold()


def measurable(material: Material) -> Findings:
    """OB-01: the first word is a verb that can be observed."""
    found = []
    for objective in material.objectives:
        verb = verb_of(objective)
        if verb in LEVEL or verb in material.lists.hands:
            continue
        problem = "cannot be observed" if verb in BANNED else "is not a verb of the list"
        known = ", ".join(LEVEL)
        found.append(
            finding(
                "OB-01", objective.source, objective=objective.id, verb=verb, problem=problem, known=known,
                guess="" if verb in BANNED else guess(verb, LEVEL),
            )
        )  # fmt: skip
    return found


def single(material: Material) -> Findings:
    """OB-02: one verb."""
    verbs = "|".join(map(re.escape, [*LEVEL, *sorted(material.lists.hands)]))
    two = re.compile(rf"\b(?:and|then)\s+(?:\w+ly\s+)?({verbs})\b(?!\s+rules?\b)", re.IGNORECASE)
    return [
        finding("OB-02", objective.source, objective=objective.id, first=verb_of(objective), second=match[1])
        for objective in material.objectives
        if (match := two.search(objective.text))
    ]


def in_person(material: Material) -> Findings:
    """CT-04: a skill of the hand only where there is practice in person."""
    return [
        finding("CT-04", objective.source, objective=objective.id, verb=verb_of(objective))
        for objective in material.objectives
        if verb_of(objective) in material.lists.hands and not material.practice(objective)
    ]


def taught(material: Material) -> Findings:
    """OB-04: at least one section teaches it. That a question tests it is O001."""
    return [
        finding("OB-04", objective.source, objective=objective.id)
        for objective in material.objectives
        if not material.taught.get(objective.id)
    ]


def number(material: Material) -> Findings:
    """OB-03: one to three an hour of credit."""
    hours = claimed_hours(material)
    count = len(material.objectives)
    if not hours or AN_HOUR[0] <= count / hours <= AN_HOUR[1]:
        return []
    rate = f"{count / hours:.1f}"
    return [finding("OB-03", material.at("credit"), count=count, hours=f"{hours:g}", rate=rate)]


def level(material: Material) -> Findings:
    """OB-05: an intermediate course does not only ask to remember, an advanced one not only to know."""
    stated = material.facts.texts.get("level", "")
    low = {"intermediate": ("remember",), "advanced": KNOWLEDGE}.get(stated, ())
    all_ = material.objectives
    count = sum(LEVEL.get(verb_of(objective)) in low for objective in all_)
    if not all_ or count * 2 <= len(all_):
        return []
    kind = " or ".join(low)
    return [finding("OB-05", material.at("level"), level=stated, count=count, all=len(all_), kind=kind)]


def claimed_hours(material: Material) -> float:
    """The most hours that are claimed from any body."""
    return max((hours(material, credit) for credit in material.facts.credits), default=0.0)


STATED: tuple[Check, ...] = (measurable, single, in_person, taught, number, level)
"""Asked of every course that states a profile."""
