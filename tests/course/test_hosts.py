"""The second host: ProperDocs with MaterialX, in a virtual environment of its own (`make hosts`). The same course comes
out of it: what is between the theme's frame byte for byte, and the frame as it is tested under Material.
"""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Quiet, Watched, told
from conftest import ROOT, Course
from playwright.sync_api import Browser
from second_host import ARTICLE, materialx, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This course, built by `coursebook build`, which takes ProperDocs where it is installed."""
    folder = materialx(ROOT, tmp_path_factory.mktemp("next"))
    run(folder, "coursebook", "build")
    return folder


def test_the_host_and_the_theme_are_the_others(project: Path) -> None:
    html = (project / "site" / "index.html").read_text("utf-8")
    assert re.search(r'name="generator" content="mkdocs-ProperDocs 1\.[\d.]+, mkdocs-materialx-10\.', html)
    assert "assets/coursebook/frame.mjs" in html


def test_every_page_says_the_same(project: Path, course: Course) -> None:
    pages = sorted(page.relative_to(course.site) for page in course.site.rglob("index.html"))
    assert len(pages) > 40
    different = []
    for page in pages:
        ours, theirs = (ARTICLE.findall((site / page).read_text("utf-8")) for site in (course.site, project / "site"))
        if ours != theirs:
            different.append(page.as_posix())
    assert different == []


def test_the_files_of_the_engine_are_the_same(project: Path, course: Course) -> None:
    ours, theirs = (
        {
            file.relative_to(site): file.read_bytes()
            for file in (site / "assets/coursebook").rglob("*")
            if file.is_file()
        }
        for site in (course.site, project / "site")
    )
    assert ours == theirs


def test_properdocs_itself_builds_it(project: Path) -> None:
    run(project, "properdocs", "build", "--strict", "--quiet", "--site-dir", str(project / "again"))
    assert (project / "again" / "index.html").read_bytes() == (project / "site" / "index.html").read_bytes()


@pytest.fixture
def watched(project: Path, chromium: Browser) -> Iterator[Watched]:
    handler = functools.partial(Quiet, directory=str(project / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.set_default_timeout(8000)
    page = Watched(context, f"http://127.0.0.1:{server.server_port}/")
    yield page
    context.close()
    server.shutdown()
    server.server_close()
    assert not page.complaints, page.complaints


def test_a_learner_finds_the_same(watched: Watched) -> None:
    """The drawer, the search, a question; no complaint of the browser, none of axe."""
    page = watched.go("safety/chest/")
    assert told(page) == []
    page.get_by_role("button", name="Course", exact=True).click()
    page.get_by_role("navigation", name="Course").get_by_role("link", name="Quiz: Safety").click()
    page.wait_for_url("**/safety/quiz/")
    assert told(page) == []
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("texas")
    page.locator(".cb-search li a").first.click()
    page.wait_for_url("**/regulation/states/#state-tx")
    form = watched.go("safety/quiz/").locator("form.cb-question").first
    form.scroll_into_view_if_needed()
    form.locator("input").first.check()
    form.get_by_role("button", name="Check my answer").click()
    assert form.locator(".cb-result").inner_text()
    assert told(page) == []
