"""A real browser for tests: the built course on a server of this machine, and pages that are watched for complaints."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import browser
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

if TYPE_CHECKING:
    from conftest import Course

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def base(course: Course) -> Iterator[str]:
    """The address of the course on a server on this machine."""
    handler = functools.partial(Quiet, directory=str(course.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = browser.find()
    assert path, "run `python tests/browser.py --install`"
    launched = playwright.chromium.launch(executable_path=path, args=browser.ARGUMENTS)
    yield launched
    launched.close()


@dataclass
class Watched:
    """A page, and others in the same browser, whose complaints are kept. They must be empty when a test ends."""

    context: BrowserContext
    base: str
    complaints: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.tab()

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def tab(self) -> Page:
        """One more page: another tab of the same learner."""
        page = self.context.new_page()
        tell = self.complaints.append
        page.on("console", lambda m: tell(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: tell(str(error)))
        page.on(
            "requestfailed", lambda r: None if "ERR_ABORTED" in (r.failure or "") else tell(f"failed: {r.url}")
        )  # aborted: the test went on to the next page
        page.on(
            "request", lambda r: None if r.url.startswith((self.base, "data:", "blob:")) else tell(f"foreign: {r.url}")
        )
        return page


@pytest.fixture
def watch(chromium: Browser, base: str) -> Iterator[object]:
    """A function that opens a page; afterwards no console error and no request to another host may have been seen."""
    opened: list[Watched] = []

    def open_page(**options: object) -> Watched:
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(8000)
        opened.append(Watched(context, base))
        return opened[-1]

    yield open_page
    for watched in opened:
        watched.context.close()
        assert not watched.complaints, watched.complaints


def told(page: Page) -> list[str]:
    """What axe-core has against the page as it is now; empty where it has nothing.

    It waits for what is on its way: a title half faded in has no contrast. It looks at the head of the page, since axe
    takes a control that has been scrolled half below the bar for one too near to the bar's buttons.
    """
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def stored(page: Page) -> dict[str, Any]:
    """What the browser keeps of courses, by name."""
    found = page.evaluate("Object.entries(localStorage)")
    return {name: json.loads(text) for name, text in found if name.startswith("coursebook")}
