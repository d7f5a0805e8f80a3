"""`coursebook tickets`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from ..marking.tickets import ticket
from ..model import Source
from ..read.source import decode
from ..read.table import NotCsv, rows_of
from ..report.finding import finding
from ..report.printers import as_text
from .common import FILE, WrongUse, answer_key, key_file

HEADS = ("id", "learner", "learner id")
"""How the first column of a list of learners may be named."""


@click.command("tickets")
@click.argument("learners", type=FILE)
@key_file
def command(learners: Path, key: Path) -> int:
    """Print a ticket for each learner of a CSV file whose first column is the learner's id."""
    answers, made = answer_key(key), [("learner", "ticket")]
    for id_, line in _learners(learners).items():
        try:
            made.append((id_, ticket(answers.secret, answers.course, answers.quiz, id_)))
        except ValueError as error:
            raise WrongUse(f"{learners}:{line}: {error}") from None
    csv.writer(sys.stdout, lineterminator="\n").writerows(made)
    return 0


def _learners(file: Path) -> dict[str, int]:
    """The ids in the first column of a CSV file, which its first line may name, each with its line. Raises WrongUse."""
    try:
        text, wrong = decode(file.read_bytes(), str(file))
        found, rows = list(wrong), list(rows_of(text))
    except OSError as error:
        raise WrongUse(f"{file}: cannot read: {error.strerror}") from None
    except NotCsv as error:
        raise WrongUse(as_text([*wrong, finding("T002", Source(str(file), error.line), problem=error)])) from None
    named = bool(rows) and rows[0][1][0].lower().replace("_", " ") in HEADS
    ids: dict[str, int] = {}
    for line, (id_, *_) in rows[named:]:
        place = Source(str(file), line)
        if not id_:
            found.append(finding("T008", place, column="id"))
        elif (first := ids.setdefault(id_, line)) != line:
            found.append(finding("T005", place, column="id", text=id_, first=Source(str(file), first)))
    if found:
        raise WrongUse(as_text(found))
    if not ids:
        raise WrongUse(f"{file}: contains no learners", "write one id per line: letters, digits, - and _")
    return ids
