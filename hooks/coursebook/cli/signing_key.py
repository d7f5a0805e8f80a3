"""`coursebook signing-key`."""

from __future__ import annotations

from pathlib import Path

import click

from ..credentials.badge import new_issuer, write_issuer
from .common import FILE, WrongUse, not_published, not_written


@click.command("signing-key")
@click.option("--name", required=True, help="The provider's name.")
@click.option("--id", "id_", required=True, metavar="ADDRESS", help="The provider's URL: https://...")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="A new file; keep it secret.")
def command(name: str, id_: str, output: Path) -> int:
    """Create the key that signs certificates."""
    not_published(output, "who has the key can sign certificates")
    try:
        write_issuer(new_issuer(id_, name), output)
    except ValueError as error:
        raise WrongUse(str(error)) from None
    except OSError as error:
        raise not_written(output, error, "choose a new file; keys are never overwritten") from None
    print(f"wrote {output}: keep it secret, and back it up")
    return 0
