"""The course in a real browser, as a learner has it: mouse, keyboard, scripts off, a reload, a citation followed."""

from __future__ import annotations

import json

import pytest
from browsing import told
from conftest import Course
from playwright.sync_api import Page

QUIZ = "safety/quiz/"
LESSON = "safety/chest/"
KINDS = ("", LESSON, QUIZ, "safety/", "regulation/states/", "evidence/ledger/", "evidence/bibliography/", "about/",
         "about/blueprint/", "about/credit/", "about/rules/", "evaluation/", "certificate/")  # fmt: skip
OTHERS = [pytest.param(width, scheme, marks=pytest.mark.slow) for width, scheme in ((390, "light"), (1280, "dark"))]


def first_question(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("form.cb-question").first


def key_of(form) -> list[int]:  # type: ignore[no-untyped-def]
    """The right options, from 1, as the page itself has them."""
    rights = form.locator(".cb-reason").evaluate_all("all => all.map(one => one.dataset.right === '1')")
    return [n for n, right in enumerate(rights, start=1) if right]


def test_answer_reload_and_follow_a_citation(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(QUIZ)
    form = first_question(page)
    right = key_of(form)
    for number in right:
        form.locator(".cb-option input").nth(number - 1).check()
    form.get_by_role("button").click()
    assert form.locator(".cb-result").inner_text().startswith("Correct")
    assert form.locator(".cb-rationale:visible").count() == form.locator(".cb-option").count()
    page.reload()
    form = first_question(page)
    assert form.locator(".cb-result").inner_text().startswith("Correct")
    chosen = form.locator(".cb-option input").evaluate_all("all => all.map(one => one.checked)")
    assert [n for n, one in enumerate(chosen, start=1) if one] == right
    mark = form.locator("a.footnote-ref").first
    target = mark.get_attribute("href")
    mark.click()
    entry = page.locator(f"[id='{(target or '')[1:]}']")
    assert entry.locator(".cb-reference").inner_text()
    entry.locator("a.cb-cited-in").click()
    assert "/evidence/bibliography/#ref-" in page.url
    page.locator("li.cb-entry:target").wait_for()
    back = page.locator("li.cb-entry:target .cb-entry-facts a[href*='fnref']")
    assert back.count() == back.evaluate_all("all => all.filter(a => a.hash).length") >= 1
    back.first.click()
    page.locator(":target").first.wait_for(state="attached")


def test_the_final_assessment_draws_from_every_objective(watch) -> None:  # type: ignore[no-untyped-def]
    """Its panel stands above its groups; an exam mixes them, and shows no heading of a group."""
    page = watch().go("assessment/final/")
    groups = page.locator("article > h2, .md-content__inner > h2").filter(has_text="Introduction")
    assert groups.is_visible()
    assert page.evaluate("document.querySelector('.cb-quiz').compareDocumentPosition(document.querySelector('h2')) & 4")
    page.get_by_role("button", name="graded quiz").click()
    assert not groups.is_visible()
    record = page.evaluate("Object.values(localStorage).map((one) => JSON.parse(one)).find((one) => one.attempts)")
    drawn = record["attempts"]["final"][0]["drawn"]
    tested = page.locator("form.cb-question").evaluate_all(
        "(all, drawn) => all.filter((one) => drawn.includes(one.dataset.question)).map((one) => one.dataset.objective)",
        drawn,
    )
    bank = page.locator("form.cb-question").evaluate_all("all => all.map((one) => one.dataset.objective)")
    assert len(tested) == len(drawn) == 30
    assert set(tested) == set(bank)
    page.get_by_role("button", name="Practice").click()
    assert groups.is_visible()


def test_a_wrong_answer_explains_and_can_be_tried_again(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(QUIZ)
    form = first_question(page)
    wrong = next(n for n in range(1, 9) if n not in key_of(form))
    form.locator(".cb-option input").nth(wrong - 1).check()
    form.get_by_role("button").click()
    assert form.locator(".cb-result").inner_text().startswith("Incorrect")
    form.get_by_role("button").click()
    assert form.locator("input:checked").count() == 0
    assert form.locator(".cb-rationale:visible").count() == 0


def test_keyboard_alone(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(QUIZ)
    first_question(page).locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    assert first_question(page).locator(".cb-result").inner_text()
    assert page.evaluate("document.activeElement.closest('form.cb-question') !== null")


def test_scripts_off(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch(java_script_enabled=False).go(QUIZ)
    form = first_question(page)
    assert form.locator("label:visible").count() >= 3
    assert form.locator("button").count() == 0
    form.locator("summary").click()
    assert form.locator(".cb-verdict:visible").count() == form.locator(".cb-option").count()
    assert form.locator(".cb-rationale:visible a.footnote-ref").count() >= 3


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("not json", "could not be read"),
        ('{"version": 1, "answers": {"safety": 3}}', "could not be read"),
        ('{"version": 99, "answers": {}}', "could not be read"),
    ],
)
def test_damaged_state_is_set_aside_and_told(watch, kept: str, said: str) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(QUIZ)
    name = answer_something(page)
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, kept])
    page.reload()
    assert said in first_question(page).inner_text()
    values = page.evaluate("Object.values(localStorage)")
    assert kept in values


def test_a_changed_question_is_not_shown_as_answered(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go(QUIZ)
    name = answer_something(page)
    record = json.loads(page.evaluate("name => localStorage.getItem(name)", name))
    for answer in record["answers"].values():
        answer["hash"] = "000000000000"
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, json.dumps(record)])
    page.reload()
    form = first_question(page)
    assert "changed since you answered" in form.inner_text()
    assert form.locator("input:checked").count() == 0


