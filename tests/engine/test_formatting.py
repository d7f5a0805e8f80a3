"""pandoc is started once a build, and not at all while the bibliography is unchanged."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from coursebook.citations import format as formatting


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that formatting starts."""
    commands: list[list[str]] = []
    real = subprocess.run

    def spy(command: list[str], **options: Any) -> Any:
        commands.append(command)
        return real(command, **options)

    monkeypatch.setattr(formatting.subprocess, "run", spy)
    return commands


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """What builds of this test hand on to the next, and no others."""
    (tmp_path / "results").mkdir()
    return tmp_path / "results"


def test_one_run_a_bibliography(build_course, started) -> None:  # type: ignore[no-untyped-def]
    build_course()
    assert len(started) == 1
    build_course(files={"docs/one/more.md": "# More\n\nOne word more.[@Witt2009Safety]\n"})
    assert len(started) == 1, "a page was edited, not the bibliography"
    entry = "@article{new,\n  title = {New},\n  journal = {BMJ},\n  year = {2020},\n}\n"
    build_course(files={"bib/new.bib": entry, "docs/one/more.md": "# More\n\nNew.[@new]\n"})
    assert len(started) == 2
