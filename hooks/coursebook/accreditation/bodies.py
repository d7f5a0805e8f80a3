"""Bodies that recognize continuing education, and how each counts. From their own pages or, where marked, from what
others say of them; see the worksheet page for the sources. What was not seen is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """How a body counts. `minutes` make a unit; `names` matches the name of its credit, which is locked.

    `increment` and `rounding` are None and empty where the body leaves them to the provider or nobody saw them;
    `assessment` says whether the time for the test counts, `physicians` whether its credit is for doctors of medicine
    and osteopathy alone (CE-02).
    """

    id: str
    title: str
    unit: str
    minutes: int
    increment: float | None
    rounding: str
    assessment: bool | None
    reference: str
    names: Names | None = None
    physicians: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """How the credit of a body is named. Every name has one of `stems` in it: whoever looks for names in a long text
    looks for those first, in its small letters, which takes no time. (No stem has an i, k or s in it: a pattern takes
    other signs for them, too, as ı for i.)
    """

    pattern: re.Pattern[str]
    stems: tuple[str, ...]

    def find(self, text: str, small: str) -> Iterator[re.Match[str]]:
        """Every name in a text; `small` is the same text in small letters."""
        return self.pattern.finditer(text) if any(stem in small for stem in self.stems) else iter(())


def _names(pattern: str, *stems: str) -> Names:
    return Names(re.compile(rf"\b(?:{pattern})", re.IGNORECASE), stems)


BODIES = (
    Body(
        "AMA", "American Medical Association", "credit", 60, 0.25, "nearest", None, "ama-pra-2011",
        _names(r"AMA[\s-]+PRA[\s-]+(?:Category[\s-]+[12I]+|credits?)|Category\s+1\s+credits?\b", "ama", "category"),
        physicians=True,
    ),
    Body(
        "ANCC", "American Nurses Credentialing Center", "contact hour", 60, None, "", True, "ancc-faq",
        _names(r"ANCC[\s-]+(?:contact\s+hours?|credits?|approved|accredited)", "ancc"),
    ),
    Body(
        "IACET", "International Accreditors for Continuing Education and Training", "unit of 10 contact hours", 600,
        0.1,
        "nearest", True, "iacet-2018", _names(r"IACET[\s-]+(?:CEUs?|credits?|approved|accredited)", "acet"),
    ),
    Body(
        "BOC", "Board of Certification for the Athletic Trainer", "contact hour", 60, 0.25, "nearest", True,
        "boc-mergener", _names(r"BOC[\s-]+(?:CEUs?|credits?|approved|Category\s+[A-D])", "boc"),
    ),
    Body(
        "NCBAHM", "National Certification Board for Acupuncture and Herbal Medicine (NCCAOM)", "point", 60, None, "",
        False, "nccaom-elearning", _names(r"PDA[\s-]+(?:points?|credits?|approved)", "pda"),
    ),
    Body(
        "PACE", "Providers of Approved Continuing Education (chiropractic)", "hour", 60, None, "", None, "",
        _names(r"PACE[\s-]+(?:hours?|credits?|recognized|approved)", "pace"),
    ),
    Body(
        "Texas PT", "Texas Board of Physical Therapy Examiners", "contact hour", 60, None, "", None, "tx-341-3",
        _names(r"CCUs?\b", "ccu"),
    ),
    Body(
        "California Acupuncture", "California Acupuncture Board", "hour of at least 50 minutes", 50, None, "", None,
        "ca-acu-art8",
    ),
    Body(
        "Wisconsin PT", "Wisconsin Physical Therapy Examining Board", "hour of at least 50 minutes", 50, None, "",
        None, "wi-pt9",
    ),
)  # fmt: skip
"""In the order of the worksheet."""
BY_ID = {body.id: body for body in BODIES}
