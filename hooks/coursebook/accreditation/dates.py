"""What goes out of date: the course, its approvals, its modules, the law; and the banner on their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..markdown.templates import fill_template
from ..model import Source, module_of
from ..read.source import Text
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import STATED, check

MONTHS, MONTHS_A_REVIEW = 36, 24
"""At most between review and end (accreditors' old rule of three years), and how long a review holds."""
LAW_DAYS = 180
"""How long a reading of the law counts as current."""
WARNING_DAYS = 60
"""How long before its end an approval is reported."""
SEEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?\Z")


@dataclass(frozen=True, slots=True)
class Late:
    """A page past its date. `kind` is the word of the interface for its banner."""

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
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def ends(text: Text) -> date | None:
    """When a page is out of date: after its end date, or two years after its last review."""
    reviewed = page_day(text, "reviewed")
    return page_day(text, "expires") or (add_months(reviewed, MONTHS_A_REVIEW) if reviewed else None)


def late_pages(course: Course) -> Iterator[Late]:
    """Pages that are out of date on the day of the build."""
    for path, text in course.sources.texts.items():
        day = ends(text)
        if day is None or course.today <= day:
            continue
        what, kind = "the page", "banner-page"
        if text is course.home:
            what, kind = "the course", "banner-course"
        elif path.endswith("/index.md"):
            what, kind = f"the module '{module_of(path)}'", "banner-module"
        yield Late(path, what, day, text.entry("expires" if "expires" in text.meta else "reviewed"), kind)


@check(STATED)
def out_of_date(course: Course) -> Iterator[Finding]:
    """D001: a course, a module or a page past its date."""
    for late in late_pages(course):
        yield finding("D001", late.source, what=late.what, day=late.day)


@check(STATED)
def periods(course: Course) -> Iterator[Finding]:
    """DT-01: an end date at most three years after the last review, and all dates in order. O008: not a date."""
    days = course.facts.days
    if "released" in days and "expires" in days and days["released"] > days["expires"]:
        problem = f"the release date {days['released']} is after the end date {days['expires']}"
        yield finding("DT-01", course.at("released"), problem=problem, limit=MONTHS)
    for text in course.sources.texts.values():
        reviewed, expires = page_day(text, "reviewed"), page_day(text, "expires")
        for key, day in (("reviewed", reviewed), ("expires", expires)):
            # an invalid date of the course is reported where its facts are read
            if text is not course.home and key in text.meta and day is None:
                problem = f"is '{text.meta[key]}', which is not a date"
                yield finding("O008", text.entry(key), key=key, problem=problem, fix=f"{key}: 2026-11-21")
        if reviewed and reviewed > course.today:
            problem = f"the review date {reviewed} is in the future"
            yield finding("DT-01", text.entry("reviewed"), problem=problem, limit=MONTHS)
        if reviewed and expires and not reviewed <= expires <= add_months(reviewed, MONTHS):
            order = "before" if expires < reviewed else f"more than {MONTHS} months after"
            problem = f"the end date {expires} is {order} the last review on {reviewed}"
            yield finding("DT-01", text.entry("expires"), problem=problem, limit=MONTHS)


@check(STATED)
def approvals(course: Course) -> Iterator[Finding]:
    """DT-02: an approval that ends within 60 days. One that has ended no longer unlocks the name of its credit."""
    for approval in course.facts.approvals:
        body, end = approval.body, approval.expires or date.max
        renewed = any(other.body == body and (other.expires or date.max) > end for other in course.facts.approvals)
        if 0 <= (days := (end - course.today).days) <= WARNING_DAYS and not renewed:
            yield finding("DT-02", approval.source, body=body, day=end, days=days)


@dataclass(frozen=True, slots=True, order=True)
class DatedRow:
    """A row of a table of law. `last` is the last day that the date on which it was `seen` may mean, date.min where it
    has none.
    """

    last: date
    place: Source
    name: str
    seen: str


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A dated table of law that a page shows, with its rows that are `old`, the oldest first, and those that were seen
    on a day in the future.
    """

    page: str
    path: str
    rows: int
    old: tuple[DatedRow, ...]
    early: tuple[DatedRow, ...]


def tables(course: Course) -> list[DatedTable]:
    """Every dated table of the course, as of the day of the build."""
    found = []
    for (page, file), (regulation, _) in course.tables.items():
        rows = []
        for row in regulation.rows:
            seen = row.values.get("seen_at", "")
            name = row.values["jurisdiction"] or row.values["code"] or "a row"
            rows.append(DatedRow(_last_day(seen), row.place, name, seen))
        old = sorted(row for row in rows if (course.today - row.last).days > LAW_DAYS)
        # 2026-11 comes before each of its days
        early = [row for row in rows if row not in old and row.seen > course.today.isoformat()]
        if rows:
            path = course.sources.beside(page, file)[0]
            found.append(DatedTable(page, path, len(rows), tuple(old), tuple(early)))
    return found


def _last_day(seen: str) -> date:
    """The last day that a date, known to the month or the year, may mean; date.min where it is not a date."""
    if not (match := SEEN.match(seen)):
        return date.min
    try:
        first = date(int(match["year"]), int(match["month"] or 12), int(match["day"] or 1))
    except ValueError:
        return date.min
    return first if match["day"] else add_months(first, 1) - timedelta(days=1)


@check(STATED)
def law(course: Course) -> Iterator[Finding]:
    """DT-03: rows of a table of law that were not read again for 180 days. O008: one seen on a day in the future."""
    for table in tables(course):
        for row in table.early:
            problem = f"of {row.name} is '{row.seen}', which is in the future"
            yield finding("O008", row.place, key="seen_at", problem=problem, fix="the date on which its law was read")
        for row in table.old[:1]:
            oldest = {"row": row.name, "seen": row.seen or "never"}
            yield finding("DT-03", row.place, count=len(table.old), all=table.rows, limit=LAW_DAYS, **oldest)


def banner(course: Course, path: str) -> str:
    """The notice above a page that is out of date, as HTML; empty where it is not. The course's own end is on every
    lesson, that of a module on each of its pages.
    """
    lesson, sentences = path in course.lessons, []
    for late in late_pages(course):
        module = late.kind == "banner-module" and module_of(late.path) == module_of(path)
        if path == late.path or (lesson and (late.kind == "banner-course" or module)):
            sentences.append(course.words[late.kind].format(date=course.words.date(late.day)))
    for table in tables(course):
        if table.page == path and table.old:
            counts = {"count": len(table.old), "all": table.rows, "days": LAW_DAYS}
            sentences.append(course.words["banner-law"].format(seen=table.old[0].seen or "never", **counts))
    return str(fill_template("banner.html", sentences=sentences)) if sentences else ""
