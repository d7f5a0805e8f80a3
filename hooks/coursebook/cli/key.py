"""`coursebook key`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from ..host import build_course
from .common import FILE, config_file, existing, report
from .provider import keep_key


@click.command("key")
@click.argument("quiz")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="A new file; keep it secret.")
@click.option("--tickets-of", type=FILE, metavar="FILE", help="An earlier key whose tickets stay good.")
@config_file
def command(quiz: str, output: Path, tickets_of: Path | None, config: Path) -> int:
    """Write the answer key of a private quiz, by its id, into a new file."""
    with tempfile.TemporaryDirectory() as folder:
        result = build_course(existing(config), Path(folder) / "site")
    if report(result.findings, result.complaints) or result.build is None:
        return 1
    key = result.build.course.key(quiz)
    if key is None:
        print(f"no page has a quiz '{quiz}' that is built without its key", file=sys.stderr)
        print(f"    hint: write in its front matter: quiz: {{id: {quiz}, key: private}}", file=sys.stderr)
        return 2
    return keep_key(key, output, tickets_of)
