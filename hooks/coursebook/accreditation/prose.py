"""What the words of the course must not say: names of credit, bare units, law without a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..read.paragraphs import paragraphs
from ..read.regions import united_states
from ..read.source import Text, decode
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import ALWAYS, STATED, check
from .wording import pattern

DRESSED = re.compile(r"&(?:nbsp|#160|#xA0);|[*_]+|</?[a-z][^<>\n]*>", re.IGNORECASE)
"""What a reader does not see between the words of a name: 1 *PDA*&nbsp;point."""
BARE_UNIT = re.compile(r"\bCEUs?\b")
SAID_RIGHT = re.compile(r"contact hours? \(= ?[\d.,]+ \w+ CEUs?\)")
LAW = pattern("law", "says")
STATE = re.compile(rf"\b(?:{'|'.join(one.name for one in united_states().values())})\b")


@check(ALWAYS)
def names_of_credit(course: Course) -> Iterator[Finding]:
    """CR-12: the name of a body's credit is nowhere in docs until its approval is in force."""
    yield from locked_names(course, [*course.sources.texts.values(), *_data(course)])


def locked_names(course: Course, texts: Iterable[Text]) -> Iterator[Finding]:
    """CR-12 of any texts: the settings, whose titles are on every page, are read when the site is written."""
    locked = [one for one in course.sources.bodies.values() if not course.facts.approved(one.id, course.today)]
    stems = {stem for body in locked for stem in body.stems}
    for text in texts:
        small = text.text.lower()
        if not any(stem in small for stem in stems):
            continue
        shown = DRESSED.sub(lambda match: " " * len(match[0]), text.text)
        for words in dict.fromkeys((text.text, shown)):
            small = words.lower()
            for body in locked:
                for match in body.named(words, small):
                    place = text.source(text.line(match.start()))
                    yield finding("CR-12", place, words=" ".join(match[0].split()), body=body.title)


def _data(course: Course) -> Iterator[Text]:
    """Tables and texts of docs, which the site offers as they are."""
    for name in course.sources.static:
        file = course.sources.settings.docs / name
        if name.endswith((".csv", ".txt", ".json", ".svg", ".vtt", ".html")) and file.is_file():
            path = f"{course.sources.docs}/{name}"
            yield Text(path, decode(file.read_bytes(), path)[0])


@check(STATED)
def bare_units(course: Course) -> Iterator[Finding]:
    """CR-09: a unit that two bodies count differently."""
    for text in course.sources.texts.values():
        small = text.text.lower()
        right = [match.span() for match in SAID_RIGHT.finditer(text.text)]
        for body in course.sources.bodies.values():
            right += [match.span() for match in body.named(text.text, small)]
        for match in BARE_UNIT.finditer(text.text):
            if not any(start <= match.start() < end for start, end in right):
                yield finding("CR-09", text.source(text.line(match.start())), words=match[0])


@check(STATED)
def disputed(course: Course) -> Iterator[Finding]:
    """CT-02: a lesson that names a disputed topic marks what it says with a claim of the ledger."""
    marked = {use.page for use in course.uses}
    for path, text in course.lessons.items():
        for term in () if path in marked else course.facts.lists.get("disputed", ()):
            named = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE).finditer(text.text, text.body_start)
            lines = ((text.line(one.start()), text.is_text(one.start())) for one in named)
            first = next((line for line, read in lines if read and not _asked(text, line)), None)
            if first is not None:
                yield finding("CT-02", text.source(first), term=term)


def _asked(text: Text, line: int) -> bool:
    """Whether a line lies in a question, whose rationales cite on their own."""
    return any(block.name == "question" and block.line <= line <= (block.end or block.line) for block in text.blocks)


@check(STATED)
def law(course: Course) -> Iterator[Finding]:
    """CT-06: what a state allows or asks is cited, links to the table, or is beside it."""
    for text in course.sources.texts.values():
        if any(block.name == "regulation" for block in text.blocks):
            continue  # what is beside the table rests on it
        for one in paragraphs(text):
            if one.kind == "row" or one.block or one.keys or one.linked or one.uncited is not None:
                continue
            states = ((number, state[0]) for number, line in one.lines if (state := STATE.search(line)))
            if LAW.search(one.text) and (named := next(states, None)):
                yield finding("CT-06", text.source(named[0]), state=named[1])
