"""The handout: every question of the course on one page, for print, and nothing that tells an answer.

It is made of what a learner sees before answering. Only that is copied: stem, options, rows, unit. No key, no
rationale, no hint, no mark of a citation (a source can tell the answer) and no attribute of the questions' forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol, TypeAlias

import lxml.html
from lxml.etree import strip_elements
from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative, resolve
from ..markdown.templates import fill_template
from ..model import Page, Question, Story

NAME = "handout"
KEPT = frozenset(
    """href src alt colspan rowspan scope width height style lang dir start reversed type
    xmlns display mathvariant stretchy fence separator accent linethickness columnalign""".split()
)
"""Attributes that a reader sees or hears; the last are of formulas."""
MARKS = ("footnote-ref", "cb-cite-sep", "cb-locator", "headerlink", "cb-claim")
"""Classes of what speaks of sources and places, not of what is asked."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Element: TypeAlias = lxml.html.HtmlElement


def all_of(element: Element, name: str) -> list[Element]:
    """Every element below one that has a class."""
    return list(element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the handout shows it. `rows` are options, or what is matched or ordered; `targets` what rows are
    matched with; all of them HTML.
    """

    head: str
    kind: str
    stem: Markup
    rows: tuple[Markup, ...]
    targets: tuple[Markup, ...]
    ordered: bool
    unit: str


class PageParts(Protocol):
    """What a page asks (see render.PageDoc)."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions."""

    @property
    def told(self) -> tuple[int | Story, ...]:
        """The order of the page: positions of questions, and what cases tell between them."""


def handout_page(
    groups: Iterable[tuple[str, Iterable[Page]]], pages: Mapping[str, PageParts], here: str, words: Language
) -> Markup:
    """What is asked in each titled group of pages, for the page at address `here`. `pages` are by path; pages and
    groups without a question are left out.
    """
    parts = []
    for title, group in groups:
        shown = [
            (page.title, relative(page.url, here), tuple(_questions(pages[page.path], page.url, here, words)))
            for page in group
            if page.path in pages
        ]
        if shown:
            parts.append((title, shown))
    return fill_template("handout.html", parts=parts, letters=LETTERS, words=words)


def _questions(page: PageParts, url: str, here: str, words: Language) -> Iterator[Asked | Markup]:
    """The questions of a page in order, and what stands between those of a case."""
    for one in page.told:
        if isinstance(one, Story):
            yield seen(one.html, url, here)
        else:
            yield _asked(one, page.questions[one], url, here, words)


def _asked(at: int, question: Question, url: str, here: str, words: Language) -> Asked:
    parts = question.parts
    rows = [
        seen(label, url, here) + seen(more, url, here) for label, more in zip(parts.labels, parts.more, strict=True)
    ]
    if question.kind in ("number", "blank"):
        rows = []
    elif question.kind == "match":
        rows = [row for row, option in zip(rows, question.options, strict=True) if option.text]
    elif question.kind == "order":
        rows = [rows[n] for n in parts.order]
    targets = tuple(Markup(escape(target)) for target in parts.choices)
    head, kind = words["question"].format(number=at + 1), words[question.kind]
    return Asked(head, kind, seen(parts.stem, url, here), tuple(rows), targets, question.kind == "order", question.unit)


def seen(html: str, url: str, here: str, hidden: tuple[str, ...] = MARKS) -> Markup:
    """What a reader sees of a part of a page, with addresses as seen from another page. Elements of the classes
    `hidden` are left out.
    """
    if not html.strip():
        return Markup("")
    copy = lxml.html.fragment_fromstring(html, create_parent="div")
    for mark in [one for name in hidden for one in all_of(copy, name)]:
        (parent if (parent := mark.getparent()).tag == "sup" else mark).drop_tree()
    strip_elements(copy, "script", "style", with_tail=False)
    strip_elements(copy, lxml.etree.Comment, with_tail=False)
    for one in copy.iter():
        for name in list(one.attrib):
            if name not in KEPT:
                del one.attrib[name]
        for name in ("href", "src"):
            if (address := one.get(name)) and (found := resolve(address, url)):
                path, fragment = found
                one.set(name, relative(f"{path}#{fragment}" if fragment else path, here))
    text = lxml.html.tostring(copy, encoding="unicode")
    return Markup(text[text.index(">") + 1 : text.rindex("<")])
