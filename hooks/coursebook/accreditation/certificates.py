"""The certificate of a course: its facts, the page on which a learner finds it, and what it must and must not say
(CE-01 to CE-03).

The page holds the whole record of completion except for the learner. A script adds what the learner's browser knows,
and shows the record where it is due.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from markupsafe import Markup

from ..credentials.certificate import OTHER, PHYSICIAN, Award, Certificate
from ..locale import Language
from ..markdown.templates import fill_template
from ..model import Source
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import PROVIDER, STATED, block, check
from .claims import body_of
from .facts import CERTIFICATE
from .wording import pattern

COURSE = {"id": "course", "title": "title", "edition": "edition", "hash": "hash"}
COMMON = ("provider", "minutes", "mode", "means")
"""Facts that are the same in every receipt of the course."""
LABELS = {
    "provider": "certificate-provider", "provider_number": "certificate-provider-number",
    "activity": "certificate-activity", "category": "certificate-category", "faculty": "certificate-faculty",
    "signer": "certificate-signer", "edition": "certificate-edition",
}  # fmt: skip
"""What the parts of a certificate are called."""
PROFESSIONS = {OTHER: "certificate-other", PHYSICIAN: "certificate-physician"}
SLOTS = ("name", "number", "date", "id")
"""What the script fills in."""
NO_PICTURE = re.compile(r"!?\[[^\]]*\]\(|<\w|://")
CLAIMS, DENIES = pattern("certificate", "claims"), pattern("certificate", "denies")
CLAUSE = re.compile(r"[.;!?]\s+|\bbut\b")


def certificate_of(course: Course) -> Certificate:
    """The facts that every certificate of this course bears, as the front matter states them today."""
    facts, parts = course.facts, course.facts.certificate
    ends = facts.days.get("expires")
    faculty = [person for person in facts.people if {"author", "faculty"} & set(person.roles)]
    return Certificate(
        course=course.sources.outline.id,
        title=course.syllabus.title,
        draft=facts.profile != "provider",
        provider=facts.texts.get("provider", ""),
        provider_number=parts.get("provider_number", ""),
        activity=parts.get("activity", ""),
        category=parts.get("category", ""),
        signer=parts.get("signer", ""),
        faculty=tuple(", ".join(filter(None, (person.name, person.credentials))) for person in faculty),
        minutes=int(course.minutes),
        edition=course.edition,
        hash=course.sources.content_hash,
        ends=ends.isoformat() if ends else "",
        language=course.words.tag,
        awards=tuple(_awards(course)),
        limits=facts.texts.get("limits") or course.words["certificate-limits"],
        professions=tuple(professions(course)),
    )


def promised(course: Course) -> tuple[dict[str, object], tuple[Award, ...]]:
    """What a receipt of this course may state on any day: its facts, and every credit with its days."""
    facts = _receipt(certificate_of(course), course.words)
    return {name: facts[name] for name in COMMON}, tuple(_awards(course, today=False))


def professions(course: Course) -> Mapping[str, str]:
    """The professions that a learner may have, with their names: by default, physicians and others."""
    return course.facts.professions or {id_: course.words[word] for id_, word in PROFESSIONS.items()}


def by_profession(course: Course) -> Mapping[str, str]:
    """The professions, where what a certificate says depends on them."""
    return professions(course) if any(award.professions for award in certificate_of(course).awards) else {}


def _awards(course: Course, today: bool = True) -> Iterator[Award]:
    """Credit that is claimed from bodies whose approval is in force today: no other is named (CR-12). An approval that
    was renewed counts up to the day before the next one begins, so that no day has the credit twice.
    """
    in_turn = sorted(course.facts.approvals, key=lambda approval: approval.designated or date.min)
    for number, approval in enumerate(in_turn):
        if not approval.number or (today and not course.facts.approved(approval.body, course.today)):
            continue
        first, last = approval.designated or date.min, approval.expires or date.max
        later = (each for each in in_turn[number + 1 :] if each.body == approval.body and each.number)
        if (renewal := next(later, None)) and renewal.designated:
            last = min(last, renewal.designated - timedelta(days=1))
        if last < first:
            continue
        since = first.isoformat() if first > date.min else ""
        until = last.isoformat() if last < date.max else ""
        for credit in course.facts.credits:
            if credit.body == approval.body:
                body = body_of(course, credit)
                yield Award(
                    body.title, approval.number, float(credit.claimed), body.unit, body.minutes, since, until,
                    approval.statement, approval.others, body.professions,
                )  # fmt: skip


@block("certificate")
def certificate_page(course: Course, path: str, argument: str) -> Markup:
    """The record of completion, hidden until a script knows that it is due; without scripts a note says so."""
    certificate = certificate_of(course)
    slots: dict[str, object] = {name: Markup(f'<span data-slot="{name}"></span>') for name in SLOTS}
    slots["scores"] = Markup('<div data-slot="scores"></div>')
    slots["awards"] = [
        (number, award, credit, False)
        for number, award in enumerate(certificate.awards)
        for credit in ((True, False) if award.professions else (True,))
    ]
    missing = [course.words[label].lower() for name, label in LABELS.items() if name in certificate.missing]
    return fill_template(
        "certificate.html",
        certificate=certificate, slots=slots, open=", ".join(missing).capitalize(),
        facts=json.dumps(_receipt(certificate, course.words)), words=course.words,
        professions=json.dumps(dict(asked), ensure_ascii=False) if (asked := by_profession(course)) else "",
    )  # fmt: skip


def _receipt(certificate: Certificate, words: Language) -> dict[str, object]:
    """The part of a receipt that is the same for all learners: the script copies it."""
    return {
        "course": {name: getattr(certificate, field) for name, field in COURSE.items()},
        "provider": {
            "name": certificate.provider, "number": certificate.provider_number, "activity": certificate.activity,
            "category": certificate.category,
        },
        "minutes": certificate.minutes,
        "mode": words["certificate-mode-is"],
        "means": f"{words['certificate-self']} {certificate.limits}",
        "credit": [
            {name: getattr(award, name) for name in ("body", "approval", "claimed", "unit", "minutes")}
            for award in certificate.awards
        ],
    }  # fmt: skip


@check(PROVIDER)
def complete(course: Course) -> Iterator[Finding]:
    """CE-01: a page has the certificate, and every field of it is stated."""
    facts, place = course.facts, course.at("certificate")
    if "certificate" not in course.sources.homes:
        fix = "add the block /// certificate to a page"
        yield finding("CE-01", course.home.source(None), problem="is not on any page", fix=fix)
    for part, (what, _) in CERTIFICATE.items():
        if "certificate" in facts.stated and part not in facts.certificate:
            fix = f"write {part}: ... below 'certificate:' in docs/index.md; write none if there is none"
            yield finding("CE-01", place, problem=f"has no {what}", fix=fix)
    if facts.people and not certificate_of(course).faculty:
        fix = "give one of the people the role author or faculty"
        yield finding("CE-01", course.at("people"), problem="names no author or faculty", fix=fix)
    for approval in facts.approvals:
        if not approval.statement:
            problem = f"has no statement for the approval by {approval.body}"
            yield finding("CE-01", approval.source, problem=problem, fix="write statement: ... in the body's own words")


@check(STATED)
def restricted(course: Course) -> Iterator[Finding]:
    """CE-02: where a body limits its credit to some professions, others get another statement, and learners can state
    that they have one of these professions.
    """
    known = professions(course)
    bodies = {credit.body: body_of(course, credit).professions for credit in course.facts.credits}
    for approval in course.facts.approvals:
        limited = bodies.get(approval.body, ())
        if limited and approval.others in ("", approval.statement):
            same = "says the same to everyone" if approval.others else "does not say what others receive"
            fix = "write others: ... next to its statement, to say that they took part without credit"
            problem = f"gives credit of {approval.body} to some professions alone ({', '.join(limited)}), and {same}"
            yield finding("CE-02", approval.source, problem=problem, fix=fix)
        for profession in (profession for profession in limited if profession not in known):
            fix = f"write {profession}: its name below 'professions:' in docs/index.md"
            problem = f"gives credit of {approval.body} to '{profession}', and learners cannot say that they are"
            yield finding("CE-02", course.at("professions"), problem=problem, fix=fix)


@check(STATED)
def unsponsored(course: Course) -> Iterator[Finding]:
    """CE-02: no sponsor, no picture and no link."""
    lists = course.facts.lists
    for source, text in _texts(course):
        for name in (*lists.get("support", ()), *lists.get("ineligible", ())):
            if name.casefold() in text.casefold():
                fix = "name supporters under 'support:', which the facts of the course show"
                yield finding("CE-02", source, problem=f"names {name}", fix=fix)
        if match := NO_PICTURE.search(text):
            problem = f"has a picture, a link or HTML ('{match[0]}')"
            yield finding("CE-02", source, problem=problem, fix="write plain text")


@check(STATED)
def modest(course: Course) -> Iterator[Finding]:
    """CE-03: nothing on it claims competence or authority, except to deny it."""
    limits = CLAUSE.split(course.facts.texts.get("limits", ""))
    clauses = [(course.at("limits"), clause) for clause in limits if not DENIES.search(clause)]
    for source, text in (*_texts(course), *clauses):
        for match in CLAIMS.finditer(text):
            yield finding("CE-03", source, words=match[0])


def _texts(course: Course) -> Iterator[tuple[Source, str]]:
    """Everything that an author writes for the certificate, with its place."""
    for part, text in course.facts.certificate.items():
        yield course.at("certificate", part), text
    for approval in course.facts.approvals:
        yield approval.source, approval.statement
        yield approval.source, approval.others
