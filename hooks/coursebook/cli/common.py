"""What several commands share: options, and how results are printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..marking.key import Key, read_key
from ..report.finding import Finding
from ..report.printers import FORMATS
from ..report.resolve import refuses


class Day(click.ParamType[date]):
    """A date, as 2026-11-21."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """See click."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date like 2026-11-21", param, ctx)


FILE = click.Path(path_type=Path)
config_file = click.option(
    "-f", "--config-file", "config", type=FILE, default=Path("mkdocs.yml"), help="The course; default: mkdocs.yml."
)
on_day = click.option("--on", type=Day(), default=None, metavar="DATE", help="Take this for today (YYYY-MM-DD).")
style = click.option(
    "--format", "style", type=click.Choice(sorted(FORMATS)), default="text", help="How findings are printed."
)
strict = click.option("--strict", is_flag=True, help="Let warnings fail, too.")


def existing(config: Path) -> Path:
    """The configuration as an absolute path. Ends the command with status 2 where there is no such file."""
    if not config.is_file():
        print(f"{config}: there is no such file\n    hint: run this beside mkdocs.yml", file=sys.stderr)
        raise click.exceptions.Exit(2)
    return config.resolve()


def report(found: Iterable[Finding], complaints: str = "", style: str = "text", strict: bool = False) -> int:
    """Prints findings and the host's own complaints. 1 where they refuse the build, else 0."""
    found = list(found)
    notes = [one for one in found if one.severity == "note"]
    faults = [one for one in found if one.severity != "note"]
    if style == "text" and notes:
        print(FORMATS[style](notes), file=sys.stderr)
        found = faults
    if found or style in ("json", "sarif"):
        print(FORMATS[style](found))
    if complaints:
        print(complaints, file=sys.stderr)
    if faults:
        print(f"{len(faults)} finding{'s' if len(faults) > 1 else ''}", file=sys.stderr)
    return 1 if complaints or refuses(found, strict) else 0


def answer_key(file: Path) -> Key | None:
    """The answer key in a file; None where it is none, which is reported."""
    try:
        return read_key(file)
    except ValueError as error:
        wrong_use(f"{file}: {error}", "make one with coursebook key")
        return None


def wrong_use(fact: str, hint: str = "") -> int:
    """Reports what the command was given and cannot work with. 2, the status of the command."""
    print(f"{fact}\n    hint: {hint}" if hint else fact, file=sys.stderr)
    return 2
