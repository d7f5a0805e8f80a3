"""Matching: a list of pairs, answered with a select menu a row.

    - Chest pain and dry cough => Emergency assessment now
    - Visible dirt => Wash with soap and water
    - => Wait a week

A line that begins with the arrow is a right side that belongs to nothing.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown.util import AtomicString

from ...model import Option
from .kind import NOWHERE, Kind, Read, Row, identifiers, mixed, row_of, select_of, whole

ARROW = "=>"
MEND = "write a pair as - left => right"


class Match(Kind):
    """See the module."""

    name = "match"

    def holds(self, items: etree.Element) -> bool:
        """A list with an arrow in it."""
        return items.tag == self.TAG and any(ARROW in row_of(item).raw for item in items)

    def read(self, items: list[etree.Element]) -> None:
        """Each line, split at its arrow."""
        super().read(items)
        for at, row in enumerate(self.rows):
            self.check_no_box(row, at)
            left, arrow, right = row.raw.partition(ARROW)
            if not arrow or ARROW in right:
                problem = "has two arrows" if arrow else "has no arrow"
                self.problem(f"'{row.raw[:40]}' {problem}", MEND, at)
            row.label.text = left.strip()
            row.other = etree.Element("span", {"class": "cb-target"})
            row.other.text = right.strip()
            row.right = bool(left.strip())
            if arrow and not right.strip():
                self.problem(f"'{left.strip()[:40]}' has no right side", MEND, at)

    def ask(self, fieldset: etree.Element) -> None:
        """A row for each left side, with a select menu of all right sides."""
        rows = etree.SubElement(fieldset, "ul", {"class": "cb-options cb-rows"})
        for row in self.rows:
            if row.right:
                item = etree.SubElement(rows, "li", {"class": "cb-option"})
                row.asked = select_of(item, self.id, row.label, self.words)
                item.extend(row.more)
        self.choices = etree.SubElement(fieldset, "p", {"class": "cb-choices"})  # for print, where no menu opens

    def judge(self, row: Row, told: etree.Element) -> None:
        """Left side and right side."""
        etree.SubElement(told, "strong").tail = " "
        if row.other is not None:
            told.append(row.other)

    def _check_sides(self, lefts: list[str], rights: list[str]) -> None:
        """Says so where a side that belongs to nothing belongs to something, or all sides are the same."""
        taken = {right: left for left, right in zip(lefts, rights, strict=True) if left and right}
        for at, (left, right) in enumerate(zip(lefts, rights, strict=True)):
            if not left and right in taken:
                told = f"'{right[:40]}' has both no partner and the partner '{taken[right][:40]}'"
                self.problem(told, "remove it, or write another right side", at)
        if len([left for left in lefts if left]) > 1 and len(set(rights)) == 1:
            self.problem("all its right sides are the same", "add one without a partner: - => text")

    def finish(self, read: Read) -> Iterator[Option]:
        """Pairs as written; rows, and the choices of every menu, carry short names."""
        lefts = [whole(read, row) if row.right else "" for row in self.rows]
        rights = [read(row.other) if row.other is not None else "" for row in self.rows]
        sides = zip(self.rows, lefts, rights, strict=True)
        self.check_words([right if left or not row.right else "" for row, left, right in sides])
        self.check_twice(lefts)
        self._check_sides(lefts, rights)
        distinct = list(dict.fromkeys(rights))
        targets = dict(zip(distinct, identifiers(distinct), strict=True))
        texts = {id(row): right for row, right in zip(self.rows, rights, strict=True)}
        shown = list(dict.fromkeys(texts[id(row)] for row in mixed(self.rows, self.id, self.page)))
        self.offered = tuple(shown)
        self.choices.text = AtomicString(" ".join((self.words["choices"], "; ".join(shown))))
        for row, left, right, short in zip(self.rows, lefts, rights, identifiers(lefts), strict=True):
            row.reason[0][0].text = AtomicString(f"{read(row.label) or left}:" if left else self.words["no-partner"])
            row.reason.set("data-target", targets[right])
            if row.asked is not None:
                row.reason.set("data-row", short)
                row.asked.set("data-row", short)
                for text in shown:
                    etree.SubElement(row.asked, "option", {"value": targets[text]}).text = AtomicString(text)
            says = f"{short}>{targets[right]}" if left else f">{targets[right]}"
            yield Option(left, row.right, bool(read(row.rationale)), NOWHERE, right, says)
