"""`coursebook export`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from ..dossier.folder import NAME, print_out, write_private
from ..dossier.pdf import CannotPrint
from ..steps.dossier import write_dossier
from .common import FILE, WrongUse, config_file, existing, not_published, not_written, on_day, without_errors


@click.command("export")
@click.argument("what", type=click.Choice(["dossier"]))
@click.option("-o", "--output", type=FILE, default=None, metavar="FOLDER", help="Default: dossier/.")
@on_day()
@config_file
def command(what: str, output: Path | None, on: date | None, config: Path) -> int:
    """Write the dossier for an accrediting body as HTML and PDF into a folder.

    0: both, 1: the course has errors or there is no PDF, 2: the folder cannot be used.
    """
    config = existing(config)
    folder = output or config.parent / "dossier"
    not_published(folder, "the dossier contains the answer keys", config)
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"{folder}: not a folder", "give a folder: -o FOLDER")
    build, settings = without_errors(config, on, "no dossier was written: fix the errors first.")
    document = write_dossier(build.course, build.found, settings.site_url)
    html, pdf = folder / f"{NAME}.html", folder / f"{NAME}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_private(document or "", html)
        pdf.unlink(missing_ok=True)  # an older print is not of this dossier
    except OSError as error:
        raise not_written(folder, error, "choose a writable folder: -o FOLDER") from None
    print(f"wrote {html}")
    try:
        pages = print_out(html, pdf)
    except (CannotPrint, OSError) as error:
        print(f"{pdf} was not written: {error}", file=sys.stderr)
        return 1
    print(f"wrote {pdf}: {pages} pages\nBoth contain the answer keys: do not give them to learners.")
    return 0
