"""Which entries the front matter of docs/index.md may have, who asks for each, and how a provider writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One entry. `rule` is the rule that makes a provider state it; `label` a key of the catalogue of words."""

    key: str
    kind: str
    rule: str
    label: str
    what: str
    example: str


FIELDS = (
    Field("audience", "texts", "FM-05", "fact-audience", "for whom it is", "audience: [physical therapists]"),
    Field("prerequisites", "text", "FM-05", "fact-prerequisites", "what learners must know", "prerequisites: none"),
    Field("level", "level", "FM-03", "fact-level", "its level", "level: basic, intermediate or advanced"),
    Field("methods", "texts", "FM-04", "fact-methods", "how it teaches", "methods: [reading, cases, questions]"),
    Field("medium", "text", "FM-01", "fact-medium", "its medium", "medium: web pages, read at any time"),
    Field("participation", "text", "FM-02", "fact-participation", "how to take part", "participation: read, then ..."),
    Field("pass_mark", "percent", "FM-02", "fact-pass-mark", "its pass mark", "pass_mark: 80"),
    Field("edition", "text", "RC-02", "fact-edition", "its edition", "edition: 2026.1"),
    Field("released", "date", "FM-01", "fact-released", "its release date", "released: 2026-11-21"),
    Field("reviewed", "date", "FM-01", "fact-reviewed", "the date of its last review", "reviewed: 2026-11-21"),
    Field("expires", "date", "FM-01", "fact-expires", "its end date", "expires: 2028-11-21"),
    Field("provider", "text", "FM-01", "fact-provider", "who provides it", "provider: name and address"),
    Field("people", "people", "FM-01", "fact-people", "who is responsible", "people: with name, roles, ..."),
    Field("reviews", "reviews", "PP-05", "fact-reviews", "who reviewed it", "reviews: with reviewer, date, decision"),
    Field("support", "texts", "CT-11", "fact-support", "who supported it", "support: none"),
    Field("needs", "needs", "FM-06", "fact-needs", "which gap it closes", "needs: with current, ideal, cause, sources"),
    Field("contact", "text", "FM-07", "fact-contact", "whom to ask", "contact: an address"),
    Field("complaints", "text", "FM-07", "fact-complaints", "where to complain", "complaints: an address"),
    Field("technical", "text", "FM-07", "fact-technical", "what a learner's device needs", "technical: any browser"),
    Field("privacy", "text", "FM-07", "fact-privacy", "what it keeps about learners", "privacy: a sentence"),
    Field("copyright", "text", "FM-07", "fact-copyright", "who owns it", "copyright: a sentence"),
    Field("accommodation", "text", "FM-07", "fact-accommodation", "how to ask for help", "accommodation: an address"),
    Field("nondiscrimination", "text", "FM-08", "fact-nondiscrimination", "who may take it", "nondiscrimination: ..."),
    Field("follow_up", "number", "EV-02", "fact-follow-up", "when it asks again", "follow_up: 3"),
    Field("retention_years", "number", "RC-01", "fact-retention", "how long records are kept", "retention_years: 6"),
    Field("certificate", "certificate", "CE-01", "fact-certificate", "what its certificate bears", "certificate: ..."),
    Field("difficulty", "difficulty", "CR-05", "fact-difficulty", "its difficulty", "difficulty: {value: 2}"),
)  # fmt: skip
"""In the order in which a learner reads them."""
OPTIONAL = {
    "approvals": "approvals",
    "credit": "credits",
    "media": "media",
    "ineligible": "texts",
    "disputed": "texts",
    "brands": "texts",
    "bodies": "texts",
    "limits": "text",
    "lesson_end": "text",
    "reading_grade": "band",
}
"""Entries that need not be there, with their kind. `limits` says on certificates, receipts and badges what they do not
certify, in place of a sentence that fits every course; `lesson_end` stands at the end of each lesson, which ends with a
link to the facts where there is none.
"""
CERTIFICATE = {
    "activity": ("number of the activity", "certificate-activity"),
    "provider_number": ("number of the provider", "certificate-provider-number"),
    "category": ("category of the credit", "certificate-category"),
    "signer": ("name of the person who signs, with the office", "certificate-signer"),
}
"""Parts of the entry `certificate`: what each is, and its label. A provider who has no number writes `none`."""
ELSEWHERE = (
    "profile", "id", "allow", "title", "description", "modules", "evidence_years", "hide", "icon", "status", "subtitle",
    "tags", "template", "search", "social", "author", "authors", "date", "robots", "render_macros", "words",
)  # fmt: skip
"""Entries that other parts of the engine, or the theme, read."""
OF_PAGES = ("objectives", "practice", "reviewed", "expires", "clinical", "quiz", "was", "glossary", "documents",
            "styles")  # fmt: skip
"""Entries of other pages that the engine reads; a theme may read any others."""
KNOWN = (*(field.key for field in FIELDS), *OPTIONAL, *ELSEWHERE)
