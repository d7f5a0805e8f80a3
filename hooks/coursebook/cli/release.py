"""`coursebook release`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..links.released import NAME, read_released, write_released
from .common import config_file, on_day, without_errors


@click.command("release")
@on_day("Date of the edition (YYYY-MM-DD).")
@config_file
def command(on: date | None, config: Path) -> int:
    """Record every address of the course in addresses.csv: from then on, none may disappear without a redirect."""
    on = on or date.today()
    build, settings = without_errors(config, otherwise=f"{NAME} was not changed.")
    file = settings.root / NAME
    rows, _ = read_released(file, NAME)
    added = write_released(file, rows, build.addresses(), on.isoformat())
    print(f"{NAME}: {len(rows) + added} addresses, {added} of them new on {on.isoformat()}")
    return 0
