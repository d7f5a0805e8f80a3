"""The kinds of questions, by what an author writes after `type:`."""

from __future__ import annotations

from .choice import Choice
from .kind import AnswerKind
from .menus import Matching, Ordering
from .typed import Blank, TypedNumber

KINDS: dict[str, type[AnswerKind]] = {
    "choice": Choice,
    "number": TypedNumber,
    "blank": Blank,
    "match": Matching,
    "order": Ordering,
}
DEFAULT = "choice"
CASE = "case"
"""A case is no question: it holds several."""
