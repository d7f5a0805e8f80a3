"""Bodies that recognize continuing education, and how each counts. From their own pages or, where marked, from what
others say of them; see the worksheet page for the sources. What was not seen is None.
"""

from __future__ import annotations

import re
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
    names: re.Pattern[str] | None = None
    physicians: bool = False


def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


BODIES = (
    Body(
        "AMA", "American Medical Association", "credit", 60, 0.25, "nearest", None, "ama-pra-2011",
        _names(r"AMA\s+PRA\s+(?:Category\s+[12I]+|credits?)|Category\s+1\s+credits?\b"), physicians=True,
    ),
    Body(
        "ANCC", "American Nurses Credentialing Center", "contact hour", 60, None, "", True, "ancc-faq",
        _names(r"ANCC[\s-]+(?:contact\s+hours?|credits?|approved|accredited)"),
    ),
    Body(
        "IACET", "International Accreditors for Continuing Education and Training", "unit of 10 contact hours", 600,
        0.1,
        "nearest", True, "iacet-2018", _names(r"IACET[\s-]+(?:CEUs?|credits?|approved|accredited)"),
    ),
    Body(
        "BOC", "Board of Certification for the Athletic Trainer", "contact hour", 60, 0.25, "nearest", True,
        "boc-mergener", _names(r"BOC[\s-]+(?:CEUs?|credits?|approved|Category\s+[A-D])"),
    ),
    Body(
        "NCBAHM", "National Certification Board for Acupuncture and Herbal Medicine (NCCAOM)", "point", 60, None, "",
        False, "nccaom-elearning", _names(r"PDA\s+(?:points?|credits?|approved)"),
    ),
    Body(
        "PACE", "Providers of Approved Continuing Education (chiropractic)", "hour", 60, None, "", None, "",
        _names(r"PACE[\s-]+(?:hours?|credits?|recognized|approved)"),
    ),
    Body(
        "Texas PT", "Texas Board of Physical Therapy Examiners", "contact hour", 60, None, "", None, "tx-341-3",
        _names(r"CCUs?\b"),
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
