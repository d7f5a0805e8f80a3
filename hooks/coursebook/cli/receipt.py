"""`coursebook receipt`."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import click

from ..host import build_course
from ..report.resolve import refuses
from ..taught import taught_of
from .common import FILE, Day, config_file, existing, report
from .receipts import check_receipts


@click.command("receipt")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--on", type=Day(), default=None, metavar="DATE", help="The course as it was on that day.")
@config_file
def command(files: tuple[Path, ...], on: date | None, config: Path) -> int:
    """Check receipts that learners saved on the certificate page against this course.

    0: all match, 1: one does not, 2: one is not a receipt.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = build_course(existing(config), Path(folder) / "site", on)
    if refuses(result.findings) or result.complaints or result.build is None:
        report(result.findings, result.complaints)
        return 1
    return check_receipts(list(files), taught_of(result.build.course))
