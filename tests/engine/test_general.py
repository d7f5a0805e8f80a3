"""The engine names no subject: what belongs to a course is in the course's own files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, TESTS
from coursebook.cli import main

SUBJECT = re.compile("needl|acupunct|trigger|travell|trapez", re.IGNORECASE)
"""Words of the course in this repository."""
OTHER = re.compile("needl|acupunct|trigger point|travell", re.IGNORECASE)


def test_the_engine_says_nothing_of_this_course() -> None:
    files = [path for path in (ROOT / "hooks" / "coursebook").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert len(files) > 200
    texts = {path: path.read_text("utf-8", "replace") for path in files}
    said = {f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts.items() for match in SUBJECT.finditer(text)}
    assert said == set()


def test_another_course_has_nothing_of_this_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A course on hand hygiene, outside of this repository: in no file of its site is a word of this course."""
    shutil.copytree(TESTS / "courses" / "hand-hygiene", tmp_path / "course")
    assert main(["build", "-f", str(tmp_path / "course" / "mkdocs.yml")]) == 0, capsys.readouterr().err
    site = tmp_path / "course" / "site"
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in site.rglob("*") if path.is_file()}
    said = {f"{path.relative_to(site)}: {hit[0]}" for path, text in texts.items() for hit in OTHER.finditer(text)}
    assert said == set()
    rules = texts[site / "rules" / "index.html"]
    assert 'id="DT-02"' in rules
    assert 'id="CR-11"' not in rules  # only the American Medical Association asks for it
    worksheet = texts[site / "worksheet" / "index.html"]
    assert "American Nurses Credentialing Center" in worksheet
    assert "American Medical Association" not in worksheet
    assert 'class="cb-figure cb-figure--bar"' in texts[site / "why" / "index.html"]
