"""x"""

from __future__ import annotations

from conftest import Course
from kinds import Learn


def test_a_first_visit_loads_no_script_of_a_question_far_below(learn: Learn, course: Course, watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch(viewport={"width": 390, "height": 700})
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.go("safety/chest/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "questions.mjs" in url]
    page.locator("form.cb-question").first.scroll_into_view_if_needed()
    page.get_by_role("button", name="Check my answer").first.wait_for()
