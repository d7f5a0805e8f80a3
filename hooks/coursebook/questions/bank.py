"""The item bank: every question of a page with its key, its reasons and its sources, as a reviewer reads it.

What is written comes from the form itself: the bank cannot say other than the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from markupsafe import Markup

from .handout import Element, all_of, seen

HIDDEN = ("headerlink", "footnote-ref", "cb-claim")
"""Classes of what is left out. Citations have been written out before, so have notes."""
NOTE = ".//text()[not(ancestor::a[@class='footnote-backref'])]"
"""The words of a note, without the way back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One option, accepted answer, pair or step; HTML. `letter` is a letter, the place of a step, or empty; `target`
    what a left side is matched with.
    """

    letter: str
    text: Markup
    target: Markup
    right: bool
    rationale: Markup


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its key. `kind` is named as learners read it; `unit` is that of a number."""

    id: str
    kind: str
    stem: Markup
    hints: tuple[Markup, ...]
    answers: tuple[Answer, ...]
    unit: str
    explanation: Markup


@dataclass(frozen=True, slots=True)
class Story:
    """What a case tells between its questions. `case` is its id where it begins, else empty."""

    case: str
    text: Markup


def bank(html: str, url: str) -> Iterator[Item | Story]:
    """The questions of a page in order, and what their cases tell. Addresses are as seen from the site's root."""
    root = lxml.html.fromstring(f"<div>{html}</div>")
    _say_notes(root)
    for element in root.iter("form", "section"):
        if element.get("class") == "cb-case":
            case = element.get("data-case") or ""
            for child in element:
                if child.tag == "form":
                    yield _item(child, url)
                else:
                    yield Story(case, seen(child, url, "", whole=True, hidden=HIDDEN))
                    case = ""
        elif element.get("class") == "cb-question" and element.getparent().get("class") != "cb-case":
            yield _item(element, url)


def _say_notes(root: Element) -> None:
    """Writes an author's notes in brackets where their marks stand: the list of notes is no part of the bank."""
    said = {
        f"#{note.get('id')}": " ".join("".join(note.xpath(NOTE)).split())
        for note in root.iter("li")
        if (note.get("id") or "").startswith("fn:")
    }
    for mark in [one for one in root.iter("sup") if len(one) and one[0].get("href") in said]:
        words = lxml.html.Element("span")
        words.text, words.tail = f" [{said[mark[0].get('href')]}]", mark.tail
        mark.getparent().replace(mark, words)


def _item(form: Element, url: str) -> Item:
    def inside(element: Element, name: str) -> Markup:
        return Markup(" ").join(seen(one, url, "", hidden=HIDDEN) for one in all_of(element, name))

    asked = {
        one.get("value"): option
        for option in all_of(form, "cb-option")
        for one in option.iter("input")
        if one.get("value")
    }
    answers = []
    for reason in all_of(form, "cb-reason"):
        option = asked.get(reason.get("data-option"))
        if option is not None:
            more = [seen(child, url, "", whole=True, hidden=HIDDEN) for child in option if child.tag != "label"]
            text = inside(option, "cb-option-text") + Markup("").join(more)
        else:
            text = inside(reason, "cb-option-text") or _said(reason, url)
        answers.append(
            Answer(
                " ".join(one.text_content() for one in all_of(reason, "cb-letter")),
                text,
                inside(reason, "cb-target"),
                reason.get("data-right") == "1",
                inside(reason, "cb-rationale"),
            )
        )
    return Item(
        form.get("data-question") or "",
        " ".join(one.text_content() for one in all_of(form, "cb-kind")),
        inside(form, "cb-stem"),
        tuple(
            Markup("").join(seen(part, url, "", hidden=HIDDEN) for part in hint if part.tag != "summary")
            for hint in all_of(form, "cb-hint")
        ),
        tuple(answers),
        " ".join(one.text_content() for one in all_of(form, "cb-unit")),
        inside(form, "cb-explanation"),
    )


def _said(reason: Element, url: str) -> Markup:
    """The left side of a pair, or a step: the verdict itself names it."""
    for verdict in all_of(reason, "cb-verdict"):
        for strong in verdict.iter("strong"):
            return Markup(str(seen(strong, url, "", hidden=HIDDEN)).removesuffix(":"))
    return Markup("")
