"""Questions of each kind in a real browser: marked, explained, kept; by keyboard; on paper; without scripts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from browsing import told
from kinds import KINDS, Learn, answer, check, form_of, record
from playwright.sync_api import Page

RIGHT = dict.fromkeys(KINDS, "Correct.")
NOT_RIGHT = {
    "one": "Incorrect.",
    "many": "Partly correct. 2 of 3 correct options chosen, and 1 incorrect; "
    "each incorrect choice cancels a correct one. "
    "Score: 33%.",
    "number": "Incorrect.",
    "blank": "Incorrect.",
    "match": "Partly correct. 2 of 3 rows correct. Score: 66%.",
    "order": "Partly correct. 2 of 4 in the correct position. Score: 50%.",
}


@pytest.mark.parametrize("right", [True, False], ids=["right", "not right"])
def test_each_kind_is_marked_explained_and_kept(learn: Learn, right: bool) -> None:
    page = learn().page
    said = {}
    for name in KINDS:
        answer(page, name, right)
        said[name] = check(page, name)
        form = form_of(page, name)
        assert form.locator(".cb-result").evaluate("one => one === document.activeElement")
        reasons = form.locator(".cb-rationale").count()
        assert reasons == form.locator(".cb-rationale:visible").count() >= 2
        assert form.locator(".cb-yours:visible").count() >= 1
    assert said == (RIGHT if right else NOT_RIGHT)
    assert form_of(page, "one").get_by_text("General explanation").is_visible()
    page.reload()
    for name in KINDS:
        form = form_of(page, name)
        assert form.locator(".cb-result").inner_text() == said[name], "after a reload"
        assert form.locator(".cb-option input:enabled, .cb-field input:enabled, select:enabled").count() == 0
    assert form_of(page, "blank").locator("input[type=text]").input_value() == (
        " “Collapsed  LUNG”. " if right else "Pneumonia"
    )
    form_of(page, "match").get_by_role("button", name="Try again").click()
    assert form_of(page, "match").locator(".cb-rationale:visible").count() == 0
    assert form_of(page, "match").locator("select:enabled").evaluate_all("all => all.every(one => !one.value)")
    assert record(page)["answers"]["kinds-match"]["right"] is right, "what was answered is not lost"  # type: ignore[index]


MARKS = [
    ("number", "4", 1),
    ("number", "4.50", 1),
    ("number", "4.6", 0),
    ("number", "+4", 1),
    ("number", "4 per 10,000", 1),
    ("number", "4 Per 10000", 1),
    ("number", "4 per 1,000", 0),
    ("number", "−4", 0),
    ("number", "0.4e1", 1),
    ("number", "4,5", 0),
    ("number", "", 0),
    ("blank", "PNEUMOTHORAX", 1),
    ("blank", "pneumo\u00adthorax", 1),
    ("blank", "\u201cpneumothorax\u201d!", 1),
    ("blank", "ｐneumothorax", 1),
    ("blank", "collapsed\u00a0lung", 1),
    ("blank", "a collapsed lung", 0),
]


def test_typed_answers_are_read_as_people_write_them(learn: Learn) -> None:
    page = learn().page
    marked = page.evaluate(
        """async (cases) => {
          const { markAnswer } = await import("/assets/coursebook/mark.mjs");
          const { questions } = await import("/assets/coursebook/questions.mjs");
          return cases.map(([kind, text]) => {
            const question = questions.find((one) => one.kind === kind);
            return [kind, text, markAnswer(kind, question.key, [text], question.unit).score];
          });
        }""",
        MARKS,
    )
    assert [tuple(one) for one in marked] == MARKS


def test_what_is_no_number_is_told_and_stays(learn: Learn) -> None:
    page = learn().page
    form = form_of(page, "number")
    field = form.locator("input[type=text]")
    field.fill("about four")
    field.press("Enter")
    assert "“about four” is not a number" in form.inner_text()
    assert field.input_value() == "about four"
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("one => one === document.activeElement")
    assert form.locator(f"#{field.get_attribute('aria-describedby')}").get_attribute("role") == "status"
    field.fill("4")
    assert check(page, "number") == "Correct."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("one", "Choose an option first."),
        ("blank", "Type an answer first."),
        ("match", "Choose an option in every row first."),
    ],
)
def test_nothing_is_marked_before_it_is_answered(learn: Learn, name: str, said: str) -> None:
    page = learn().page
    assert check(page, name) == ""
    assert form_of(page, name).get_by_role("status").inner_text() == said
    assert page.evaluate("localStorage.getItem('coursebook.kinds')") is None


def test_a_place_is_given_once(learn: Learn) -> None:
    page = learn().page
    for select in form_of(page, "order").locator("select").all():
        select.select_option("1")
    assert check(page, "order") == ""
    assert "Use each position only once" in form_of(page, "order").inner_text()


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror=\"document.title='run'\">", "</p><script>document.title='run'</script>"]
)
def test_typed_html_is_text(learn: Learn, typed: str) -> None:
    page = learn().page
    for name in ("blank", "number"):
        form_of(page, name).locator("input[type=text]").fill(typed)
        form_of(page, name).locator(".cb-check").click()
    assert typed in form_of(page, "number").inner_text()
    page.reload()
    page.get_by_role("button", name="graded quiz").click()
    for field in page.locator("form:visible input[type=text]").all():
        field.fill(typed)
    page.reload()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Submit anyway").click()
    page.wait_for_timeout(100)
    assert page.title() != "run"
    assert page.locator("img[src=x]").count() == 0


def test_hints_come_one_at_a_time(learn: Learn) -> None:
    page = learn().page
    hints = form_of(page, "one").locator(".cb-hint")
    assert hints.count() == 2
    assert [hint.is_visible() for hint in hints.all()] == [True, False]
    hints.first.locator("summary").click()
    hints.nth(1).wait_for()
    assert "what lies under the muscle" in hints.first.inner_text()


def test_certainty_is_asked_and_never_forced(learn: Learn) -> None:
    page = learn().page
    page.evaluate(
        "document.addEventListener('coursebook:answered', (event) => (window.heard ??= []).push(event.detail))"
    )
    answer(page, "one", right=False)
    form_of(page, "one").get_by_label("sure", exact=True).check()
    assert check(page, "one") == "Incorrect. You were sure."
    answer(page, "blank")
    assert check(page, "blank") == "Correct."
    heard = page.evaluate("window.heard")
    kept = record(page)["answers"]
    for one in heard:
        stored = kept[one["id"]]  # type: ignore[index]
        assert {name: stored[name] for name in ("hash", "chosen", "right", "score", "sure")} == {
            name: one[name] for name in ("hash", "chosen", "right", "score", "sure")
        }
    assert [one["sure"] for one in heard] == [True, None]


def test_a_case_unfolds_and_stays_open(learn: Learn) -> None:
    page = learn().page
    case = page.locator("section.cb-case")
    assert "She bleeds easily." not in case.inner_text()
    answer(page, "case-1")
    check(page, "case-1")
    assert "She bleeds easily." in case.inner_text()
    assert "She thanks you." not in case.inner_text()
    assert case.locator("> [role=status]").inner_text() == "The case continues below."
    page.reload()
    assert "She bleeds easily." in case.inner_text()
    form_of(page, "case-1").get_by_role("button", name="Try again").click()
    assert "She bleeds easily." in case.inner_text()
    page.goto("about:blank")
    page.go_back()
    answer(page, "case-2")
    check(page, "case-2")
    assert "She thanks you." in case.inner_text()
    assert case.locator("> [role=status]").inner_text() == "This was the last question of the case."


def test_a_link_into_what_is_folded_opens_it(learn: Learn) -> None:
    page = learn("one/quiz/#q-kinds-case-2").page
    assert form_of(page, "case-2").is_visible()


def test_an_edited_question_says_so(learn: Learn) -> None:
    page = learn().page
    answer(page, "one")
    check(page, "one")
    kept = record(page)
    kept["answers"]["kinds-one"]["hash"] = "0" * 12  # type: ignore[index]
    page.evaluate("text => localStorage.setItem('coursebook.kinds', text)", json.dumps(kept))
    page.reload()
    form = form_of(page, "one")
    assert "changed since you answered" in form.inner_text()
    assert form.locator(".cb-option input:checked").count() == 0
    assert form.locator(".cb-result").inner_text() == ""


def test_an_answer_of_another_tab_is_shown_and_a_retry_is_left_alone(learn: Learn) -> None:
    watched = learn()
    page, other = watched.page, watched.tab()
    other.goto(page.url)
    answer(page, "one")
    check(page, "one")
    page.get_by_role("button", name="Try again").click()
    answer(other, "blank")
    check(other, "blank")
    form_of(page, "blank").locator(".cb-answered, .cb-result:not(:empty)").wait_for()
    assert form_of(page, "one").locator(".cb-result").inner_text() == "", "she is trying it again"
    assert form_of(other, "one").locator(".cb-result").inner_text() == "Correct."


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def focused(page: Page) -> str:
    """The question that holds the focus, and what has it."""
    return str(
        page.evaluate(
            """() => {
              const one = document.activeElement;
              return `${one.closest("form")?.id ?? ""} ${one.tagName} ${one.type ?? ""} ${one.className}`;
            }"""
        )
    )


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            return
    raise AssertionError(f"no way to {wanted} by keyboard: {focused(page)}")


def test_practice_by_keyboard_alone(learn: Learn) -> None:
    """Every kind, from the top of the page, with nothing but keys; the focus goes to the result and on from there."""
    page = learn(viewport={"width": 1280, "height": 700}).page
    tab_to(page, "q-kinds-one INPUT radio")
    keys(page, "Space", "ArrowDown")
    tab_to(page, "INPUT radio")  # the rating
    keys(page, "Space")
    tab_to(page, "q-kinds-one BUTTON submit")
    keys(page, "Enter")
    assert "q-kinds-one P" in focused(page)
    tab_to(page, "q-kinds-many INPUT checkbox")
    keys(page, "Space")
    tab_to(page, "q-kinds-many BUTTON")
    keys(page, "Enter")
    tab_to(page, "q-kinds-number INPUT text")
    page.keyboard.type("4")
    keys(page, "Enter")
    tab_to(page, "q-kinds-blank INPUT text")
    page.keyboard.type("pneumothorax")
    keys(page, "Enter")
    for name, count in (("match", 3), ("order", 4)):
        for n in range(count):
            tab_to(page, f"q-kinds-{name} SELECT")
            keys(page, *["ArrowDown"] * (n + 1))
        tab_to(page, f"q-kinds-{name} BUTTON")
        keys(page, "Enter")
    tab_to(page, "q-kinds-case-1 INPUT radio")
    keys(page, "Space")
    tab_to(page, "q-kinds-case-1 BUTTON")
    keys(page, "Enter")
    tab_to(page, "q-kinds-case-2 INPUT radio")
    assert page.locator("form.cb-answered").count() == 7
    for form in page.locator("form.cb-answered").all():
        assert form.locator(".cb-result").inner_text()


COMBINATIONS = [
    pytest.param(width, scheme, forced, marks=[] if (width, scheme, forced) in FAST else pytest.mark.slow)
    for FAST in [{(390, "dark", "none"), (1280, "light", "active")}]
    for width in (390, 1280)
    for scheme in ("light", "dark")
    for forced in ("none", "active")
]


@pytest.mark.parametrize(("width", "scheme", "forced"), COMBINATIONS)
def test_accessibility(learn: Learn, width: int, scheme: str, forced: str) -> None:
    """axe-core at WCAG 2.2 AA finds nothing: before and after answering, in an exam, in its warning, in its review."""
    page = learn(viewport={"width": width, "height": 900}, color_scheme=scheme, forced_colors=forced).page
    assert told(page) == []
    form_of(page, "number").locator("input[type=text]").fill("four")
    check(page, "number")
    for name in ("one", "many", "blank", "match", "order", "case-1"):
        answer(page, name, right=name in ("one", "blank"))
        check(page, name)
    for hint in page.locator(".cb-hint:visible").all():
        hint.locator("summary").click()
    assert told(page) == [], "answered"
    page.get_by_role("button", name="graded quiz").click()
    page.locator("form:visible .cb-flag").first.click()
    assert told(page) == [], "exam"
    page.get_by_role("button", name="Submit").click()
    assert told(page) == [], "warning"
    page.get_by_role("button", name="Submit anyway").click()
    assert told(page) == [], "review"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_narrow_phones_need_no_sideways_scrolling(learn: Learn) -> None:
    page = learn(viewport={"width": 320, "height": 640}).page
    for name in KINDS:
        answer(page, name, right=False)
        check(page, name)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    small = page.locator(".cb-question :is(button, select, label):visible, .cb-quiz button").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 24).map(one => one.outerHTML)"
    )
    assert small == []
    labels = page.locator(".cb-option label:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(labels) >= 44


WIDE = {
    "picture": '<img alt="Two lungs" src="../lung.svg">',  # it names no size of its own
    "formula": f"<math><mrow>{'<mi>a</mi><mo>+</mo>' * 40}<mi>a</mi></mrow></math>",
    "table": '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>'
    f"<tr>{'<td>Haemoglobin</td>' * 8}</tr></table></div></div>",
    "code": f"<pre><code>{'x = 1; ' * 30}</code></pre>",
}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["one", "match"])
def test_what_stands_in_an_option_keeps_to_it(learn: Learn, name: str, width: int) -> None:
    page = learn(viewport={"width": width, "height": 640}).page
    option = form_of(page, name).locator(".cb-option").first
    for what, html in WIDE.items():
        option.evaluate(
            """(option, [what, html]) => {
              const words = option.querySelector(".cb-option-text");
              const parts = document.createRange().createContextualFragment(html);
              if (what === "picture" || what === "formula") words.replaceChildren(parts);
              else words.closest("label").after(parts);
            }""",
            [what, html],
        )
        page.wait_for_function("[...document.images].every(one => one.complete)")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, what
        card = option.bounding_box()
        assert card
        for one in option.locator("img, .md-typeset__scrollwrap, pre").all():
            box = one.bounding_box()
            assert box, what
            assert box["width"] > 100, what
            assert box["x"] > card["x"], what
            assert box["x"] + box["width"] < card["x"] + card["width"], what


@pytest.mark.parametrize(("width", "beside"), [(390, False), (1280, True)])
def test_menus_stand_in_one_column(learn: Learn, width: int, beside: bool) -> None:
    page = learn(viewport={"width": width, "height": 900}).page
    for name in ("match", "order"):
        places = (
            form_of(page, name)
            .locator(".cb-rows label")
            .evaluate_all(
                """all => all.map((row) => {
              const [text, menu] = [...row.children].map((one) => one.getBoundingClientRect());
              return [menu.left, menu.width, menu.left > text.left, menu.top >= text.bottom];
            })"""
            )
        )
        assert len({tuple(place) for place in places}) == 1
        assert places[0][2:] == [beside, not beside]


def test_scripts_off_everything_can_be_read(learn: Learn) -> None:
    page = learn(java_script_enabled=False).page
    assert page.locator("form.cb-question:visible").count() == 8
    assert page.locator("button:visible").filter(has_text="Check").count() == 0
    for details in page.locator(".cb-answer, .cb-hint, .cb-quiz details").all():
        assert details.locator(":scope > :not(summary):visible").count() == 0
        details.locator("summary").click()
        assert details.locator(":scope > :not(summary):visible").count() >= 1
    assert page.locator(".cb-rationale:visible").count() == page.locator(".cb-rationale").count() >= 20


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_questions_come_first_then_keys_then_references(learn: Learn, scripts: bool) -> None:
    page = learn(java_script_enabled=scripts, viewport={"width": 700, "height": 900}).page
    if scripts:
        for name in ("many", "number"):
            answer(page, name, right=False)
            check(page, name)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    ends = page.locator("form.cb-question > fieldset").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().bottom)"
    )
    keys = page.locator(".cb-answer").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(ends) == len(keys) == 8
    assert ends == sorted(ends)
    assert keys == sorted(keys)
    assert max(ends) < min(keys)
    assert max(keys) < page.locator(".footnote").bounding_box()["y"]  # type: ignore[index]
    heights = page.locator(".cb-answer .cb-rationale").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) >= 20
    assert min(heights) > 0, "a closed answer is open on paper"
    summaries = page.locator(".cb-answer > summary").all_inner_texts()
    assert [text.split()[-1] for text in summaries] == [str(n) for n in range(1, 9)]
    assert page.locator(".cb-actions:visible, .cb-hint:visible, .cb-modes:visible").count() == 0
    assert "Wait a week" in page.locator(".cb-choices").inner_text(), "no menu opens on paper"
    if scripts:
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert form_of(page, "many").locator(".cb-option .cb-rationale:visible").count() == 4


def test_scripts_and_styles_of_questions_stay_small(kinds_site: Path) -> None:
    """As served, gzipped: 18 KB of script and 5 KB of style at most, and none where there is no question."""
    assets = kinds_site / "assets" / "coursebook"

    def weight(*names: str) -> int:
        return sum(len(gzip.compress((assets / name).read_bytes(), 9)) for name in names)

    scripts = ("frame", "questions", "mark", "characters", "percent", "record", "quiz", "draw")
    assert weight(*(f"{name}.mjs" for name in scripts)) <= 18_000
    assert weight("questions.css", "quiz.css") <= 5_000
    assert "questions.css" not in (kinds_site / "one" / "index.html").read_text("utf-8")
    assert "questions" not in (kinds_site / "one" / "index.html").read_text("utf-8")
    assert "innerHTML" not in "".join(path.read_text("utf-8") for path in assets.glob("*.mjs"))
