"""A question as its author wrote it, its options, and the hashes by which records know it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from .source import Source


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question. `text` is what the learner reads, without markup.

    For a number or a blank it is an answer that is accepted or foreseen; for matching its left side, and `target` its
    right side (a side without a partner has an empty text); for ordering a step, and `target` its place, from 1.
    `answer_code` is what an answer sheet writes for it: its short name; `row>target`; bounds `low..high`; a text as
    compared. `low` and `high` are the bounds of a number, as decimal text.
    """

    text: str
    right: bool
    has_rationale: bool
    source: Source
    target: str = ""
    answer_code: str = ""
    low: str = ""
    high: str = ""

    def __str__(self) -> str:
        return f"{self.text} => {self.target}" if self.target else self.text


@dataclass(frozen=True, slots=True)
class Parts:
    """What a question says as HTML of its page, before references and figures are filled in. `labels`, `more` (what
    stands below the first line), `targets` and `rationales` are by option; `order` are the positions of steps as they
    are asked, `choices` what a menu of matching offers, in its order.
    """

    stem: str = ""
    hints: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    rationales: tuple[str, ...] = ()
    explanation: str = ""
    unit: str = ""
    order: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()

    def map(self, show: Callable[[str], str]) -> Parts:
        """The same with `show(html)` for each text that is HTML."""
        texts: dict[str, Any] = {name: show(getattr(self, name)) for name in ("stem", "explanation", "unit")}
        lists: dict[str, Any] = {
            name: tuple(map(show, getattr(self, name))) for name in ("hints", "labels", "more", "targets", "rationales")
        }
        return replace(self, **texts, **lists)


@dataclass(frozen=True, slots=True)
class Story:
    """What a case tells between its questions, as HTML of its page. `case` is its id where it begins, else empty."""

    case: str
    html: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its author wrote it. `stem` and option texts are plain text.

    `kind` is `one` (a single best answer), `many` (choose all), `number`, `blank`, `match` or `order`; `case` the id of
    the case it belongs to; `allow` what the author wrote of rules it may break; `hints` how many there are; `unit` is
    what a number is asked in, as a reader sees it.
    """

    id: str
    objective: str
    stem: str
    options: tuple[Option, ...]
    source: Source
    anchor: str
    kind: str = "one"
    case: str = ""
    allow: str = ""
    hints: int = 0
    unit: str = ""
    parts: Parts = field(default=Parts(), compare=False)

    @property
    def keys(self) -> tuple[int, ...]:
        """Positions of the right options, from 0."""
        return tuple(n for n, option in enumerate(self.options) if option.right)

    @property
    def content_hash(self) -> str:
        """Twelve hexadecimal digits that change when what is asked changes: the kind, the stem, an option or the key.

        A better rationale does not change it, nor does another order of the options.
        """
        options = sorted(f"{'x' if option.right else ' '} {option}" for option in self.options)
        kind = () if self.kind in ("one", "many") else (self.kind,)
        return hashlib.sha256("\x1f".join((*kind, self.stem, *options)).encode()).hexdigest()[:12]

    @property
    def asked_hash(self) -> str:
        """As `content_hash`, for a page without the key: it does not confirm a guess at what is right."""
        if self.kind in ("number", "blank"):
            asked: set[str] = set()
        elif self.kind == "match":
            asked = {text for option in self.options for text in (f"{option.text} =>", f"=> {option.target}")}
        else:
            asked = {option.text for option in self.options}
        return hashlib.sha256("\x1f".join(("asked", self.kind, self.stem, *sorted(asked))).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as its author set it. `pass_mark` is in percent, None where none is set; `draw` is 0 where an exam asks
    everything, `least` 0 where it may leave an objective out.
    """

    id: str
    pass_mark: int | None
    draw: int
    least: int
    shuffle: bool
    private: bool
    source: Source


def edition_of(questions: Iterable[Question]) -> str:
    """Sixteen hexadecimal digits that change when what a quiz asks changes, whatever is right."""
    lines = sorted(f"{question.id} {question.asked_hash}" for question in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
