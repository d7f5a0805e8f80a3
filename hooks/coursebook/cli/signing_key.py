"""`coursebook signing-key`."""

from __future__ import annotations

from pathlib import Path

import click

from .common import FILE
from .provider import run_signing_key


@click.command("signing-key")
@click.option("--name", required=True, help="The provider's name.")
@click.option("--id", "id_", required=True, metavar="ADDRESS", help="The provider's address: https://...")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="A new file; keep it secret.")
def command(name: str, id_: str, output: Path) -> int:
    """Make the key that signs certificates."""
    return run_signing_key(name, id_, output)
