"""The pages that a body asks to see: facts, blueprint, worksheet."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial

from markdown import Markdown
from markupsafe import Markup

from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Citation, Objective, Page, Question
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import ALWAYS, block, check
from . import credit
from .claims import body_of, computed, worksheet_bodies
from .fields import CERTIFICATE, CITED, FIELDS, keys_of
from .objectives import level_of
from .provider import missing
from .readability import grades

LINK = re.compile(r"\]\((?P<path>[^)\s#]+\.md)(?P<anchor>#[^)\s]*)?\)")
PARAGRAPH = re.compile(r"\A<p>(.*)</p>\Z", re.DOTALL)


def inline(course: Course, page: str, text: str) -> Markup:
    """A text of the front matter as HTML: its links, its citations as links to the bibliography, its emphasis."""

    def cite(match: re.Match[str]) -> str:
        return "(" + "; ".join(source(course, page, key) for key in keys_of(match)) + ")"

    def link(match: re.Match[str]) -> str:
        url = course.sources.urls.get(match["path"])
        return match[0] if url is None else f"]({relative(url + (match['anchor'] or ''), page)})"

    html = Markdown().convert(LINK.sub(link, CITED.sub(cite, text)))
    whole = PARAGRAPH.match(html)
    return Markup(whole[1] if whole else html)


def begun(text: str) -> str:
    """A text with a capital letter; an address stays as it is."""
    return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]


def source(course: Course, page: str, key: str) -> str:
    """A reference as a Markdown link to its entry; the key alone where it is not known."""
    label, address = course.link(key, page)
    return f"[{label}]({address})" if address else label


@check(ALWAYS)
def known(course: Course) -> list[Finding]:
    """C001: what the facts cite is in the bibliography."""
    keys, bib = course.sources.bibliography.by_key, course.sources.bib
    cited = [one for one in course.fact_citations if one.key not in keys]
    return [finding("C001", one.source, keys, key=one.key, bib=bib) for one in cited]


@block("facts")
def facts_page(course: Course, path: str, argument: str) -> Markup:
    """The facts of the course in the order in which a learner reads them, and what a provider has to fill in."""
    return facts(course, course.sources.urls[path])


def facts(course: Course, page: str, without: Collection[str] = ()) -> Markup:
    """The facts as seen from the page at an address. `without` are keys of facts that are left out, `objectives` and
    `draft` among them.
    """
    homes, gaps = course.sources.homes, missing(course)
    addresses = {
        name: relative(course.sources.urls[homes[name]], page) if name in homes else ""
        for name in ("blueprint", "worksheet")
    }
    return fill_template(
        "facts.html",
        **addresses, course=course, without=without, facts=course.facts, words=course.words, gaps=gaps,
        fields=[field for field in FIELDS if field.key not in without], parts=CERTIFICATE,
        claims=[(one.claimed, body_of(course, one)) for one in course.facts.credits],
        inline=partial(inline, course, page), source=partial(source, course, page), begun=begun,
    )  # fmt: skip


@block("blueprint")
def blueprint_page(course: Course, path: str, argument: str) -> Markup:
    """Objective by section, question and reference: a matrix of counts a module, and behind it what they count."""
    rows = blueprint_rows(course, course.sources.urls[path], course.cited)
    return fill_template("blueprint.html", rows=rows, words=course.words)


def blueprint_rows(course: Course, page: str, cited: Collection[Citation]) -> list[dict[str, object]]:
    """What the blueprint shows of each module, with addresses as seen from a page; `cited` are the citations of what
    teaches and what asks.
    """
    rows: list[dict[str, object]] = []
    for module in course.syllabus.modules:
        columns = [one for one in module.in_order if not one.path.endswith("/index.md")]
        rows.append(
            {
                "module": module,
                "columns": [(one.title, relative(one.url, page)) for one in columns],
                "objectives": [_objective_row(course, one, columns, page, cited) for one in module.objectives],
            }
        )
    return rows


def _objective_row(
    course: Course, objective: Objective, columns: list[Page], page: str, cited: Collection[Citation]
) -> dict[str, object]:
    sections = course.taught.get(objective.id, [])
    questions: list[tuple[str, int, Question]] = [
        (path, number, question)
        for path, each in course.questions.items()
        for number, question in enumerate(each, start=1)
        if question.objective == objective.id
    ]
    places = {(one.page, one.anchor) for one in sections} | {(path, one.anchor) for path, _, one in questions}
    references = dict.fromkeys(one.key for one in cited if (one.page, one.within) in places)

    def link(path: str, anchor: str) -> tuple[str, str]:
        title, url = course.named[path]
        return title, relative(f"{url}#{anchor}", page)

    return {
        "objective": objective,
        "verb": level_of(objective),
        "cells": [
            {
                "sections": sum(section.page == one.path for section in sections),
                "questions": sum(path == one.path for path, _, _ in questions),
            }
            for one in columns
        ],
        "sections": [(one.title, *link(one.page, one.anchor)) for one in sections],
        "questions": [(number, *link(path, one.anchor)) for path, number, one in questions],
        "ids": [one.id for _, _, one in questions],
        "references": [course.link(key, page) for key in references],
    }


@block("worksheet")
def worksheet_page(course: Course, path: str, argument: str) -> Markup:
    """Every step from the words that were counted to what each body would give."""
    return worksheet(course, course.sources.urls[path])


def worksheet(course: Course, page: str) -> Markup:
    """The worksheet as seen from the page at an address."""
    return fill_template(
        "worksheet.html",
        course=course, effort=course.effort, credit=credit, grades=grades(course), words=course.words,
        bodies=[
            (body, claim, computed(course, body, claim), course.link(body.reference, page) if body.reference else None)
            for body, claim in worksheet_bodies(course)
        ],
    )  # fmt: skip
