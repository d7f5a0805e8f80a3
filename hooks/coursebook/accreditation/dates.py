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
"""How long what was seen of the law counts as seen."""
WARNING_DAYS = 60
"""How long before its end an approval is told."""
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
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def ends(text: Text) -> date | None:
    """When a page is out of date: its end date, or two years after its last review."""
    reviewed = page_day(text, "reviewed")
    return page_day(text, "expires") or (add_months(reviewed, MONTHS_A_REVIEW) if reviewed else None)


def late_pages(course: Course) -> Iterator[Late]:
    """Pages whose own date is over on the day of the build."""
    for path, text in course.sources.texts.items():
        day = ends(text)
        if day is None or course.today <= day:
            continue
        place = text.entry("expires" if "expires" in text.meta else "reviewed")
        if text is course.home:
            yield Late(path, "the course", day, place, "banner-course")
        elif path.endswith("/index.md"):
            yield Late(path, f"the module '{module_of(path)}'", day, place, "banner-module")
        else:
            yield Late(path, "the page", day, place, "banner-page")


@check(STATED)
def out_of_date(course: Course) -> Iterator[Finding]:
    """D001: a course, a module or a page past its date."""
    for late in late_pages(course):
        yield finding("D001", late.source, what=late.what, day=late.day)


@check(STATED)
def periods(course: Course) -> Iterator[Finding]:
    """DT-01: an end date at most three years after the last review, and no date in the wrong order. O008: no date."""
    days = course.facts.days
    if "released" in days and "expires" in days and days["released"] > days["expires"]:
        problem = f"the release date {days['released']} is after the end date {days['expires']}"
        yield finding("DT-01", course.at("released"), problem=problem, limit=MONTHS)
    for text in course.sources.texts.values():
        reviewed, expires = page_day(text, "reviewed"), page_day(text, "expires")
        for key, day in (("reviewed", reviewed), ("expires", expires)):
            # a date of the course that is none is reported where its facts are read
            if text is not course.home and key in text.meta and day is None:
                problem = f"is '{text.meta[key]}', which is not a date"
                yield finding("O008", text.entry(key), key=key, problem=problem, mend=f"{key}: 2026-11-21")
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
    for one in course.facts.approvals:
        days = (one.expires - course.today).days if one.expires else WARNING_DAYS + 1
        renewed = any(
            other.body == one.body and one.expires and (other.expires is None or other.expires > one.expires)
            for other in course.facts.approvals
        )
        if 0 <= days <= WARNING_DAYS and not renewed:
            yield finding("DT-02", one.source, body=one.body, day=one.expires, days=days)


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """A row of a table of law. `last` is the last day that the date on which it was `seen` may mean, date.min where it
    has none.
    """

    last: date
    place: Source
    name: str
    seen: str


@dataclass(frozen=True, slots=True)
class Table:
    """A dated table of law that a page shows, with its rows that are `old`, the oldest first, and those that were seen
    on a day that is yet to come.
    """

    page: str
    path: str
    rows: int
    old: tuple[Dated, ...]
    early: tuple[Dated, ...]


def tables(course: Course) -> list[Table]:
    """Every dated table of the course, as `today` finds it."""
    found = []
    for (page, file), (regulation, _) in course.tables.items():
        rows = []
        for row in regulation.rows:
            seen = row.values.get("seen_at", "")
            name = row.values["jurisdiction"] or row.values["code"] or "a row"
            rows.append(Dated(_last_day(seen) or date.min, row.place, name, seen))
        old = sorted(row for row in rows if (course.today - row.last).days > LAW_DAYS)
        # 2026-11 comes before each of its days
        early = [row for row in rows if row not in old and row.seen > course.today.isoformat()]
        if rows:
            found.append(Table(page, course.sources.beside(page, file)[0], len(rows), tuple(old), tuple(early)))
    return found


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


@check(STATED)
def law(course: Course) -> Iterator[Finding]:
    """DT-03: rows of a table of law that nobody has looked at for 180 days. O008: one seen on a day to come."""
    for one in tables(course):
        for row in one.early:
            problem = f"of {row.name} is '{row.seen}', which is in the future"
            yield finding("O008", row.place, key="seen_at", problem=problem, mend="the date on which its law was read")
        if one.old:
            first = one.old[0]
            oldest = {"row": first.name, "seen": first.seen or "never"}
            yield finding("DT-03", first.place, count=len(one.old), all=one.rows, limit=LAW_DAYS, **oldest)


def banner(course: Course, path: str) -> str:
    """What is shown above a page because a date is over, as HTML; empty where none is. The course's own end is on every
    page of it, that of a module on each of its pages.
    """
    lesson, sentences = path in course.lessons, []
    for late in late_pages(course):
        module = late.kind == "banner-module" and module_of(late.path) == module_of(path)
        if path == late.path or (lesson and (late.kind == "banner-course" or module)):
            sentences.append(course.words[late.kind].format(date=course.words.date(late.day)))
    for one in tables(course):
        if one.page == path and one.old:
            words, seen = course.words["banner-law"], one.old[0].seen or "never"
            sentences.append(words.format(count=len(one.old), all=one.rows, days=LAW_DAYS, seen=seen))
    return str(fill_template("banner.html", sentences=sentences)) if sentences else ""
