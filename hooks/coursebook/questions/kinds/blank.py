"""Fill in the blank: a task list of what is accepted (ticked) and of wrong answers that are foreseen.

    - [x] pneumothorax
    - [x] collapsed lung
    - [ ] pneumonia

Answers are compared without case, spaces at the ends, and punctuation around them (marking/rules.py, rules 1 and 2).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from ...marking.rules import compared
from ...model import Option
from .kind import NOWHERE, Kind, Read, field_of


class Blank(Kind):
    """See the module."""

    name = "blank"
    boxes = True

    def ask(self, fieldset: etree.Element) -> None:
        """One field."""
        field_of(fieldset, self.id, self.words)

    def finish(self, read: Read) -> Iterator[Option]:
        """Answers as written; each reason carries its normalized text."""
        texts = [read(row.label) for row in self.rows]
        typed = [compared(text) for text in texts]
        self.check_twice(typed, overlaps=True)
        self.check_overlap(texts, lambda at, other: f"both read '{typed[at]}'" if typed[at] == typed[other] else "")
        for at, (row, text, says) in enumerate(zip(self.rows, texts, typed, strict=True)):
            if not text and len(row.label):
                self.problem("an answer has nothing that a learner can type", "write it as text", at)
            row.reason.set("data-text", says)
            yield Option(text, row.right, bool(read(row.rationale)), NOWHERE, says=says)
