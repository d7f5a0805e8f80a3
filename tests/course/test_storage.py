"""A browser that keeps nothing more, or nothing at all, on the pages of this course: the page says so."""

from __future__ import annotations

import json

from playwright.sync_api import Page

REVIEW, QUIZ = "review/", "safety/quiz/"
FILL = """() => {
  let size = 2 ** 20;
  let n = 0;
  while (size >= 1) {
    try { localStorage.setItem(`fill${n++}`, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
  }
}"""


def answer(page: Page, right: bool = True) -> str:
    """Answers the first question that is not answered; gives its id."""
    form = page.locator("form.cb-question.cb-live:not(.cb-answered)").first
    form = page.locator(f"#{form.get_attribute('id')}")
    keys = form.locator(".cb-reason").evaluate_all("all => all.map(one => one.dataset.right === '1')")
    inputs = form.locator(".cb-option input")
    for n, key in enumerate(keys):
        if key == right:
            inputs.nth(n).check()
            if not right or form.get_attribute("data-kind") == "one":
                break
    form.locator("button.cb-check").click()
    form.locator(".cb-result").filter(has_text="orrect").wait_for()
    return str(form.get_attribute("data-question"))


def test_full_storage_is_told_and_nothing_is_lost(watch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(QUIZ)
    kept = answer(page)
    page.evaluate(FILL)
    first, second = answer(page), answer(page)
    hint = page.locator(f"form[data-question='{second}'] .cb-told[id]")
    assert "browser's storage is full" in hint.inner_text()
    with page.expect_download() as saving:
        hint.get_by_role("button", name="Save to a file").click()
    saving.value.save_as(tmp_path / "record.json")
    saved = json.loads((tmp_path / "record.json").read_text("utf-8"))
    assert set(saved["record"]["answers"]) == {kept, first, second}
    page.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('fill')) localStorage.removeItem(key)"
    )
    third = answer(page)
    page.reload()
    answered = page.locator("form.cb-answered").evaluate_all("all => all.map(one => one.dataset.question)")
    assert set(answered) == {kept, first, second, third}


def test_blocked_storage_is_told(watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch()
    watched.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', "
        "{ get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } })"
    )
    page = watched.go(QUIZ)
    done = answer(page)
    hint = page.locator(f"form[data-question='{done}'] .cb-told[id]")
    assert "does not allow the page to store" in hint.inner_text()
    assert hint.get_by_role("button", name="Save to a file").is_visible()
    page = watched.go(REVIEW)
    assert "does not allow the page to store" in page.locator(".cb-record").inner_text()
    assert "nothing to review" in page.locator(".cb-review").inner_text()
    # The theme's own scripts ask for localStorage, too, and do not expect to be refused.
    assert all("insecure" in one for one in watched.complaints)
    watched.complaints.clear()
