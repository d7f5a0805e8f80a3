"""What the options of `coursebook verify` may say."""

from __future__ import annotations

import argparse
from datetime import date

from .age import Age
from .client import Manner
from .registries import Bases
from .run import Order


def read_order(given: argparse.Namespace) -> Order:
    """What the command line asks for; the addresses of the registries are taken from the environment."""
    manner = Manner(
        contact=given.contact,
        interval=given.interval,
        total=given.timeout,
        connect=min(Manner().connect, given.timeout),
    )
    age = Age(given.on or date.today(), given.max_age, given.fresh)
    return Order(given.part, age, given.offline, manner, Bases.from_environment())


def days(text: str) -> int:
    """A number of days. These raise argparse.ArgumentTypeError with what is wrong."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise argparse.ArgumentTypeError(f"'{text}' is no number of days")
    return int(text)


def day(text: str) -> date:
    """A date, as 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date like 2026-11-21") from None


def seconds(text: str) -> float:
    """A number of seconds, above 0 and at most an hour."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds up to 3600")
    return number


def contact(text: str) -> str:
    """An e-mail or web address; it goes into a header, so it is one word of plain letters."""
    if text and not (text.isascii() and text.isprintable() and " " not in text and ("@" in text or "://" in text)):
        raise argparse.ArgumentTypeError(f"'{text}' is no e-mail or web address")
    return text
