"""The engine names no subject: what belongs to a course is in the course's own files."""

from __future__ import annotations

import re

from conftest import ROOT

SUBJECT = re.compile("needl|acupunct|trigger|travell|trapez", re.IGNORECASE)
"""Words of the course in this repository."""


def test_the_engine_says_nothing_of_this_course() -> None:
    files = [path for path in (ROOT / "hooks" / "coursebook").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert len(files) > 200
    texts = {path: path.read_text("utf-8", "replace") for path in files}
    said = {f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts.items() for match in SUBJECT.finditer(text)}
    assert said == set()
