"""Addresses that stay: what a released edition had leads somewhere, with scripts and without."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Quiet
from conftest import MINIMAL
from playwright.sync_api import Browser

LESSON = """---
was:
  - one/renamed.md
  - one/split.md
  - one/split.md#moved-on: dosage
  - one/index.md#depth: depth
---

# Lesson

## Depth {: #depth }

Text.

## Dose {: #dosage }

Text.

## Same {: #same }
"""
OTHER = "---\nwas:\n  - one/split.md#elsewhere: here\n---\n\n# Other\n\n## Here {: #here }\n"


def coursebook(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coursebook", *arguments]
    return subprocess.run(command, cwd=course, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The minimal course in a folder of its own."""
    folder = tmp_path / "course"
    shutil.copytree(MINIMAL, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    config = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return folder


def write(course: Path, name: str, text: str) -> None:
    (course / "docs" / name).write_text(text, "utf-8")


def test_a_release_is_kept_until_it_is_said_where_things_went(course: Path) -> None:
    write(course, "one/lesson.md", "# Lesson\n\n## Depth {: #depth }\n\n## Dose {: #dose }\n")
    done = coursebook(course, "release", "--on", "2026-11-21")
    listed = (course / "addresses.csv").read_text("utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("addresses.csv: ")
    for address in (
        "./",
        "one/lesson/",
        "one/lesson/#depth",
        "one/quiz/#q-one-things-1",
        "bibliography/#ref-Witt2009Safety",
    ):
        assert f"\n{address},2026-11-21\n" in listed
    assert "#fn" not in listed
    assert "#__" not in listed

    write(course, "one/lesson.md", "# Lesson\n\n## Depth {: #how-deep }\n\n## Dose {: #dose }\n")
    told = coursebook(course, "build")
    assert told.returncode == 1
    assert (
        "docs/one/lesson.md: the anchor '#depth' of 'one/lesson/', released on 2026-11-21, no longer exists [L021]"
        in told.stdout
    )
    assert not (course / "site").exists()
    assert coursebook(course, "release").returncode == 1
    assert (course / "addresses.csv").read_text("utf-8") == listed

    (course / "docs/one/lesson.md").rename(course / "docs/one/doses.md")
    told = coursebook(course, "check")
    assert "the page 'one/lesson/', released on 2026-11-21, no longer exists [L020]" in told.stdout
    assert "did it move to docs/one/doses.md? That page has 1 of its 2 anchors." in told.stdout
    assert "[L021]" not in told.stdout  # the page is told, and not each of its anchors again

    text = (course / "docs/one/doses.md").read_text("utf-8")
    write(course, "one/doses.md", f"---\nwas:\n  - one/lesson.md\n  - one/lesson.md#depth: how-deep\n---\n\n{text}")
    assert coursebook(course, "check").stdout == ""
    done = coursebook(course, "release", "--on", "2027-05-01")
    later = (course / "addresses.csv").read_text("utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert set(listed.splitlines()) < set(later.splitlines())
    assert "\none/doses/,2027-05-01\n" in later


@pytest.fixture
def moved(course: Path) -> Iterator[str]:
    """The address of a course in which things have moved."""
    write(course, "one/lesson.md", LESSON)
    write(course, "one/other.md", OTHER)
    done = coursebook(course, "build")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(course / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_readers_arrive(moved: str, chromium: Browser, scripts: bool) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    context.set_default_timeout(8000)
    page = context.new_page()

    page.goto(f"{moved}one/renamed/")
    page.wait_for_url(f"{moved}one/lesson/")
    page.goto(f"{moved}one/renamed/#same")
    page.wait_for_url(f"{moved}one/lesson/#same" if scripts else f"{moved}one/lesson/")

    page.goto(f"{moved}one/split/#elsewhere")
    if not scripts:
        assert page.locator("li:target").inner_text() == "Go to Other: here"
        page.click("li:target a")
    page.wait_for_url(f"{moved}one/other/#here")

    page.goto(f"{moved}one/split/#moved-on")
    if scripts:  # the new page keeps the old anchor alive
        page.wait_for_url(f"{moved}one/lesson/#moved-on")
        assert page.locator("h2#dosage > #moved-on").count() == 1
    else:
        page.click("#cb-moved")
        page.wait_for_url(f"{moved}one/lesson/")

    page.goto(f"{moved}one/#depth")
    assert page.locator(".cb-moved li:target").inner_text() == "This section has moved to: Lesson"
    page.click(".cb-moved li:target a")
    page.wait_for_url(f"{moved}one/lesson/#depth")
    context.close()


def test_a_redirect_page_is_plain(moved: str, course: Path) -> None:
    page = (course / "site/one/renamed/index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../lesson/">' in page
    assert '<link rel="canonical" href="../lesson/">' in page
    assert "<script>" not in page
    assert "refresh" not in (course / "site/one/split/index.html").read_text("utf-8")
