"""`coursebook import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..importing.run import READERS, CannotImport, ImportOptions, run
from ..report.finding import refuses
from ..report.printers import FORMATS
from .common import FILE, WrongUse, report, style


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--from", "form", type=click.Choice(sorted(READERS)), default=None, help="Default: detected.")
@click.option(
    "-o", "--out", type=FILE, metavar="PAGE", help="A page (.md) or a folder; existing files are never overwritten."
)
@click.option("--objective", default="", metavar="ID", help="Objective of all questions.")
@click.option("--prefix", default="", metavar="ID", help="Prefix of the question ids.")
@style
def command(
    files: tuple[Path, ...], form: str | None, out: Path | None, objective: str, prefix: str, style: str
) -> int:
    """Convert questions from other systems. 0: all converted; 1: some not; 2: nothing was done."""
    order = ImportOptions(files, form or "", out, objective, prefix)
    try:
        text, found, done = run(order)
    except CannotImport as reason:
        raise WrongUse(str(reason)) from None
    if order.out is None:
        # The page goes where it can be piped; findings go beside it.
        sys.stdout.write(text)
        if found:
            print(FORMATS[style](found), file=sys.stderr)
        return 1 if refuses(found) else 0
    status = report(found, "", style)
    print("\n".join(done), file=sys.stderr)
    return status
