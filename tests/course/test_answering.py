"""Questions and quizzes of this course in a browser: loaded late, drawn by objective; and a record that was kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from browsing import stored
from conftest import TESTS
from kinds import SHOWN, submit

KEPT = TESTS / "engine" / "kept"


def test_a_first_visit_loads_no_script_of_a_question_far_below(watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch(viewport={"width": 390, "height": 700})
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.go("safety/chest/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "questions.mjs" in url]
    page.locator("form.cb-question").first.scroll_into_view_if_needed()
    page.get_by_role("button", name="Check my answer").first.wait_for()


@pytest.mark.parametrize("path", ["safety/quiz/", "regulation/quiz/"])
def test_the_quizzes_of_the_course(watch, path: str) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(path)
    page.get_by_role("button", name="graded quiz").click()
    assert page.locator(SHOWN).count() == 10
    objectives = page.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.objective)")
    assert min(objectives.count(one) for one in set(objectives)) >= 2
    report = submit(page)
    assert report.locator("h2").inner_text() == "Not passed: 0 of 10 points, 0%. The pass mark is 80%."
    assert report.locator(".cb-scores li").count() == len(set(objectives))


def test_a_record_of_this_course_is_read(watch: Any) -> None:
    """Its questions may have changed since: then answers are set aside, and the record stays whole."""
    text = (KEPT / "record-main.json").read_text("utf-8")
    page = watch().go("safety/quiz/")
    page.evaluate("text => localStorage.setItem('coursebook.trigger-points', text)", text)
    page.reload()
    page.locator(".cb-attempts li").wait_for()
    assert "0%, not passed" in page.locator(".cb-attempts li").inner_text()
    page.locator(".cb-attempts button").click()
    assert page.locator(".cb-report h2").inner_text().startswith("Not passed: 0 of")
    assert stored(page) == {"coursebook.trigger-points": json.loads(text)}
