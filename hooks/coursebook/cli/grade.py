"""`coursebook grade`."""

from __future__ import annotations

from pathlib import Path

import click

from .common import FILE
from .provider import run_grade


@click.command("grade")
@click.argument("sheets", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="FILE", help="From coursebook key.")
@click.option("-o", "--output", type=FILE, required=True, metavar="FOLDER", help="Where results go.")
@click.option("--sign", type=FILE, metavar="FILE", help="From coursebook signing-key: certify who passed.")
@click.option("--pdf", is_flag=True, help="With --sign: print each certificate, too (a second each).")
@click.option("--unsealed", is_flag=True, help="Mark sheets without a ticket, too.")
@click.option("--attempts", type=int, default=0, metavar="N", help="So many a ticket (default: any number).")
def command(sheets: Path, key: Path, output: Path, sign: Path | None, pdf: bool, unsealed: bool, attempts: int) -> int:
    """Mark a folder of answer sheets. 0: all marked, 1: some refused, 2: wrong use."""
    return run_grade(sheets, key, output, sign=sign, pdf=pdf, unsealed=unsealed, attempts=attempts)
