"""Fill in the blank: a task list of what is accepted (ticked) and of wrong answers that are foreseen.

    - [x] pneumothorax
    - [x] collapsed lung
    - [ ] pneumonia

Answers are compared without case, spaces at the ends, and punctuation around them (marking/rules.py, rules 1 and 2).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from ...markdown.collect import Problem
from ...marking.rules import compared
from ...model import Option
from .kind import NOWHERE, Kind, Read, check_overlap, check_twice, field_of, has_boxes, row_of, unbox


class Blank(Kind):
    """See the module."""

    @property
    def name(self) -> str:
        """`blank`."""
        return "blank"

    def holds(self, items: etree.Element) -> bool:
        """A task list."""
        return items.tag == self.TAG and has_boxes(items)

    def read(self, items: list[etree.Element]) -> None:
        """Each line with its box."""
        self.rows = [row_of(item) for item in items]
        unbox(self.rows, self.problems)

    def ask(self, fieldset: etree.Element) -> None:
        """One field."""
        field_of(fieldset, self.id, self.words)

    def finish(self, read: Read) -> Iterator[Option]:
        """Answers as written; each reason carries its normalized text."""
        texts = [read(row.label) for row in self.rows]
        typed = [compared(text) for text in texts]
        check_twice(self.rows, typed, self.problems, overlaps=True)
        check_overlap(self.rows, texts, lambda at, other: _shared(typed[at], typed[other]), self.problems)
        for at, (row, text, says) in enumerate(zip(self.rows, texts, typed, strict=True)):
            if not text and len(row.label):
                self.problems.append(Problem("an answer has nothing that could be typed", "write it as text", at))
            row.reason.set("data-text", says)
            yield Option(text, row.right, bool(read(row.rationale)), NOWHERE, says=says)


def _shared(one: str, other: str) -> str:
    return f"both read '{one}'" if one == other else ""
