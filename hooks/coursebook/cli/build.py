"""`coursebook build`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from ..host.build import build_course
from .common import config_file, existing, report


@click.command("build")
@config_file
def command(config: Path) -> int:
    """Check the course and build it into site/; what is there is replaced only if nothing is wrong."""
    config = existing(config)
    new = config.parent / ".cache" / "coursebook" / "site"
    old = new.with_name("site.old")
    shutil.rmtree(new, ignore_errors=True)
    result = build_course(config, new)
    if report(result.findings, result.complaints):
        print("site/ was not changed.", file=sys.stderr)
        return 1
    site = config.parent / "site"
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    print(f"built {site}")
    return 0
