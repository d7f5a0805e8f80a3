"""The item bank: every question of a page with its key, its reasons and its sources, as a reviewer reads it.

What is written is cut from the page itself: the bank cannot say other than the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from ..locale import Language
from ..model import Question
from ..model import Story as Told
from .handout import LETTERS, PageParts, seen

HIDDEN = ("headerlink", "footnote-ref", "cb-claim")
"""Classes of what is left out. Citations have been written out before, so have notes."""
Write = Callable[[str], str]


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


NOTE = re.compile(r'<sup id="fnref\d*:(?P<id>[^"]+)"><a class="footnote-ref"[^>]*>[^<]*</a></sup>')


@dataclass(frozen=True, slots=True)
class Story:
    """What a case tells between its questions. `case` is its id where it begins, else empty."""

    case: str
    text: Markup


def with_notes(html: str, notes: Mapping[str, str]) -> str:
    """A part of a page with the author's notes in brackets where their marks stand: the list of notes is no part of
    it.
    """

    def said(match: re.Match[str]) -> str:
        note = notes.get(f"fn:{match['id']}")
        return match[0] if note is None else f"<span> [{escape(note)}]</span>"

    return NOTE.sub(said, html)


def bank(page: PageParts, write: Write, url: str, words: Language) -> Iterator[tuple[int, Item] | Story]:
    """The questions of a page in order, each with its position, and what its cases tell. `write` fills in what the
    engine writes into a part, and spells out its citations. Addresses are as seen from the site's root.
    """

    def shown(html: str) -> Markup:
        return seen(write(html), url, "", hidden=HIDDEN)

    for one in page.told:
        if isinstance(one, Told):
            yield Story(one.case, shown(one.html))
        else:
            yield one, _item(page.questions[one], shown, words)


def _item(question: Question, shown: Callable[[str], Markup], words: Language) -> Item:
    parts = question.parts
    lettered = question.kind in ("one", "many")
    answers = []
    for n, option in enumerate(question.options):
        letter = LETTERS[n % len(LETTERS)] if lettered else option.target if question.kind == "order" else ""
        text = shown(parts.labels[n] + parts.more[n])
        answers.append(Answer(letter, text, shown(parts.targets[n]), option.right, shown(parts.rationales[n])))
    return Item(
        question.id,
        words[question.kind],
        shown(parts.stem),
        tuple(map(shown, parts.hints)),
        tuple(answers),
        question.unit,
        shown(parts.explanation),
    )
