"""The pages that a body requires: facts, blueprint, worksheet, and the evaluation form (evaluation.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markupsafe import Markup, escape

from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Citation, Objective, Question, Section
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import ALWAYS, block, check
from . import credit
from .claims import body_of, computed, worksheet_bodies
from .facts import CERTIFICATE, CITED, FIELDS, keys_of
from .objectives import level_of
from .provider import missing
from .readability import grades

LINK = re.compile(r"\]\((?P<path>[^)\s#]+\.md)(?P<anchor>#[^)\s]*)?\)")
ASKED = [
    {"id": id_, "kind": "scale", "choices": (), **parts}
    for id_, parts in tomllib.loads(Path(__file__).with_name("evaluation.toml").read_text("utf-8")).items()
]
"""The questions of the evaluation form."""
YES_PARTLY_NO = ("evaluation-yes", "evaluation-partly", "evaluation-no")
"""The answers to whether an objective was reached."""
PARAGRAPH = re.compile(r"\A<p>(.*)</p>\Z", re.DOTALL)


def inline(course: Course, page: str, text: str) -> Markup:
    """A text of the front matter as HTML: its links, its citations as links to the bibliography, its emphasis."""

    def cite(match: re.Match[str]) -> str:
        return "(" + "; ".join(reference(course, page, key) for key in keys_of(match)) + ")"

    def link(match: re.Match[str]) -> str:
        url = course.sources.urls.get(match["path"])
        return match[0] if url is None else f"]({relative(url + (match['anchor'] or ''), page)})"

    html = Markdown().convert(LINK.sub(link, CITED.sub(cite, text)))
    return Markup(PARAGRAPH.sub(r"\1", html))


def begun(text: str) -> str:
    """A text with a capital letter; an address stays as it is."""
    return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]


def reference(course: Course, page: str, key: str) -> str:
    """A reference as a Markdown link to its entry; the key alone where it is not known."""
    label, address = course.link(key, page)
    return f"[{label}]({address})" if address else label


@check(ALWAYS)
def known(course: Course) -> list[Finding]:
    """C001: what the facts cite is in the bibliography."""
    keys, bib = course.sources.bibliography.by_key, course.sources.bib
    cited = [citation for citation in course.fact_citations if citation.key not in keys]
    return [finding("C001", citation.source, keys, key=citation.key, bib=bib) for citation in cited]


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
        claims=[(claim.claimed, body_of(course, claim)) for claim in course.facts.credits],
        inline=partial(inline, course, page), source=partial(reference, course, page), begun=begun,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind an objective: the sections that teach it, the questions that test it, each with its page and its
    number there, and the keys of what both cite.
    """

    sections: list[Section]
    questions: list[tuple[str, int, Question]]
    references: list[str]

    def on(self, path: str) -> tuple[int, int]:
        """How many sections and questions are on a page."""
        return sum(part.page == path for part in self.sections), sum(page == path for page, _, _ in self.questions)


@block("blueprint")
def blueprint_page(course: Course, path: str, argument: str) -> Markup:
    """Objective by section, question and reference: a matrix of counts a module, and behind it what they count."""
    return fill_template("blueprint.html", **blueprint(course, course.sources.urls[path], course.cited))


def blueprint(course: Course, page: str, cited: Collection[Citation]) -> dict[str, Any]:
    """What templates of the blueprint may name, with addresses as seen from a page; `cited` are the citations of
    sections and questions.
    """

    def behind(objective: Objective) -> Behind:
        sections = course.taught.get(objective.id, [])
        questions = [
            (path, number, question)
            for path, each in course.questions.items()
            for number, question in enumerate(each, start=1)
            if question.objective == objective.id
        ]
        places = {(part.page, part.anchor) for part in sections}
        places |= {(path, question.anchor) for path, _, question in questions}
        return Behind(sections, questions, list(dict.fromkeys(c.key for c in cited if (c.page, c.within) in places)))

    def to(path: str, anchor: str = "") -> str:
        return relative(course.sources.urls[path] + (f"#{anchor}" if anchor else ""), page)

    def link(key: str) -> Markup:
        label, href = course.link(key, page)
        return Markup('<a href="{}">{}</a>').format(href, label) if href else Markup(escape(label))

    return {"course": course, "words": course.words, "behind": behind, "to": to, "link": link, "level_of": level_of}


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


@block("evaluation")
def evaluation_page(course: Course, path: str, argument: str) -> Markup:
    """The form, with one row an objective. It works on paper: answers can be written on the print. A script saves them
    as a file.
    """
    return fill_template(
        "evaluation.html",
        modules=course.syllabus.modules, asked=ASKED, scale=(1, 2, 3, 4, 5), partly=YES_PARTLY_NO,
        title=course.syllabus.title, id=course.sources.outline.id, edition=course.edition, words=course.words,
    )  # fmt: skip
