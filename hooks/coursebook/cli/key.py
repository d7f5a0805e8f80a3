"""`coursebook key`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..marking.key import Key, to_json, write_private
from ..steps.taught import answer_key as quiz_key
from .common import FILE, WrongUse, answer_key, config_file, existing, not_published, not_written, without_errors


@click.command("key")
@click.argument("quiz")
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE", help="A new file; keep it secret.")
@click.option("--tickets-of", type=FILE, metavar="FILE", help="An earlier key whose tickets remain valid.")
@config_file
def command(quiz: str, output: Path, tickets_of: Path | None, config: Path) -> int:
    """Write the answer key of a private quiz, by its id, into a new file."""
    not_published(output, "a key has the answers", existing(config))
    build, _ = without_errors(config)
    key = quiz_key(build.course, quiz)
    if key is None:
        hint = f"write in its front matter: quiz: {{id: {quiz}, key: private}}"
        raise WrongUse(f"no page has a quiz '{quiz}' with a private key", hint)
    return keep_key(key, output, tickets_of)


def keep_key(key: Key, file: Path, tickets_of: Path | None) -> int:
    """Keeps a new answer key in a file, with the secret of the earlier key `tickets_of`."""
    if tickets_of is not None:
        earlier = answer_key(tickets_of)
        if (earlier.course, earlier.quiz) != (key.course, key.quiz):
            theirs, ours = f"'{earlier.quiz}' of '{earlier.course}'", f"'{key.quiz}' of '{key.course}'"
            fact = f"{tickets_of}: its tickets are for the quiz {theirs}, so they are not valid for {ours}"
            raise WrongUse(fact, "omit --tickets-of, and create new tickets")
        key = replace(key, secret=earlier.secret)
    try:
        write_private(file, to_json(key))
    except OSError as error:
        raise not_written(file, error, "choose a new file; keys are never overwritten") from None
    print(f"wrote {file}: {len(key.items)} questions, edition {key.edition}; keep it secret")
    return 0
