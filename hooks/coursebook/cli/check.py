"""`coursebook check`."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import click

from .common import FILE, config_file, existing, on_day, report, strict, style


@click.command("check")
@style
@strict
@on_day
@click.option("--site", type=FILE, metavar="FOLDER", help="Read a site that is built already, instead.")
@config_file
def command(style: str, strict: bool, on: date | None, site: Path | None, config: Path) -> int:
    """Build the course, throw the result away and report the findings."""
    if site is not None:
        return _built(site, style)
    from ..host.build import build_course

    with tempfile.TemporaryDirectory() as folder:
        result = build_course(existing(config), Path(folder) / "site", on)
    return report(result.findings, result.complaints, style, strict)


def _built(site: Path, style: str) -> int:
    """Reads a built site, whoever built it, for dead links and what is left as text. 0: none, 1: some, 2: no site."""
    from ..citations.proof import check_built
    from ..links.built import check_folder

    pages = sorted(site.rglob("*.html"))
    if not pages:
        print(f"{site}: there is no page in it\n    hint: name the folder of a built site", file=sys.stderr)
        return 2
    found = [one for page in pages for one in check_built(page.as_posix(), page.read_bytes())]
    return report(found + check_folder(site), "", style)
