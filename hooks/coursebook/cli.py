"""The `coursebook` command: thin, one function a command."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .findings import FORMATS, Finding, from_json

NOISE = ("Material for MkDocs", "MkDocs 2.0")


def run_build(config: Path, site: Path) -> tuple[list[Finding], str]:
    """Builds into `site`. Gives the findings, and what MkDocs itself complained about (empty where it did not)."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "findings.json"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
        done = subprocess.run(
            [*command, "--site-dir", str(site)],
            env={**os.environ, "COURSEBOOK_FINDINGS": str(report), "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        found = from_json(report.read_text("utf-8")) if report.exists() else []
    told = done.stderr.splitlines()
    if done.returncode and not report_only(told):
        return found, done.stderr
    return found, "\n".join(line for line in told if line.startswith(("WARNING", "ERROR")))


def report_only(lines: list[str]) -> bool:
    """Whether MkDocs' output holds warnings or errors of its own that say enough without the rest."""
    return any(line.startswith(("WARNING", "ERROR")) for line in lines)


def check(config: Path, style: str) -> int:
    """Builds the course, throws the result away and prints the findings. 0: none, 1: some."""
    with tempfile.TemporaryDirectory() as folder:
        found, complaints = run_build(config, Path(folder) / "site")
    return _tell(found, complaints, style)


def build(config: Path) -> int:
    """Builds the course into site/, and replaces what is there only if nothing is wrong. 0: built, 1: not."""
    new = config.parent / ".cache" / "coursebook" / "site"
    old = new.with_name("site.old")
    shutil.rmtree(new, ignore_errors=True)
    found, complaints = run_build(config, new)
    if _tell(found, complaints, "text"):
        print("site/ was left as it was.", file=sys.stderr)
        return 1
    site = config.parent / "site"
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    print(f"built {site}")
    return 0


def _tell(found: list[Finding], complaints: str, style: str) -> int:
    if found or style in ("json", "sarif"):
        print(FORMATS[style](found))
    if complaints:
        print(complaints, file=sys.stderr)
    if found:
        print(f"{len(found)} finding{'s' if len(found) > 1 else ''}", file=sys.stderr)
    return 1 if found or complaints else 0


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status: 0 nothing found, 1 findings, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="coursebook", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    building = commands.add_parser("build", help="check the course and build it into site/")
    checking = commands.add_parser("check", help="check the course and print what is wrong")
    checking.add_argument("--format", choices=sorted(FORMATS), default="text")
    for command in (building, checking):
        command.add_argument("-f", "--config-file", type=Path, default=Path("mkdocs.yml"))
    given = parser.parse_args(arguments)
    config = given.config_file.resolve()
    if not config.is_file():
        print(
            f"{given.config_file}: there is no such file\n    hint: run this beside mkdocs.yml",
            file=sys.stderr,
        )
        return 2
    return build(config) if given.command == "build" else check(config, given.format)
