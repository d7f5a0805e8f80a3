"""`coursebook tickets`."""

from __future__ import annotations

from pathlib import Path

import click

from .common import FILE
from .provider import run_tickets


@click.command("tickets")
@click.argument("learners", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="FILE", help="From coursebook key.")
def command(learners: Path, key: Path) -> int:
    """Print a ticket for each learner of a CSV file whose first column is the learner's id."""
    return run_tickets(learners, key)
