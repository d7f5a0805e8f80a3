"""Learners whose browser dies at random points: nothing that was acknowledged is lost, nothing is shown as done that is
not. A model here knows only what the page has told its learner; what was under way may have happened or not.

A page is closed, or its process crashes; both keep every write. A browser that is killed as a whole (SIGKILL, a power
cut) may lose what it has not written to its disk yet, which is the browser's own limit: what it then holds has to be
what was true at one moment before.
"""

from __future__ import annotations

import copy
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import browser
import learners
import pytest
from learners import EVALUATION, LESSONS, NAME, QUIZ, SHEET
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright

PRACTICE = {name: url for url, names in LESSONS.items() for name in names}
EXAM = ("quiz-number", "quiz-match", "quiz-order")
PRACTICE |= dict.fromkeys(EXAM, QUIZ)
WORTH = {("quiz-match", False): 0.5}
"""Half of the pairs are right in the answer that is wrong; every other wrong answer is worth nothing."""
KEPT = f"[JSON.parse(localStorage.getItem('{NAME}')), JSON.parse(localStorage.getItem('{NAME}.evaluation'))]"


@dataclass
class Known:
    """What the page has told its learner. `exam` is the exam that is open: question to right or not; `sheet` is
    `open`, `done` or nothing.
    """

    answers: dict[str, bool] = field(default_factory=dict)
    read: dict[str, bool] = field(default_factory=dict)
    exam: dict[str, bool] | None = None
    flags: set[str] = field(default_factory=set)
    passed: list[bool] = field(default_factory=list)
    sheet: str = ""
    handed_in: bool = False
    draft: str = ""
    saved: bool = False

    def kept(self) -> dict[str, object]:
        """As `kept_by` has it."""
        return {
            "answers": self.answers,
            "read": self.read,
            "exam": None if self.exam is None else set(self.exam),
            "flags": self.flags,
            "passed": self.passed,
            "sheet": self.sheet,
            "handed in": self.handed_in,
            "draft": self.draft,
            "saved": self.saved,
        }

    def marks(self) -> dict[str, str]:
        """What the navigation has to say of each page; nothing of a page that is not even begun."""
        marks = {}
        for url, questions in LESSONS.items():
            read, seen = self.read.get(url, False), [name in self.answers for name in questions]
            marks[url] = "done" if read and all(seen) else "started" if read or any(seen) else ""
        begun = self.exam is not None or bool(self.passed)
        marks[QUIZ] = "quiz passed" if any(self.passed) else "started" if begun else ""
        marks[SHEET] = "answer sheet saved" if self.handed_in else "started" if self.sheet else ""
        return marks


def kept_by(record: dict[str, Any] | None, draft: dict[str, Any] | None) -> dict[str, object]:
    """What a browser holds, in the words of the model."""
    record = record or {"answers": {}, "pages": {}, "attempts": {}, "saved": {}}
    exams, sheets = (record["attempts"].get(name, []) for name in ("one", "sheet"))
    begun = [one for one in exams if not one["done"]]
    assert len(begun) <= 1
    drafts = begun[0]["answers"] if begun else {}
    return {
        "answers": {name: one["right"] for name, one in record["answers"].items()},
        "read": {url: one["done"] for url, one in record["pages"].items()},
        "exam": {name for name, one in drafts.items() if one["chosen"]} if begun else None,
        "flags": {name for name, one in drafts.items() if one.get("flag")},
        "passed": [one["passed"] for one in exams if one["done"]],
        "sheet": ("done" if sheets[-1]["done"] else "open") if sheets else "",
        "handed in": any(one.get("saved") for one in sheets),
        "draft": (draft or {}).get("answers", {}).get("remarks", ""),
        "saved": "evaluation" in record["saved"],
    }


