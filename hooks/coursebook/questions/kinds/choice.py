"""Single best answer, and choose all that apply: a task list.

    - [ ] Book a review for next week
    - [x] Send her for urgent assessment

One ticked box makes one best answer, several make choose-all. Credit for choose-all: each correct choice counts
one, each incorrect choice takes one away, never below zero, of as many as there are correct options.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from string import ascii_uppercase as LETTERS

from markdown.util import AtomicString

from ...model import Option
from .kind import NOWHERE, AnswerKind, AnswerRow, Read, add_letter, identifiers


class Choice(AnswerKind):
    """See the module."""

    name = "one"
    boxes = True

    def read(self, items: list[etree.Element]) -> None:
        super().read(items)
        if sum(row.right for row in self.rows) > 1:
            self.name = "many"

    def ask(self, fieldset: etree.Element) -> None:
        """Radio buttons or check boxes, each with a letter."""
        choices = etree.SubElement(fieldset, "ul", {"class": "cb-options"})
        for number, row in enumerate(self.rows):
            choice = etree.SubElement(choices, "li", {"class": "cb-option"})
            target = etree.SubElement(choice, "label")
            type_ = "checkbox" if self.name == "many" else "radio"
            row.asked = etree.SubElement(target, "input", {"type": type_, "name": self.id})
            add_letter(target, LETTERS[number % len(LETTERS)])
            target.append(row.label)
            choice.extend(row.more)

    def add_verdict(self, row: AnswerRow, line: etree.Element) -> None:
        """The letter, and whether it is correct."""
        add_letter(line, LETTERS[self.rows.index(row) % len(LETTERS)])
        etree.SubElement(line, "strong").text = AtomicString(self.words["right" if row.right else "wrong"])

    def finish(self, read: Read) -> Iterator[Option]:
        """Options as written; the value of each input is the option's short name."""
        texts = self.texts(read)
        for row, text, short in zip(self.rows, texts, identifiers(texts), strict=True):
            if row.asked is not None:
                row.asked.set("value", short)
            row.reason.set("data-option", short)
            yield Option(text, row.right, bool(read(row.rationale)), NOWHERE, answer_code=short)
