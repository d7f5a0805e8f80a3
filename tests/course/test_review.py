"""The review page in a real browser: what comes back and when, the learner's record saved, loaded and deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browsing import told
from kinds import SEED
from playwright.sync_api import Page
from test_storage import QUIZ, REVIEW, answer

NAME = "coursebook.trigger-points"
NOW = "2026-11-21T18:00:00"
OPEN = "import('/assets/coursebook/record.mjs').then(module => { window.R = module; })"
SPACING = "import('/assets/coursebook/spacing.mjs').then(module => { window.P = module; })"


def seeded(watched, *cards: list[object]) -> tuple[Page, list[str]]:  # type: ignore[no-untyped-def]
    """The review page on November 21, 2026, with cards for questions by their place in the course."""
    watched.context.clock.set_fixed_time(NOW)
    page = watched.go(REVIEW)
    ids = page.evaluate(SEED, [list(cards), NAME])
    page.reload()
    return page, ids


def record(page: Page) -> dict:  # type: ignore[type-arg]
    return dict(json.loads(page.evaluate("name => localStorage.getItem(name)", NAME)))


def choose(page: Page, right: bool, sure: str = "") -> None:
    if sure:
        page.locator(".cb-review-place .cb-sure").get_by_label(sure, exact=True).check()
    answer(page, right)


GRADES = [
    # answers: r right and sure, ? right without a rating, u right but unsure, w not right; then the intervals in days
    ("r r r r", [6, 17, 48, 140]),
    ("? ? ?", [6, 15, 38]),
    ("u u u u", [6, 14, 30, 59]),
    ("w w", [1, 1]),
    ("r r w r r", [6, 17, 1, 6, 18]),
    ("u u u u u u u u u u u", [6, 14, 30, 59, 107, 178, 271, 374, 487, 634, 825]),
]


@pytest.mark.parametrize(("answers", "days"), GRADES, ids=[row[0] for row in GRADES])
def test_schedule(watch, answers: str, days: list[int]) -> None:  # type: ignore[no-untyped-def]
    """SM-2, from a question that was missed once: its first interval of one day has passed."""
    page = watch().go("about/")
    page.evaluate(OPEN)
    page.evaluate(SPACING)
    intervals = page.evaluate(
        """answers => {
          const meant = {r: [true, true], "?": [true, null], u: [true, false], w: [false, true]};
          let card = R.begin("h", "2026-11-01T12:00:00Z");
          return answers.split(" ").map(one => {
            const [right, sure] = meant[one];
            const at = card.due + "T12:00:00.000Z";
            const after = P.next(card, P.gradeOf({right, sure}), "h", at);
            if (Math.round((Date.parse(after.due) - Date.parse(card.due)) / 864e5) !== after.interval) return -1;
            card = after;
            return card.interval;
          });
        }""",
        answers,
    )
    assert intervals == days


def test_nothing_to_review(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(REVIEW)
    assert "There is nothing to review yet" in page.locator(".cb-review").inner_text()
    assert page.locator(".cb-review a:visible").count() == 6


def test_scripts_off(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch(java_script_enabled=False).go(REVIEW)
    assert "It needs JavaScript" in page.locator(".cb-review").inner_text()
    assert page.locator(".cb-review a:visible").count() == 6
    assert "Without it, nothing is stored" in page.locator(".cb-record").inner_text()
    assert page.locator(".cb-record button").count() == 0


def test_missed_and_unsure_come_back(watch) -> None:  # type: ignore[no-untyped-def]
    """From the quiz page to the review of the next day; what was right is not asked again."""
    watched = watch()
    watched.context.clock.set_fixed_time(NOW)
    page = watched.go(QUIZ)
    missed = answer(page, right=False)
    form = page.locator("form.cb-question.cb-live:not(.cb-answered)").first
    form.locator(".cb-sure").get_by_label("unsure", exact=True).check()
    unsure = answer(page)
    answer(page)
    page = watched.go(REVIEW)
    assert "No question is due today" in page.locator(".cb-review").inner_text()
    assert page.locator(".cb-review-days li").all_inner_texts() == ["Sunday, November 22: 2"]
    watched.context.clock.set_fixed_time("2026-11-22T06:00:00")
    page.reload()
    assert "2 questions are due today" in page.locator(".cb-review").inner_text()
    assert sorted(record(page)["cards"]) == sorted([missed, unsure])


def test_a_whole_review(watch) -> None:  # type: ignore[no-untyped-def]
    """Due ones in the order of their days; feedback as everywhere; what was missed once more at the end; then done."""
    page, ids = seeded(
        watch(), [0, "2026-11-20"], [40, "2026-11-19"], [60, "2026-11-23"], [61, "2026-11-29"], [999, "2026-11-01"]
    )
    assert "2 questions are due today" in page.locator(".cb-review").inner_text()
    page.get_by_role("button", name="Start the review").click()
    place = page.locator(".cb-review-place")
    place.locator("form").wait_for()
    assert page.evaluate("document.activeElement.className") == "cb-review-position"
    assert place.locator("form").get_attribute("data-question") == ids[40]
    assert place.locator("a[href]").evaluate_all("all => all.every(a => !a.getAttribute('href').startsWith('#'))")
    choose(page, right=False, sure="sure")
    assert place.locator(".cb-rationale:visible").count() == place.locator(".cb-option").count()
    assert "once more at the end of this review, and again on Sunday, November 22" in place.inner_text()
    assert record(page)["cards"][ids[40]]["interval"] == 1
    page.get_by_role("button", name="Next question").click()
    place.locator(f"form[data-question='{ids[0]}']").wait_for()
    choose(page, right=True, sure="sure")
    assert "Next review on Friday, November 27" in place.inner_text()
    page.get_by_role("button", name="Next question").click()
    place.locator(f"form[data-question='{ids[40]}']").wait_for()
    assert "3 of 3" in place.inner_text()
    assert "Once more today" in place.inner_text()
    choose(page, right=True, sure="sure")
    page.get_by_role("button", name="Finish the review").click()
    assert "Review complete" in page.locator(".cb-review-counts").inner_text()
    assert page.evaluate("document.activeElement.className") == "cb-review-counts"
    days = page.locator(".cb-review-days li").all_inner_texts()
    assert days == [
        "Sunday, November 22: 1",
        "Monday, November 23: 1",
        "Friday, November 27: 1",
        "Sunday, November 29: 1",
    ]
    cards = record(page)["cards"]
    assert (cards[ids[40]]["due"], cards[ids[40]]["repetitions"]) == ("2026-11-22", 1)
    assert (cards[ids[0]]["due"], cards[ids[0]]["ease"]) == ("2026-11-27", 2.6)
    assert "gone" in cards, "a question that is no longer there is kept, and not shown"


def test_a_changed_question_is_due_at_once(watch) -> None:  # type: ignore[no-untyped-def]
    page, ids = seeded(watch(), [3, "2027-06-01", "otherhash"])
    assert "1 question is due today" in page.locator(".cb-review").inner_text()
    page.get_by_role("button", name="Start the review").click()
    page.locator(".cb-review-place form").wait_for()
    assert "changed since you answered it, so it is due now" in page.locator(".cb-review-place").inner_text()
    choose(page, right=True, sure="sure")
    card = record(page)["cards"][ids[3]]
    assert (card["due"], card["hash"] != "otherhash") == ("2026-11-27", True)


def test_keyboard_alone(watch) -> None:  # type: ignore[no-untyped-def]
    page, _ = seeded(watch(reduced_motion="reduce"), [0, "2026-11-20"])
    page.get_by_role("button", name="Start the review").focus()
    page.keyboard.press("Enter")
    page.locator(".cb-review-place form").wait_for()
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('cb-check')"):
            break
    page.keyboard.press("Enter")
    page.locator(".cb-review-place .cb-result").filter(has_text="orrect").wait_for()
    button = page.get_by_role("button", name="Next question").or_(page.get_by_role("button", name="Finish the review"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.cb-review-position, .cb-review-counts')")


def test_a_page_that_cannot_be_fetched(watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch()
    page, ids = seeded(watched, [0, "2026-11-20"])
    watched.context.route("**/introduction/**", lambda route: route.abort())
    page.get_by_role("button", name="Start the review").click()
    page.get_by_text("could not be loaded").wait_for()
    link = page.locator(".cb-review-position a").get_attribute("href") or ""
    assert link.endswith(f"#q-{ids[0]}")
    page.get_by_role("button", name="Finish the review").click()
    assert "1 question is due today" in page.locator(".cb-review").inner_text()
    watched.complaints[:] = [
        one for one in watched.complaints if "introduction/" not in one and "ERR_FAILED" not in one
    ]


def saved(page: Page, folder: Path, button: str = "Save to a file") -> Path:
    with page.expect_download() as saving:
        page.locator(".cb-record").get_by_role("button", name=button).click()
    saving.value.save_as(folder / saving.value.suggested_filename)
    return folder / saving.value.suggested_filename


def test_save_and_load(watch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """There and back: another browser has all of it, and keeps its own newer answer."""
    first = watch()
    page, ids = seeded(first, [0, "2026-11-20"], [7, "2026-12-24"])
    page = first.go(QUIZ)
    answered = answer(page, right=False)
    page = first.go(REVIEW)
    file = saved(page, tmp_path)
    assert file.name == "trigger-points-record-2026-11-21.json"
    kept = record(page)
    second = watch()
    second.context.clock.set_fixed_time("2026-11-22T10:00:00")
    page = second.go(QUIZ)
    assert answer(page) == answered
    newer = record(page)["answers"][answered]
    page = second.go(REVIEW)
    page.get_by_label("Load from a file").set_input_files(file)
    page.get_by_text("was loaded").wait_for()
    assert "2 questions are due today" in page.locator(".cb-review").inner_text()
    loaded = record(page)
    assert loaded["answers"] == {answered: newer}
    assert loaded["cards"] == kept["cards"]
    assert loaded["cards"][ids[7]]["due"] == "2026-12-24"


GOOD_FILE = {"course": "trigger-points", "record": {"version": 2, "answers": {}, "attempts": {}, "cards": {}}}
REFUSED = [
    (
        "of another course",
        json.dumps({**GOOD_FILE, "course": "another <b>course</b>"}),
        "another course, “another <b>course",
    ),
    ("not JSON", "{" + json.dumps(GOOD_FILE), "it is damaged"),
    ("empty", "", "it is damaged"),
    ("of something else", json.dumps({"name": "package", "version": 2}), "not a course record"),
    ("null", "null", "not a course record"),
    ("with one bad answer", json.dumps({**GOOD_FILE, "record": {"version": 2, "answers": {"q": 3}}}), "damaged"),
    ("newer", json.dumps({**GOOD_FILE, "record": {"version": 3}}), "saved by a newer edition"),
    (
        "nested deep",
        '{"course": "trigger-points", "record": {"version": 2, "x": ' + "[" * 9999 + "]" * 9999 + "}}",
        "damaged",
    ),
    ("too large", "x" * 5_000_001, "larger than 5 MB"),
]


def test_files_that_are_refused(watch) -> None:  # type: ignore[no-untyped-def]
    page, _ = seeded(watch(), [0, "2026-11-20"])
    before = record(page)
    for name, text, reason in REFUSED:
        file = {"name": "some.json", "mimeType": "application/json", "buffer": text.encode()}
        page.get_by_label("Load from a file").set_input_files(file)  # type: ignore[arg-type]
        page.locator(".cb-record [role=status]").filter(has_text=reason).wait_for()
        assert "some.json was not loaded" in page.locator(".cb-record").inner_text(), name
    assert record(page) == before


def test_delete_everything_asks_first(watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch()
    page, _ = seeded(watched, [0, "2026-11-20"])
    page.evaluate("localStorage.setItem('another', 'thing')")
    other = watched.tab()
    other.goto(watched.base + REVIEW)
    page.get_by_role("button", name="Delete everything", exact=True).click()
    assert "cannot be undone" in page.evaluate("document.activeElement.textContent")
    page.get_by_role("button", name="No, keep it").click()
    assert record(page)["cards"]
    page.get_by_role("button", name="Delete everything", exact=True).click()
    page.get_by_role("button", name="Yes, delete everything").click()
    assert "Everything was deleted" in page.locator(".cb-record").inner_text()
    assert "nothing to review yet" in page.locator(".cb-review").inner_text()
    assert page.evaluate(
        "[localStorage.getItem('another'), Object.keys(localStorage).filter(k => k.startsWith('course'))]"
    ) == ["thing", []]
    other.get_by_text("nothing to review yet").wait_for()


def test_what_was_set_aside_can_be_saved(watch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(REVIEW)
    page.evaluate("name => localStorage.setItem(name, 'not a record')", NAME)
    page.reload()
    assert "Set aside on" in page.locator(".cb-record").inner_text()
    assert saved(page, tmp_path, "Save the data set aside").read_text("utf-8") == "not a record"


SCREENS = [(390, "dark"), (1280, "light"), (390, "forced")]
OTHERS = [pytest.param(*one, marks=pytest.mark.slow) for one in ((390, "light"), (1280, "dark"), (1280, "forced"))]


@pytest.mark.parametrize(("width", "colors"), [*SCREENS, *OTHERS])
def test_accessibility(watch, width: int, colors: str) -> None:  # type: ignore[no-untyped-def]
    """axe-core finds nothing: nothing to review, something due, asked, answered, before deleting."""
    options = {"forced_colors": "active"} if colors == "forced" else {"color_scheme": colors}
    watched = watch(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
    page = watched.go(REVIEW)
    assert told(page) == [], "nothing to review"
    page, _ = seeded(watched, [0, "2026-11-20"], [5, "2026-11-29"], [9, "2026-11-21", "changed"])
    page.get_by_role("button", name="Start the review").click()
    page.locator(".cb-review-place form").wait_for()
    assert told(page) == [], "asked"
    choose(page, right=False)
    page.get_by_role("button", name="Delete everything", exact=True).click()
    assert told(page) == [], "answered, and asked whether to delete"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
