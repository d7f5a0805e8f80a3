"""`coursebook export`."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import click

from ..dossier.folder import NAME, keep, print_out, published
from ..dossier.pdf import CannotPrint
from ..host.build import build_course
from ..steps.dossier import write_dossier
from ..verify.project import NotAProject, read_project
from .common import FILE, config_file, existing, on_day, report


@click.command("export")
@click.argument("what", type=click.Choice(["dossier"]))
@click.option("-o", "--output", type=FILE, default=None, metavar="FOLDER", help="Default: dossier/.")
@on_day
@config_file
def command(what: str, output: Path | None, on: date | None, config: Path) -> int:
    """Write what an accrediting body asks for as HTML and as PDF into a folder.

    0: both, 1: the course has errors or there is no PDF, 2: the folder cannot be used.
    """
    config = existing(config)
    folder = output or config.parent / "dossier"
    try:
        site = published(folder, read_project(config).public)
    except NotAProject as reason:
        print(f"{config.name}: {reason}", file=sys.stderr)
        return 2
    if site is not None:
        print(f"{folder}: what lies in {site.name}/ is published, and a dossier has the answer keys", file=sys.stderr)
        print("    hint: name a folder beside it: -o dossier", file=sys.stderr)
        return 2
    if folder.exists() and not folder.is_dir():
        print(f"{folder}: it is not a folder\n    hint: name one: -o FOLDER", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made:
        result = build_course(config, Path(made) / "site", on)
    if report(result.findings, result.complaints) or result.build is None or result.settings is None:
        print("no dossier was made: it speaks for a course without errors.", file=sys.stderr)
        return 1
    html = write_dossier(result.build.course, result.findings, result.settings.site_url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        keep(html or "", folder / f"{NAME}.html")
        (folder / f"{NAME}.pdf").unlink(missing_ok=True)  # an older print is not of this dossier
    except OSError as error:
        print(f"{folder}: it cannot be written: {error.strerror}", file=sys.stderr)
        print("    hint: name a folder that you can write: -o FOLDER", file=sys.stderr)
        return 2
    return _print(folder)


def _print(folder: Path) -> int:
    """Prints the dossier of a folder, and says what there is now."""
    html, pdf = folder / f"{NAME}.html", folder / f"{NAME}.pdf"
    print(f"wrote {html}")
    try:
        pages = print_out(html, pdf)
    except (CannotPrint, OSError) as error:
        print(f"{pdf} is missing: {error}", file=sys.stderr)
        return 1
    print(f"wrote {pdf}: {pages} pages\nBoth have the answer keys: keep them from learners.")
    return 0
