"""x"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

SHOWN = "form.cb-question:visible"


def submit(page: Page) -> Locator:
    """Submits the exam as it is. Gives the report, which has the focus."""
    page.get_by_role("button", name="Submit the exam").click()
    anyway = page.get_by_role("button", name="Submit as it is")
    if anyway.count():
        anyway.click()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    return page.locator(".cb-report")


@pytest.mark.parametrize("path", ["safety/quiz/", "regulation/quiz/"])
def test_the_quizzes_of_the_course(watch, path: str) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(path)
    page.get_by_role("button", name="Exam").click()
    assert page.locator(SHOWN).count() == 10
    objectives = page.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.objective)")
    assert min(objectives.count(one) for one in set(objectives)) >= 2
    report = submit(page)
    assert report.locator("h2").inner_text() == "Not passed: 0 of 10 points, 0 percent. The pass mark is 80 percent."
    assert report.locator(".cb-scores li").count() == len(set(objectives))
