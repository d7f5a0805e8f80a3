"""Quiz pages in a real browser: exams drawn, kept, resumed, submitted, reviewed and repeated."""

from __future__ import annotations

import json
import re

import pytest
from kinds import SHOWN, Learn, answer, check, form_of, record, submit
from playwright.sync_api import Error, Page


def exam(page: Page) -> list[str]:
    """Begins an exam. Gives the questions it asks, in order, without what they have in common."""
    page.get_by_role("button", name="graded quiz").click()
    return drawn(page)


def drawn(page: Page) -> list[str]:
    (attempt,) = [one for one in attempts(page) if not one["done"]]  # type: ignore[index]
    return [name.removeprefix("kinds-") for name in attempt["drawn"]]  # type: ignore[index,attr-defined]


def attempts(page: Page) -> list[dict[str, object]]:
    return record(page)["attempts"]["one"]  # type: ignore[index,return-value]


def options(page: Page) -> list[list[str]]:
    return [form.locator(".cb-option label").all_inner_texts() for form in page.locator(SHOWN).all()]


def test_an_exam_from_beginning_to_end(learn: Learn) -> None:
    page = learn().page
    asked = exam(page)
    assert len(asked) == 6
    assert "6 questions" in page.locator(".cb-state").inner_text()
    assert page.locator(".cb-state").evaluate("one => one === document.activeElement")
    assert page.locator(".cb-bar").inner_text().startswith("0 of 6 answered.")
    assert page.get_by_role("button", name="Check my answer").count() == 0
    assert page.locator(".cb-hint:visible, .cb-answer:visible, .cb-rationale:visible").count() == 0
    wrong = asked[0]
    for n, name in enumerate(asked):
        answer(page, name, right=name != wrong)
        assert page.locator(".cb-bar").inner_text().startswith(f"{n + 1} of 6 answered.")
    form_of(page, wrong).get_by_label("sure", exact=True).check()
    report = submit(page)
    score = (attempts(page)[0]["score"] or 0) * 100  # type: ignore[operator]
    title = report.locator("h2").inner_text()
    assert title.startswith("Passed: 5" if score >= 80 else "Not passed: 5")
    assert f"of 6 points, {int(score + 1e-9)}%. The pass mark is 80%." in title
    assert report.locator("h3").first.inner_text() == "Confident but incorrect"
    assert report.locator(".cb-links").first.inner_text() == "Question 1"
    report.locator(".cb-links a").first.click()
    assert form_of(page, wrong).locator(".cb-result").evaluate("one => one === document.activeElement")
    for name in asked:
        form = form_of(page, name)
        reasons = form.locator(".cb-rationale").count()
        assert reasons == form.locator(".cb-rationale:visible").count() >= 2
        assert (
            form.locator(".cb-result").inner_text().startswith("Correct." if name != wrong else ("Incorrect", "Partly"))
        )
    assert report.locator(".cb-scores li").count() == 2
    missed = report.locator(".cb-scores li", has=page.locator("a"))
    assert missed.count() == 1
    missed.locator("a").click()
    assert re.search(r"/one/#(often|first)$", page.url)


def test_what_is_drawn_keeps_the_rule(learn: Learn) -> None:
    """Over 300 seeds: as many as asked for, enough of each objective, cases whole, none twice, each seed the same."""
    wrong = learn().page.evaluate(
        """async () => {
          const { draw } = await import("/assets/coursebook/draw.mjs");
          const units = [];
          for (let n = 0; n < 20; n++) units.push([{ id: `q${n}`, objective: `o${n % 4}` }]);
          units.push([{ id: "c1", objective: "o0" }, { id: "c2", objective: "o4" }]);
          const wrong = [];
          const seen = new Set();
          for (let seed = 0; seed < 300; seed++) {
            const rule = { count: 10, least: 2, shuffle: seed % 2 === 0 };
            const ids = draw(units.slice(0, 20), rule, seed);
            const again = draw(units.slice(0, 20), rule, seed);
            seen.add(ids.join());
            const objectives = ids.map((id) => Number(id.slice(1)) % 4);
            if (ids.length !== 10 || new Set(ids).size !== 10) wrong.push([seed, "count", ids]);
            if (ids.join() !== again.join()) wrong.push([seed, "another", ids, again]);
            for (const one of [0, 1, 2, 3])
              if (objectives.filter((o) => o === one).length < 2) wrong.push([seed, one, ids]);
            const numbers = ids.map((id) => Number(id.slice(1)));
            const sorted = numbers.toSorted((a, b) => a - b);
            if (!rule.shuffle && numbers.join() !== sorted.join()) wrong.push([seed, "order"]);
            const whole = draw(units, { ...rule, least: 1 }, seed);
            const [first, second] = [whole.indexOf("c1"), whole.indexOf("c2")];
            if (whole.length !== 10) wrong.push([seed, "count", whole]);
            if (second === -1) wrong.push([seed, "an objective is left out", whole]);
            else if (second - first !== 1) wrong.push([seed, "torn", whole]);
          }
          if (draw(units, { count: 0, least: 0, shuffle: false }, 1).length !== 22) wrong.push("all");
          if (seen.size < 299) wrong.push(["chance", seen.size]);
          return wrong;
        }"""
    )
    assert wrong == []


