"""Golden files: what an author writes, what the page shows, what the engine says. Read them; add to them.

A file under tests/golden/ begins with a sentence that says what it shows. Then parts, each after a line
`==== name`: files that are laid over tests/courses/minimal (or over the course that `course` names), `findings` (as
`make check` prints them), and `html PAGE` (the content of a page). `pytest --update` writes the last two anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import TESTS, sections

FILES = ("docs/", "bib/", "mkdocs.yml", "addresses.csv", "figures/")
CASES = sorted(path for path in (TESTS / "golden").rglob("*.txt") if path.parent.name != "importing")
"""All but those of test_importing.py."""


CONTENT_HASH = re.compile(r"\b[0-9a-f]{64}\b")
"""Changes with every file of the course: tests/course/test_certificate.py holds it to the system's own tools."""


def tidy(html: str) -> str:
    """One tag a line where it helps reading; the same for all."""
    html = re.sub(r"\n\s*\n+", "\n", CONTENT_HASH.sub("(content hash)", html))
    return (
        re.sub(r"(?<=>)(?=<(?:li|div|p|ul|ol|form|fieldset|details|summary|label|input)\b)", "\n", html).strip() + "\n"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden(case: Path, build_course, update: bool) -> None:  # type: ignore[no-untyped-def]
    parts = sections(case.read_text("utf-8"))
    assert parts["purpose"].strip(), "say first what the case shows"
    files = {name: text for name, text in parts.items() if name.startswith(FILES)}
    built = build_course(TESTS / "courses" / parts.get("course", "minimal").strip(), files, bare=True)
    assert built.warnings == []
    got = dict(parts)
    got["findings"] = built.findings + "\n" if built.findings else ""
    for name in parts:
        if name.startswith("html "):
            got[name] = tidy(built.html(name.removeprefix("html ")))
    if update:
        text = got.pop("purpose") + "".join(f"==== {name}\n{part}" for name, part in got.items())
        case.write_text(text, "utf-8")
    else:
        assert got == parts
