"""What a provider has to state before the course is offered: asked for in the profile `provider`, noted in `draft`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..report.finding import finding
from ..report.guess import guess
from .dates import add_months
from .facts import IN_CONTROL, Person
from .fields import CERTIFICATE, ELSEWHERE, FIELDS, OF_PAGES, Field
from .material import HOME, Check, Findings, Material
from .reading import NONE

A_YEAR = 12
"""Months for which a disclosure and a needs statement hold."""
SOURCES, REFERENCES, MONTHS, YEARS = 2, 3, 3, 6
"""At least: sources of the needs statement, references, months to the follow-up, years for which records are kept."""

OWNS = re.compile(r"(?<!stock )\b(?:employee|employed|employment|owner|owns|ownership)\b", re.IGNORECASE)
"""Relationships that cannot be mitigated. Stock of a company that is traded can."""

NEARLY = 80
"""How near, in percent, an entry of a page is to one that the engine reads there when it is told as misspelled."""
FILLED = ("people", "reviews", "texts", "needs", "difficulty", "certificate")
"""Kinds of entries that have to be filled in. An empty one of another kind is told where it is read (O008)."""


def missing(material: Material) -> tuple[Field, ...]:
    """Entries that the front matter of docs/index.md does not have, in the order of FIELDS."""
    return tuple(field for field in FIELDS if field.key not in material.facts.stated or _empty(material, field))


def _empty(material: Material, field: Field) -> bool:
    """Whether an entry is there and says nothing: `people: []`, `audience: none`, `needs:`. No support is an answer."""
    given = material.home.meta.get(field.key)
    if isinstance(given, str) and given.strip().casefold() in NONE:
        given = None
    return field.kind in FILLED and field.key != "support" and not given


def notes(material: Material) -> Findings:
    """O009: in a draft, one note with what is missing."""
    if material.facts.profile != "draft" or not (gaps := missing(material)):
        return []
    entries = ", ".join(field.key for field in gaps)
    return [finding("O009", material.at("profile"), entries=entries)]


def complete(material: Material) -> Findings:
    """Every entry is there, each asked for by its own rule."""
    found = []
    for field in missing(material):
        place = material.at(field.key)
        if field.rule == "PP-05":
            found.append(finding("PP-05", place, problem="no outside expert has reviewed the course"))
        elif field.rule == "CT-11":
            found.append(finding("CT-11", place, problem=f"the front matter does not say {field.what}"))
        elif field.rule == "CE-01":
            mend = f"write certificate: in docs/index.md, and below it {', '.join(CERTIFICATE)}"
            found.append(finding("CE-01", place, problem="is not described", mend=mend))
        elif field.rule == "EV-02":
            found.append(finding("EV-02", place, problem="nothing says when"))
        elif field.rule == "RC-01":
            found.append(finding("RC-01", place, problem="for a time that nobody states"))
        elif field.rule == "CR-05":
            found.append(finding("CR-05", place, problem="is not stated"))
        else:
            found.append(finding(field.rule, place, what=field.what, example=field.example))
    return found


def misspelled(material: Material) -> Findings:
    """O007: an entry of another page that is nearly one which the engine reads there, and is not read."""
    return [
        finding("O007", text.entry(str(key)), OF_PAGES, key=key, guess=close)
        for path, text in material.texts.items()
        for key in text.meta
        if path != HOME and key not in (*OF_PAGES, *ELSEWHERE) and (close := guess(str(key), OF_PAGES, NEARLY))
    ]


def shown(material: Material) -> Findings:
    """FM-01: the facts stand on the first page, before the first lesson. EV-01: there is an evaluation form."""
    found = []
    if material.homes.get("facts") != "index.md":
        what, example = "its facts where learners see them", "add the block /// facts to docs/index.md"
        found.append(finding("FM-01", material.home.source(None), what=what, example=example))
    if "evaluation" not in material.homes:
        found.append(finding("EV-01", material.home.source(None)))
    return found


def needs(material: Material) -> Findings:
    """FM-06: what is, what should be, why, who says so, and when that was last looked at."""
    stated = material.facts.needs
    if stated is None:
        return []
    papers = [key for key in stated.sources if _identified(material, key)]
    problems = {
        "what learners do now": bool(stated.current),
        "what they should do": bool(stated.ideal),
        "why they do not": bool(stated.cause),
        f"{SOURCES} sources of the bibliography": sum(key in material.references for key in stated.sources) >= SOURCES,
        "a source with a DOI or a PMID": bool(papers),
        "when it was last reviewed, within twelve months": _recent(material, stated.reviewed),
    }
    return [finding("FM-06", material.at("needs"), what=what) for what, right in problems.items() if not right]


def _identified(material: Material, key: str) -> bool:
    reference = material.references.get(key)
    return reference is not None and bool(reference.field("doi") or reference.field("pmid"))


def _recent(material: Material, day: date | None) -> bool:
    return day is not None and day <= material.today <= add_months(day, A_YEAR)


def in_control(material: Material) -> list[Person]:
    """Who decides what the course says."""
    return [person for person in material.facts.people if set(person.roles) & set(IN_CONTROL)]


def disclosed(material: Material) -> Findings:
    """PP-01: everyone in control has disclosed, within twelve months."""
    found = []
    for person in in_control(material):
        if person.disclosures is None or person.collected is None:
            found.append(finding("PP-01", person.source, name=person.name, problem="not disclosed anything"))
        elif not _recent(material, person.collected):
            when = "which is yet to come" if person.collected > material.today else "more than twelve months ago"
            problem = f"last disclosed on {person.collected}, {when}"
            found.append(finding("PP-01", person.source, name=person.name, problem=problem))
    for person in material.facts.people:
        if not person.roles:
            problem = f"no role (roles: {', '.join(IN_CONTROL)}, or another)"
            found.append(finding("PP-01", person.source, name=person.name, problem=problem))
    return found


def mitigated(material: Material) -> Findings:
    """PP-02: each relationship with its company, nature and how it was mitigated; no picture."""
    found = []
    for person in material.facts.people:
        for one in person.disclosures or ():
            gaps = [name for name in ("company", "nature", "mitigated") if not getattr(one, name)]
            if gaps:
                problem = f"with {one.company or 'a company'} does not say {', '.join(gaps)}"
            elif any("![" in part or "<" in part for part in (one.company, one.nature, one.mitigated)):
                problem = f"with {one.company} shows a picture"
            else:
                continue
            found.append(finding("PP-02", person.source, name=person.name, problem=problem))
    return found


def ineligible(material: Material) -> Findings:
    """PP-03: no one in control is employed by or owns an ineligible company."""
    listed = _any_of(material.facts.lists.get("ineligible", ()))
    found = []
    for person in in_control(material):
        companies = [person.employer] if listed and listed.search(person.employer) else []
        companies += [one.company for one in person.disclosures or () if OWNS.search(one.nature)]
        found += [finding("PP-03", person.source, name=person.name, company=name) for name in companies]
    return found


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds each of some names as whole words; None where there are none."""
    words = "|".join(re.escape(name.strip(" .")) for name in names)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None