def test_what_cannot_be_drawn_at_random_is_looked_for(learn: Learn) -> None:
    """A long case of one objective must not take the place of the only question of another."""
    wrong = learn().page.evaluate(
        """async () => {
          const { draw } = await import("/assets/coursebook/draw.mjs");
          const unit = (objective, ...ids) => ids.map((id) => ({ id, objective }));
          const units = ["a1 a2 a3 a4", "a5", "b1", "b2", "a6"].map((ids) => unit(ids[0], ...ids.split(" ")));
          const wrong = [];
          for (let seed = 0; seed < 300; seed++) {
            for (const shuffle of [true, false]) {
              const ids = draw(units, { count: 4, least: 1, shuffle }, seed);
              const asked = new Set(ids.map((id) => id[0]));
              if (ids.length !== 4 || asked.size !== 2) wrong.push(ids);
            }
          }
          return wrong;
        }"""
    )
    assert wrong == []


def test_a_retry_keeps_the_parts_of_a_case_together_and_in_order(learn: Learn) -> None:
    numbers = set()
    for seed in range(6):
        page = learn(seed=seed).page
        missed = missing_case(page)
        submit(page).get_by_role("button", name=re.compile("Retry missed questions")).click()
        asked = drawn(page)
        assert set(asked) == set(missed)
        at = asked.index("case-1")
        assert asked[at + 1] == "case-2"
        numbers.add(at)
        heads = page.locator("form.cb-question:not([hidden]) .cb-question-head").evaluate_all(
            "all => all.map(one => one.textContent.match(/\\d+/)[0])"
        )
        assert heads == sorted(heads, key=int), "numbered as they stand"
    assert len(numbers) > 1, "shuffled"


def test_a_scale_with_minus_signs_keeps_its_order(learn: Learn) -> None:
    """Options that all begin with a number keep theirs, whichever minus an author writes."""
    page = learn().page
    asked = exam(page)
    page.get_by_role("button", name="Practice").click()
    name = next(one for one in asked if one in ("one", "many"))
    texts = form_of(page, name).locator(".cb-option-text")
    for n, sign in enumerate(("\u22124 °C", "\u20132 °C", "+1 °C", "3 °C")[: texts.count()]):
        texts.nth(n).evaluate("(one, text) => { one.textContent = text; }", sign)
    before = texts.all_inner_texts()
    page.get_by_role("button", name="graded quiz").click()
    assert form_of(page, name).locator(".cb-option-text").all_inner_texts() == before


def test_an_exam_at_the_pass_mark_is_passed(learn: Learn) -> None:
    """The percent that is shown decides: of the marks of its questions, not of a mean that was rounded."""
    told = learn().page.evaluate(
        """async () => {
          const { percentOf } = await import("/assets/coursebook/percent.mjs");
          const of = (...scores) => Object.fromEntries(scores.map((score, n) => [`q${n}`, { score }]));
          const thirds = of(...Array(5).fill(2 / 3), ...Array(10).fill(1), ...Array(2).fill(2 / 3));
          return [
            percentOf({ answers: of(2 / 3, 1 / 3, 1, 1, 1), score: 0.7999999999999999 }),
            percentOf({ answers: { ...of(1, 0), open: { score: null }, gone: {} }, score: 0.9 }),
            percentOf({ answers: {}, score: 0.8 }),
            percentOf({ answers: {}, score: null }),
            percentOf({ answers: thirds, score: 1 }),
          ];
        }"""
    )
    assert told == [80, 50, 80, 0, 86]


