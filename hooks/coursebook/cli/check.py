"""`coursebook check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from .common import FILE, WrongUse, built, config_file, on_day, report, strict, style


@click.command("check")
@style
@strict
@on_day()
@click.option("--site", type=FILE, metavar="FOLDER", help="Check a built site instead of the sources.")
@config_file
def command(style: str, strict: bool, on: date | None, site: Path | None, config: Path) -> int:
    """Build the course in a temporary folder and report the findings."""
    if site is None:
        result = built(config, on)
        return report(result.findings, result.complaints, style, strict)
    from ..citations.proof import check_built
    from ..links.built import check_folder

    pages = sorted(site.rglob("*.html"))
    if not pages:
        raise WrongUse(f"{site}: contains no pages", "give the folder of a built site")
    found = [item for page in pages for item in check_built(page.as_posix(), page.read_bytes())]
    return report(found + check_folder(site), "", style)
