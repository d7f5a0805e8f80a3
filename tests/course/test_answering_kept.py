"""x"""

from __future__ import annotations

import json
from typing import Any

from conftest import TESTS
from playwright.sync_api import Page

KEPT = TESTS / "engine" / "kept"


def stored(page: Page) -> dict[str, Any]:
    """What the browser keeps of courses, by name."""
    found = page.evaluate("Object.entries(localStorage)")
    return {name: json.loads(text) for name, text in found if name.startswith("coursebook")}


def test_a_record_of_this_course_is_read(watch: Any) -> None:
    """Its questions may have changed since: then answers are set aside, and the record stays whole."""
    text = (KEPT / "record-main.json").read_text("utf-8")
    page = watch().go("safety/quiz/")
    page.evaluate("text => localStorage.setItem('coursebook.trigger-points', text)", text)
    page.reload()
    page.locator(".cb-attempts li").wait_for()
    assert "0 percent, not passed" in page.locator(".cb-attempts li").inner_text()
    page.locator(".cb-attempts button").click()
    assert page.locator(".cb-report h2").inner_text().startswith("Not passed: 0 of")
    assert stored(page) == {"coursebook.trigger-points": json.loads(text)}