class Walk:
    """One learner. `open_context` gives her browser; `kinds` are the steps she may take."""

    def __init__(self, context: BrowserContext, base: str, seed: int) -> None:
        self.context, self.base, self.chance = context, base, random.Random(seed)
        self.known = Known()
        self.history = [copy.deepcopy(self.known)]
        self.tabs: list[Page] = []
        self.told: list[str] = []
        self.tab()

    # Her browser

    def tab(self) -> None:
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        self.tabs.append(page)
        self.page = page
        self.fresh = False

    def go(self, url: str, anew: bool = False) -> Page:
        if anew or not self.fresh or self.page.url.split("#")[0] != self.base + url:
            self.page.goto(self.base + url)
        self.fresh = True
        return self.page

    def learnt(self, text: str) -> None:
        self.told.append(text)
        self.history.append(copy.deepcopy(self.known))

    # Her steps: each prepares, then acts. `act` is the last press, by which the step is done.

    def steps(self) -> list[Callable[[], tuple[Callable[[], None], Callable[[], None]]]]:
        known = self.known
        steps = [self.press, self.press, self.evaluate]
        steps += [self.practice] * 3
        steps += [self.begin_exam] if known.exam is None else [self.fill_exam] * 3 + [self.flag, self.submit]
        if not known.sheet:
            steps.append(self.begin_sheet)
        if known.sheet == "done":
            steps.append(self.hand_in)
        if known.sheet == "open":
            steps.append(self.finish_sheet)
        steps.append(self.save_evaluation)
        return steps

    def practice(self) -> tuple[Callable[[], None], Callable[[], None]]:
        lessons = [name for name, url in PRACTICE.items() if url != QUIZ or self.known.exam is None]
        if "case-one" not in self.known.answers:
            lessons.remove("case-many")  # it is folded away
        name, right = self.chance.choice(lessons), self.chance.random() < 0.6
        page = self.go(PRACTICE[name], anew=PRACTICE[name] == QUIZ)
        form = page.locator(f"#q-{name}")
        form.scroll_into_view_if_needed()
        page.locator("form.cb-live").first.wait_for()
        again = form.get_by_role("button", name="Try again")
        if again.count():
            again.click()
        learners.fill(page, name, right)

        def know() -> None:
            self.known.answers[name] = right
            self.learnt(f"answered {name} {right}")

        return press(page, f"#q-{name} .cb-check", f"#q-{name} .cb-result:not(:empty)"), know

    def press(self) -> tuple[Callable[[], None], Callable[[], None]]:
        url = self.chance.choice(list(LESSONS))
        page = self.go(url)
        page.locator(".cb-done").scroll_into_view_if_needed()
        page.locator(".cb-done button").first.wait_for()
        read = not self.known.read.get(url, False)
        page.wait_for_function(f"document.querySelector('.cb-done [aria-pressed={str(not read).lower()}]')")

        def know() -> None:
            self.known.read[url] = read
            self.learnt(f"{url} read: {read}")

        return press(page, ".cb-done button", f".cb-done [aria-pressed={str(read).lower()}]"), know

    def begin_exam(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page = self.quiz()

        def know() -> None:
            self.known.exam, self.known.flags = {}, set()
            self.learnt("exam begun")

        return press(page, ".cb-quiz .cb-modes button:nth-of-type(2)", "body.cb-in-exam"), know

    def quiz(self) -> Page:
        page = self.go(QUIZ, anew=True)
        page.locator("form.cb-question").first.scroll_into_view_if_needed()
        page.locator(".cb-quiz .cb-modes").wait_for()
        return page

    def fill_exam(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page, name, right = self.quiz(), self.chance.choice(EXAM), self.chance.random() < 0.8
        page.locator("body.cb-in-exam").wait_for()

        def know() -> None:
            assert self.known.exam is not None
            self.known.exam[name] = right
            self.learnt(f"exam: {name} {right}")

        return lambda: learners.fill(page, name, right), know

    def flag(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page, name = self.quiz(), self.chance.choice(EXAM)

        def know() -> None:
            self.known.flags ^= {name}
            self.learnt(f"exam: {name} flagged or not")

        wanted = str(name not in self.known.flags).lower()
        return press(page, f"#q-{name} .cb-flag", f"#q-{name} .cb-flag[aria-pressed={wanted}]"), know

    def submit(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page, exam = self.quiz(), self.known.exam
        assert exam is not None
        page.locator("body.cb-in-exam").wait_for()
        last = ".cb-bar button"
        if len(exam) < len(EXAM) or self.known.flags:
            page.locator(last).click()
            last = ".cb-warning .cb-modes button"

        def know() -> None:
            points = sum(WORTH.get((name, right), float(right)) for name, right in exam.items())
            self.known.passed.append(points / len(EXAM) >= 0.8)
            self.known.exam, self.known.flags = None, set()
            self.learnt(f"exam submitted: {self.known.passed[-1]}")

        return press(page, last, ".cb-report h2"), know

    def begin_sheet(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page = self.sheet()

        def know() -> None:
            self.known.sheet = "open"
            self.learnt("assessment begun")

        return press(page, ".cb-quiz .cb-modes button", "body.cb-in-exam"), know

    def sheet(self) -> Page:
        page = self.go(SHEET, anew=True)
        page.locator(".cb-quiz .cb-modes, .cb-bar").first.wait_for(state="attached")
        return page

    def finish_sheet(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page = self.sheet()
        page.locator("body.cb-in-exam").wait_for()
        learners.fill(page, "sheet-one")

        def know() -> None:
            self.known.sheet = "done"
            self.learnt("assessment answered")

        return press(page, ".cb-bar button", ".cb-report h2"), know

    def hand_in(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page = self.sheet()
        page.locator(".cb-attempts button").first.click()

        def know() -> None:
            self.known.handed_in = True
            self.learnt("sheet saved")

        return press(page, ".cb-report .cb-modes button", ".cb-report [role=status]:not(:empty)"), know

    def evaluate(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page, text = self.go(EVALUATION), f"Remark {self.chance.randrange(10**6)}"

        def know() -> None:
            self.known.draft = text
            self.learnt("evaluation written")

        return lambda: page.get_by_label("Anything else?").fill(text), know

    def save_evaluation(self) -> tuple[Callable[[], None], Callable[[], None]]:
        page = self.go(EVALUATION)

        def know() -> None:
            self.known.saved = True
            self.learnt("evaluation saved")

        return press(page, ".cb-evaluation [type=submit]", ".cb-evaluation [role=status]:not(:empty)"), know

    def step(self) -> None:
        """One step to its end, or a walk about: another tab, the page again, the home page."""
        about = self.chance.random()
        if about < 0.08 and len(self.tabs) < 3:
            self.tab()
        elif about < 0.16:
            self.page = self.chance.choice(self.tabs)
            self.page.bring_to_front()
        elif about < 0.2:
            self.page.reload()
        elif about < 0.24:
            self.go("")
        act, know = self.chance.choice(self.steps())()
        act()
        know()

    # What she finds

    def check(self, *allowed: Known) -> None:
        """The browser holds one of `allowed`, which is known from then on; the home page shows no more and no less."""
        page = self.go("", anew=True)
        held = kept_by(*page.evaluate(KEPT))
        fits = [one for one in allowed if one.kept() == held]
        assert fits, (held, [one.kept() for one in allowed], self.told)
        self.known = copy.deepcopy(fits[0])
        marks = self.known.marks()
        lost = page.evaluate(f"Object.keys(localStorage).filter(one => /^{NAME}.*(damaged|newer)/.test(one))")
        assert lost == [], self.told
        if not any(marks.values()):
            assert page.locator(".cb-mark").count() == 0
            return
        page.locator(".cb-resume-state").wait_for()
        done = {url for url, mark in marks.items() if mark not in ("", "started")}
        lessons, quizzes = len(done & set(LESSONS)), len(done - set(LESSONS))
        shown = page.locator(".cb-resume-state").inner_text()
        assert f"Completed: {lessons} of 4 pages and {quizzes} of 2 quizzes." in shown, self.told
        whole = len(done) == len(marks) and self.known.saved
        assert ("You completed the course" in shown) == whole, self.told
        for module in ("one/", "two/"):  # the navigation shows the pages of the module that the reader is in
            own = {self.base + url: mark for url, mark in marks.items() if url.startswith(module)}
            page = self.go(module)
            if any(own.values()):
                page.locator(".cb-nav .cb-mark").first.wait_for(state="attached")
            assert page.evaluate(SHOWN, list(own)) == own, self.told


SHOWN = """urls => Object.fromEntries(urls.map(url => [url,
  [...document.querySelectorAll(".cb-nav li:not(.cb-nav-part) > a")].find(one => one.href === url)
    ?.querySelector(".cb-mark .cb-sr")?.textContent.replace(/[()]/g, "").trim() ?? ""]))"""


def press(page: Page, selector: str, then: str) -> Callable[[], None]:
    """A press, and what shows that it was taken."""

    def act() -> None:
        page.locator(selector).first.click()
        page.locator(then).first.wait_for(state="attached")

    act.at = (page, selector)  # type: ignore[attr-defined]
    return act


def die(walk: Walk, how: str) -> None:
    """Every tab goes, in the middle of a step: its last press is given a few milliseconds, or none at all."""
    before = copy.deepcopy(walk.known)
    act, know = walk.chance.choice(walk.steps())()
    if at := getattr(act, "at", None):
        page, selector = at
        wait = walk.chance.choice((0, 0, 1, 3, 8, 20))
        page.evaluate(
            "([one, wait]) => void setTimeout(() => document.querySelector(one)?.click(), wait)", [selector, wait]
        )
        walk.told.append(f"under way as it dies ({how}):")
    else:
        act()
    know()
    if not at:
        before = walk.known
    for tab in walk.tabs:
        if how == "crash":
            with suppress(Error):
                tab.goto("chrome://crash", timeout=3000)
        tab.close()
    walk.tabs = []
    walk.tab()
    walk.check(before, walk.known)


def live(context: BrowserContext, base: str, seed: int, how: str, deaths: int) -> int:
    """A life of several steps and some deaths. Gives the number of things that were acknowledged."""
    walk = Walk(context, base, seed)
    for _ in range(deaths):
        for _ in range(walk.chance.randint(1, 7 if deaths > 1 else 4)):
            walk.step()
        die(walk, how)
    walk.step()
    walk.check(walk.known)
    return len(walk.told)


def run(chromium: Browser, base: str, seed: int, how: str, deaths: int = 2) -> int:
    context = chromium.new_context(reduced_motion="reduce", accept_downloads=True)
    try:
        return live(context, base, seed, how, deaths)
    finally:
        context.close()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost(chromium: Browser, progress_base: str, seed: int) -> None:
    assert run(chromium, progress_base, seed, "crash" if seed % 3 == 0 else "close", deaths=1) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 280))
def test_nothing_is_lost_by_many(chromium: Browser, progress_base: str, seed: int) -> None:
    assert run(chromium, progress_base, seed, "crash" if seed % 3 == 0 else "close") >= 4


# The whole browser killed

LOCKS = ("SingletonLock", "SingletonSocket", "SingletonCookie")


def opened(playwright: Playwright, profile: Path) -> BrowserContext:
    """A browser that keeps a profile in a folder."""
    for name in LOCKS:  # of one that was killed
        (profile / name).unlink(missing_ok=True)
    return playwright.chromium.launch_persistent_context(
        str(profile), executable_path=browser.find(), args=browser.ARGUMENTS, accept_downloads=True
    )


def kill(profile: Path) -> None:
    """Ends the browser of a profile as a power cut would: it is given no time."""
    wanted = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0") if process.name.isdigit() else []
            if wanted in words and not any(word.startswith(b"--type=") for word in words):
                os.kill(int(process.name), signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds its browser in /proc")
@pytest.mark.parametrize("seed", range(20))
def test_a_killed_browser_holds_one_moment(
    playwright: Playwright, progress_base: str, tmp_path: Path, seed: int
) -> None:
    """Chromium writes to its disk some seconds after a change. What it holds after a kill was true at one moment: no
    part of it is newer than another, nothing is damaged, and nothing is shown as done that was not.
    """
    context = opened(playwright, tmp_path)
    walk = Walk(context, progress_base, seed)
    for _ in range(walk.chance.randint(2, 7)):
        walk.step()
    time.sleep(walk.chance.choice((0, 2, 6)))
    kill(tmp_path)
    with suppress(Error):
        context.close()
    context = opened(playwright, tmp_path)
    walk.context, walk.tabs = context, []
    walk.tab()
    walk.check(*reversed(walk.history))
    walk.step()
    walk.check(walk.known)
    context.close()
