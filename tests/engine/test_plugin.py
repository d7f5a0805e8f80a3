"""The engine as a plugin and as a package: what a configuration has to say, and what a wheel holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT
from coursebook.cli import main


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "course", ignore=shutil.ignore_patterns("site", ".cache"))
    return tmp_path / "course"


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_configuration_without_the_engine_is_refused(
    command: str, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "mkdocs.yml").write_text("site_name: T\n", "utf-8")
    assert main([command, "-f", str(course / "mkdocs.yml")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("mkdocs.yml: does not load Coursebook, so nothing would be checked\n    fix: add\n")
    assert "plugins:\n  - coursebook\n" in said
    assert not (course / "site").exists()


def test_two_lines_are_enough(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Markdown extensions that the syntax rests on are switched on."""
    (course / "mkdocs.yml").write_text(
        "site_name: T\ntheme: {name: material, font: false}\nplugins: [search, coursebook, bibtex: {bib_dir: bib}]\n",
        "utf-8",
    )
    (course / "docs" / "one" / "extra.md").write_text(
        "# Extra\n\nword\n:   its meaning\n\nnote[^1]\n\n[^1]: text\n", "utf-8"
    )
    assert main(["build", "-f", str(course / "mkdocs.yml")]) == 0
    page = (course / "site" / "one" / "extra" / "index.html").read_text("utf-8")
    assert "<dd>its meaning</dd>" in page
    assert 'class="footnote-ref"' in page
    capsys.readouterr()


def test_a_missing_folder_is_reported(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = (course / "mkdocs.yml").read_text("utf-8")
    (course / "mkdocs.yml").write_text(config.replace("- coursebook", "- coursebook: {bib_dir: data}"), "utf-8")
    assert main(["check", "-f", str(course / "mkdocs.yml")]) == 1
    assert "mkdocs.yml: the folder 'data' does not exist: create it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("word_lists: {opposites: [wet]}", "word_lists of coursebook: a pair of opposites must be two words: 'wet'"),
        ("word_lists: {hands: suture}", "'word_lists'"),
        ("word_lists: {hand: [suture]}", "'word_lists'"),
        ("python: [figures]", "python of coursebook: no such file or folder: 'figures'"),
        ("python: [docs/index.md]", "python of coursebook: index.md: not a Python file"),
    ],
)
def test_wrong_settings_are_reported(setting: str, said: str, course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = (course / "mkdocs.yml").read_text("utf-8")
    (course / "mkdocs.yml").write_text(config.replace("- coursebook", f"- coursebook: {{{setting}}}"), "utf-8")
    assert main(["check", "-f", str(course / "mkdocs.yml")]) == 1
    assert said in capsys.readouterr().err


def test_variables_of_the_environment_change_nothing(course: Path, tmp_path: Path) -> None:
    """A stray variable once made a plain build write an answer key."""
    names = ("COURSEBOOK_FINDINGS", "COURSEBOOK_ADDRESSES", "COURSEBOOK_TAUGHT", "COURSEBOOK_DOSSIER")
    stray = {name: str(tmp_path / name) for name in names} | {
        "COURSEBOOK_KEY": f"final:{tmp_path / 'key'}",
        "COURSEBOOK_ON": "2030-01-01",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "site")]
    subprocess.run(command, cwd=course, env={**os.environ, **stray}, check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "site"]


def test_the_help_loads_no_command() -> None:
    code = "import sys; from coursebook.cli import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "signing-key" in done.stdout
    assert {"mkdocs", "requests", "yaml", "lxml"} & set(done.stdout.split()) == set()


def test_a_wheel_is_all_a_course_needs(course: Path, tmp_path: Path) -> None:
    """The wheel, unpacked, builds a course: templates, styles, words and the plugin's entry point are in it."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "hooks", source / "hooks", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "-w", str(tmp_path), str(source)], check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    shutil.rmtree(source)
    command = [sys.executable, "-m", "coursebook", "build", "-f", str(course / "mkdocs.yml")]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    where = "import coursebook; print(coursebook.__file__)"
    told = subprocess.run(
        [sys.executable, "-c", where], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert told.stdout.startswith(str(tmp_path / "installed"))
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (course / "site" / "assets" / "coursebook" / "coursebook.css").exists()
