"""Which jurisdictions ask for training in person, from the course's own table of law."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from ..markdown.templates import fill_template
from ..read.table import read_table
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import STATED, block, check
from .wording import pattern

IN_PERSON = pattern("law", "in_person")


def asking(file: Path) -> list[str]:
    """Jurisdictions of a table whose conditions ask for training in person, in its order."""
    table = read_table("", file, ())
    return [row["jurisdiction"] for row in table.rows if IN_PERSON.search(row["hours_or_conditions"])]


@block("in-person")
def in_person(course: Course, path: str, argument: str) -> Markup:
    """The notice: reading is not practice, and which states say so."""
    names = asking(course.sources.beside(path, argument)[1]) if argument else []
    return fill_template("in-person.html", names=names, words=course.words)


@check(STATED)
def named(course: Course) -> Iterator[Finding]:
    """CT-05: a course with a table of law names the states that ask for training in person. T001: from a file."""
    for path, text in course.sources.texts.items():
        for one in text.blocks:
            name, file = one.argument, course.sources.beside(path, one.argument)[1]
            if one.name == "in-person" and not file.is_file():
                columns = "jurisdiction, hours_or_conditions"
                yield finding("T001", text.source(one.line), name=name, columns=columns)
            shown = name and one.name == "regulation" and "in-person" not in course.sources.homes
            if shown and (names := asking(file)):
                yield finding("CT-05", text.source(one.line), count=len(names), file=name, name=name)
