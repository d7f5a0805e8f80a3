"""Shared by commands: options, the built course, and printed results."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ..marking.key import Key, read_key
from ..report.finding import Finding, refuses
from ..report.printers import FORMATS

if TYPE_CHECKING:  # the host takes half a second to load, and not every command needs it
    from ..host.build import Result
    from ..steps.pipeline import Pipeline
    from ..steps.sources import Settings


class WrongUse(click.ClickException):
    """The input of a command cannot be used: what is wrong, and the fix. The exit status is 2."""

    def __init__(self, fact: str, hint: str = "") -> None:
        super().__init__(f"{fact}\n    fix: {hint}" if hint else fact)

    def show(self, file: IO[Any] | None = None) -> None:
        """See click."""
        print(self.message, file=file or sys.stderr)


def on_day(help: str = "Date to use as today (YYYY-MM-DD).") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The option --on."""
    day = click.DateTime(["%Y-%m-%d"])
    return click.option(
        "--on",
        type=day,
        callback=lambda _context, _option, value: value and value.date(),
        default=None,
        metavar="DATE",
        help=help,
    )


FILE = click.Path(path_type=Path)
config_file = click.option(
    "-f",
    "--config-file",
    "config",
    type=FILE,
    default=Path("mkdocs.yml"),
    help="Configuration file; default: mkdocs.yml.",
)
key_file = click.option("--key", type=FILE, required=True, metavar="FILE", help="From coursebook key.")
style = click.option(
    "--format", "style", type=click.Choice(sorted(FORMATS)), default="text", help="Output format of the findings."
)
strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


def existing(config: Path) -> Path:
    """The configuration as an absolute path. Raises WrongUse for a missing file."""
    if not config.is_file():
        raise WrongUse(f"{config}: no such file", "run the command in the folder of mkdocs.yml")
    return config.resolve()


def not_published(path: Path, what: str, config: Path | None = None) -> None:
    """Raises WrongUse for a file or folder that the course publishes, or will: that of a configuration, else of the
    nearest mkdocs.yml above it. `what` says what would be in it, with its verb.
    """
    from ..dossier.folder import published
    from ..read.project import NotAProject, read_project

    above = (parent / "mkdocs.yml" for parent in path.resolve().parents)
    nearest = config or next(filter(Path.is_file, above), None)
    try:
        site = published(path, read_project(nearest).public) if nearest else None
    except NotAProject as reason:
        if config is None:
            return  # a file of something else
        raise WrongUse(f"{config.name}: {reason}") from None
    if site is not None:
        raise WrongUse(f"{path}: everything in {site.name}/ is published, and {what}", "choose another folder: -o")


def built(config: Path, on: date | None = None) -> Result:
    """The course of a configuration, built into a temporary folder."""
    from ..host.build import build_course

    with tempfile.TemporaryDirectory() as folder:
        return build_course(existing(config), Path(folder) / "site", on)


def without_errors(config: Path, on: date | None = None, otherwise: str = "") -> tuple[Pipeline, Settings]:
    """The same, with its findings printed. Errors end the command with status 1 and the message `otherwise`."""
    result = built(config, on)
    if report(result.findings, result.complaints) or result.build is None:
        if otherwise:
            print(otherwise, file=sys.stderr)
        raise click.exceptions.Exit(1)
    return result.build, result.build.settings


def report(found: Iterable[Finding], complaints: str = "", style: str = "text", strict: bool = False) -> int:
    """Prints findings and the host's own messages. Returns 1 for errors, else 0."""
    found = list(found)
    notes = [item for item in found if item.severity == "note"]
    faults = [item for item in found if item.severity != "note"]
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


def answer_key(file: Path) -> Key:
    """The answer key in a file. Raises WrongUse."""
    try:
        return read_key(file)
    except ValueError as error:
        raise WrongUse(f"{file}: {error}", "create one with coursebook key") from None


def not_written(file: object, error: OSError, hint: str = "") -> WrongUse:
    """The error for a file that cannot be written."""
    return WrongUse(f"{file}: cannot write: {error.strerror}", hint)
