"""Ordering: a numbered list in the right order, shown in another, answered with a select menu a row.

1. Stop
2. Rub palm to palm
3. Test strength and feeling
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown.util import AtomicString

from ...model import Option
from .kind import NOWHERE, Kind, Read, Row, identifiers, mixed, select_of


class Order(Kind):
    """See the module."""

    name = "order"
    TAG = "ol"

    def read(self, items: list[etree.Element]) -> None:
        """Each step."""
        super().read(items)
        for at, row in enumerate(self.rows):
            self.check_text(row, at)
            self.check_no_box(row, at)

    def ask(self, fieldset: etree.Element) -> None:
        """A row for each step, with a select menu of places."""
        rows = etree.SubElement(fieldset, "ul", {"class": "cb-options cb-rows"})
        rows_asked = mixed(self.rows, self.id, self.page)
        self.order = tuple(self.rows.index(row) for row in rows_asked)
        for row in rows_asked:
            item = etree.SubElement(rows, "li", {"class": "cb-option"})
            row.asked = select_of(item, self.id, row.label, self.words)
            item.extend(row.more)
            for place in range(1, len(self.rows) + 1):
                etree.SubElement(row.asked, "option", {"value": str(place)}).text = AtomicString(str(place))

    def judge(self, row: Row, told: etree.Element) -> None:
        """The place, and the step."""
        mark = etree.SubElement(told, "span", {"class": "cb-letter"})
        mark.text, mark.tail = AtomicString(str(self.rows.index(row) + 1)), AtomicString(" ")
        etree.SubElement(told, "strong")

    def finish(self, read: Read) -> Iterator[Option]:
        """Steps in the right order; rows carry short names."""
        texts = self.texts(read)
        for place, (row, text, short) in enumerate(zip(self.rows, texts, identifiers(texts), strict=True), start=1):
            row.reason[0][1].text = AtomicString(read(row.label) or text)
            row.reason.set("data-row", short)
            row.reason.set("data-target", str(place))
            if row.asked is not None:
                row.asked.set("data-row", short)
            yield Option(text, True, bool(read(row.rationale)), NOWHERE, str(place), f"{short}>{place}")
