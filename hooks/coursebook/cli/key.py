"""`coursebook key`."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from ..host.build import build_course
from ..marking.key import Key, to_json, write_private
from .common import FILE, answer_key, config_file, existing, report, wrong_use


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


def keep_key(key: Key, file: Path, tickets_of: Path | None) -> int:
    """Keeps a new answer key in a file."""
    if tickets_of is not None:
        earlier = answer_key(tickets_of)
        if earlier is None:
            return 2
        if (earlier.course, earlier.quiz) != (key.course, key.quiz):
            theirs, ours = f"'{earlier.quiz}' of '{earlier.course}'", f"'{key.quiz}' of '{key.course}'"
            fact = f"{tickets_of}: its tickets are for the quiz {theirs}, and would not be good for {ours}"
            return wrong_use(fact, "leave --tickets-of out, and make new tickets")
        key = replace(key, secret=earlier.secret)
    try:
        write_private(file, to_json(key))
    except OSError as error:
        return wrong_use(f"{file}: it cannot be written: {error.strerror}", "name a new file; a key is never replaced")
    print(f"wrote {file}: {len(key.items)} questions, edition {key.edition}; keep it secret")
    return 0
