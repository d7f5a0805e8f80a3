"""Builds a course in this process with the host, for the commands."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

import click
from mkdocs.commands.build import build as run_host
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from ..report.finding import Finding
from ..steps.pipeline import Pipeline
from ..steps.sources import NAME
from .config import BLOCK
from .plugin import CoursebookPlugin, run_of


@dataclass
class Result:
    """What a build left. `complaints` are the host's own, one a line, empty where it had none; `build` is missing where
    it refused to begin.
    """

    complaints: str = ""
    build: Pipeline | None = None

    @property
    def findings(self) -> list[Finding]:
        """What the engine found, in order."""
        return self.build.found if self.build else []


class EngineNotLoaded(click.ClickException):
    """The configuration does not load the engine. The message says what to write."""

    def show(self, file: IO[Any] | None = None) -> None:
        print(self.message, file=file or sys.stderr)


class _Complaints(logging.Handler):
    """Collects what the host says at WARNING and above; what the engine says is a finding."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.endswith(f"plugins.{NAME}"):
            self.lines.append(f"{record.levelname} -  {record.getMessage()}")


def build_course(config: Path, site: Path, on: date | None = None) -> Result:
    """Builds the course of a mkdocs.yml into the folder `site`, as if it were the day `on`.

    Raises EngineNotLoaded where its plugins do not name the engine.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material prints a banner about another program
    heard = _Complaints()
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    result = Result()
    try:
        settings = load_config(str(config), site_dir=str(site))
        plugin = settings.plugins.get(NAME)
        if not isinstance(plugin, CoursebookPlugin):
            raise EngineNotLoaded(
                f"{config.name}: does not load Coursebook, so nothing would be checked\n    fix: add\n{BLOCK}"
            )
        run = run_of(settings)
        run.today = on
        settings.plugins.on_startup(command="build", dirty=False)
        try:
            run_host(settings)
        finally:
            result.build = run.pipeline
            settings.plugins.on_shutdown()
    except Abort as stop:
        if not heard.lines and not result.findings:
            heard.lines.append(str(stop))
    except MkDocsException as reason:
        heard.lines.append(str(reason))
    finally:
        log.removeHandler(heard)
    result.complaints = "\n".join(heard.lines)
    return result
