"""The course with one question of each kind, in a browser: fixtures, and how a learner answers each."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Quiet, Watched
from playwright.sync_api import Browser, Locator, Page

QUIZ = "one/quiz/"
STEPS = ("Stop", "Withdraw the needle", "Test strength and feeling", "Write it down")
PAIRS = {
    "Chest pain and dry cough": "Emergency assessment",
    "Pale and sweating": "Needles out, lie flat",
    "Small bruise": "Press and tell",
}
KINDS = ("one", "many", "number", "blank", "match", "order")
SHOWN = "form.cb-question:visible"
SEED = """([cards, name]) => {
  const {pages, questions} = JSON.parse(document.querySelector(".cb-review script").textContent);
  const ids = Object.keys(questions).filter((id) => pages[questions[id][1]][0].endsWith("/quiz/"));
  const made = {};
  for (const [n, due, hash] of cards) {
    const id = ids[n] ?? "gone";
    made[id] = {hash: hash ?? questions[id]?.[0] ?? "x", ease: 2.5, interval: 1, repetitions: 1, due,
                at: "2026-11-01T10:00:00.000Z"};
  }
  localStorage.setItem(name, JSON.stringify({version: 2, answers: {}, attempts: {}, cards: made}));
  return ids;
}"""
"""Puts cards for questions by their place in the course into the record, as rows of place, day and hash."""
Learn = Callable[..., Watched]


@pytest.fixture(scope="session")
def kinds_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built course."""
    return build_clean("kinds", tmp_path_factory.mktemp("kinds"))


def build_clean(name: str, folder: Path) -> Path:
    """The site of a small course in `tests/courses`, built in a folder."""
    from conftest import TESTS, TODAY, run  # it imports this module

    shutil.copytree(TESTS / "courses" / name, folder / "course")
    config = folder / "course" / "mkdocs.yml"
    build, warnings = run(config, folder / "site", TODAY)
    assert warnings == []
    # A few questions are no assessment, and say little; everything else has to be right.
    assert [str(one) for one in build.found if not one.code.startswith(("AS-", "IW-"))] == []
    return folder / "site"


@pytest.fixture(scope="session")
def kinds_base(kinds_site: Path) -> Iterator[str]:
    """Its address on a server of this machine."""
    yield from served(kinds_site)


def served(site: Path) -> Iterator[str]:
    """The address of a site while it is served on this machine."""
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def learn(chromium: Browser, kinds_base: str) -> Iterator[Learn]:
    """A function that opens the quiz of the course as a new learner, whose exams are drawn by `seed`, then the numbers
    after it. No complaint may have been seen afterwards.
    """
    opened: list[Watched] = []

    def begin(path: str = QUIZ, seed: int = 7, **options: object) -> Watched:
        context = chromium.new_context(**{"reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.set_default_timeout(8000)
        context.add_init_script(f"let seed = {seed}; crypto.getRandomValues = (list) => list.fill(seed++)")
        opened.append(Watched(context, kinds_base))
        opened[-1].go(path)
        return opened[-1]

    yield begin
    for watched in opened:
        watched.context.close()
        assert watched.complaints == []


def form_of(page: Page, name: str) -> Locator:
    return page.locator(f"#q-kinds-{name}")


def answer(page: Page, name: str, right: bool = True) -> None:
    """Chooses or types an answer, wherever options and rows stand; nothing is submitted. Wrong ones are partly right
    where that is possible.
    """
    form = form_of(page, name)
    labels = {
        "one": ["Send her"] if right else ["Book a review"],
        "many": ["Chest pain", "Fainting", "Loss of feeling"]
        if right
        else ["Chest pain", "Fainting", "A small bruise"],
        "case-1": ["Whether she bleeds" if right else "Whether she likes"],
        "case-2": ["Choose another" if right else "Needle deeper"],
    }
    for label in labels.get(name, ()):
        form.locator(".cb-option", has_text=label).locator("input").check()
    if name == "number":
        form.locator("input[type=text]").fill("4.5 per 10,000" if right else "40")
    if name == "blank":
        form.locator("input[type=text]").fill(" “Collapsed  LUNG”. " if right else "Pneumonia")
    if name == "match":
        for left, target in PAIRS.items():
            wrong = not right and left == "Small bruise"
            row = form.locator(".cb-option", has=form.page.locator(".cb-option-text", has_text=left))
            row.locator("select").select_option(label="Wait a week" if wrong else target)
    if name == "order":
        steps = STEPS if right else (STEPS[1], STEPS[0], *STEPS[2:])
        for place, step in enumerate(steps, start=1):
            row = form.locator(".cb-option", has=form.page.locator(".cb-option-text", has_text=step))
            row.locator("select").select_option(str(place))


def check(page: Page, name: str) -> str:
    """Submits a practice answer. Gives what is told."""
    form = form_of(page, name)
    form.locator(".cb-check").click()
    return form.locator(".cb-result").inner_text()


def record(page: Page) -> dict[str, object]:
    """What the browser keeps."""
    return page.evaluate("JSON.parse(localStorage.getItem('coursebook.kinds'))")  # type: ignore[no-any-return]


def submit(page: Page) -> Locator:
    """Submits the exam as it is. Gives the report, which has the focus."""
    page.get_by_role("button", name="Submit the quiz").click()
    anyway = page.get_by_role("button", name="Submit anyway")
    if anyway.count():
        anyway.click()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    return page.locator(".cb-report")
