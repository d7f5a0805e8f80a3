"""The kinds of questions, one file each, by what an author writes after `type:`."""

from __future__ import annotations

from .blank import Blank
from .choice import Choice
from .kind import Kind
from .match import Match
from .number import Number
from .order import Order

KINDS: dict[str, type[Kind]] = {
    "choice": Choice,
    "number": Number,
    "blank": Blank,
    "match": Match,
    "order": Order,
}
DEFAULT = "choice"
CASE = "case"
"""A case is no question: it holds several."""
