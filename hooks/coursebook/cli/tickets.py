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
from ..report.finding import Finding, finding
from ..report.printers import as_text
from .common import FILE, answer_key, wrong_use

HEADS = ("id", "learner", "learner id")
"""How the first column of a list of learners may be named."""


@click.command("tickets")
@click.argument("learners", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="FILE", help="From coursebook key.")
def command(learners: Path, key: Path) -> int:
    """Print a ticket for each learner of a CSV file whose first column is the learner's id."""
    return run_tickets(learners, key)


def run_tickets(learners: Path, key_file: Path) -> int:
    """Prints a CSV of ids and tickets."""
    key = answer_key(key_file)
    if key is None:
        return 2
    try:
        ids, wrong = read_learners(learners)
    except OSError as error:
        return wrong_use(f"{learners}: it cannot be read: {error.strerror}")
    if wrong:
        return wrong_use(as_text(wrong))
    made = []
    for id_, number in ids.items():
        try:
            made.append((id_, ticket(key.secret, key.course, key.quiz, id_)))
        except ValueError as error:
            return wrong_use(f"{learners}:{number}: {error}")
    if not made:
        return wrong_use(f"{learners}: it lists nobody", "write an id a line: letters, digits, - and _")
    csv.writer(sys.stdout, lineterminator="\n").writerows([("learner", "ticket"), *made])
    return 0


def read_learners(file: Path) -> tuple[dict[str, int], list[Finding]]:
    """The ids in the first column of a CSV file, which its first line may name, each with its line; and what is wrong
    with them. Raises OSError.
    """
    text, found = decode(file.read_bytes(), str(file))
    ids, wrong = dict[str, int](), list(found)
    try:
        rows = list(rows_of(text))
    except NotCsv as error:
        return {}, [*wrong, finding("T002", Source(str(file), error.line), problem=error)]
    named = bool(rows) and rows[0][1][0].lower().replace("_", " ") in HEADS
    for line, (id_, *_) in rows[named:]:
        place = Source(str(file), line)
        if not id_:
            wrong.append(finding("T008", place, column="id"))
        elif (first := ids.setdefault(id_, line)) != line:
            wrong.append(finding("T005", place, column="id", text=id_, first=Source(str(file), first)))
    return ids, wrong
