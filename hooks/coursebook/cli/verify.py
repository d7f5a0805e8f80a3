"""`coursebook verify`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from ..citations.bibliography import read_bibliography
from ..verify.age import Age
from ..verify.client import Manner
from ..verify.project import NotAProject, read_project
from ..verify.registries import Bases
from ..verify.run import Order, verify
from .common import config_file, existing, on_day, report, strict, style

DAYS = click.IntRange(0, 99_999)


class _Seconds(click.ParamType[float]):
    """A number of seconds, above 0 and at most an hour."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """See click."""
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 < number <= 3600:
            self.fail(f"'{value}' is not a number of seconds up to 3600", param, ctx)
        return number


class _Contact(click.ParamType[str]):
    """An e-mail or web address; it goes into a header, so it is one word of plain letters."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """See click."""
        text = str(value)
        if text and not (text.isascii() and text.isprintable() and " " not in text and ("@" in text or "://" in text)):
            self.fail(f"'{text}' is not an e-mail or web address", param, ctx)
        return text


@click.command("verify")
@click.argument("part", type=click.Choice(["references", "links", "all"]), default="all", required=False)
@style
@click.option("--offline", is_flag=True, help="Ask nobody; report what the last runs found.")
@strict
@click.option("--max-age", type=DAYS, default=90, metavar="DAYS", help="A result counts for so long.")
@click.option("--fresh", type=DAYS, default=7, metavar="DAYS", help="A good result is not asked for again.")
@on_day
@click.option(
    "--contact",
    type=_Contact(),
    default="",
    envvar="COURSEBOOK_CONTACT",
    metavar="ADDRESS",
    help="An e-mail or web address that names you to the hosts that are asked.",
)
@click.option("--timeout", type=_Seconds(), default=30, metavar="SECONDS", help="For one request.")
@click.option("--interval", type=_Seconds(), default=0.34, metavar="SECONDS", help="Between two requests to one host.")
@config_file
def command(
    part: Literal["references", "links", "all"],
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
    manner = Manner(contact=contact, interval=interval, total=timeout, connect=min(Manner().connect, timeout))
    order = Order(part, Age(on or date.today(), max_age, fresh), offline, manner, Bases.from_environment())
    try:
        project = read_project(config)
    except NotAProject as reason:
        print(f"{config.name}: {reason}", file=sys.stderr)
        return 2
    try:
        files = [(project.shown(file), file) for file in project.bib.rglob("*.bib")]
        bibliography, unread = read_bibliography(files)
        result = verify(project, bibliography.references, order)
    except KeyboardInterrupt:
        print("\nstopped; what was checked is kept, and the same command goes on from there", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"{error.filename or project.bib}: {error.strerror or error}", file=sys.stderr)
        return 2
    status = report([*unread, *result.findings], "", style, strict)
    print("\n".join(result.summary), file=sys.stderr)
    return status
