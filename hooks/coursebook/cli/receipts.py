"""What `coursebook receipt` tells of each file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ..credentials.receipt import Unread, misfits, read_receipt
from ..credentials.receipt_facts import Taught


def check_receipts(files: Iterable[Path], course: Taught, now: datetime | None = None) -> int:
    """Holds receipts against a course and prints what was found. 0: all fit, 1: one does not, 2: one is no receipt."""
    status = 0
    for file in files:
        try:
            receipt, id_ = read_receipt(file)
        except Unread as reason:
            print(f"{file}: {reason}", file=sys.stderr)
            status = 2
            continue
        found = misfits(receipt, course, now or datetime.now(UTC))
        shown = " ".join(id_[n : n + 4] for n in range(0, len(id_), 4))
        print(f"{file}: verification ID {shown}, {'does not fit' if found else 'fits'} {course.title}")
        for problem in found:
            print(f"    {problem}")
        if not found:
            print(f"    edition {course.edition or 'not stated'}, content hash {course.hash}")
            print("    attested by the learner alone: this does not show who answered, or that it was answered unaided")
        status = max(status, int(bool(found)))
    return status
