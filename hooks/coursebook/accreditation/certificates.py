"""What the certificate of a course bears, and the page on which a learner finds it.

The page holds the whole record of completion but the learner. A script adds what the learner's browser knows, and shows
it to whom it is due.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from markupsafe import Markup

from ..credentials.certificate import OTHER, PHYSICIAN, Award, Certificate
from ..locale import Language
from ..markdown.templates import fill_template
from ..steps.course import Course
from ..steps.registry import block
from .claims import body_of
from .facts import Approval

COURSE = {"id": "course", "title": "title", "edition": "edition", "hash": "hash"}
PROMISED = ("provider", "minutes", "mode", "means")
"""What a receipt says as the course does."""
LABELS = {
    "provider": "certificate-provider",
    "provider_number": "certificate-provider-number",
    "activity": "certificate-activity",
    "category": "certificate-category",
    "faculty": "certificate-faculty",
    "signer": "certificate-signer",
    "edition": "certificate-edition",
}
"""What the parts of a certificate are called."""
PROFESSIONS = {OTHER: "certificate-other", PHYSICIAN: "certificate-physician"}
SLOTS = ("name", "number", "date", "id")
"""What the script fills in."""


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
    """What a receipt of this course may say on whatever day it was made: its facts, and every credit with its days."""
    said = _said(certificate_of(course), course.words)
    return {name: said[name] for name in PROMISED}, tuple(_awards(course, today=False))


def professions(course: Course) -> Mapping[str, str]:
    """The professions that a learner may have, with their names; of a course that states none physicians and others."""
    return course.facts.professions or {one: course.words[word] for one, word in PROFESSIONS.items()}


def by_profession(course: Course) -> Mapping[str, str]:
    """The professions, where what a certificate says depends on them."""
    return professions(course) if any(award.professions for award in certificate_of(course).awards) else {}


def _awards(course: Course, today: bool = True) -> Iterator[Award]:
    """Credit that is claimed from bodies whose approval is in force today: no other is named (CR-12)."""
    for approval in sorted(course.facts.approvals, key=lambda one: one.designated or date.min):
        if not approval.number or (today and not course.facts.approved(approval.body, course.today)):
            continue
        last = _last_day(course, approval)
        if last < (approval.designated or date.min):
            continue
        for credit in course.facts.credits:
            if credit.body == approval.body:
                body = body_of(course, credit)
                since = approval.designated.isoformat() if approval.designated else ""
                until = last.isoformat() if last < date.max else ""
                yield Award(
                    body.title, approval.number, float(credit.claimed), body.unit, body.minutes, since, until,
                    approval.statement, approval.others, body.professions,
                )  # fmt: skip


def _last_day(course: Course, approval: Approval) -> date:
    """The last day of an approval. One that was renewed counts up to the day before the next begins, so that no day has
    the credit twice.
    """
    in_turn = sorted(course.facts.approvals, key=lambda one: one.designated or date.min)
    later = [one for one in in_turn[in_turn.index(approval) + 1 :] if one.body == approval.body and one.number]
    ends = approval.expires or date.max
    renewed = later[0].designated if later else None
    return min(ends, renewed - timedelta(days=1)) if renewed else ends


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
        facts=json.dumps(_said(certificate, course.words)), words=course.words,
        professions=json.dumps(dict(asked), ensure_ascii=False) if (asked := by_profession(course)) else "",
    )  # fmt: skip


def _said(certificate: Certificate, words: Language) -> dict[str, object]:
    """What the script puts into a receipt as it is here."""
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
            {name: getattr(one, name) for name in ("body", "approval", "claimed", "unit", "minutes")}
            for one in certificate.awards
        ],
    }  # fmt: skip