def credentials(material: Material) -> Findings:
    """PP-04: shown for everyone."""
    people = material.facts.people
    return [finding("PP-04", person.source, name=person.name) for person in people if not person.credentials]


def reviewed(material: Material) -> Findings:
    """PP-05: by someone who is not an author, with a date, a decision and the authors' answer."""
    authors = {person.name.casefold() for person in material.facts.people if "author" in person.roles}
    found = []
    for review in material.facts.reviews:
        gaps = [name for name in ("day", "decision", "answer") if not getattr(review, name)]
        if review.reviewer.casefold() in authors:
            problem = f"the reviewer {review.reviewer} is an author"
        elif gaps:
            problem = f"the review by {review.reviewer} does not say its {', '.join(gaps).replace('day', 'date')}"
        elif review.day and review.day > material.today:
            problem = f"the review by {review.reviewer} on {review.day} is yet to come"
        else:
            continue
        found.append(finding("PP-05", review.source, problem=problem))
    return found


def support(material: Material) -> Findings:
    """CT-11: by name only."""
    return [
        finding("CT-11", material.at("support"), problem=f"the supporter '{name}' is not named by name only")
        for name in material.facts.lists.get("support", ())
        if "![" in name or "](" in name or "<" in name or "://" in name or "www." in name.lower()
    ]


def references(material: Material) -> Findings:
    """CT-08: a bibliography for further study."""
    count = len({citation.key for citation in material.cited})
    return [] if count >= REFERENCES else [finding("CT-08", material.at("modules"), count=count, limit=REFERENCES)]


def follow_up(material: Material) -> Findings:
    """EV-02: learners are asked again, three months later or more."""
    months = material.facts.numbers.get("follow_up")
    if months is None or months >= MONTHS:
        return []
    return [finding("EV-02", material.at("follow_up"), problem=f"{months:g} months are too soon")]


def retention(material: Material) -> Findings:
    """RC-01: for six years or more."""
    years = material.facts.numbers.get("retention_years")
    if years is None or years >= YEARS:
        return []
    return [finding("RC-01", material.at("retention_years"), problem=f"{years:g} years")]


PROVIDER: tuple[Check, ...] = (complete, shown, credentials, references, retention, follow_up)
"""Asked of the profile `provider`."""
STATED: tuple[Check, ...] = (misspelled, needs, disclosed, mitigated, ineligible, reviewed, support)
"""Asked of what is stated, in every profile."""
