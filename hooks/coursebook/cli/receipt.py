"""`coursebook receipt`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ..credentials.receipt import CourseSnapshot, NotReceipt, mismatches, read_receipt
from ..report.finding import refuses
from ..steps.taught import snapshot_of
from .common import FILE, built, config_file, on_day, report


@click.command("receipt")
@click.argument("files", nargs=-1, required=True, type=FILE)
@on_day("Check against the course as of this date.")
@config_file
def command(files: tuple[Path, ...], on: date | None, config: Path) -> int:
    """Check receipts that learners saved on the certificate page against this course.

    0: all match, 1: one does not, 2: one is not a receipt.
    """
    result = built(config, on)
    if refuses(result.findings) or result.complaints or result.build is None:
        report(result.findings, result.complaints)
        return 1
    return check_receipts(list(files), snapshot_of(result.build.course))


def check_receipts(files: Iterable[Path], course: CourseSnapshot, now: datetime | None = None) -> int:
    """Checks receipts against a course and prints the results. 0: all match, 1: one does not, 2: one is no receipt."""
    status = 0
    for file in files:
        try:
            receipt, id_ = read_receipt(file)
        except NotReceipt as reason:
            print(f"{file}: {reason}", file=sys.stderr)
            status = 2
            continue
        found = mismatches(receipt, course, now or datetime.now(UTC))
        shown = " ".join(id_[n : n + 4] for n in range(0, len(id_), 4))
        print(f"{file}: verification ID {shown}, {'does not match' if found else 'matches'} {course.title}")
        for problem in found:
            print(f"    {problem}")
        if not found:
            print(f"    edition {course.edition or 'not stated'}, content hash {course.hash}")
            print("    self-attested by the learner: this does not prove who answered, or that they had no help")
        status = max(status, int(bool(found)))
    return status
