"""Matching and ordering: rows that are answered with a select menu each.

    - Chest pain and dry cough => Emergency assessment now
    - Visible dirt => Wash with soap and water
    - => Wait a week

A line that begins with the arrow is a right side that belongs to nothing. An ordering is a numbered list in the correct
order, shown in another:

    1. Stop
    2. Rub palm to palm
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator

from markdown.util import AtomicString

from ...model import Option
from .kind import NOWHERE, AnswerKind, AnswerRow, Read, add_letter, identifiers, mixed, row_of, whole

ARROW = "=>"
PAIR = "write a pair as - left => right"


class Menus(AnswerKind):
    """A row with a menu for each of `order`; what a menu offers is known when the text is."""

    def ask(self, fieldset: etree.Element) -> None:
        """A row for each, with its label, an empty menu, and what else belongs to it."""
        rows = etree.SubElement(fieldset, "ul", {"class": "cb-options cb-rows"})
        for row in self.asked():
            item = etree.SubElement(rows, "li", {"class": "cb-option"})
            label = etree.SubElement(item, "label")
            label.append(row.label)
            row.label.tail = " "
            row.asked = etree.SubElement(label, "select", {"name": self.id})
            item.extend(row.more)

    def asked(self) -> list[AnswerRow]:
        """The rows that have a menu, in the order in which they are shown."""
        raise NotImplementedError

    def fill_menu(self, row: AnswerRow, short: str, choices: Iterable[tuple[str, str]]) -> None:
        """Gives a row its short name, and its menu the choices, each a value and a text."""
        row.reason.set("data-row", short)
        if row.asked is not None:
            row.asked.set("data-row", short)
            for value, text in (("", self.words["choose"]), *choices):
                etree.SubElement(row.asked, "option", {"value": value}).text = AtomicString(text)


class Matching(Menus):
    """Pairs, each answered with a menu of all right sides."""

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
                self.problem(f"'{row.raw[:40]}' {problem}", PAIR, at)
            row.label.text = left.strip()
            row.other = etree.Element("span", {"class": "cb-target"})
            row.other.text = right.strip()
            row.right = bool(left.strip())
            if arrow and not right.strip():
                self.problem(f"'{left.strip()[:40]}' has no right side", PAIR, at)

    def asked(self) -> list[AnswerRow]:
        """Those with a left side, as written."""
        return [row for row in self.rows if row.right]

    def ask(self, fieldset: etree.Element) -> None:
        """The rows, and for print, where no menu opens, the list of right sides."""
        super().ask(fieldset)
        self.choices = etree.SubElement(fieldset, "p", {"class": "cb-choices"})

    def add_verdict(self, row: AnswerRow, line: etree.Element) -> None:
        """Left side and right side."""
        etree.SubElement(line, "strong").tail = " "
        if row.other is not None:
            line.append(row.other)

    def finish(self, read: Read) -> Iterator[Option]:
        """Pairs as written; rows, and the choices of every menu, carry short names."""
        lefts = [whole(read, row) if row.right else "" for row in self.rows]
        rights = [read(row.other) if row.other is not None else "" for row in self.rows]
        sides = zip(self.rows, lefts, rights, strict=True)
        self.check_words([right if left or not row.right else "" for row, left, right in sides])
        self.check_twice(lefts)
        taken = {right: left for left, right in zip(lefts, rights, strict=True) if left and right}
        for at, (left, right) in enumerate(zip(lefts, rights, strict=True)):
            if not left and right in taken:
                both = f"'{right[:40]}' has both no partner and the partner '{taken[right][:40]}'"
                self.problem(both, "remove it, or write another right side", at)
        if len(list(filter(None, lefts))) > 1 and len(set(rights)) == 1:
            self.problem("all its right sides are the same", "add one without a partner: - => text")
        distinct = list(dict.fromkeys(rights))
        targets = dict(zip(distinct, identifiers(distinct), strict=True))
        texts = {id(row): right for row, right in zip(self.rows, rights, strict=True)}
        self.offered = tuple(dict.fromkeys(texts[id(row)] for row in mixed(self.rows, self.id, self.page)))
        self.choices.text = AtomicString(" ".join((self.words["choices"], "; ".join(self.offered))))
        for row, left, right, short in zip(self.rows, lefts, rights, identifiers(lefts), strict=True):
            row.reason[0][0].text = AtomicString(f"{read(row.label) or left}:" if left else self.words["no-partner"])
            row.reason.set("data-target", targets[right])
            if row.asked is not None:
                self.fill_menu(row, short, [(targets[text], text) for text in self.offered])
            code = f"{short}>{targets[right]}" if left else f">{targets[right]}"
            yield Option(left, row.right, bool(read(row.rationale)), NOWHERE, right, code)


class Ordering(Menus):
    """Steps, each answered with a menu of places."""

    name = "order"
    TAG = "ol"

    def read(self, items: list[etree.Element]) -> None:
        """Each step."""
        super().read(items)
        for at, row in enumerate(self.rows):
            self.check_text(row, at)
            self.check_no_box(row, at)

    def asked(self) -> list[AnswerRow]:
        """All, in an order that is not the correct one."""
        rows = mixed(self.rows, self.id, self.page)
        self.order = tuple(self.rows.index(row) for row in rows)
        return rows

    def add_verdict(self, row: AnswerRow, line: etree.Element) -> None:
        """The place, and the step."""
        add_letter(line, str(self.rows.index(row) + 1))
        etree.SubElement(line, "strong")

    def finish(self, read: Read) -> Iterator[Option]:
        """Steps in the correct order; rows carry short names."""
        texts = self.texts(read)
        places = [str(place) for place in range(1, len(self.rows) + 1)]
        for row, text, short, place in zip(self.rows, texts, identifiers(texts), places, strict=True):
            row.reason[0][1].text = AtomicString(read(row.label) or text)
            self.fill_menu(row, short, zip(places, places, strict=True))
            row.reason.set("data-target", place)
            yield Option(text, True, bool(read(row.rationale)), NOWHERE, place, f"{short}>{place}")
