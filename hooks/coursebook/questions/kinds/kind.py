"""What every kind of question has in common: a list of answers, each an AnswerRow, and what the learner answers with.

A kind says which list of the block is its list of answers, what a line of it means, and how it is asked. The text of
a line is Markdown when the block ends (`read`, `ask`), and is known as a reader sees it only later (`finish`).
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markdown.util import AtomicString

from ...markdown.collect import Collector, Problem
from ...model import Option, Source

BOX = re.compile(r"^\s*\[(?P<mark>[ xX])\](?:\s+|$)")
LIKE_A_BOX = re.compile(r"^\s*\[[^\]]{0,3}\](?![(\[:])")
NOWHERE = Source("")
"""The build, which has the author's file, puts the real place in."""
Read = Callable[[etree.Element], str]
"""Gives the text of an element as a reader sees it."""


@dataclass(slots=True, eq=False)
class AnswerRow:
    """One line of the list of answers: its label, its rationale, and what else belongs to it (a table, a picture)."""

    label: etree.Element
    rationale: etree.Element
    more: list[etree.Element] = field(default_factory=list)
    right: bool = True
    other: etree.Element | None = None  # matching: the right side
    asked: etree.Element | None = None  # the input or select of this row
    reason: etree.Element = field(default_factory=lambda: etree.Element("li"))

    @property
    def raw(self) -> str:
        """The label as written, until Markdown has read it."""
        return (self.label.text or "").strip()


class AnswerKind:
    """One question's answers."""

    name: str
    """The kind as the page and the model name it."""
    TAG = "ul"
    """The Markdown list that holds the answers."""
    boxes = False
    """Whether that is a task list."""
    shown: etree.Element | None = None
    """The element of the unit."""
    order: tuple[int, ...] = ()
    """Positions of the rows as they are asked, where that is another order than they are written in."""
    offered: tuple[str, ...] = ()
    """What a menu offers."""
    unit = ""
    """What a number is asked in: as written until `finish`, as a reader sees it afterwards."""

    def __init__(self, id_: str, page: Collector) -> None:
        self.id, self.words, self.page = id_, page.context.language, page
        self.rows: list[AnswerRow] = []
        self.problems: list[Problem] = []

    def holds(self, items: etree.Element) -> bool:
        """Whether a list of the block is the list of answers."""
        if items.tag != self.TAG or not self.boxes:
            return items.tag == self.TAG
        heads = [(item[0].text if not (item.text or "").strip() and len(item) else item.text) or "" for item in items]
        return any(BOX.match(head) or LIKE_A_BOX.match(head) for head in heads)

    def read(self, items: list[etree.Element]) -> None:
        """Takes the lines of the list in, and the boxes off their labels: a ticked one is correct."""
        self.rows = [row_of(item) for item in items]
        for at, row in enumerate(self.rows if self.boxes else ()):
            match = BOX.match(row.label.text or "")
            if not match:
                self.problem(f"'{row.raw[:40]}' has no checkbox", "start an option with - [ ] or - [x]", at)
            row.right = bool(match and match["mark"] in "xX")
            row.label.text = (row.label.text or "")[match.end() if match else 0 :]
            self.check_text(row, at)

    def problem(self, message: str, fix: str, row: int = -1, code: str = "Q010") -> None:
        """Notes what is wrong, with the whole or with the row at a position."""
        self.problems.append(Problem(message, fix, row, code))

    def ask(self, fieldset: etree.Element) -> None:
        """Puts what the learner answers with into the fieldset."""
        raise NotImplementedError

    def add_reasons(self, reasons: etree.Element) -> None:
        """Puts an answer with its verdict and its rationale into the list, for each row."""
        for row in self.rows:
            verdict = "right" if row.right else "wrong"
            row.reason.set("class", f"cb-reason cb-{verdict}")
            row.reason.set("data-right", str(int(row.right)))
            self.add_verdict(row, etree.SubElement(row.reason, "p", {"class": "cb-verdict"}))
            if row.asked is None:  # nothing of the row is shown above
                row.reason.extend(row.more)
            row.reason.append(row.rationale)
            reasons.append(row.reason)

    def add_verdict(self, row: AnswerRow, line: etree.Element) -> None:
        """Fills the line with the verdict on a row."""
        etree.SubElement(line, "strong").text = AtomicString(self.words["right" if row.right else "wrong"] + ":")
        line[-1].tail = " "
        line.append(row.label)

    def finish(self, read: Read) -> Iterator[Option]:
        """The options for the model, once the text is known; marks the page with what the script needs."""
        raise NotImplementedError

    def texts(self, read: Read) -> list[str]:
        """The text of each row. Wrong is a row of which nothing can be read aloud, and one that reads like another."""
        texts = [whole(read, row) for row in self.rows]
        self.check_words(texts)
        self.check_twice(texts)
        return texts

    def check_text(self, row: AnswerRow, at: int) -> None:
        """A row has something that a learner can read."""
        if not row.raw and not len(row.label) and not row.more:
            self.problem("an answer is empty", "write its text after the mark, on the same line", at)

    def check_no_box(self, row: AnswerRow, at: int) -> None:
        """A row has no box."""
        if match := BOX.match(row.raw):
            self.problem(f"'{row.raw[:40]}' has a checkbox", f"remove {match[0].strip()}", at)

    def check_words(self, texts: list[str]) -> None:
        """A row that shows something has words that can be read aloud."""
        reported = {problem.row for problem in self.problems}
        for at, text in enumerate(texts):
            if not text and at not in reported:
                message = "an answer has nothing that a screen reader can read"
                self.problem(message, "describe its picture: ![what it shows](picture.png)", at)

    def check_twice(self, texts: list[str], overlaps: bool = False) -> None:
        """No two rows read the same; `overlaps` leaves those that are correct and incorrect to check_overlap."""
        first: dict[str | tuple[str, bool], int] = {}
        for at, text in enumerate(texts):
            earlier = first.setdefault((text, self.rows[at].right) if overlaps else text, at)
            if text and earlier != at:
                both = ", as correct and as incorrect" if self.rows[earlier].right != self.rows[at].right else ""
                fix = "remove one of them, or make them different"
                self.problem(f"'{text[:40]}' appears twice among its answers{both}", fix, at)

    def check_overlap(self, texts: list[str], shared: Callable[[int, int], str]) -> None:
        """Q050: a foreseen slip overlaps a correct answer. `shared` says what two rows share, empty if nothing."""
        for at, row in enumerate(self.rows):
            for other, accepted in enumerate(self.rows):
                if not row.right and accepted.right and (both := shared(at, other)):
                    message = f"'{texts[at][:40]}' overlaps the correct answer '{texts[other][:40]}' ({both})"
                    self.problem(message, "", at, "Q050")


