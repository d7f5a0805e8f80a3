"""pandoc is started once a build, and not at all while the bibliography is unchanged."""

from __future__ import annotations

import subprocess
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


def test_one_run_a_bibliography(build_course, tmp_path, started) -> None:  # type: ignore[no-untyped-def]
    build_course()
    assert len(started) == 1
    cache = tmp_path / "course" / ".cache" / "coursebook"
    kept = {f".cache/coursebook/{file.name}": file.read_bytes() for file in cache.glob("references-*")}
    build_course(files={**kept, "docs/one/more.md": "# More\n\nOne word more.[@Witt2009Safety]\n"})
    assert len(started) == 1, "a page was edited, not the bibliography"
    entry = "@article{new,\n  title = {New},\n  journal = {BMJ},\n  year = {2020},\n}\n"
    build_course(files={**kept, "bib/new.bib": entry, "docs/one/more.md": "# More\n\nNew.[@new]\n"})
    assert len(started) == 2
