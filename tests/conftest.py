"""Building small courses in tests: from a folder, or from a golden file laid over the minimal course."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from browsing import base, chromium, playwright, watch  # noqa: F401
from coursebook.host.plugin import run_of
from coursebook.report.printers import as_text
from coursebook.steps.pipeline import Pipeline
from kinds import kinds_base, kinds_site, learn  # noqa: F401
from learners import progress_base, progress_site  # noqa: F401
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

TESTS = Path(__file__).parent
ROOT = TESTS.parent
MINIMAL = TESTS / "courses" / "minimal"
TODAY = "2026-11-21"
"""The day of every course in the tests but the project's own: what is out of date must not change with time."""
BARE_THEME = TESTS / "courses" / "theme"


@dataclass
class Built:
    """What a build left. `findings` is the text an author reads; `warnings` what MkDocs said besides."""

    site: Path
    findings: str = ""
    warnings: list[str] = field(default_factory=list)
    build: Pipeline | None = None

    def html(self, path: str) -> str:
        """A page of the site by the path of its Markdown file in docs."""
        page = self.site / path.removeprefix("docs/").removesuffix(".md")
        return (page.with_suffix(".html") if page.name == "index" else page / "index.html").read_text("utf-8")


@dataclass
class Course:
    """The course of this project: what its build learned, and its site."""

    build: Pipeline
    site: Path
    warnings: list[str]


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.endswith("plugins.coursebook"):
            self.told.append(record.getMessage())


def run(config: Path, site: Path, on: str | None = None, **options: object) -> tuple[Pipeline, list[str]]:
    """Runs MkDocs in this process as of the day `on`. Gives the engine's build, and the warnings of MkDocs."""
    listener = _Warnings()
    logging.getLogger("mkdocs").addHandler(listener)
    try:
        settings = load_config(str(config), site_dir=str(site), **options)
        run_of(settings).today = date.fromisoformat(on) if on else None
        settings.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(settings)
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)
    return run_of(settings).build, listener.told


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course of this project, built once for all tests."""
    site = tmp_path_factory.mktemp("course") / "site"
    build, warnings = run(ROOT / "mkdocs.yml", site)
    return Course(build, site, warnings)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what the golden files expect anew; then read the diff"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """References that pandoc formatted and charts that were drawn, each by the hash of what it was made of. They take
    most of the time of a small course.
    """
    return tmp_path_factory.mktemp("results")


@pytest.fixture
def build_course(tmp_path: Path, results: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A function that builds a course: `build_course(folder, files)`, the files laid over a copy of the folder.

    `bare` uses a theme that shows the content of a page and nothing else.
    """
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")

    def build(
        folder: Path = MINIMAL, files: dict[str, str | bytes] | None = None, *, bare: bool = False, on: str = TODAY
    ) -> Built:
        course = tmp_path / "course"
        shutil.rmtree(course, ignore_errors=True)
        shutil.copytree(folder, course)
        for name, text in (files or {}).items():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            (course / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        options = {"theme": {"name": None, "custom_dir": str(BARE_THEME)}} if bare else {}
        cache = course / ".cache" / "coursebook"
        shutil.copytree(results, cache, dirs_exist_ok=True)
        build, warnings = run(course / "mkdocs.yml", tmp_path / "site", on, **options)
        for made in (*cache.glob("references-*.json"), *cache.glob("figure-*.svg")):
            shutil.copy(made, results)
        return Built(tmp_path / "site", as_text(build.found), warnings, build)

    return build


def sections(text: str) -> dict[str, str]:
    """A golden file's parts: each begins with a line `==== name`; what stands before the first is its purpose."""
    parts: dict[str, str] = {}
    name = "purpose"
    for line in text.splitlines(keepends=True):
        if line.startswith("==== "):
            name = line[5:].strip()
            parts[name] = ""
        else:
            parts[name] = parts.get(name, "") + line
    return parts
