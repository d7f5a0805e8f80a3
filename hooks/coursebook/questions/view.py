"""What other pages show of questions: the handout, which gives no answer, the item bank, which gives all, and the
review page, whose script fetches them.

Handout and item bank are made of Question.parts. The handout shows stem, options, rows and unit: no key, rationale or
hint, and no mark of a citation, since a source can give the answer away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from operator import attrgetter
from string import ascii_uppercase as LETTERS
from typing import Protocol, TypeAlias

import lxml.html
from lxml.etree import strip_elements
from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative, resolve
from ..markdown.templates import fill_template
from ..model import Page, Question, Story, Syllabus, module_of

KEPT = frozenset(
    """href src alt colspan rowspan scope width height style lang dir start reversed type
    xmlns display mathvariant stretchy fence separator accent linethickness columnalign""".split()
)
"""Attributes that a reader sees or hears; the last are of formulas."""
MARKS = ("footnote-ref", "cb-cite-sep", "cb-locator", "headerlink", "cb-claim")
"""Classes of what speaks of sources and places, not of what is asked: the handout leaves them out."""
SPELLED_OUT = ("headerlink", "footnote-ref", "cb-claim")
"""The same for the item bank, where citations and notes have been written out before."""
NOTE = re.compile(r'<sup id="fnref\d*:(?P<id>[^"]+)"><a class="footnote-ref"[^>]*>[^<]*</a></sup>')
Entry: TypeAlias = tuple[int, Question] | Story
"""A question with its number on the page, or the story of a case between its questions; texts are HTML."""


class PageParts(Protocol):
    """What a page asks (see render.PageDoc)."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions."""

    @property
    def sequence(self) -> tuple[int | Story, ...]:
        """The order of the page: positions of questions, and the stories of cases between them."""


def entries(page: PageParts, show: Callable[[str], Markup]) -> Iterator[Entry]:
    """What a page asks, in order; `show` makes what is shown of each part."""
    for entry in page.sequence:
        if isinstance(entry, Story):
            yield replace(entry, html=show(entry.html))
        else:
            question = page.questions[entry]
            yield entry + 1, replace(question, parts=question.parts.map(show))


def handout_page(
    groups: Iterable[tuple[str, Iterable[Page]]], pages: Mapping[str, PageParts], here: str, words: Language
) -> Markup:
    """What each titled group of `pages` (by path) asks, for the page at `here`; without those that ask nothing."""

    def asked(page: Page) -> list[Entry]:
        return list(entries(pages[page.path], lambda html: seen(html, page.url, here)))

    parts = [
        (title, [(page.title, relative(page.url, here), asked(page)) for page in group if page.path in pages])
        for title, group in groups
    ]
    shown = [(title, found) for title, found in parts if found]
    return fill_template("handout.html", parts=shown, rows=_rows, letters=LETTERS, words=words)


def _rows(question: Question) -> Iterable[int]:
    """The positions of the options that a question shows, in the order in which it asks them."""
    if question.kind in ("number", "blank"):
        return ()
    if question.kind == "order":
        return question.parts.order
    return [n for n, option in enumerate(question.options) if option.text or question.kind != "match"]


def with_notes(html: str, notes: Mapping[str, str]) -> str:
    """A part of a page with the author's notes in brackets in place of their marks: it has no list of notes."""

    def note(match: re.Match[str]) -> str:
        words = notes.get(f"fn:{match['id']}")
        return match[0] if words is None else f"<span> [{escape(words)}]</span>"

    return NOTE.sub(note, html)


def seen(html: str, url: str, here: str, hidden: tuple[str, ...] = MARKS) -> Markup:
    """What readers see of a part of the page at `url`, addresses as from `here`, less the classes `hidden`."""
    if not html.strip():
        return Markup("")
    copy = lxml.html.fragment_fromstring(html, create_parent="div")
    for mark in [found for name in hidden for found in copy.find_class(name)]:
        (parent if (parent := mark.getparent()).tag == "sup" else mark).drop_tree()
    strip_elements(copy, "script", "style", with_tail=False)
    strip_elements(copy, lxml.etree.Comment, with_tail=False)
    for element in copy.iter():
        for name in list(element.attrib):
            if name not in KEPT:
                del element.attrib[name]
        for name in ("href", "src"):
            if (address := element.get(name)) and (found := resolve(address, url)):
                path, fragment = found
                element.set(name, relative(f"{path}#{fragment}" if fragment else path, here))
    text = lxml.html.tostring(copy, encoding="unicode")
    return Markup(text[text.index(">") + 1 : text.rindex("<")])


def review_page(
    course: Syllabus,
    questions: Iterable[tuple[str, Question]],
    titles: Mapping[str, tuple[str, str]],
    here: str,
    words: Language,
) -> Markup:
    """The page at address `here`: for its script which questions there are and where; without scripts the way to the
    quizzes. `questions` come with the path of their page; `titles` are title and address by path.

    The index keeps to what the script needs: address and module of each page, hash and page of each question.
    """
    modules = {module.name: module.title for module in course.modules}
    pages: dict[str, int] = {}
    listed: dict[str, tuple[str, int]] = {}
    for path, question in questions:
        listed[question.id] = (question.content_hash, pages.setdefault(path, len(pages)))
    index = {
        "pages": [(relative(titles[path][1], here), modules.get(module_of(path), titles[path][0])) for path in pages],
        "questions": listed,
    }
    quizzes = [
        (module, max(module.pages, key=attrgetter("questions"))) for module in course.modules if module.questions
    ]
    rows = [(module.title, relative(page.url, here), page.questions) for module, page in quizzes]
    return fill_template("review.html", index=index, rows=rows, words=words)
