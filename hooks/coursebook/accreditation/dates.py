"""What goes out of date: the course, its approvals, its modules, the law; and the banner on their pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ..markdown.templates import fill_template
from ..model import Source, module_of
from ..read.source import Text
from ..read.table import read_table
from ..report.finding import finding
from .material import HOME, Check, Findings, Material

MONTHS, MONTHS_A_REVIEW = 36, 24
"""At most between review and end (accreditors' old rule of three years), and how long a review holds."""
LAW_DAYS = 180
"""How long what was seen of the law counts as seen."""
WARNING_DAYS = 60
"""How long before its end an approval is told."""
SEEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?\Z")
TABLE = "regulation"
"""The block whose table is dated row by row."""


@dataclass(frozen=True, slots=True)
class Late:
    """A page past its date. `kind` is a key of the catalogue of words: `banner-course`, `banner-module`, ..."""

    path: str
    what: str
    day: date
    source: Source
    kind: str


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years >= date.max.year:
        return date.max
    first = date(day.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def page_day(text: Text, key: str) -> date | None:
    """A date of a page's front matter, or None."""
    value = text.meta.get(key)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def ends(text: Text) -> date | None:
    """When a page is out of date: its end date, or two years after its last review."""
    reviewed = page_day(text, "reviewed")
    return page_day(text, "expires") or (add_months(reviewed, MONTHS_A_REVIEW) if reviewed else None)


def late_pages(material: Material) -> Iterator[Late]:
    """Pages whose own date is over on the day of the build; the course's is told first."""
    for path, text in material.texts.items():
        day = ends(text)
        if day is None or material.today <= day:
            continue
        place = text.entry("expires" if "expires" in text.meta else "reviewed")
        if path == HOME:
            yield Late(path, "the course", day, place, "banner-course")
        elif path.endswith("/index.md"):
            yield Late(path, f"the module '{module_of(path)}'", day, place, "banner-module")
        else:
            yield Late(path, "the page", day, place, "banner-page")


def out_of_date(material: Material) -> Findings:
    """D001: a course, a module or a page past its date."""
    return [finding("D001", late.source, what=late.what, day=late.day) for late in late_pages(material)]


def periods(material: Material) -> Findings:
    """DT-01: an end date at most three years after the last review, and no date in the wrong order."""
    found, days = [], material.facts.days
    if "released" in days and "expires" in days and days["released"] > days["expires"]:
        problem = f"the release on {days['released']} lies after the end on {days['expires']}"
        found.append(finding("DT-01", material.at("released"), problem=problem, limit=MONTHS))
    for text in material.texts.values():
        reviewed, expires = page_day(text, "reviewed"), page_day(text, "expires")
        if text is not material.home:  # that of the course is told where its facts are read
            for key in ("reviewed", "expires"):
                if key in text.meta and page_day(text, key) is None:
                    problem, place = f"is '{text.meta[key]}', which is no date", text.entry(key)
                    found.append(finding("O008", place, key=key, problem=problem, mend=f"{key}: 2026-11-21"))
        if reviewed and reviewed > material.today:
            place = text.entry("reviewed")
            found.append(finding("DT-01", place, problem=f"the review of {reviewed} is yet to come", limit=MONTHS))
        if reviewed and expires and not reviewed <= expires <= add_months(reviewed, MONTHS):
            order = "before" if expires < reviewed else f"more than {MONTHS} months after"
            problem = f"the end on {expires} lies {order} the last review on {reviewed}"
            found.append(finding("DT-01", text.entry("expires"), problem=problem, limit=MONTHS))
    return found


def approvals(material: Material) -> Findings:
    """DT-02: an approval that ends within 60 days. One that has ended no longer unlocks the name of its credit."""
    found = []
    for one in material.facts.approvals:
        days = (one.expires - material.today).days if one.expires else WARNING_DAYS + 1
        renewed = any(
            other.body == one.body and one.expires and (other.expires is None or other.expires > one.expires)
            for other in material.facts.approvals
        )
        if 0 <= days <= WARNING_DAYS and not renewed:
            found.append(finding("DT-02", one.source, body=one.body, day=one.expires, days=days))
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """A dated table that a page shows: how many rows are too old, and the oldest."""

    page: str
    path: str
    rows: int
    old: int
    row: str
    seen: str
    place: Source
    early: tuple[tuple[Source, str, str], ...]
    """Rows that were seen on a day that is yet to come: place, name and day."""


def tables(material: Material) -> list[Table]:
    """Every dated table of the course, as `today` finds it."""
    found = []
    for page, text in material.texts.items():
        for block in text.blocks:
            if block.name != TABLE or not block.argument:
                continue
            file = material.docs / posixpath.dirname(page) / block.argument
            path = (
                f"{material.shown_docs}/{posixpath.normpath(posixpath.join(posixpath.dirname(page), block.argument))}"
            )
            if file.exists():
                found.append(_table(page, path, file, material.today))
    return found


def _table(page: str, path: str, file: Path, today: date) -> Table:
    rows = read_table(path, file, ()).rows
    old, early = list[tuple[date, Source, str, str]](), list[tuple[Source, str, str]]()
    for row in rows:
        seen = row["seen_at"]
        last = _last_day(seen)
        name = row["jurisdiction"] or row["code"] or "a row"
        if last is None or (today - last).days > LAW_DAYS:
            old.append((last or date.min, row.place, name, seen or "never"))
        elif seen > today.isoformat():  # 2026-11 stands before each of its days
            early.append((row.place, name, seen))
    first = min(old, default=(date.min, Source(path), "", ""))
    return Table(page, path, len(rows), len(old), first[2], first[3], first[1], tuple(early))


def _last_day(seen: str) -> date | None:
    """The last day that a date, known to the month or the year, may mean."""
    match = SEEN.match(seen)
    if not match:
        return None
    try:
        first = date(int(match["year"]), int(match["month"] or 12), int(match["day"] or 1))
    except ValueError:
        return None
    return first if match["day"] else add_months(first, 1) - timedelta(days=1)


def law(material: Material) -> Findings:
    """DT-03: rows of a table of law that nobody has looked at for 180 days. O008: one seen on a day to come."""
    early = [
        finding(
            "O008", place, key="seen_at",
            problem=f"of {row} is '{seen}', which is yet to come", mend="the day on which its law was read",
        )
        for one in tables(material)
        for place, row, seen in one.early
    ]  # fmt: skip
    return early + [
        finding(
            "DT-03", one.place, count=one.old, all=one.rows, limit=LAW_DAYS, row=one.row, seen=one.seen
        )
        for one in tables(material)
        if one.old
    ]  # fmt: skip


def banners(material: Material) -> dict[str, str]:
    """By page: what stands above it because a date is over. The course's own end stands on every page of it."""
    said: dict[str, list[str]] = {}
    for late in late_pages(material):
        words = material.words[late.kind].format(date=material.words.date(late.day))
        if late.kind == "banner-course":
            on = [late.path, *material.lessons]
        elif late.kind == "banner-module":
            on = [path for path in material.lessons if module_of(path) == module_of(late.path)]
        else:
            on = [late.path]
        for path in on:
            said.setdefault(path, []).append(words)
    for one in tables(material):
        if one.old:
            words = material.words["banner-law"].format(count=one.old, all=one.rows, days=LAW_DAYS, seen=one.seen)
            said.setdefault(one.page, []).append(words)
    return {path: str(fill_template("banner.html", sentences=sentences)) for path, sentences in said.items()}


STATED: tuple[Check, ...] = (periods, out_of_date, approvals, law)
"""Asked of every course that states a profile."""
