"""`coursebook verify`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from ..citations.bibliography import read_bibliography
from ..read.project import NotAProject, read_project
from ..verify.client import RequestPolicy
from ..verify.record import Age
from ..verify.registries import Bases
from ..verify.run import Part, VerifyOptions, verify
from .common import WrongUse, config_file, existing, on_day, report, strict, style

DAYS = click.IntRange(0, 99_999)


def _seconds(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if not 0 < value <= 3600:  # and not NaN, which click.FloatRange accepts
        raise click.BadParameter(f"{value:g} is not a number of seconds from 0 to 3600")
    return value


def _contact(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """An e-mail or web address; it goes into a header, so it is one word of plain letters."""
    plain = value.isascii() and value.isprintable() and " " not in value
    if value and not (plain and ("@" in value or "://" in value)):
        raise click.BadParameter(f"'{value}' is not an email or web address")
    return value


@click.command("verify")
@click.argument("part", type=click.Choice(["references", "links", "all"]), default="all", required=False)
@style
@click.option("--offline", is_flag=True, help="Work offline; report the results of earlier runs.")
@strict
@click.option("--max-age", type=DAYS, default=90, metavar="DAYS", help="How long results are valid.")
@click.option(
    "--fresh", type=DAYS, default=7, metavar="DAYS", help="Good results younger than this are not checked again."
)
@on_day()
@click.option(
    "--contact",
    callback=_contact,
    default="",
    envvar="COURSEBOOK_CONTACT",
    metavar="ADDRESS",
    help="An email or web address that identifies you to the hosts.",
)
@click.option("--timeout", callback=_seconds, default=30.0, metavar="SECONDS", help="Time limit for one request.")
@click.option(
    "--interval", callback=_seconds, default=0.34, metavar="SECONDS", help="Pause between requests to one host."
)
@config_file
def command(
    part: Part,
    style: str,
    offline: bool,
    strict: bool,
    max_age: int,
    fresh: int,
    on: date | None,
    contact: str,
    timeout: float,
    interval: float,
    config: Path,
) -> int:
    """Check references and links online, and save the results in bib/.

    0: no errors (with --strict: nothing at all), 1: some, 2: no project, 130: stopped.
    """
    config = existing(config)
    policy = RequestPolicy(contact, interval=interval, total=timeout, connect=min(RequestPolicy().connect, timeout))
    order = VerifyOptions(part, Age(on or date.today(), max_age, fresh), offline, policy, Bases.from_environment())
    try:
        project = read_project(config)
        files = [(project.shown(file), file) for file in project.bib.rglob("*.bib")]
        bibliography, unread = read_bibliography(files)
        result = verify(project, bibliography.references, order)
    except NotAProject as reason:
        raise WrongUse(f"{config.name}: {reason}") from None
    except KeyboardInterrupt:
        print("\nstopped; results so far are saved, and the same command continues from here", file=sys.stderr)
        return 130
    except OSError as error:
        raise WrongUse(f"{error.filename or config.name}: {error.strerror or error}") from None
    status = report([*unread, *result.findings], "", style, strict)
    print("\n".join(result.summary), file=sys.stderr)
    return status
