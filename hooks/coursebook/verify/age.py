"""How old a result may be, and what is said of one that is too old."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..model import Source
from ..report.finding import Finding, finding
from .record import Entry, checked_on, unknown_since


@dataclass(frozen=True, slots=True)
class Age:
    """`today`; the days after which a result no longer counts; the days for which a good one is not asked anew."""

    today: date
    limit: int = 90
    fresh: int = 7

    def is_fresh(self, entry: Entry | None) -> bool:
        """Whether a result is so new, and so complete, that it need not be asked again."""
        checked = checked_on(entry)
        return bool(entry and checked and "outage" not in entry and 0 <= (self.today - checked).days < self.fresh)

    def tell(self, what: str, source: Source, entry: Entry | None) -> Iterator[Finding]:
        """V010 an outage, V011 longer ago than the limit, V012 never checked at all."""
        since = unknown_since(entry) if entry else None
        if entry is None or since is None:
            yield finding("V012", source, what=what)
            return
        days = (self.today - since).days
        why = str((entry.get("outage") or {}).get("why") or "")
        named = {"what": what, "since": since.isoformat(), "why": f" ({why})" if why else "", "limit": self.limit}
        if days > self.limit:
            yield finding("V011", source, days=days, **named)
        elif why:
            yield finding("V010", source, **named)
