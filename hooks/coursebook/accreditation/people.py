"""Who decides what the course says, with what they disclose; who reviewed and who supported it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import PROVIDER, STATED, check
from .facts import IN_CONTROL, Person
from .provider import recent
from .wording import pattern

OWNS = pattern("people", "owns")
NOT_A_NAME = re.compile(r"!\[|\]\(|<|://|www\.", re.IGNORECASE)
"""A picture, a link or HTML, in place of a name."""


def in_control(course: Course) -> list[Person]:
    """Who decides what the course says."""
    return [person for person in course.facts.people if set(person.roles) & set(IN_CONTROL)]


@check(STATED)
def disclosed(course: Course) -> Iterator[Finding]:
    """PP-01: everyone has a role, and everyone in control has disclosed, within twelve months."""
    for person in in_control(course):
        if person.disclosures is None or person.collected is None:
            yield finding("PP-01", person.source, name=person.name, problem="not disclosed anything")
        elif not recent(person.collected, course.today):
            when = "which is in the future" if person.collected > course.today else "more than twelve months ago"
            problem = f"last disclosed on {person.collected}, {when}"
            yield finding("PP-01", person.source, name=person.name, problem=problem)
    for person in course.facts.people:
        if not person.roles:
            problem = f"no role (roles: {', '.join(IN_CONTROL)}, or another)"
            yield finding("PP-01", person.source, name=person.name, problem=problem)


@check(STATED)
def mitigated(course: Course) -> Iterator[Finding]:
    """PP-02: each relationship with its company, nature and how it was mitigated; no picture."""
    for person in course.facts.people:
        for one in person.disclosures or ():
            parts = {"company": one.company, "nature": one.nature, "mitigated": one.mitigated}
            if gaps := [name for name, text in parts.items() if not text]:
                problem = f"with {one.company or 'a company'} does not state {', '.join(gaps)}"
                yield finding("PP-02", person.source, name=person.name, problem=problem)
            elif any("![" in text or "<" in text for text in parts.values()):
                yield finding("PP-02", person.source, name=person.name, problem=f"with {one.company} shows a picture")


@check(STATED)
def ineligible(course: Course) -> Iterator[Finding]:
    """PP-03: no one in control is employed by or owns an ineligible company."""
    listed = _any_of(course.facts.lists.get("ineligible", ()))
    for person in in_control(course):
        companies = [person.employer] if listed and listed.search(person.employer) else []
        companies += [one.company for one in person.disclosures or () if OWNS.search(one.nature)]
        for name in companies:
            yield finding("PP-03", person.source, name=person.name, company=name)


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds each of some names as whole words; None where there are none."""
    words = "|".join(re.escape(name.strip(" .")) for name in names)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None


@check(PROVIDER)
def credentials(course: Course) -> Iterator[Finding]:
    """PP-04: shown for everyone."""
    for person in course.facts.people:
        if not person.credentials:
            yield finding("PP-04", person.source, name=person.name)


@check(STATED)
def reviewed(course: Course) -> Iterator[Finding]:
    """PP-05: by someone who is not an author, with a date, a decision and the authors' answer."""
    authors = {person.name.casefold() for person in course.facts.people if "author" in person.roles}
    for review in course.facts.reviews:
        parts = {"date": review.day, "decision": review.decision, "answer": review.answer}
        gaps = ", ".join(name for name, value in parts.items() if not value)
        if review.reviewer.casefold() in authors:
            yield finding("PP-05", review.source, problem=f"the reviewer {review.reviewer} is an author")
        elif gaps:
            problem = f"the review by {review.reviewer} does not state its {gaps}"
            yield finding("PP-05", review.source, problem=problem)
        elif review.day and review.day > course.today:
            problem = f"the review by {review.reviewer} on {review.day} is in the future"
            yield finding("PP-05", review.source, problem=problem)


@check(STATED)
def support(course: Course) -> Iterator[Finding]:
    """CT-11: by name only."""
    for name in course.facts.lists.get("support", ()):
        if NOT_A_NAME.search(name):
            problem = f"the supporter '{name}' is given with more than a name"
            yield finding("CT-11", course.at("support"), problem=problem)
