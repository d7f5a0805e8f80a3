"""What the certificate of a course bears (CE-01 to CE-03), and the page on which a learner finds it.

The page holds the whole record of completion but the learner. A script adds what the learner's browser knows, and shows
it to whom it is due.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from ..credentials.certificate import Award, Certificate
from ..locale import Language
from ..markdown.templates import fill_template
from ..model import Source
from ..report.finding import finding
from .claims import body_of
from .fields import CERTIFICATE
from .material import Check, Findings, Material

BLOCK = "certificate"
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
SLOTS = ("name", "number", "date", "id")
"""What the script fills in."""
NO_PICTURE = re.compile(r"!?\[[^\]]*\]\(|<\w|://")
CLAIMS = re.compile(
    r"\b(?:competen(?:t|ce|cy)|proficien(?:t|cy)|qualif(?:y|ies|ied)|certif(?:y|ies|ied)\s+(?:to|in|as)"
    r"|(?:authoriz|licens|entitl)(?:es?|ed)\s+to)\b",
    re.IGNORECASE,
)
"""What a certificate must not say of its holder."""
CLAUSE = re.compile(r"[.;!?]\s+|\bbut\b")
DENIES = re.compile(r"\b(?:no|not|none|neither|nor|never|nothing|without|cannot)\b", re.IGNORECASE)
"""What turns a claim into its denial, as in "it is no proof of competence"."""


def certificate_of(material: Material) -> Certificate:
    """The facts that every certificate of this course bears, as the front matter states them today."""
    facts = material.facts
    ends = facts.days.get("expires")
    return Certificate(
        course=material.id,
        title=material.course.title,
        draft=facts.profile != "provider",
        provider=facts.texts.get("provider", ""),
        provider_number=facts.certificate.get("provider_number", ""),
        activity=facts.certificate.get("activity", ""),
        category=facts.certificate.get("category", ""),
        signer=facts.certificate.get("signer", ""),
        faculty=tuple(
            ", ".join(filter(None, (person.name, person.credentials)))
            for person in facts.people
            if {"author", "faculty"} & set(person.roles)
        ),
        minutes=int(material.effort.minutes()),
        edition=material.edition(),
        hash=material.content_hash,
        ends=ends.isoformat() if ends else "",
        language=material.words.tag,
        awards=tuple(_awards(material)),
        limits=facts.texts.get("limits") or material.words["certificate-limits"],
    )


def promised(material: Material) -> tuple[dict[str, object], tuple[Award, ...]]:
    """What a receipt of this course may say on whatever day it was made: its facts, and every credit with its days."""
    told = _told(certificate_of(material), material.words)
    return {name: told[name] for name in PROMISED}, tuple(_awards(material, today=False))


def _awards(material: Material, today: bool = True) -> Iterator[Award]:
    """Credit that is claimed from bodies whose approval is in force today: no other is named (CR-12). An approval that
    was renewed counts up to the day before the next begins, so that no day has the credit twice.
    """
    in_turn = sorted(material.facts.approvals, key=lambda one: one.designated or date.min)
    for number, approval in enumerate(in_turn):
        if not approval.number or (today and not material.facts.approved(approval.body, material.today)):
            continue
        nexts = [one.designated for one in in_turn[number + 1 :] if one.body == approval.body and one.number]
        ends = [one - timedelta(days=1) for one in nexts[:1] if one]
        last = min([*ends, approval.expires or date.max])
        if last < (approval.designated or date.min):
            continue
        for credit in material.facts.credits:
            if credit.body == approval.body:
                body = body_of(material, credit)
                since = approval.designated.isoformat() if approval.designated else ""
                until = last.isoformat() if last < date.max else ""
                yield Award(
                    body.title, approval.number, float(credit.claimed), body.unit, body.minutes, since, until,
                    approval.statement, approval.others, body.physicians,
                )  # fmt: skip


def certificate_page(material: Material, page: str) -> Markup:
    """The record of completion, hidden until a script knows that it is due; without scripts a note says so."""
    certificate = certificate_of(material)
    slots: dict[str, object] = {name: Markup(f'<span data-slot="{name}"></span>') for name in SLOTS}
    slots["scores"] = Markup('<div data-slot="scores"></div>')
    slots["awards"] = [
        (number, award, credit, False)
        for number, award in enumerate(certificate.awards)
        for credit in ((True, False) if award.physicians else (True,))
    ]
    return fill_template(
        "certificate.html",
        certificate=certificate, slots=slots, open=_open(certificate, material.words),
        facts=json.dumps(_told(certificate, material.words)), words=material.words,
    )  # fmt: skip


def _open(certificate: Certificate, words: Language) -> str:
    """What is not stated, in words: `Provider, category`."""
    names = [words[label].lower() for name, label in LABELS.items() if name in certificate.missing]
    return ", ".join(names).capitalize()


def _told(certificate: Certificate, words: Language) -> dict[str, object]:
    """What the script puts into a receipt as it stands here."""
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
            {
                "body": one.body, "approval": one.approval, "claimed": one.claimed, "unit": one.unit,
                "minutes": one.minutes,
            }
            for one in certificate.awards
        ],
    }  # fmt: skip


def complete(material: Material) -> Findings:
    """CE-01: a page has the certificate, and every field of it is stated."""
    found, facts = [], material.facts
    if BLOCK not in material.homes:
        problem, mend = "stands on no page", "add the block /// certificate to a page"
        found.append(finding("CE-01", material.home.source(None), problem=problem, mend=mend))
    if "certificate" in facts.stated:
        for part, (what, _) in CERTIFICATE.items():
            if part not in facts.certificate:
                mend = f"write {part}: ... below 'certificate:' in docs/index.md; none where there is none"
                found.append(finding("CE-01", material.at("certificate"), problem=f"lacks the {what}", mend=mend))
    if facts.people and not certificate_of(material).faculty:
        mend = "give one of the people the role author or faculty"
        found.append(finding("CE-01", material.at("people"), problem="lacks its faculty", mend=mend))
    for approval in facts.approvals:
        if not approval.statement:
            mend = "write statement: ... as the body words it"
            problem = f"has no words for the approval by {approval.body}"
            found.append(finding("CE-01", approval.source, problem=problem, mend=mend))
    return found


def by_profession(material: Material) -> Findings:
    """CE-02: where a body gives credit to physicians alone, others get other words."""
    restricted = {credit.body for credit in material.facts.credits if body_of(material, credit).physicians}
    found = []
    for approval in material.facts.approvals:
        if approval.body in restricted and approval.others in ("", approval.statement):
            same = "says the same to everyone" if approval.others else "does not say what others get"
            mend = "write others: ... beside its statement: that they took part, with no credit"
            problem = f"gives credit of {approval.body} to physicians alone, and {same}"
            found.append(finding("CE-02", approval.source, problem=problem, mend=mend))
    return found


def unsponsored(material: Material) -> Findings:
    """CE-02: no sponsor, no picture and no link."""
    names = [*material.facts.lists.get("support", ()), *material.facts.lists.get("ineligible", ())]
    found = []
    for source, text in _texts(material):
        for name in names:
            if name.casefold() in text.casefold():
                mend = "name supporters under 'support:', which the facts of the course show"
                found.append(finding("CE-02", source, problem=f"names {name}", mend=mend))
        if match := NO_PICTURE.search(text):
            mend = "write words alone"
            found.append(finding("CE-02", source, problem=f"has a picture, a link or HTML ('{match[0]}')", mend=mend))
    return found


def modest(material: Material) -> Findings:
    """CE-03: nothing on it claims competence or authority."""
    found = [
        finding("CE-03", source, words=match[0]) for source, text in _texts(material) for match in CLAIMS.finditer(text)
    ]
    limits = material.facts.texts.get("limits", "")
    clauses = [clause for clause in CLAUSE.split(limits) if not DENIES.search(clause)]
    found += [
        finding("CE-03", material.at("limits"), words=match[0])
        for clause in clauses
        for match in CLAIMS.finditer(clause)
    ]
    return found


def _texts(material: Material) -> Iterator[tuple[Source, str]]:
    """Everything that an author writes for the certificate, with its place."""
    for part, text in material.facts.certificate.items():
        yield material.at("certificate", part), text
    for approval in material.facts.approvals:
        yield approval.source, approval.statement
        yield approval.source, approval.others


PROVIDER: tuple[Check, ...] = (complete,)
"""Asked of the profile `provider`."""
STATED: tuple[Check, ...] = (by_profession, unsponsored, modest)
"""Asked of what is stated, in every profile."""