@pytest.mark.parametrize("how", ["reload", "crash", "another tab"])
def test_nothing_of_an_exam_is_lost(learn: Learn, how: str) -> None:
    """Order, answers, half-typed answers, ratings and flags are there again, however the page was left."""
    watched = learn()
    page = watched.page
    asked = exam(page)
    before = options(page)
    for name in asked[:3]:
        answer(page, name)
    form_of(page, asked[0]).get_by_label("unsure").check()
    form_of(page, asked[1]).get_by_role("button", name="Flag").click()
    if "match" in asked[3:]:
        form_of(page, "match").locator("select").first.select_option(index=1)
    kept = attempts(page)
    if how == "crash":
        crash(page)
        watched.complaints.clear()
    if how == "reload":
        page.reload()
    else:
        page = watched.tab()
        page.goto(f"{watched.base}one/quiz/")
    assert attempts(page) == kept
    assert drawn(page) == asked
    assert options(page) == before
    assert "Pick up where you left off" in page.locator(".cb-state").inner_text()
    assert re.match(r"[34] of 6 answered. Flagged: 1", page.locator(".cb-bar").inner_text())
    assert form_of(page, asked[0]).get_by_label("unsure").is_checked()
    assert form_of(page, asked[1]).locator(".cb-flag").get_attribute("aria-pressed") == "true"
    for name in asked[3:]:
        answer(page, name)
    assert submit(page).locator("h2").inner_text().startswith("Passed: 6 of 6 points, 100%.")


