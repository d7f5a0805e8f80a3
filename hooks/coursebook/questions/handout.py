"""The handout: every question of the course on one page, for print, and nothing that tells an answer.

It is made of what a learner sees before answering. Only that is copied: stem, options, rows, unit. No key, no
rationale, no hint, no mark of a citation (a source can tell the answer) and no attribute of the questions' forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

import lxml.html
from lxml.etree import strip_elements
from markupsafe import Markup

from ..html import relative, render, resolve
from ..locale import Language
from ..model import Page

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


def handout_page(
    groups: Iterable[tuple[str, Iterable[Page]]], pages: dict[str, str], here: str, words: Language
) -> Markup:
    """What is asked in each titled group of pages, for the page at address `here`. `pages` are the HTML of pages by
    path; pages and groups without a question are left out.
    """
    parts = []
    for title, group in groups:
        shown = [
            (page.title, relative(page.url, here), tuple(_questions(pages[page.path], page.url, here)))
            for page in group
            if page.path in pages
        ]
        if shown:
            parts.append((title, shown))
    return render("handout.html", parts=parts, letters=LETTERS, words=words)


def _questions(html: str, url: str, here: str) -> Iterable[Asked | Markup]:
    """The questions of a page in order, and what stands between those of a case."""
    root = lxml.html.fromstring(f"<div>{html}</div>")
    for element in root.iter("form", "section"):
        if element.get("class") == "cb-case":
            for child in element:
                if child.tag == "form":
                    yield _asked(child, url, here)
                else:
                    yield seen(child, url, here, whole=True)
        elif element.get("class") == "cb-question" and element.getparent().get("class") != "cb-case":
            yield _asked(element, url, here)


def all_of(element: Element, name: str) -> list[Element]:
    """Every element below one that has a class."""
    return list(element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def _asked(form: Element, url: str, here: str) -> Asked:
    head = all_of(form, "cb-question-head")[0]
    kind = "".join(one.text_content() for one in all_of(head, "cb-kind"))
    rows = []
    for option in all_of(form, "cb-option"):
        text = "".join(str(seen(one, url, here)) for one in all_of(option, "cb-option-text"))
        more = [seen(child, url, here, whole=True) for child in option if child.tag != "label"]
        rows.append(Markup(text) + Markup("").join(more))
    menus = form.xpath(".//select")[:1] if form.get("data-kind") == "match" else []
    targets = [Markup(escape(one.text_content())) for menu in menus for one in menu.iter("option") if one.get("value")]
    stem = seen(all_of(form, "cb-stem")[0], url, here)
    unit = " ".join(one.text_content() for one in all_of(form, "cb-unit"))
    return Asked(
        (head.text or "").strip(), kind, stem, tuple(rows), tuple(targets), form.get("data-kind") == "order", unit
    )


def seen(element: Element, url: str, here: str, whole: bool = False, hidden: tuple[str, ...] = MARKS) -> Markup:
    """What a reader sees of an element, or of the inside of it, with addresses as seen from another page. Elements of
    the classes `hidden` are left out.
    """
    copy = lxml.html.fromstring(lxml.html.tostring(element, encoding="unicode", with_tail=False))
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
    return Markup(text if whole else text[text.index(">") + 1 : text.rindex("<")])
