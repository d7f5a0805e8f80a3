"""The printed side of a badge: a certificate for each who passed, as HTML that stands alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template
from ..marking.grade import MarkedSheet
from ..marking.key import Key
from .badge import badge_id
from .certificate import Certificate

ASSETS = Path(__file__).parent.parent / "assets"


def why_not(key: Key) -> str:
    """Why no certificate can be made with a key, and the mend; an empty string where one can."""
    facts = key.certificate
    if facts is None:
        return (
            "the key is of an earlier version and lacks the facts for a certificate\n    fix: create a new key with "
            "coursebook key and --tickets-of this one; tickets and sheets of the same edition remain valid"
        )
    if not facts.ready:
        what = ", ".join(facts.missing) or "profile: provider"
        return (
            f"the course of the key does not state what a certificate requires: {what}\n    fix: fill it in in "
            "docs/index.md, and create a new key with --tickets-of this one"
        )
    return ""


def certificate(result: MarkedSheet, key: Key, facts: Certificate, thumbprint: str) -> str:
    """The certificate of a result as an HTML document without links, scripts or pictures."""
    sheet, words = result.sheet, Language.of(facts.language)
    day = sheet.finished.date()
    due = {id(one): credit for one, credit in facts.awarded(day, sheet.profession)}
    awards = [(n, one, due[id(one)], True) for n, one in enumerate(facts.awards) if id(one) in due]
    slots = {
        "name": sheet.name or sheet.ticket or sheet.attempt,
        "number": sheet.number,
        "date": words.date(day),
        "id": badge_id(key, sheet.attempt).removeprefix("urn:uuid:"),
        "key": thumbprint,
        "awards": awards,
        "credited": bool(awards),
        "scores": _score(result, key, words.date(day), words),
    }
    quiz = key.name or key.quiz
    return str(
        fill_template("certificate-alone.html", certificate=facts, slots=slots, quiz=quiz, style=_style(), words=words)
    )


def _score(result: MarkedSheet, key: Key, day: str, words: Language) -> Markup:
    """One line: the score, the pass mark and the day."""
    return fill_template("certificate-score.html", score=f"{result.score:g}", passing=key.passing, day=day, words=words)


@cache
def _style() -> Markup:
    """The sheet's style, as on the page of the site."""
    return Markup((ASSETS / "certificate.css").read_text("utf-8"))
