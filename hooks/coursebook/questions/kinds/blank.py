"""Fill in the blank: a task list of what is accepted (ticked) and of wrong answers that are foreseen.

    - [x] pneumothorax
    - [x] collapsed lung
    - [ ] pneumonia

Answers are compared without case, spaces at the ends, and punctuation around them.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from ...model import Option, compared
from .kind import NOWHERE, Kind, Read, field_of, has_boxes, row_of, unbox


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
        for row in self.rows:
            unbox(row, self.problems)

    def ask(self, fieldset: etree.Element) -> None:
        """One field."""
        field_of(fieldset, self.id)

    def finish(self, read: Read) -> Iterator[Option]:
        """Answers as written; each reason carries its normalized text."""
        for row in self.rows:
            text = read(row.label)
            typed = compared(text)
            row.reason.set("data-text", typed)
            yield Option(text, row.right, bool(read(row.rationale)), NOWHERE, says=typed)