def crash(page: Page) -> None:
    """Kills the page's process, as a full memory does: it gets no time to put anything away."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash", timeout=5000)


def test_the_warning_lists_what_is_open(learn: Learn) -> None:
    page = learn().page
    asked = exam(page)
    for name in asked[:4]:
        answer(page, name)
    form_of(page, asked[0]).get_by_role("button", name="Flag").click()
    page.get_by_role("button", name="Submit the quiz").click()
    warning = page.get_by_role("region", name="Before you submit")
    assert warning.evaluate("one => one === document.activeElement")
    lists = warning.locator(".cb-links").all_inner_texts()
    assert [one.split("\n") for one in lists] == [["Question 5", "Question 6"], ["Question 1"]]
    warning.get_by_role("link", name="Question 5").click()
    place = page.evaluate("document.activeElement.closest('form').id")
    assert place in (f"q-kinds-{asked[4]}", "q-kinds-case-1")
    answer(page, asked[4])
    assert not warning.is_visible(), "what it lists is no longer so"
    assert attempts(page)[0]["done"] is None


def missing_case(page: Page) -> list[str]:
    """Begins exams until one holds the case. Gives what it asks."""
    asked = exam(page)
    while "case-1" not in asked:
        submit(page)
        page.get_by_role("button", name="Retake the quiz").click()
        asked = drawn(page)
    return asked


def test_a_retry_asks_one_part_of_a_case(learn: Learn) -> None:
    page = learn().page
    for name in missing_case(page):
        answer(page, name, right=name != "case-2")
    submit(page).get_by_role("button", name="Retry missed questions (1)").click()
    assert drawn(page) == ["case-2"]
    assert form_of(page, "case-1").is_hidden()
    assert "A woman of 34" in page.locator("section.cb-case").inner_text()
    answer(page, "case-2")
    assert "1 of 1 points, 100%." in submit(page).inner_text()


def test_retry_what_was_missed_and_look_back(learn: Learn) -> None:
    page = learn().page
    asked = exam(page)
    wrong = [name for name in asked if not name.startswith("case")][:2]
    for name in asked:
        if name not in wrong:
            answer(page, name)
    report = submit(page)
    missed = [name for name in asked if not attempts(page)[0]["answers"][f"kinds-{name}"]["right"]]  # type: ignore[index]
    assert set(missed) == set(wrong)
    report.get_by_role("button", name="Retry missed questions (2)").click()
    assert set(drawn(page)) == set(missed)
    for name in drawn(page):
        assert form_of(page, name).locator(".cb-result").inner_text() == ""
        answer(page, name)
    assert submit(page).locator("h2").inner_text() == "2 of 2 points, 100%."
    earlier = page.locator(".cb-attempts li")
    assert earlier.count() == 2
    assert "retry of missed questions, 100%" in earlier.first.inner_text()
    page.reload()
    assert page.locator(".cb-state").inner_text().startswith("Practice: 0 of 8")
    page.locator(".cb-attempts button").nth(1).click()
    assert page.locator(".cb-report h2").inner_text().startswith("Not passed")
    shown = page.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.question)")
    assert [f"kinds-{name}" for name in asked] == shown, "in the order of the attempt"
    page.get_by_role("button", name="Practice").click()
    assert page.locator(SHOWN).first.get_attribute("id") == "q-kinds-one"
    assert page.locator(".cb-letter:visible").all_inner_texts()[:3] == ["A", "B", "C"]


def test_practice_and_exam_do_not_mix(learn: Learn) -> None:
    page = learn().page
    answer(page, "one")
    check(page, "one")
    answer(page, "blank", right=False)
    assert page.locator(".cb-state").inner_text() == "Practice: 1 of 8 answered, 1 correct."
    asked = exam(page)
    assert page.locator("form.cb-answered").count() == 0
    assert page.locator(f"{SHOWN} .cb-option input:checked").count() == 0
    assert page.locator("form:visible input[type=text]").evaluate_all("all => all.every(one => !one.value)")
    answer(page, asked[0])
    page.get_by_role("button", name="Practice").click()
    assert form_of(page, "one").locator(".cb-result").inner_text() == "Correct."
    page.get_by_role("button", name="graded quiz").click()
    assert drawn(page) == asked
    assert page.locator(".cb-bar").inner_text().startswith("1 of 6")
    assert len(attempts(page)) == 1


def test_letters_follow_what_is_shown_and_marks_the_option(learn: Learn) -> None:
    """Options are shuffled, letters are not, and the answer kept is the option, wherever it stood."""
    page = learn().page
    for _ in range(4):
        asked = exam(page)
        for name in ("one", "many"):
            if name in asked:
                letters = form_of(page, name).locator(".cb-option .cb-letter").all_inner_texts()
                assert letters == list("ABCD"[: len(letters)])
        for name in asked:
            answer(page, name)
        assert "100%" in submit(page).locator("h2").inner_text()
        page.get_by_role("button", name="Practice").click()


def test_a_tab_that_was_submitted_elsewhere_shows_the_result(learn: Learn) -> None:
    watched = learn()
    page, other = watched.page, watched.tab()
    asked = exam(page)
    other.goto(page.url)
    answer(other, asked[0])
    page.get_by_text("1 of 6 answered").wait_for()
    answer(page, asked[1])
    other.get_by_text("2 of 6 answered").wait_for()
    submit(other)
    page.locator(".cb-report h2").wait_for()
    assert page.locator(".cb-report h2").inner_text() == other.locator(".cb-report h2").inner_text()
    assert page.locator(".cb-bar").is_hidden()


def test_a_question_that_changed_is_told(learn: Learn) -> None:
    """In an exam that goes on it is asked anew; in one that is over its mark stays, and the answer is not shown."""
    page = learn().page
    asked = exam(page)
    for name in asked[:2]:
        answer(page, name)
    edit(page, asked[0])
    page.reload()
    assert "changed since you answered" in form_of(page, asked[0]).inner_text()
    assert page.locator(".cb-bar").inner_text().startswith("1 of 6")
    answer(page, asked[0])
    assert "changed since" not in form_of(page, asked[0]).inner_text()
    submit(page)
    edit(page, asked[0])
    page.reload()
    page.get_by_role("button", name="Review it").click()
    form = form_of(page, asked[0])
    assert "changed since this attempt" in form.inner_text()
    assert form.locator(".cb-result").inner_text() == "Correct."
    assert form.locator(".cb-yours").count() == 0


def edit(page: Page, name: str) -> None:
    """As if the author had edited a question since."""
    kept = record(page)
    for attempt in kept["attempts"]["one"]:  # type: ignore[index]
        attempt["answers"][f"kinds-{name}"]["hash"] = "0" * 12
    page.evaluate("text => localStorage.setItem('coursebook.kinds', text)", json.dumps(kept))


def test_questions_taken_off_the_page_are_told(learn: Learn) -> None:
    page = learn().page
    exam(page)
    kept = record(page)
    kept["attempts"]["one"][0]["drawn"][0] = "kinds-gone"  # type: ignore[index]
    page.evaluate("text => localStorage.setItem('coursebook.kinds', text)", json.dumps(kept))
    page.reload()
    assert "Questions removed from this page since then: 1." in page.locator(".cb-state").inner_text()
    assert page.locator(".cb-bar").inner_text().startswith("0 of 5")


def test_an_exam_by_keyboard_alone(learn: Learn) -> None:
    page = learn(viewport={"width": 1280, "height": 700}).page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Take the graded quiz"):
            break
    page.keyboard.press("Enter")
    seen: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        tag, kind, form = page.evaluate(
            "(one => [one.tagName, one.type ?? '', one.closest('form')?.id ?? ''])(document.activeElement)"
        )
        if kind in ("radio", "checkbox") and (form, kind) not in seen:
            seen.append((form, kind))
            page.keyboard.press("Space")
        elif tag == "SELECT":
            page.keyboard.press("ArrowDown")
        elif kind == "text":
            page.keyboard.type("4")
        elif page.evaluate("document.activeElement.textContent") == "Submit the quiz":
            break
    page.keyboard.press("Enter")
    if page.locator(".cb-warning").is_visible():
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Submit anyway":
                break
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == page.locator(".cb-report h2").inner_text()
    assert "of 6 points" in page.locator(".cb-report h2").inner_text()


def test_an_exam_on_paper_shows_no_key(learn: Learn) -> None:
    page = learn(viewport={"width": 700, "height": 900}).page
    exam(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".cb-answer:visible, .cb-rationale:visible").count() == 0
    assert page.locator("form.cb-question > fieldset:visible").count() == 6
