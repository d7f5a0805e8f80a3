"""x"""

from __future__ import annotations

from conftest import ROOT


def test_the_course_is_let_off_for_a_reason_only() -> None:
    """What the questions of this course are let off, so that it stays a handful."""
    allowed = [
        line.strip()
        for path in sorted((ROOT / "docs").glob("*/*.md"))
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("    allow:")
    ]
    assert len(allowed) <= 5
