"""What a certificate has to say, and must not say (CE-01 to CE-03)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Source
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import PROVIDER, STATED, check
from .certificates import certificate_of, professions
from .claims import body_of
from .fields import CERTIFICATE
from .wording import pattern

NO_PICTURE = re.compile(r"!?\[[^\]]*\]\(|<\w|://")
CLAIMS, DENIES = pattern("certificate", "claims"), pattern("certificate", "denies")
CLAUSE = re.compile(r"[.;!?]\s+|\bbut\b")


@check(PROVIDER)
def complete(course: Course) -> Iterator[Finding]:
    """CE-01: a page has the certificate, and every field of it is stated."""
    facts = course.facts
    if "certificate" not in course.sources.homes:
        mend = "add the block /// certificate to a page"
        yield finding("CE-01", course.home.source(None), problem="is not on any page", mend=mend)
    for part, (what, _) in CERTIFICATE.items():
        if "certificate" in facts.stated and part not in facts.certificate:
            mend = f"write {part}: ... below 'certificate:' in docs/index.md; write none if there is none"
            yield finding("CE-01", course.at("certificate"), problem=f"has no {what}", mend=mend)
    if facts.people and not certificate_of(course).faculty:
        mend = "give one of the people the role author or faculty"
        yield finding("CE-01", course.at("people"), problem="names no author or faculty", mend=mend)
    for approval in facts.approvals:
        if not approval.statement:
            problem = f"has no statement for the approval by {approval.body}"
            mend = "write statement: ... in the body's own words"
            yield finding("CE-01", approval.source, problem=problem, mend=mend)


@check(STATED)
def restricted(course: Course) -> Iterator[Finding]:
    """CE-02: where a body gives credit to some professions alone, others get other words, and learners can say of which
    they are.
    """
    known = professions(course)
    bodies = {credit.body: body_of(course, credit).professions for credit in course.facts.credits}
    for approval in course.facts.approvals:
        of = bodies.get(approval.body, ())
        if of and approval.others in ("", approval.statement):
            same = "says the same to everyone" if approval.others else "does not say what others receive"
            mend = "write others: ... next to its statement, to say that they took part without credit"
            problem = f"gives credit of {approval.body} to some professions alone ({', '.join(of)}), and {same}"
            yield finding("CE-02", approval.source, problem=problem, mend=mend)
        for one in of:
            if one not in known:
                mend = f"write {one}: its name below 'professions:' in docs/index.md"
                problem = f"gives credit of {approval.body} to '{one}', and learners cannot say that they are"
                yield finding("CE-02", course.at("professions"), problem=problem, mend=mend)


@check(STATED)
def unsponsored(course: Course) -> Iterator[Finding]:
    """CE-02: no sponsor, no picture and no link."""
    lists = course.facts.lists
    for source, text in _texts(course):
        for name in (*lists.get("support", ()), *lists.get("ineligible", ())):
            if name.casefold() in text.casefold():
                mend = "name supporters under 'support:', which the facts of the course show"
                yield finding("CE-02", source, problem=f"names {name}", mend=mend)
        if match := NO_PICTURE.search(text):
            problem = f"has a picture, a link or HTML ('{match[0]}')"
            yield finding("CE-02", source, problem=problem, mend="write plain text")


@check(STATED)
def modest(course: Course) -> Iterator[Finding]:
    """CE-03: nothing on it claims competence or authority, but to deny it."""
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
