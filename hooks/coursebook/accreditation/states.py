"""Which jurisdictions ask for training in person, from the course's own table of law."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template
from ..read.table import read_table
from ..report.finding import finding
from .material import Check, Findings, Material

IN_PERSON = re.compile(
    r"in[- ]person|hands-on|face-to-face|\d h practical|self-study is not appropriate", re.IGNORECASE
)
BLOCK, TABLE = "in-person", "regulation"


def asking(file: Path) -> list[str]:
    """Jurisdictions of a table whose conditions ask for training in person, in its order."""
    table = read_table("", file, ())
    return [row["jurisdiction"] for row in table.rows if IN_PERSON.search(row["hours_or_conditions"])]


def in_person(names: Sequence[str], words: Language) -> Markup:
    """The notice: reading is not practice, and which states say so."""
    return fill_template("in-person.html", names=names, words=words)


def named(material: Material) -> Findings:
    """CT-05: a course with a table of law names the states that ask for training in person. T001: from a file."""
    found = []
    for page, text in material.texts.items():
        for block in text.blocks:
            if block.name == BLOCK and not (material.docs / posixpath.dirname(page) / block.argument).is_file():
                columns = "jurisdiction, hours_or_conditions"
                found.append(finding("T001", text.source(block.line), name=block.argument, columns=columns))
            file = material.docs / posixpath.dirname(page) / block.argument
            if block.name == TABLE and block.argument and BLOCK not in material.homes and (names := asking(file)):
                place = text.source(block.line)
                name = block.argument
                found.append(finding("CT-05", place, count=len(names), file=name, name=name))
    return found


STATED: tuple[Check, ...] = (named,)
