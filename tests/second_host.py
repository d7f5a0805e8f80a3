"""Courses for ProperDocs with MaterialX, in a virtual environment of their own (`make hosts`)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from conftest import ROOT

NEXT = ROOT / ".venv-next" / "bin"
ARTICLE = re.compile(r"<article class=\"md-content__inner[^>]*>\s*(.*?)\s*</article>", re.DOTALL)


def run(folder: Path, *command: str) -> str:
    """Runs a program of the second environment on a course; gives what it said. It must succeed."""
    assert (NEXT / "python").exists(), "run `make hosts`"
    done = subprocess.run(
        [NEXT / command[0], *command[1:]], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def materialx(source: Path, folder: Path) -> Path:
    """A copy of a course for MaterialX: one word of its settings changes."""
    for part in ("docs", "bib"):
        shutil.copytree(source / part, folder / part)
    for file in source.glob("*.csv"):
        shutil.copy(file, folder)
    settings = (source / "mkdocs.yml").read_text("utf-8").replace("hooks/figures", str(ROOT / "hooks/figures"))
    assert settings.count("name: material\n") == 1
    (folder / "mkdocs.yml").write_text(settings.replace("name: material\n", "name: materialx\n"), "utf-8")
    return folder