def whole(read: Read, row: AnswerRow) -> str:
    """All that a learner reads of a row before it is answered."""
    return " ".join(filter(None, map(read, (row.label, *row.more))))


def row_of(item: etree.Element) -> AnswerRow:
    """A line of a list: the label is its first paragraph, the rationale its quote and what follows that."""
    row = AnswerRow(etree.Element("span", {"class": "cb-option-text"}), etree.Element("div", {"class": "cb-rationale"}))
    head = item
    if not (item.text or "").strip() and len(item) and item[0].tag == "p":
        head = item[0]
    row.label.text = (head.text or "").strip()
    row.label.extend(list(head) if head is not item else [])
    for child in list(item):
        if child.tag == "blockquote":
            row.rationale.extend(list(child))
        elif len(row.rationale):
            row.rationale.append(child)
        elif child is not head:
            row.more.append(child)
    return row


def add_letter(parent: etree.Element, text: str) -> None:
    """The letter or number of a row."""
    mark = etree.SubElement(parent, "span", {"class": "cb-letter"})
    mark.text, mark.tail = AtomicString(text), AtomicString(" ")


def identifiers(texts: list[str]) -> list[str]:
    """A short name for each text that depends on nothing but the text, so that it survives another order."""
    found: dict[str, None] = {}
    for text in texts:
        short = hashlib.sha256(text.encode()).hexdigest()[:6]
        while short in found:  # the same text twice, which is reported elsewhere
            short = hashlib.sha256(short.encode()).hexdigest()[:6]
        found[short] = None
    return list(found)


def mixed(rows: list[AnswerRow], salt: str, page: Collector) -> list[AnswerRow]:
    """The rows in an order that depends on their texts only and is not the one they were written in."""
    texts = {id(row): page.as_notes(row.raw) for row in rows}
    by_hash = sorted(rows, key=lambda row: hashlib.sha256(f"{salt}\x1f{texts[id(row)]}".encode()).hexdigest())
    return by_hash if by_hash != rows else [*by_hash[1:], *by_hash[:1]]
