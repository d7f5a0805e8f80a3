"""One page through Markdown, once: what its author wrote to what the course knows of it.

`render` is a function of a page's text and of its context; nothing else decides what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import markdown
from markdown import Extension
from markupsafe import Markup

from ..citations.marks import CitationExtension, definitions, find_citations
from ..citations.proof import left_as_text
from ..claims.marks import ClaimExtension
from ..course.glossary import GlossaryExtension
from ..figures.block import NAME as FIGURE
from ..figures.block import FigureExtension, check_figures
from ..markdown.addresses import LinkExtension
from ..markdown.blocks import TEACHES, AuthorMarks, GeneratedExtension
from ..markdown.collect import Collector, Context, FigureUse
from ..markdown.formulas import FormulaExtension
from ..markdown.html import Heading, Resource, read_html
from ..markdown.positions import Edit, Site, apply, cut, take, token
from ..model import Citation, ClaimUse, Question, Section, Story
from ..questions.block import NAME as QUESTION
from ..questions.block import QuestionExtension
from ..questions.rules import first_look
from ..questions.syntax.unread import check_anchors, place
from ..read.slashes import marks
from ..read.source import Text
from ..report.finding import Finding, Superfluous, finding

BACK = re.compile(r'<a class="footnote-backref".*?</a>', re.DOTALL)
WORD = re.compile(r"[^\s,]+")
EXTENSIONS: tuple[Callable[[Collector], Extension], ...] = (
    QuestionExtension, GeneratedExtension, FigureExtension, CitationExtension, ClaimExtension, AuthorMarks,
    FormulaExtension, GlossaryExtension, LinkExtension,
)  # fmt: skip
"""The engine's Markdown extensions, made anew for each page."""


@dataclass(frozen=True, slots=True)
class PageDoc:
    """A page as rendered. `html` has places for what the engine writes once the whole course is known; `toc` are the
    tokens of the table of contents, `title` the first heading, empty where there is none; `sequence` the order of the
    page: positions of questions, and the stories of cases between them; `notes` the words of the author's notes by id;
    `superfluous` the findings that others explain.
    """

    path: str
    html: str
    toc: tuple[dict[str, Any], ...]
    title: str
    questions: tuple[Question, ...]
    sequence: tuple[int | Story, ...]
    notes: Mapping[str, str]
    citations: tuple[Citation, ...]
    claim_uses: tuple[ClaimUse, ...]
    sections: tuple[Section, ...]
    figures: tuple[FigureUse, ...]
    headings: tuple[Heading, ...]
    resources: tuple[Resource, ...]
    ids: tuple[str, ...]
    words: int
    superfluous: tuple[Superfluous, ...]
    findings: tuple[Finding, ...]


def render(path: str, page: Text, context: Context) -> PageDoc:
    """The page at a path within docs."""
    found = list(first_look(page, (QUESTION, FIGURE, *context.slots)))
    found += check_figures(page, context.kinds)
    sites: list[Site] = []
    edits, cited, wrong = find_citations(page, context.aliases, context.bib, sites)
    found += wrong
    edits += [*marks(page.lines, page.line_starts, page.blocks, sites), *_attributes(page, sites)]
    text = apply(page.text, edits, page.body_start)
    if cited:  # first, so that references are numbered from 1 and an author's own notes follow them
        text = f"{definitions(context.aliases[one.key] for one in cited)}\n\n{text}"
    collected = Collector(
        context=context,
        path=path,
        shown=page.path,
        sites=sites,
        cited={one.site: context.aliases[one.key] for one in cited},
        edges=True,
    )
    md = markdown.Markdown(
        extensions=[*context.extensions, *(extension(collected) for extension in EXTENSIONS)],
        extension_configs=dict(context.configs),
    )
    html, parts = cut(md.convert(text))
    html, left = take(html, sites)
    toc = getattr(md, "toc_tokens", ())
    openers = {sites[number].line for number in left if sites[number].kind == "block"}
    whole = {number: take(part, sites)[0] for number, part in parts}

    def shown(numbers: str) -> str:
        return "".join(whole.get(int(number), "") for number in numbers.split())

    asked = [
        replace(one, question=replace(one.question, parts=one.question.parts.map(shown))) for one in collected.questions
    ]
    questions, wrong, superfluous = place(page, asked, collected.closed, openers)
    found += wrong
    within = {one.source.line: one.anchor for one in collected.sections}
    within |= {one.question.source.line: one.question.anchor for one in asked}
    facts = read_html(html)
    found += check_anchors(page, questions, facts.ids)
    found += left_as_text(page, facts, context.aliases)
    found += _marks(page, collected, context)
    return PageDoc(
        path=path,
        html=html,
        toc=tuple(toc),
        title=next((one["name"] for one in toc if one["level"] == 1 and one["id"] == collected.first), ""),
        questions=tuple(questions),
        sequence=tuple(_sequence(parts, whole, collected)),
        notes={id_: _plain(whole.get(number, "")) for number, id_ in collected.notes.items()},
        citations=tuple(
            Citation(
                one.key, page.source(one.line), path, words, collected.anchors.get(one.site, ""), within.get(at, "")
            )
            for one in cited
            for at, words in (page.where(one.line),)
        ),
        claim_uses=tuple(collected.claim_uses),
        sections=tuple(one for one in collected.sections if one.objective in context.objectives),
        figures=tuple(collected.figures),
        headings=facts.headings,
        resources=facts.resources,
        ids=tuple(facts.ids),
        words=facts.words,
        superfluous=tuple(superfluous),
        findings=tuple(found),
    )


def _plain(html: str) -> str:
    """The words of a note, without the way back."""
    return " ".join(Markup(BACK.sub("", html)).striptags().split())


def _sequence(parts: Sequence[tuple[int, str]], whole: Mapping[int, str], page: Collector) -> Iterator[int | Story]:
    """In the order of the page: questions by position, and the stories of cases."""
    stems = {int(asked.question.parts.stem): n for n, asked in enumerate(page.questions)}
    for number, _ in parts:
        if number in stems:
            yield stems[number]
        elif number in page.stories:
            yield Story(page.stories[number], whole[number])


def _attributes(page: Text, sites: list[Site]) -> list[Edit]:
    """A token behind each id in `claim="..."` and `objective="..."`."""
    edits = []
    for mark in page.marks:
        if mark.name in ("claim", TEACHES) and not mark.tag:
            for word in WORD.finditer(page.text, mark.start, mark.end):
                sites.append(Site(mark.name, page.line(word.start())))
                edits.append(Edit(word.end(), word.end(), token(len(sites) - 1)))
    return edits


def _marks(page: Text, collected: Collector, context: Context) -> list[Finding]:
    """E001 a claim that is not in the ledger, O006 an objective that no module has, F004 a formula that is wrong."""
    found = [finding("E001", place, context.claims, claim=name) for name, place in collected.unknown_claims]
    for one in collected.sections:
        if one.objective not in context.objectives:
            found.append(finding("O006", one.source, context.objectives, objective=one.objective))
    for tex, problem in collected.formulas:
        line = page.find(tex, unescape(tex))
        found.append(finding("F004", page.source(line), tex=" ".join(tex.split()), problem=problem))
    return found
