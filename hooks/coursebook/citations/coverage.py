"""Paragraphs that state something and cite nothing, and recommendations that rest on weak evidence.

Read from the author's text, so that each is reported with its line. A paragraph is exempt if it gives a reason:
`{: uncited="our own arithmetic from the table above" }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model import Reference
from ..read.paragraphs import paragraphs
from ..read.source import Text
from ..read.wordlists import GENERAL, WordLists
from ..report.finding import Finding, finding

KINDS = ("prose", "item")
"""Kinds of paragraphs that state something in their own words."""
NUMBER = re.compile(
    r"""
    \d+(?:\.\d+)?\s?%
    | \b\d+(?:\.\d+)?[ ](?:of|in|per|out[ ]of)[ ](?:every[ ])?\d
    | \b(?:OR|RR|MD|SMD|NNT|CI|kappa)\b[^.]{0,20}\d
    | \b\d{1,3}(?:,\d{3})+\b
    | \b\d+(?:\.\d+)?[ ](?:mm|cm|mg|SD|times|patients|trials|studies|treatments|sessions)\b
    """,
    re.VERBOSE,
)
COMPARISON = re.compile(
    r"""
    \b(?:more|less|fewer|better|worse|safer|larger|smaller|higher|lower|longer|faster)[ ](?:\w+[ ]){0,4}than\b
    | \bas[ ](?:effective|safe)[ ]as\b
    | \b(?:superior|inferior|equivalent)[ ]to\b
    | \bno[ ](?:difference|better)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
WEAK = frozenset({"4", "5"})


def check_coverage(page: Text, references: Mapping[str, Reference], lists: WordLists = GENERAL) -> Iterator[Finding]:
    """C004 a statement without a source, C005 a recommendation on levels 4 and 5 only, C006 a reason that is empty."""
    for paragraph in paragraphs(page):
        if paragraph.kind not in KINDS or paragraph.block:
            continue
        place, plain = page.source(paragraph.line), paragraph.plain
        if paragraph.uncited is not None:
            if not paragraph.uncited.strip():
                yield finding("C006", place)
        elif not paragraph.keys:
            for kind, pattern in (
                ("a number", NUMBER),
                ("a comparison", COMPARISON),
                ("a recommendation", lists.recommendation),
            ):
                if match := pattern.search(plain):
                    yield finding("C004", place, kind=kind, words=match[0])
                    break
        elif match := lists.recommendation.search(plain):
            levels = {references[key].field("level") for key in paragraph.keys if key in references}
            if levels and levels <= WEAK:
                yield finding("C005", place, words=match[0], levels=" and ".join(sorted(levels)))
