"""`coursebook release`."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import click

from ..host.build import build_course
from ..links.released import NAME, read_released, write_released
from .common import Day, config_file, existing, report


@click.command("release")
@click.option("--on", type=Day(), default=None, metavar="DATE", help="The day of the edition (YYYY-MM-DD).")
@config_file
def command(on: date | None, config: Path) -> int:
    """Add every address that the course has to addresses.csv: from then on none may be lost."""
    config, on = existing(config), on or date.today()
    with tempfile.TemporaryDirectory() as folder:
        result = build_course(config, Path(folder) / "site")
    if report(result.findings, result.complaints) or result.build is None:
        print(f"{NAME} was left as it was.", file=sys.stderr)
        return 1
    file = config.parent / NAME
    rows, _ = read_released(file, NAME)
    added = write_released(file, rows, result.build.addresses(), on.isoformat())
    print(f"{NAME}: {len(rows) + added} addresses, {added} of them new on {on.isoformat()}")
    return 0
