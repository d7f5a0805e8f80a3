"""What the text of a course must not say: promises, brands, locked names of credit, bare units, law without a source.

The words to look for are in wording.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..markdown.templates import fill_template
from ..read.paragraphs import paragraphs
from ..read.regions import united_states
from ..read.source import Text, decode
from ..read.table import read_table
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import ALWAYS, STATED, block, check

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def pattern(table: str, name: str) -> re.Pattern[str]:
    """A pattern of wording.toml, by its table and name."""
    return re.compile(WORDS[table][name], re.IGNORECASE)


QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")
MARKUP = re.compile(r"&(?:nbsp|#160|#xA0);|[*_]+|</?[a-z][^<>\n]*>", re.IGNORECASE)
"""What a reader does not see between the words of a name: 1 *PDA*&nbsp;point."""
BARE_UNIT = re.compile(r"\bCEUs?\b")
EXPLAINED_UNIT = re.compile(r"contact hours? \(= ?[\d.,]+ \w+ CEUs?\)")
LAW, IN_PERSON = pattern("law", "says"), pattern("law", "in_person")
STATE = re.compile(rf"\b(?:{'|'.join(state.name for state in united_states().values())})\b")
DATA = (".csv", ".txt", ".json", ".svg", ".vtt", ".html")
"""Endings of files in docs that are text, and that the site offers as they are."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What no page may say, as wording.toml describes it."""

    code: str
    pattern: re.Pattern[str]
    lessons: bool = False
    text: bool = False
    unquoted: bool = False
    what: str = ""


UNWANTED = tuple(Unwanted(**{**row, "pattern": re.compile(row["pattern"], re.IGNORECASE)}) for row in WORDS["unwanted"])


@check(STATED)
def unwanted(course: Course) -> Iterator[Finding]:
    """CT-03: promises; CT-09: brands, advertising, affiliate links; PV-02: what identifies a patient."""
    names = "|".join(re.escape(name) for name in course.facts.lists.get("brands", ()))
    brands = [Unwanted("CT-09", re.compile(rf"\b(?:{names})\b", re.IGNORECASE), text=True)] if names else []
    for rule in (*UNWANTED, *brands):
        for page in (course.lessons if rule.lessons else course.sources.texts).values():
            quoted = QUOTED.finditer(page.text) if rule.unquoted else ()
            for match in _outside(rule.pattern.finditer(page.text, page.body_start), quoted):
                if not rule.text or page.is_text(match.start()):
                    place = page.source(page.line(match.start()))
                    yield finding(rule.code, place, words=match[0], what=rule.what)


def _outside(matches: Iterable[re.Match[str]], exempt: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The matches that do not begin within an exempt one."""
    spans = [match.span() for match in exempt]
    return (match for match in matches if not any(start <= match.start() < end for start, end in spans))


@check(ALWAYS)
def names_of_credit(course: Course) -> Iterator[Finding]:
    """CR-12: the name of a body's credit is nowhere in docs until its approval is in force."""
    yield from locked_names(course, course.sources.texts.values())
    for name in course.sources.static:
        file, path = course.sources.settings.docs / name, f"{course.sources.docs}/{name}"
        if name.endswith(DATA) and file.is_file():
            yield from locked_names(course, [Text(path, decode(file.read_bytes(), path)[0])])


def locked_names(course: Course, texts: Iterable[Text]) -> Iterator[Finding]:
    """CR-12 of any texts: the settings, whose titles are on every page, are checked when the site is written."""
    locked = [body for body in course.sources.bodies.values() if not course.facts.approved(body.id, course.today)]
    stems = {stem for body in locked for stem in body.stems}
    for text in texts:
        small = text.text.lower()
        if not any(stem in small for stem in stems):
            continue
        shown = MARKUP.sub(lambda match: " " * len(match[0]), text.text)
        for words in dict.fromkeys((text.text, shown)):
            small = words.lower()
            for body in locked:
                for match in body.named(words, small):
                    place = text.source(text.line(match.start()))
                    yield finding("CR-12", place, words=" ".join(match[0].split()), body=body.title)


@check(STATED)
def bare_units(course: Course) -> Iterator[Finding]:
    """CR-09: a unit that two bodies count differently."""
    for text in course.sources.texts.values():
        small, explained = text.text.lower(), [*EXPLAINED_UNIT.finditer(text.text)]
        for body in course.sources.bodies.values():
            explained += body.named(text.text, small)
        for match in _outside(BARE_UNIT.finditer(text.text), explained):
            yield finding("CR-09", text.source(text.line(match.start())), words=match[0])


@check(STATED)
def disputed(course: Course) -> Iterator[Finding]:
    """CT-02: a lesson that names a disputed topic marks what it says with a claim of the ledger. Questions are exempt:
    their rationales cite on their own.
    """
    marked = {use.page for use in course.uses}
    for path, text in course.lessons.items():
        questions = [range(part.line, (part.end or part.line) + 1) for part in text.blocks if part.name == "question"]
        for term in () if path in marked else course.facts.lists.get("disputed", ()):
            named = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE).finditer(text.text, text.body_start)
            lines = (text.line(match.start()) for match in named if text.is_text(match.start()))
            first = next((line for line in lines if not any(line in question for question in questions)), None)
            if first is not None:
                yield finding("CT-02", text.source(first), term=term)


@check(STATED)
def law(course: Course) -> Iterator[Finding]:
    """CT-06: what a state allows or requires is cited, links to the table, or is beside it."""
    for text in course.sources.texts.values():
        if any(part.name == "regulation" for part in text.blocks):
            continue  # what is beside the table rests on it
        for part in paragraphs(text):
            if part.kind == "row" or part.block or part.keys or part.linked or part.uncited is not None:
                continue
            states = ((number, state[0]) for number, line in part.lines if (state := STATE.search(line)))
            if LAW.search(part.text) and (named := next(states, None)):
                yield finding("CT-06", text.source(named[0]), state=named[1])


def _in_person(file: Path) -> list[str]:
    """Jurisdictions of a table of law whose conditions require training in person, in its order."""
    rows = read_table("", file, ()).rows
    return [row["jurisdiction"] for row in rows if IN_PERSON.search(row["hours_or_conditions"])]


@block("in-person")
def in_person(course: Course, path: str, argument: str) -> Markup:
    """The notice that reading is not practice, with the states that say so in the course's own table of law."""
    names = _in_person(course.sources.beside(path, argument)[1]) if argument else []
    return fill_template("in-person.html", names=names, words=course.words)


@check(STATED)
def states_named(course: Course) -> Iterator[Finding]:
    """CT-05: a course with a table of law names the states that require training in person. T001: no such table."""
    for path, text in course.sources.texts.items():
        for part in text.blocks:
            name, file = part.argument, course.sources.beside(path, part.argument)[1]
            if part.name == "in-person" and not file.is_file():
                columns = "jurisdiction, hours_or_conditions"
                yield finding("T001", text.source(part.line), name=name, columns=columns)
            shown = name and part.name == "regulation" and "in-person" not in course.sources.homes
            if shown and (names := _in_person(file)):
                yield finding("CT-05", text.source(part.line), count=len(names), file=name, name=name)