def answer_something(page: Page) -> str:
    """Answers the first question; gives the name of the record in the browser's storage."""
    before = set(page.evaluate("Object.keys(localStorage)"))
    form = first_question(page)
    form.locator("input").first.check()
    form.get_by_role("button").click()
    (name,) = {key for key in set(page.evaluate("Object.keys(localStorage)")) - before if not key.startswith("/")}
    return str(name)


def test_every_page_loads_quietly(watch, course: Course) -> None:  # type: ignore[no-untyped-def]
    """No console error, no request elsewhere, nothing that scrolls sideways on the smallest phone."""
    watched = watch(viewport={"width": 320, "height": 700})
    for path in (page.parent.relative_to(course.site).as_posix() for page in course.site.rglob("index.html")):
        page = watched.go("" if path == "." else path + "/")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= 320, f"{path} is {wide} px wide"


def test_a_word_is_explained_to_keys_and_touch_and_without_scripts(watch) -> None:  # type: ignore[no-untyped-def]
    """Once a page; the meaning shows with the focus, and the link leads to the entry."""
    page = watch().go("introduction/trigger-points/")
    words = page.locator("a.cb-word")
    named = [word.casefold() for word in words.all_inner_texts()]
    assert "trigger point" in named
    assert len(named) == len(set(named))
    meaning = words.first.get_attribute("title")
    words.first.focus()
    page.get_by_role("tooltip").get_by_text(meaning or "?").wait_for()
    touched = watch(java_script_enabled=False, has_touch=True).go("introduction/trigger-points/")
    touched.locator("a.cb-word").first.tap()
    assert touched.locator("dt:target").inner_text() == "trigger point"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light"), *OTHERS])
def test_accessibility(watch, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    """axe-core at WCAG 2.2 AA finds nothing, before and after answering."""
    watched = watch(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    for path in KINDS:
        page = watched.go(path)
        assert told(page) == [], path
    page = watched.go(QUIZ)
    answer_something(page)
    assert told(page) == [], "after answering"


FIGURES = (
    "introduction/evidence/",
    "mechanisms/candidates/",
    "safety/how-often/",
    "safety/chest/",
    "training/hours/",
    "regulation/states/",
    "regulation/elsewhere/",
    "evidence/ledger/",
)


def test_figures_can_be_read_on_a_phone(watch) -> None:  # type: ignore[no-untyped-def]
    """Words in drawings are 11 px high and more, none stands outside, and each drawing has its text beside it."""
    watched = watch(viewport={"width": 390, "height": 844})
    for path in FIGURES:
        page = watched.go(path)
        figures = page.locator("figure.cb-figure")
        assert figures.count() >= 1, path
        words = page.locator("figure.cb-figure svg text").evaluate_all(
            """all => all.filter(one => one.textContent).map(one => {
                const box = one.getBoundingClientRect(), svg = one.ownerSVGElement.getBoundingClientRect();
                const high = parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a;
                return [one.textContent, high, box.left - svg.left, svg.right - box.right];
            })"""
        )
        small = [word for word, high, _, _ in words if high < 11]
        cut = [word for word, _, left, right in words if left < -6 or right < -6]
        assert (small, cut) == ([], []), path
        for figure in figures.all():
            assert figure.locator("details table, ol.cb-timeline, ol.cb-decision").count() == 1, path


def test_figures_are_accessible(watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch(viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce")
    for path in FIGURES:
        page = watched.go(path)
        page.locator("figure.cb-figure details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert told(page) == [], path


def test_a_tile_leads_to_its_state(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go("regulation/states/")
    assert page.locator("a.cb-tile").count() == 51
    page.get_by_role("link", name="Wisconsin: Permitted by the board").click()
    assert page.url.endswith("#state-wi")
    assert page.locator("tr:target th").inner_text() == "Wisconsin"


def test_filter(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go("regulation/states/")
    rows = page.locator("table.cb-regulation tbody tr")
    assert rows.count() == 51
    page.get_by_label("Status").select_option("prohibited")
    shown = page.locator("table.cb-regulation tbody tr:visible")
    assert shown.count() == page.locator("tr[data-status=prohibited]").count() > 0
    assert f"{shown.count()} of 51" in page.locator(".cb-filter").inner_text()


def test_first_visit_is_light(watch, course: Course) -> None:  # type: ignore[no-untyped-def]
    """At most ten requests, and nothing of the search before somebody searches."""
    for path in ("", LESSON):
        watched = watch()
        requests: list[str] = []
        watched.page.on("request", lambda request, seen=requests: seen.append(request.url))
        page = watched.go(path)
        page.wait_for_load_state("networkidle")
        assert not [url for url in requests if "search" in url]
        assert len(requests) <= 10, requests
