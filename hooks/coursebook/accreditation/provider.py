"""What a provider has to state before the course is offered, and what holds of the people it names.

An entry that is missing is an error in the profile `provider`, a note in `draft`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from ..report.finding import Finding, finding, guess
from ..steps.course import Course
from ..steps.registry import PROVIDER, STATED, check
from .dates import add_months
from .facts import ELSEWHERE, FIELDS, IN_CONTROL, OF_PAGES, Field, Person
from .reading import says_none
from .wording import pattern

A_YEAR = 12
"""Months for which a disclosure and a needs statement hold."""
SOURCES, REFERENCES = 2, 3
"""At least: sources of the needs statement, references."""
MISSPELLED = 80
"""From how similar, in percent, an entry of a page is reported as a misspelling of one that the engine reads there."""
FILLED = ("people", "reviews", "texts", "needs", "difficulty", "certificate")
"""Kinds of entries that have to be filled in. An empty one of another kind is reported where it is read (O008)."""
OWNS = pattern("people", "owns")
NOT_A_NAME = re.compile(r"!\[|\]\(|<|://|www\.", re.IGNORECASE)
"""A picture, a link or HTML, in place of a name."""


def missing(course: Course) -> tuple[Field, ...]:
    """Entries that the front matter of docs/index.md does not have, or leaves empty, in the order of FIELDS."""
    return tuple(field for field in FIELDS if field.key not in course.facts.stated or _empty(course, field))


def _empty(course: Course, field: Field) -> bool:
    """Whether an entry states nothing: `people: []`, `audience: none`, `needs:`. No support is an answer."""
    given = course.home.meta.get(field.key)
    return field.kind in FILLED and field.key != "support" and (not given or says_none(given))


@check(STATED)
def notes(course: Course) -> Iterator[Finding]:
    """O009: in a draft, one note with what is missing."""
    if course.facts.profile == "draft" and (gaps := missing(course)):
        yield finding("O009", course.at("profile"), entries=", ".join(field.key for field in gaps))


@check(PROVIDER)
def complete(course: Course) -> Iterator[Finding]:
    """Every entry is there, and no number is too small, each as its own rule has it (fields.toml)."""
    for field in missing(course):
        parts = {"what": field.what, "example": field.example, "problem": field.problem, "fix": field.fix}
        yield finding(field.rule, course.at(field.key), **parts)
    for field in FIELDS:
        value = course.facts.numbers.get(field.key)
        if value is not None and value < field.least:
            yield finding(field.rule, course.at(field.key), problem=field.too_small.format(value=value))


@check(STATED)
def misspelled(course: Course) -> Iterator[Finding]:
    """O007: an entry of another page that is not read, and is similar to one that the engine reads there."""
    for text in course.sources.texts.values():
        for key in () if text is course.home else text.meta:
            close = guess(str(key), OF_PAGES, MISSPELLED)
            if key not in (*OF_PAGES, *ELSEWHERE) and close:
                yield finding("O007", text.entry(str(key)), OF_PAGES, key=key, guess=close)


@check(PROVIDER)
def shown(course: Course) -> Iterator[Finding]:
    """FM-01: the facts are on the first page, before the first lesson. EV-01: there is an evaluation form. CT-08: a
    bibliography for further study.
    """
    if course.sources.homes.get("facts") != "index.md":
        what, example = "the facts of the course where learners see them", "add the block /// facts to docs/index.md"
        yield finding("FM-01", course.home.source(None), what=what, example=example)
    if "evaluation" not in course.sources.homes:
        yield finding("EV-01", course.home.source(None))
    count = len({citation.key for citation in course.cited})
    if count < REFERENCES:
        yield finding("CT-08", course.at("modules"), count=count, limit=REFERENCES)


@check(STATED)
def needs(course: Course) -> Iterator[Finding]:
    """FM-06: what is, what should be, why, who says so, and when that was last reviewed."""
    stated, known = course.facts.needs, course.sources.bibliography.by_key
    if stated is None:
        return
    sources = [known[key] for key in stated.sources if key in known]
    required = {
        "current practice": stated.current,
        "desired practice": stated.ideal,
        "the cause of the gap": stated.cause,
        f"{SOURCES} sources from the bibliography": len(sources) >= SOURCES,
        "a source with a DOI or a PMID": any(source.field("doi") or source.field("pmid") for source in sources),
        "a review date within the last twelve months": _recent(stated.reviewed, course.today),
    }
    for what in (what for what, given in required.items() if not given):
        yield finding("FM-06", course.at("needs"), what=what)


def _recent(day: date | None, today: date) -> bool:
    """Whether a day is over, and no more than a year ago."""
    return day is not None and day <= today <= add_months(day, A_YEAR)


def _in_control(course: Course) -> list[Person]:
    """Who decides what the course says."""
    return [person for person in course.facts.people if set(person.roles) & set(IN_CONTROL)]


@check(STATED)
def disclosed(course: Course) -> Iterator[Finding]:
    """PP-01: everyone has a role, and everyone in control has disclosed, within twelve months."""
    for person in _in_control(course):
        if person.disclosures is None or person.collected is None:
            yield finding("PP-01", person.source, name=person.name, problem="not disclosed anything")
        elif not _recent(person.collected, course.today):
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
        for relationship in person.disclosures or ():
            company, parts = relationship.company, asdict(relationship)
            if gaps := [name for name, text in parts.items() if not text]:
                problem = f"with {company or 'a company'} does not state {', '.join(gaps)}"
                yield finding("PP-02", person.source, name=person.name, problem=problem)
            elif any("![" in text or "<" in text for text in parts.values()):
                yield finding("PP-02", person.source, name=person.name, problem=f"with {company} shows a picture")


@check(STATED)
def ineligible(course: Course) -> Iterator[Finding]:
    """PP-03: no one in control is employed by or owns an ineligible company, whose name is found as whole words."""
    words = "|".join(re.escape(name.strip(" .")) for name in course.facts.lists.get("ineligible", ()))
    for person in _in_control(course):
        employed = words and re.search(rf"(?<!\w)(?:{words})(?!\w)", person.employer, re.IGNORECASE)
        companies = [person.employer] if employed else []
        companies += [each.company for each in person.disclosures or () if OWNS.search(each.nature)]
        for company in companies:
            yield finding("PP-03", person.source, name=person.name, company=company)


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
        if review.reviewer.casefold() in authors:
            problem = f"the reviewer {review.reviewer} is an author"
        elif gaps := ", ".join(name for name, value in parts.items() if not value):
            problem = f"the review by {review.reviewer} does not state its {gaps}"
        elif review.day and review.day > course.today:
            problem = f"the review by {review.reviewer} on {review.day} is in the future"
        else:
            continue
        yield finding("PP-05", review.source, problem=problem)


@check(STATED)
def support(course: Course) -> Iterator[Finding]:
    """CT-11: by name only."""
    for name in course.facts.lists.get("support", ()):
        if NOT_A_NAME.search(name):
            problem = f"the supporter '{name}' is given with more than a name"
            yield finding("CT-11", course.at("support"), problem=problem)
