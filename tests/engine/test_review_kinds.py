"""Questions of every kind on the review page."""

from __future__ import annotations

from kinds import SEED, Learn, check
from kinds import answer as fill


def test_every_kind_comes_back(learn: Learn) -> None:
    """With its pictures and formulas, and what its case tells before it; a wrong answer first, once more right."""
    page = learn("review/").page
    ids = page.evaluate(SEED, [[[n, "2020-01-01"] for n in range(8)], "coursebook.kinds"])
    page.reload()
    page.get_by_role("button", name="Start the review").click()
    place = page.locator(".cb-review-place")
    asked = []
    for n in range(16):
        place.get_by_text(f"{n + 1} of ").first.wait_for()
        asked.append(place.locator("form").get_attribute("data-question") or "")
        kind = asked[-1].removeprefix("kinds-")
        told_before = place.inner_text()
        assert ("A woman of 34" in told_before) == kind.startswith("case"), kind
        assert ("She bleeds easily" in told_before) == (kind == "case-2"), kind
        fill(page, kind, right=n >= 8)
        assert check(page, kind).startswith("Correct") == (n >= 8), kind
        place.get_by_role("button", name="Next question" if n < 15 else "Finish the review").click()
    assert sorted(asked[:8]) == sorted(asked[8:]) == sorted(ids)
    page.get_by_text("Review complete").wait_for()
