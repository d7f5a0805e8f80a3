"""The evaluation form in a real browser: filled in by keyboard, kept as a draft, saved as a file, never sent."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

FORM = "evaluation/"
KEY = "coursebook.trigger-points.evaluation"


def draft(page: Page) -> dict[str, object]:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "{}")


def status(page: Page) -> str:
    return page.locator(".cb-evaluation [role=status]").inner_text()


def test_fill_in_reload_and_save(watch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = watch(accept_downloads=True).go(FORM)
    group = page.locator("fieldset").first
    group.get_by_label("Partly").focus()
    page.keyboard.press("Space")
    page.get_by_label("What will you do differently in practice?").fill("Ask about <b>driving</b>\nand write it down")
    page.keyboard.press("Tab")
    assert status(page).startswith("2 of 38 answered.")
    page.reload()
    assert group.get_by_label("Partly").is_checked()
    assert page.get_by_label("What will you do differently").input_value().startswith("Ask about <b>driving</b>")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as a file").press("Enter")
    saving.value.save_as(tmp_path / "evaluation.json")
    saved = json.loads((tmp_path / "evaluation.json").read_text("utf-8"))
    assert (saved["type"], saved["course"]) == ("coursebook-evaluation", "trigger-points")
    assert [one["answer"] for one in saved["answers"]] == ["Partly", "Ask about <b>driving</b>\nand write it down"]
    assert saved["answers"][0]["question"].startswith("Distinguish what is agreed about trigger points")
    assert saving.value.suggested_filename in status(page)
    assert draft(page)["saved"]
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as text").click()
    saving.value.save_as(tmp_path / "evaluation.txt")
    text = (tmp_path / "evaluation.txt").read_text("utf-8")
    assert "What will you do differently in practice?\n    Ask about <b>driving</b>\n    and write it down\n" in text


def test_clearing_asks_first(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(FORM)
    page.get_by_label("Anything else?").fill("No")
    clear = page.get_by_role("button", name="Clear the form")
    clear.click()
    assert page.get_by_label("Anything else?").input_value() == "No"
    clear.click()
    assert page.get_by_label("Anything else?").input_value() == ""
    assert draft(page) == {}


def test_a_damaged_draft_is_set_aside(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(FORM)
    page.evaluate(f"localStorage.setItem('{KEY}', '{{\"version\":1,\"answers\":[3]}}')")
    page.reload()
    assert "could not be read" in status(page)
    kept = page.evaluate("Object.keys(localStorage).filter(one => one.includes('.evaluation.damaged.'))")
    assert len(kept) == 1


def test_scripts_off(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch(java_script_enabled=False).go(FORM)
    assert page.get_by_text("Print this page to fill it in by hand.").is_visible()
    assert not page.get_by_role("button", name="Save as a file").is_visible()
    assert page.locator(".cb-ask").count() == 38
