"""The whole of it for one build: every rule that the course's profile asks for, and every page that shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from ..model import Citation, Syllabus
from ..read.source import Text
from ..report.finding import Finding, finding
from . import certificates, claims, dates, objectives, pages, prose, provider, readability, rules, site, states
from .credit import LOWEST_DIFFICULTY, Effort
from .evaluation import evaluation_page
from .facts import Facts
from .material import Check, Material

BLOCKS: Mapping[str, Callable[[Material, str], Markup]] = {
    "facts": pages.facts_page,
    "blueprint": pages.blueprint_page,
    "worksheet": pages.worksheet_page,
    "rules": rules.rules_page,
    "evaluation": evaluation_page,
    "certificate": certificates.certificate_page,
}
"""Blocks of this room, by what writes them; `in-person` has an argument and is written by states.py."""
NAMES = (*BLOCKS, states.BLOCK)
ALWAYS: tuple[Check, ...] = (*prose.ALWAYS, rules.check_rules, claims.named)
STATED: tuple[Check, ...] = (
    *objectives.STATED, *claims.STATED, *provider.STATED, *dates.STATED, *prose.STATED, *site.STATED, *states.STATED,
    *certificates.STATED, readability.reading_grade,
)  # fmt: skip
PROVIDER: tuple[Check, ...] = (*provider.PROVIDER, *certificates.PROVIDER)


def effort_of(course: Syllabus, texts: Mapping[str, Text], facts: Facts, pilot: tuple[float, ...]) -> Effort:
    """What the whole course asks of a learner: learning text, and the questions she has to answer."""
    each = [page for module in course.modules for page in module.pages]
    return Effort(
        words=sum(page.words for page in each),
        questions=sum(pages.needed(texts[page.path].meta, page) for page in each),
        media=sum(facts.media.values()),
        difficulty=facts.difficulty.value if facts.difficulty else LOWEST_DIFFICULTY,
        pilot=pilot,
    )


def check(material: Material) -> tuple[list[Finding], list[Finding]]:
    """Findings and notes. A course that states no profile is only asked what every course is asked."""
    asked = list(ALWAYS)
    if material.facts.profile:
        asked += STATED
    if material.facts.profile == "provider":
        asked += PROVIDER
    found = [one for rule in asked for one in rule(material)]
    for citation in pages.fact_citations(material):
        if citation.key not in material.references:
            names = {"key": citation.key, "bib": material.shown_bib}
            found.append(finding("C001", citation.source, material.references, **names))
    return found, provider.notes(material) if material.facts.profile else []


def cited(material: Material) -> list[Citation]:
    """References that the facts and the rules rest on, as citations of the pages that show them."""
    facts = [one for one in pages.fact_citations(material) if one.key in material.references]
    return [*facts, *rules.cited(material)]


def write(material: Material, name: str, argument: str, path: str) -> Markup:
    """The HTML of one block on the page with a path."""
    if name == states.BLOCK:
        file = (material.docs / path).parent / argument
        return states.in_person(states.asking(file), material.words)
    return BLOCKS[name](material, material.urls[path])
