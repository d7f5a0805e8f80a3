"""The course with lessons, a case, a quiz, an assessment without its key, and an evaluation: what learners do in it.

Every step is what a hand would do: a page is opened, something is chosen, a button is pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kinds import build_clean, served
from playwright.sync_api import Page

NAME = "coursebook.progress"
LESSONS = {
    "one/": (),
    "one/lesson/": ("lesson-one", "lesson-blank"),
    "one/case/": ("case-one", "case-many"),
    "two/": (),
}
"""Each lesson with its questions."""
QUIZ, SHEET, EVALUATION = "one/quiz/", "two/sheet/", "evaluation/"
READ = "I have read this page"


@pytest.fixture(scope="session")
def progress_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built course."""
    return build_clean("progress", tmp_path_factory.mktemp("progress"))


@pytest.fixture(scope="session")
def progress_base(progress_site: Path) -> Iterator[str]:
    """Its address on a server of this machine."""
    yield from served(progress_site)


def fill(page: Page, name: str, right: bool = True) -> None:
    """Chooses or types an answer to a question; nothing is submitted."""
    form = page.locator(f"#q-{name}")
    choose: dict[str, Callable[[], object]] = {
        "lesson-one": lambda: form.get_by_role("radio", name="Rarely" if right else "Often").check(),
        "lesson-blank": lambda: form.locator("input[type=text]").fill("Pneumothorax" if right else "Asthma"),
        "case-one": lambda: form.get_by_label("Whether the breath hurts" if right else "Whether she ate").check(),
        "quiz-number": lambda: form.locator("input[type=text]").fill("19.5" if right else "40"),
        "sheet-one": lambda: form.get_by_label("Everything" if right else "Nothing").check(),
    }
    if name in choose:
        choose[name]()
    elif name == "case-many":
        for label in ("Send her on", "Stay with her") if right else ("Stay with her",):
            form.get_by_label(label).check()
    elif name == "quiz-match":
        pairs = {"Chest pain": "Emergency", "Small bruise": "Press and tell"}
        for left, target in pairs.items():
            row = form.locator(".cb-option", has_text=left)
            row.locator("select").select_option(label=target if right else "Emergency")
    elif name == "quiz-order":
        steps = ("Take the needles out", "Lay the patient flat")
        for place, step in enumerate(steps if right else steps[::-1], start=1):
            form.locator(".cb-option", has_text=step).locator("select").select_option(str(place))


def answer(page: Page, name: str, right: bool = True) -> None:
    """Answers a question of a lesson, and has it marked."""
    form = page.locator(f"#q-{name}")
    form.scroll_into_view_if_needed()
    page.locator("form.cb-live").first.wait_for()
    again = form.get_by_role("button", name="Try again")
    if again.count():
        again.click()
    fill(page, name, right)
    form.locator(".cb-check").click()
    form.locator(".cb-result:not(:empty)").wait_for()


def press_read(page: Page) -> None:
    """Says that the page has been read, or takes it back."""
    page.locator(".cb-done").scroll_into_view_if_needed()
    page.get_by_role("button", name=READ).click()


def sit_exam(page: Page, right: bool = True) -> None:
    """An exam of the quiz page, from its beginning to its mark."""
    again = page.get_by_role("button", name="Retake the quiz")
    (again if again.count() else page.get_by_role("button", name="Take the graded quiz")).click()
    for name in ("quiz-number", "quiz-match", "quiz-order"):
        fill(page, name, right)
    page.get_by_role("button", name="Submit the quiz").click()
    page.locator(".cb-report h2").first.wait_for()


def save_sheet(page: Page) -> None:
    """The assessment without its key, from its beginning to the file."""
    page.get_by_role("button", name="Begin the assessment").click()
    fill(page, "sheet-one")
    page.get_by_role("button", name="Submit the quiz").click()
    with page.expect_download():
        page.get_by_role("button", name="Save the answer sheet").click()


def save_evaluation(page: Page) -> None:
    """The evaluation form with one answer, saved."""
    page.get_by_label("Anything else?").fill("No")
    with page.expect_download():
        page.get_by_role("button", name="Save as a file").click()
