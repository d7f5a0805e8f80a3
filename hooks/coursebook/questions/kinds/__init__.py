"""The kinds of questions, by what an author writes after `type:`."""

from __future__ import annotations

from .choice import Choice
from .kind import Kind
from .menus import Match, Order
from .typed import Blank, Number

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
