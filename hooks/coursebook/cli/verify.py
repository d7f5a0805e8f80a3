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
from ..verify.run import Order, Part, verify
from .common import WrongUse, config_file, existing, on_day, report, strict, style

DAYS = click.IntRange(0, 99_999)


def _seconds(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if not 0 < value <= 3600:  # and not NaN, which click.FloatRange accepts
        raise click.BadParameter(f"{value:g} is not a number of seconds up to 3600")
    return value


def _contact(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """An e-mail or web address; it goes into a header, so it is one word of plain letters."""
    plain = value.isascii() and value.isprintable() and " " not in value
    if value and not (plain and ("@" in value or "://" in value)):
        raise click.BadParameter(f"'{value}' is not an e-mail or web address")
    return value


@click.command("verify")
@click.argument("part", type=click.Choice(["references", "links", "all"]), default="all", required=False)
@style
@click.option("--offline", is_flag=True, help="Ask nobody; report what the last runs found.")
@strict
@click.option("--max-age", type=DAYS, default=90, metavar="DAYS", help="A result counts for so long.")
@click.option("--fresh", type=DAYS, default=7, metavar="DAYS", help="A good result is not asked for again.")
@on_day()
@click.option(
    "--contact",
    callback=_contact,
    default="",
    envvar="COURSEBOOK_CONTACT",
    metavar="ADDRESS",
    help="An e-mail or web address that names you to the hosts that are asked.",
)
@click.option("--timeout", callback=_seconds, default=30.0, metavar="SECONDS", help="For one request.")
@click.option("--interval", callback=_seconds, default=0.34, metavar="SECONDS", help="Between requests to one host.")
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
    """Check references and links online, and keep the results in bib/.

    0: no errors (with --strict: nothing at all), 1: some, 2: no project, 130: stopped.
    """
    config = existing(config)
    policy = RequestPolicy(contact, interval=interval, total=timeout, connect=min(RequestPolicy().connect, timeout))
    order = Order(part, Age(on or date.today(), max_age, fresh), offline, policy, Bases.from_environment())
    try:
        project = read_project(config)
        files = [(project.shown(file), file) for file in project.bib.rglob("*.bib")]
        bibliography, unread = read_bibliography(files)
        result = verify(project, bibliography.references, order)
    except NotAProject as reason:
        raise WrongUse(f"{config.name}: {reason}") from None
    except KeyboardInterrupt:
        print("\nstopped; what was checked is kept, and the same command goes on from there", file=sys.stderr)
        return 130
    except OSError as error:
        raise WrongUse(f"{error.filename or config.name}: {error.strerror or error}") from None
    status = report([*unread, *result.findings], "", style, strict)
    print("\n".join(result.summary), file=sys.stderr)
    return status
