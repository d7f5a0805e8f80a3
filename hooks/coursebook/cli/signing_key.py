"""`coursebook signing-key`."""

from __future__ import annotations

from pathlib import Path

import click

from ..credentials.badge import new_issuer, write_issuer
from .common import FILE, wrong_use


@click.command("signing-key")
@click.option("--name", required=True, help="The provider's name.")
@click.option("--id", "id_", required=True, metavar="ADDRESS", help="The provider's address: https://...")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="A new file; keep it secret.")
def command(name: str, id_: str, output: Path) -> int:
    """Make the key that signs certificates."""
    return run_signing_key(name, id_, output)


def run_signing_key(name: str, id_: str, file: Path) -> int:
    """Writes a new signing key into a file."""
    try:
        write_issuer(new_issuer(id_, name), file)
    except ValueError as error:
        return wrong_use(str(error))
    except OSError as error:
        return wrong_use(f"{file}: it cannot be written: {error.strerror}", "name a new file; a key is never replaced")
    print(f"wrote {file}: keep it secret, and keep a copy")
    return 0
