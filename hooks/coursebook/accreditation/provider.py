"""What a provider has to state before the course is offered: asked for in the profile `provider`, noted in `draft`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..report.finding import Finding, finding, guess
from ..steps.course import Course
from ..steps.registry import PROVIDER, STATED, check
from .dates import add_months
from .fields import ELSEWHERE, FIELDS, OF_PAGES, Field
from .reading import NONE

A_YEAR = 12
"""Months for which a disclosure and a needs statement hold."""
SOURCES, REFERENCES = 2, 3
"""At least: sources of the needs statement, references."""
NEARLY = 80
"""How near, in percent, an entry of a page is to one that the engine reads there when it is told as misspelled."""
FILLED = ("people", "reviews", "texts", "needs", "difficulty", "certificate")
"""Kinds of entries that have to be filled in. An empty one of another kind is told where it is read (O008)."""


def missing(course: Course) -> tuple[Field, ...]:
    """Entries that the front matter of docs/index.md does not have, in the order of FIELDS."""
    return tuple(field for field in FIELDS if field.key not in course.facts.stated or _empty(course, field))


def _empty(course: Course, field: Field) -> bool:
    """Whether an entry is there and says nothing: `people: []`, `audience: none`, `needs:`. No support is an answer."""
    given = course.home.meta.get(field.key)
    if isinstance(given, str) and given.strip().casefold() in NONE:
        given = None
    return field.kind in FILLED and field.key != "support" and not given


@check(STATED)
def notes(course: Course) -> Iterator[Finding]:
    """O009: in a draft, one note with what is missing."""
    if course.facts.profile == "draft" and (gaps := missing(course)):
        yield finding("O009", course.at("profile"), entries=", ".join(field.key for field in gaps))


@check(PROVIDER)
def complete(course: Course) -> Iterator[Finding]:
    """Every entry is there, and no number is too small, each as its own rule has it (fields.toml)."""
    for field in missing(course):
        parts = {"what": field.what, "example": field.example, "problem": field.problem, "mend": field.mend}
        yield finding(field.rule, course.at(field.key), **parts)
    for field in FIELDS:
        value = course.facts.numbers.get(field.key)
        if value is not None and value < field.least:
            yield finding(field.rule, course.at(field.key), problem=field.too_small.format(value=value))


@check(STATED)
def misspelled(course: Course) -> Iterator[Finding]:
    """O007: an entry of another page that is nearly one which the engine reads there, and is not read."""
    for text in course.sources.texts.values():
        for key in () if text is course.home else text.meta:
            close = guess(str(key), OF_PAGES, NEARLY)
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
    """FM-06: what is, what should be, why, who says so, and when that was last looked at."""
    stated = course.facts.needs
    if stated is None:
        return
    sources = [one for key in stated.sources if (one := course.sources.bibliography.by_key.get(key))]
    problems = {
        "current practice": stated.current,
        "desired practice": stated.ideal,
        "the cause of the gap": stated.cause,
        f"{SOURCES} sources from the bibliography": len(sources) >= SOURCES,
        "a source with a DOI or a PMID": any(one.field("doi") or one.field("pmid") for one in sources),
        "a review date within the last twelve months": recent(stated.reviewed, course.today),
    }
    for what, right in problems.items():
        if not right:
            yield finding("FM-06", course.at("needs"), what=what)


def recent(day: date | None, today: date) -> bool:
    """Whether a day is over, and no more than a year ago."""
    return day is not None and day <= today <= add_months(day, A_YEAR)
