"""The `/// question` block, parsed in the page's own Markdown pass.

    /// question | safety-pneumothorax-1
        objective: safety-2

    What do you do first?

    > Hint: Think of what lies under the muscle.

    - [ ] Book a review for next week

        > Why this is incorrect.

    - [x] Send her for urgent assessment

        > Why this is correct.

    General explanation, shown after answering.
    ///

The block becomes a form that is complete without scripts: what is asked first, then a closed `<details>` with the
verdict and the rationale of each option. What the author wrote is kept as a Question. Kinds are in `kinds/`; a block of
`type: case` is a section that holds other questions.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from html import unescape
from typing import Any, ClassVar

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from ..locale import Language
from ..markdown.collect import Asked, Collector
from ..markdown.positions import around, split
from ..model import Parts, Question, Source
from ..patches.markdown_stash import replace_stashed
from .kinds import CASE, DEFAULT, KINDS
from .kinds.kind import AnswerKind

NAME = "question"
AFTER_ALL = 1
"""The priority of the last look at the tree: after attribute lists, abbreviations, badges and marks."""
SETTINGS = ("objective", "type", "allow")
SEVERAL = "its options are in several lists"
HINT = re.compile(r"^\s*hint:\s*", re.IGNORECASE)
PARTED = ("p", "div", "ul", "ol", "li", "dl", "blockquote", "td", "tr")
"""What keeps the words in it apart."""
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
PICTURE = re.compile(r"""<img\b[^>]*?\salt=(["'])(.*?)\1[^>]*>""", re.DOTALL | re.IGNORECASE)
ESCAPED = re.compile("\x02(\\d+)\x03")


def _scalar(value: Any) -> str:
    """A setting as text, whatever YAML takes it for; empty for a list, which the syntax lint reports."""
    return "" if value is None or isinstance(value, list | dict | set | tuple) else str(value)


class QuestionBlock(Block):
    """See the module. `config["page"]` gets each question in the order of the page."""

    NAME = NAME
    ARGUMENT = None  # optional here: a missing id is a finding, not a paragraph
    OPTIONS: ClassVar[dict[str, list[object]]] = {name: ["", _scalar] for name in SETTINGS}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """A form, or the section of a case; `on_end` fills it."""
        argument, sites = split(self.argument or "")
        page: Collector = self.config["page"]
        self.id, self.line = argument.strip(), page.sites[sites[0]].line if sites else 0
        self.ended = self.asked = False
        self.words: Language = page.context.language
        self.case = self._setting("type").lower() == CASE
        if self.case:
            return etree.SubElement(parent, "section", {"class": "cb-case"})
        return etree.SubElement(parent, "form", {"class": "cb-question"})

    def on_end(self, block: etree.Element) -> None:
        """Sorts what Markdown made of the text into stem, hints, answers and explanation."""
        if self.ended:
            return  # a block inside it had as many slashes, which is reported
        self.ended = True
        self.config["page"].closed.add(self.line)
        if self.case:
            self._end_case(block)
            return
        children = list(block)
        self.kind: AnswerKind = KINDS.get(self._setting("type").lower(), KINDS[DEFAULT])(self.id, self.config["page"])
        lists = [n for n, child in enumerate(children) if self.kind.holds(child)]
        if len(lists) > 1:
            self.kind.problem(SEVERAL, "indent what belongs to an option by four spaces")
        first = lists[0] if lists else len(children)
        self.stem = etree.Element("div", {"class": "cb-stem"})
        self.hints: list[etree.Element] = []
        self.explanation = etree.Element("div", {"class": "cb-explanation"})
        for child in children[:first]:
            hints = _hints(child) if child.tag == "blockquote" else []
            self.hints += hints
            self.stem.extend([] if hints else [child])
        self.explanation.extend(children[first + 1 :])
        self.kind.read(list(children[first]) if lists else [])
        for child in children:
            block.remove(child)
        self._lay_out(block)

    def _end_case(self, section: etree.Element) -> None:
        """Marks the questions of a case, and gives them its objective where they have no objective."""
        if self.id:
            section.set("id", f"case-{self.id}")
            section.set("data-case", self.id)
        page: Collector = self.config["page"]
        stories = [child for child in section if child.tag != "form"]
        for at, story in enumerate(stories):
            page.stories[page.part(story, whole=True)] = "" if at else self.id
        for form in section.iter("form"):
            form.set("data-case", self.id)
            form.set("data-objective", form.get("data-objective") or self._setting("objective"))

    def _lay_out(self, form: etree.Element) -> None:
        anchor = f"q-{self.id}" if self.id else ""
        fieldset = etree.SubElement(form, "fieldset")
        self.head = etree.SubElement(fieldset, "p", {"class": "cb-question-head"})
        fieldset.append(self.stem)
        form.set("data-objective", self._setting("objective"))
        if anchor:
            form.set("id", anchor)
            self.stem.set("id", f"{anchor}-stem")
            fieldset.set("aria-labelledby", f"{anchor}-stem")
        for number, hint in enumerate(self.hints, start=1):
            shown = etree.SubElement(fieldset, "details", {"class": "cb-hint"})
            title = self.words["hint"].format(number=number, count=len(self.hints))
            etree.SubElement(shown, "summary").text = AtomicString(title)
            shown.append(hint)
        self.kind.ask(fieldset)
        details = etree.SubElement(form, "details", {"class": "cb-answer"})
        self.summary = etree.SubElement(details, "summary")
        self.kind.add_reasons(etree.SubElement(details, "ul", {"class": "cb-reasons"}))
        if len(self.explanation):
            details.append(self.explanation)

    def on_inline_end(self, block: etree.Element) -> None:
        """Once the text is known: hands the Question over, and marks the form with what the script needs."""
        if self.case or self.asked:
            return
        self.asked = True
        page: Collector = self.config["page"]
        read = _reader(self.md)
        question = Question(
            id=self.id,
            objective=block.get("data-objective", ""),
            stem=read(self.stem),
            options=tuple(self.kind.finish(read)),
            unit=self.kind.unit,
            source=Source("", self.line),
            anchor=block.get("id", ""),
            kind=self.kind.name,
            case=block.attrib.pop("data-case", ""),
            allow=self._setting("allow"),
            hints=len(self.hints),
            parts=self._parts(page),
        )
        block.set("data-question", question.id)
        block.set("data-hash", question.content_hash)
        block.set("data-kind", question.kind)
        if question.unit:
            block.set("data-unit", question.unit)
        page.questions.append(Asked(question, tuple(self.kind.problems)))
        number = len(page.questions)
        self.head.text = AtomicString(f"{self.words['question'].format(number=number)} ")
        etree.SubElement(self.head, "span", {"class": "cb-kind"}).text = AtomicString(self.words[question.kind])
        self.summary.text = AtomicString(f"{self.words['answer']} ")
        etree.SubElement(self.summary, "span", {"class": "cb-sr"}).text = AtomicString(
            self.words["answer-to"].format(number=number)
        )

    def _parts(self, page: Collector) -> Parts:
        """The numbers of what is cut from the page once it is HTML."""

        def part(element: etree.Element | None) -> str:
            return "" if element is None else str(page.part(element))

        rows = self.kind.rows
        return Parts(
            stem=part(self.stem),
            hints=tuple(map(part, self.hints)),
            labels=tuple(part(row.label) for row in rows),
            more=tuple(" ".join(str(page.part(element, whole=True)) for element in row.more) for row in rows),
            targets=tuple(part(row.other) for row in rows),
            rationales=tuple(part(row.rationale) for row in rows),
            explanation=part(self.explanation if len(self.explanation) else None),
            unit=part(self.kind.shown),
            order=self.kind.order,
            choices=self.kind.offered,
        )

    def _setting(self, name: str) -> str:
        return str(self.options.get(name) or "").strip()


class QuestionExtension(BlocksExtension):
    """Registers the block; `page` gets each question, and the line of each block that was closed, cases too."""

    def __init__(self, page: Collector) -> None:
        super().__init__()
        self.page = page

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """See pymdownx.blocks."""
        block_mgr.register(QuestionBlock, {"page": self.page})
        md.treeprocessors.register(_Edges(md, self.page), "coursebook-parts", AFTER_ALL)


class _Edges(Treeprocessor):
    """Marks where parts begin and end, once nothing changes the tree any more."""

    def __init__(self, md: Markdown, page: Collector) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """See markdown."""
        if not self.page.edges:
            return
        for note in root.iter("li"):
            if (id_ := note.get("id", "")).startswith("fn:") and not id_.startswith("fn:ref-"):
                self.page.notes[self.page.part(note)] = id_
        above = {child: parent for parent in root.iter() for child in parent} if self.page.parts else {}
        for number, (element, whole) in enumerate(self.page.parts):
            begin, end = around(number)
            if whole and element in above:
                parent = above[element]
                at = list(parent).index(element)
                if at:
                    parent[at - 1].tail = (parent[at - 1].tail or "") + begin
                else:
                    parent.text = (parent.text or "") + begin
                element.tail = end + (element.tail or "")
            elif not whole:
                element.text = begin + (element.text or "")
                if len(element):
                    element[-1].tail = (element[-1].tail or "") + end
                else:
                    element.text += end


def _hints(quote: etree.Element) -> list[etree.Element]:
    """Each paragraph `Hint: ...` of a quote, with what follows it; none where the quote does not begin with one."""
    hints: list[etree.Element] = []
    for child in quote:
        match = HINT.match(child.text or "") if child.tag == "p" else None
        if match:
            child.text = (child.text or "")[match.end() :]
            hints.append(etree.Element("div"))
        if not hints:
            break
        hints[-1].append(child)
    return hints


def _reader(md: Markdown) -> Callable[[etree.Element], str]:
    """A function that gives the text of an element as a reader sees it, citation marks left out."""

    def text(element: etree.Element) -> str:
        if element.tag == "sup" and element.get("id", "").startswith("fnref"):
            return ""
        if element.tag == "math":
            return element.get("alttext", "")
        if element.tag == "img":
            return element.get("alt", "")
        parts = [element.text or ""]
        for child in element:
            parts += [text(child), child.tail or ""]
        return " ".join(parts) if element.tag in PARTED else "".join(parts)

    def stashed(raw: str | etree.Element) -> str:
        """What Markdown set aside: of a fence or a block of HTML the words, of a tag nothing."""
        if isinstance(raw, str) and raw.startswith("&"):
            return unescape(raw)  # a character reference is a character
        if isinstance(raw, etree.Element):
            words = " ".join(raw.itertext())
        else:
            words = unescape(TAG.sub(" ", PICTURE.sub(lambda tag: tag[2], raw)))
        return f" {words} " if words.strip() else ""

    def read(element: etree.Element) -> str:
        plain = ESCAPED.sub(lambda match: chr(int(match[1])), replace_stashed(md, text(element), stashed))
        return " ".join(plain.split())

    return read
