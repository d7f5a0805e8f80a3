"""A question as a reader of a foreign format found it, before it is written as a block.

Intake                  one file: its parts in their order, and what was found on the way
  Prose                 text between questions, a heading, a page's own words
  Draft                 one question of one kind
    Answer              an option, an accepted text, a number
    Pair                two sides of a matching question
  Words                 text with the format it is written in
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..model import Source
from ..report.finding import Finding

Form = Literal["plain", "html", "markdown"]
Kind = Literal["choice", "number", "blank", "match", "order", "case", "none"]
"""`case` holds other drafts; `none` is a question that no block can hold: it is kept as a comment."""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text as its source has it. Line breaks in plain text are kept."""

    text: str
    form: Form = "plain"

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING = FormattedText("")


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An option, or what a learner may type. `weight` is in percent, or None where the source states none."""

    words: FormattedText
    right: bool
    rationale: FormattedText = NOTHING
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a matching question; an extra right side has an empty left side."""

    left: FormattedText
    right: FormattedText


@dataclass(frozen=True, slots=True)
class Draft:
    """One question. `name` is the title that its source gives it, `own_id` an id that an author gave it there.

    `kept` are lines that have no place in a block: they go into a comment above it. `files` are embedded files by
    name. `indent` is how far the question is indented in the page it comes from; `inner` are the questions of a case.
    """

    kind: Kind
    source: Source
    name: str = ""
    own_id: str = ""
    stem: FormattedText = NOTHING
    answers: tuple[DraftAnswer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    explanation: FormattedText = NOTHING
    hints: tuple[FormattedText, ...] = ()
    unit: str = ""
    kept: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    indent: str = ""
    inner: tuple[Draft, ...] = ()

    @property
    def words(self) -> tuple[FormattedText, ...]:
        """All text of the question."""
        pairs = [side for pair in self.pairs for side in (pair.left, pair.right)]
        answers = [words for answer in self.answers for words in (answer.words, answer.rationale)]
        inside = [words for draft in self.inner for words in draft.words]
        return (self.stem, *answers, *pairs, *self.hints, self.explanation, *inside)


@dataclass(frozen=True, slots=True)
class Prose:
    """Text between questions. `heading` is its level, 0 for a paragraph."""

    words: FormattedText
    source: Source
    heading: int = 0


@dataclass
class Intake:
    """What one file holds. `whole` says that its prose is a whole page, with its own title."""

    parts: list[Draft | Prose] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    whole: bool = False
