"""The `/// question` block, parsed in the page's own Markdown pass.

    /// question | safety-pneumothorax-1
        objective: safety-2

    What do you do first?

    - [ ] Book a review for next week

        > Why this is not right.

    - [x] Send her for urgent assessment

        > Why this is right.

    General explanation, shown after answering.
    ///

The block becomes a form that is complete without scripts: the options first, then a closed `<details>`
with the verdict and the rationale of each. What the author wrote is kept as a Question.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from typing import ClassVar

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block, type_string

from ..model import Option, Question, Source
from ..words import EN

NAME = "question"
SETTINGS = ("objective", "allow")
BOX = re.compile(r"^\s*\[(?P<mark>[ xX])\](?:\s+|$)")
NEARLY_A_BOX = re.compile(r"^\s*\[[^\]]{0,3}\](?![(\[:])")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ESCAPED = re.compile("\x02(\\d+)\x03")


class QuestionBlock(Block):
    """See the module. `config["collect"]` is called with each Question, in the order of the page."""

    NAME = NAME
    ARGUMENT = None  # optional here: a missing id is a finding, not a paragraph
    OPTIONS: ClassVar[dict[str, list[object]]] = {name: ["", type_string] for name in SETTINGS}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """A form; `on_end` fills it."""
        return etree.SubElement(parent, "form", {"class": "cb-question"})

    def on_end(self, block: etree.Element) -> None:
        """Sorts what Markdown made of the text into stem, options, rationales and explanation."""
        children = list(block)
        lists = [n for n, child in enumerate(children) if child.tag == "ul" and _is_task_list(child)]
        self.problems: list[tuple[str, str]] = []
        if len(lists) > 1:
            self.problems.append(
                ("its options stand in several lists", "indent what belongs to an option by four spaces")
            )
        first = lists[0] if lists else len(children)
        items = list(children[first]) if lists else []
        self.id = (self.argument or "").strip()
        self.stem = etree.Element("div", {"class": "cb-stem"})
        self.explanation = etree.Element("div", {"class": "cb-explanation"})
        self.stem.extend(children[:first])
        self.explanation.extend(children[first + 1 :])
        self.choices = [self._option(item) for item in items]
        for child in children:
            block.remove(child)
        self._lay_out(block)

    def _option(self, item: etree.Element) -> tuple[bool, etree.Element, etree.Element, list[etree.Element]]:
        """Whether it is right, its label, its rationale, and what else belongs to the option (a table, a picture)."""
        label = etree.Element("span", {"class": "cb-option-text"})
        rationale = etree.Element("div", {"class": "cb-rationale"})
        head = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            head = item[0]
        match = BOX.match(head.text or "")
        if not match:
            self.problems.append(
                (f"'{(head.text or '').strip()[:40]}' has no box", "start an option with - [ ] or - [x]")
            )
        label.text = (head.text or "")[match.end() if match else 0 :]
        label.extend(list(head) if head is not item else [])
        more: list[etree.Element] = []
        for child in list(item):
            if child.tag == "blockquote":
                rationale.extend(list(child))
            elif len(rationale):
                rationale.append(child)
            elif child is not head:
                more.append(child)
        return bool(match and match["mark"] in "xX"), label, rationale, more

    def _lay_out(self, form: etree.Element) -> None:
        many = sum(right for right, *_ in self.choices) > 1
        anchor = f"q-{self.id}" if self.id else ""
        fieldset = etree.SubElement(form, "fieldset")
        self.head = etree.SubElement(fieldset, "p", {"class": "cb-question-head"})
        fieldset.append(self.stem)
        if anchor:
            form.set("id", anchor)
            self.stem.set("id", f"{anchor}-stem")
            fieldset.set("aria-labelledby", f"{anchor}-stem")
        choices = etree.SubElement(fieldset, "ul", {"class": "cb-options"})
        details = etree.SubElement(form, "details", {"class": "cb-answer"})
        etree.SubElement(details, "summary").text = AtomicString(EN["answer"])
        reasons = etree.SubElement(details, "ul", {"class": "cb-reasons"})
        for number, (right, label, rationale, more) in enumerate(self.choices):
            letter = LETTERS[number % len(LETTERS)]
            choice = etree.SubElement(choices, "li", {"class": "cb-option"})
            target = etree.SubElement(choice, "label")
            kind = "checkbox" if many else "radio"
            etree.SubElement(target, "input", {"type": kind, "name": self.id, "value": str(number + 1)})
            mark = etree.SubElement(target, "span", {"class": "cb-letter"})
            mark.text, mark.tail = AtomicString(letter), AtomicString(" ")
            target.append(label)
            choice.extend(more)
            verdict = "right" if right else "wrong"
            reason = etree.SubElement(
                reasons, "li", {"class": f"cb-reason cb-{verdict}", "data-right": str(int(right))}
            )
            told = etree.SubElement(reason, "p", {"class": "cb-verdict"})
            mark = etree.SubElement(told, "span", {"class": "cb-letter"})
            mark.text, mark.tail = AtomicString(letter), AtomicString(" ")
            etree.SubElement(told, "strong").text = AtomicString(EN[verdict])
            reason.append(rationale)
        if len(self.explanation):
            details.append(self.explanation)

    def on_inline_end(self, block: etree.Element) -> None:
        """Once the text is known: hands the Question over, and marks the form with what the script needs."""
        read = _reader(self.md)
        place = Source("", 1)  # the build, which has the author's file, puts the real one in
        options = tuple(
            Option(read(label), right, bool(read(rationale)), place) for right, label, rationale, _ in self.choices
        )
        objective = str(self.options.get("objective") or "")
        question = Question(self.id, objective, read(self.stem), options, place, block.get("id", ""))
        block.set("data-question", question.id)
        block.set("data-hash", question.content_hash)
        block.set("data-kind", question.kind)
        number = self.config["collect"](question, tuple(self.problems))
        self.head.text = AtomicString(f"{EN['question'].format(number=number)} ")
        etree.SubElement(self.head, "span", {"class": "cb-kind"}).text = AtomicString(EN[question.kind])


class QuestionExtension(BlocksExtension):
    """Registers the block. `collect(question, problems)` is told of each, with
    pairs of problem and mend, and answers its number on the page."""

    def __init__(self, collect: Callable[[Question, tuple[tuple[str, str], ...]], int]) -> None:
        super().__init__()
        self.collect = collect

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """See pymdownx.blocks."""
        block_mgr.register(QuestionBlock, {"collect": self.collect})


def _is_task_list(element: etree.Element) -> bool:
    heads = [(item[0].text if not (item.text or "").strip() and len(item) else item.text) or "" for item in element]
    return any(BOX.match(head) or NEARLY_A_BOX.match(head) for head in heads)


def _reader(md: Markdown) -> Callable[[etree.Element], str]:
    """A function that gives the text of an element as a reader sees it, citation marks left out."""

    def text(element: etree.Element) -> str:
        if element.tag == "sup" and element.get("id", "").startswith("fnref"):
            return ""
        parts = [element.text or ""]
        for child in element:
            parts += [text(child), child.tail or ""]
        return " ".join(parts) if element.tag in ("p", "div", "li", "td", "tr") else "".join(parts)

    def read(element: etree.Element) -> str:
        plain = ESCAPED.sub(lambda match: chr(int(match[1])), text(element))
        return " ".join(HTML_PLACEHOLDER_RE.sub("", plain).split())

    return read
