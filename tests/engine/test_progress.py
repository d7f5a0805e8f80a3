"""What is done, and what is left: worked out from record and map, shown on pages, never more than was done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import Watched, told
from conftest import MINIMAL
from coursebook.progress.map import read_hash
from learners import (
    EVALUATION,
    LESSONS,
    NAME,
    QUIZ,
    READ,
    SHEET,
    answer,
    press_read,
    save_evaluation,
    save_sheet,
    sit_exam,
)
from playwright.sync_api import Browser, Page

Learner = Callable[..., Watched]


@pytest.fixture
def learner(chromium: Browser, progress_base: str) -> Iterator[Learner]:
    """A function that opens a page of the course as a new learner. No complaint may have been seen afterwards."""
    opened: list[Watched] = []

    def begin(path: str = "", **options: object) -> Watched:
        context = chromium.new_context(**{"reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.set_default_timeout(8000)
        opened.append(Watched(context, progress_base))
        opened[-1].go(path)
        return opened[-1]

    yield begin
    for watched in opened:
        watched.context.close()
        assert watched.complaints == []


# Record and map

MAP: dict[str, Any] = {
    "id": "t",
    "title": "T",
    "modules": [{"name": "m", "title": "M", "url": "m/"}],
    "pages": [
        {"url": "m/", "title": "M", "module": "m", "minutes": 2, "hash": "h", "questions": [],
         "was": ["old/", "older/"]},
        {"url": "m/a/", "title": "A", "module": "m", "minutes": 5, "hash": "h", "questions": ["a1", "a2"], "was": []},
        {"url": "m/q/", "title": "Q", "module": "m", "minutes": 10, "hash": "", "questions": ["q1"], "was": [],
         "quiz": {"id": "m", "pass": 80, "private": False}},
        {"url": "f/", "title": "F", "module": "", "minutes": 20, "hash": "", "questions": ["f1"], "was": [],
         "quiz": {"id": "final", "pass": 80, "private": True}},
    ],
    "evaluation": {"url": "e/", "title": "E"},
    "words": {"left-both": "open: {count}", "left-quiz": "pass {pass}"},
}  # fmt: skip


def at(hour: int) -> str:
    return f"2026-11-20T{hour:02}:00:00.000Z"


def read(hour: int, done: bool = True, hash_: str = "h") -> dict[str, object]:
    return {"hash": hash_, "at": at(hour), "done": done}


def answered(hour: int, **more: object) -> dict[str, object]:
    return {"hash": "q", "chosen": ["x"], "right": False, "score": 0, "sure": None, "at": at(hour), **more}


def exam(hour: int, score: float | None = 1, passed: bool | None = True, **more: object) -> dict[str, object]:
    begun = {"id": f"x{hour}", "at": at(hour), "mode": "exam", "seed": 1, "drawn": ["q1"], "answers": {}}
    return {**begun, "done": at(hour + 1), "score": score, "passed": passed, **more}


WHOLE: dict[str, Any] = {
    "pages": {"m/": read(1), "m/a/": read(2)},
    "answers": {"a1": answered(3), "a2": answered(4)},
    "attempts": {"m": [exam(5)], "final": [exam(7, None, None, saved=at(9))]},
    "saved": {"evaluation": {"at": at(10)}},
}


def but(**changes: Any) -> dict[str, Any]:
    """A record in which all is done, but for some parts."""
    return {**WHOLE, **changes}


@pytest.fixture(scope="module")
def lab(chromium: Browser, progress_base: str) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(progress_base)
    page.evaluate("""Promise.all([import('/assets/coursebook/progress.mjs'), import('/assets/coursebook/record.mjs')])
      .then(([progress, record]) => { window.P = progress; window.R = record; })""")
    yield page
    context.close()


def state(lab: Page, record: dict[str, Any], map_: dict[str, Any] = MAP) -> dict[str, Any]:
    """`completion` of a record as it comes from the storage."""
    text = json.dumps({"version": 2, "answers": {}, "attempts": {}, "cards": {}, **record})
    return lab.evaluate("([text, map]) => P.completion(R.parse(text).record, map)", [text, map_])  # type: ignore[no-any-return]


def test_nothing_is_done_at_first(lab: Page) -> None:
    got = state(lab, {})
    assert (got["done"], got["begun"], got["finishedAt"]) == (False, False, None)
    assert got["next"] == {"title": "M", "url": "m/"}
    assert (got["pages"], got["minutes"]) == ({"done": 0, "all": 2}, {"left": 37, "all": 37})
    assert [one["url"] for one in got["left"]] == ["m/", "m/a/", "m/q/", "f/", "e/"]
    assert [one["why"] for one in got["left"]][1:3] == ["open: 2", "pass 80"]


def test_all_is_done(lab: Page) -> None:
    got = state(lab, WHOLE)
    assert (got["done"], got["left"], got["next"], got["finishedAt"]) == (True, [], None, at(10))
    assert got["modules"] == [{"name": "m", "title": "M", "url": "m/", "done": 3, "all": 3, "minutesLeft": 0}]
    quiz, final = got["quizzes"]
    assert (quiz["best"], quiz["passed"], quiz["done"], quiz["at"], quiz["attempts"]) == (100, True, True, at(6), 1)
    assert (final["best"], final["passed"], final["done"], final["at"]) == (None, False, True, at(9))


UNDONE = {
    "a page taken back": (but(pages={**WHOLE["pages"], "m/": read(11, False)}), ["m/"]),
    "a page never pressed": (but(pages={"m/": read(1)}), ["m/a/"]),
    "a question never answered": (but(answers={"a1": answered(3)}), ["m/a/"]),
    "an exam that was not passed": (but(attempts={**WHOLE["attempts"], "m": [exam(5, 0.79, False)]}), ["m/q/"]),
    "an exam passed at a lower mark": (but(attempts={**WHOLE["attempts"], "m": [exam(5, 0.79, True)]}), ["m/q/"]),
    "an exam that is open": (but(attempts={**WHOLE["attempts"], "m": [exam(5, None, None, done=None)]}), ["m/q/"]),
    "a retry of what was missed": (but(attempts={**WHOLE["attempts"], "m": [exam(5, 1, None, retry=True)]}), ["m/q/"]),
    "a sheet that was not saved": (but(attempts={"m": [exam(5)], "final": [exam(7, None, None)]}), ["f/"]),
    "no evaluation": (but(saved={}), ["e/"]),
}


@pytest.mark.parametrize("name", UNDONE)
def test_one_thing_is_missing(lab: Page, name: str) -> None:
    record, left = UNDONE[name]
    got = state(lab, record)
    assert [one["url"] for one in got["left"]] == left
    assert (got["done"], got["finishedAt"]) == (False, None)
    assert got["next"]["url"] == left[0]


def test_what_does_not_undo(lab: Page) -> None:
    """An edited page or question, a former address, a later exam that failed, an answer given again."""
    assert state(lab, but(pages={"m/": read(1, hash_="other"), "m/a/": read(2)}))["done"]
    assert state(lab, but(pages={"old/": read(1), "m/a/": read(2)}))["done"]
    assert not state(lab, but(pages={"old/": read(1), "m/": read(2, False), "m/a/": read(2)}))["done"]
    assert state(lab, but(pages={"old/": read(3), "m/": read(2, False), "m/a/": read(2)}))["done"]
    at_the_mark = sum([1 / 3] * 3 + [1] * 11) / 15  # 12 of 15 with thirds, in floating point
    assert state(lab, but(attempts={**WHOLE["attempts"], "m": [exam(5, at_the_mark)]}))["done"]
    got = state(lab, but(attempts={**WHOLE["attempts"], "m": [exam(5), exam(11, 0.5, False)]}))
    assert (got["done"], got["finishedAt"], got["quizzes"][0]["best"]) == (True, at(10), 100)
    assert state(lab, but(answers={"a1": answered(3), "a2": answered(20, first=at(4))}))["finishedAt"] == at(10)
    assert state(lab, but(answers={"a1": answered(3), "a2": answered(20)}))["finishedAt"] == at(20)


def test_where_to_go_on(lab: Page) -> None:
    """Where she was last, if it is not done; else what comes after it; from the beginning at the end."""
    assert state(lab, {"answers": {"a1": answered(1)}})["next"]["url"] == "m/a/"
    assert state(lab, {"pages": {"m/": read(1)}})["next"]["url"] == "m/a/"
    assert state(lab, {"attempts": {"m": [exam(1)]}})["next"]["url"] == "f/"
    assert state(lab, {"attempts": {"final": [exam(1, None, None, saved=at(2))]}})["next"]["url"] == "m/"
    assert state(lab, but(saved={}))["next"]["url"] == "e/"


def test_a_percentage_is_rounded_down(lab: Page) -> None:
    assert state(lab, {"attempts": {"m": [exam(1, 0.7999, False)]}})["quizzes"][0]["best"] == 79
    assert state(lab, {"attempts": {"m": [exam(1, 0.29, False)]}})["quizzes"][0]["best"] == 29


def test_odd_ids(lab: Page) -> None:
    """A question may be called as what every object has."""
    odd = json.loads(json.dumps(MAP).replace('"a1"', '"constructor"').replace('"old/"', '"toString"'))
    assert [one["url"] for one in state(lab, but(answers={"a2": answered(1)}), odd)["left"]] == ["m/a/"]
    assert state(lab, but(answers={"a2": answered(1), "constructor": answered(1)}), odd)["done"]


def test_a_course_of_nothing_is_not_done(lab: Page) -> None:
    got = state(lab, {}, {**MAP, "pages": [], "modules": [], "evaluation": None})
    assert (got["done"], got["next"], got["finishedAt"]) == (False, None, None)


def test_the_hash_is_of_what_is_read() -> None:
    text = '# A\n\nOne <!-- a note -->[two](two.md#x).\n{: #here claim="C1" }\n'
    assert read_hash(text) == read_hash("# A\n\nOne   [two](../three.md).\n\n")
    assert read_hash(text) != read_hash(text.replace("One", "Two"))


def test_the_map_of_a_course(build_course) -> None:  # type: ignore[no-untyped-def]
    """A quiz outside the modules is a part of the course, another page is not; former addresses are kept."""
    quiz = (
        (MINIMAL / "docs/one/quiz.md")
        .read_text("utf-8")
        .replace('title: "Quiz: One"', "quiz: {draw: 1}\nwas: [one/test.md]")
    )
    final = (
        quiz.replace("{draw: 1}", "{id: final, key: private}")
        .replace("one-things-1", "f-1")
        .replace("was: [one/test.md]", "")
    )
    built = build_course(
        files={"docs/one/quiz.md": quiz, "docs/final.md": final.replace("](index.md", "](one/index.md")}
    )
    got = json.loads((built.site / "assets/coursebook/course.json").read_text("utf-8"))
    assert [(page["url"], page["module"], page["questions"], page["was"]) for page in got["pages"]] == [
        ("one/", "one", [], []),
        ("one/quiz/", "one", ["one-things-1"], ["one/test/"]),
        ("final/", "", ["f-1"], []),
    ]
    assert [page.get("quiz") for page in got["pages"]] == [
        None,
        {"id": "one", "pass": None, "private": False},
        {"id": "final", "pass": None, "private": True},
    ]
    assert got["evaluation"] is None
    assert [bool(page["hash"]) for page in got["pages"]] == [True, False, False]


# Pages


def nav(page: Page) -> list[str]:
    """The marks of the navigation, as they are read out."""
    return [one.strip() for one in page.locator(".cb-nav .cb-mark .cb-sr").all_inner_texts()]


def go(page: Page, watched: Watched, path: str) -> Page:
    page.goto(watched.base + path)
    page.locator(".cb-mark").first.wait_for(state="attached")
    return page


def test_a_first_visit_shows_nothing_that_is_not(learner: Learner) -> None:
    watched = learner()
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    start = page.get_by_role("link", name="Start: One")
    assert start.is_visible()
    assert page.locator(".cb-mark, .cb-resume-state, .cb-card-progress").count() == 0
    assert not [url for url in asked if "course.json" in url or "marks.mjs" in url]
    start.click()
    page.wait_for_url("**/one/")
    assert page.evaluate("localStorage.getItem('coursebook.progress')") is None


def test_scripts_off(learner: Learner) -> None:
    page = learner("one/lesson/", java_script_enabled=False).page
    assert page.get_by_role("button", name=READ).count() == 0
    assert page.locator(".cb-done").bounding_box()["height"] == 0  # type: ignore[index]
    page.goto(page.url.removesuffix("one/lesson/"))
    assert page.get_by_role("link", name="Start: One").is_visible()


def test_a_lesson_by_keyboard(learner: Learner) -> None:
    """Press, what is missing with links, answers, done, taken back."""
    watched = learner("one/lesson/")
    page = watched.page
    page.locator(".cb-done").scroll_into_view_if_needed()
    box = page.locator(".cb-done")
    button = box.get_by_role("button", name=READ)
    button.wait_for()
    assert "Not answered yet:\n\nQuestion 1\nQuestion 2" in box.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.cb-done [aria-pressed=true]')")
    assert "It is complete when you have answered:" in box.inner_text()
    assert button.evaluate("one => one === document.activeElement")
    assert nav(page) == ["(0 of 4 done)", "(started)"]
    assert told(page) == []
    box.get_by_role("link", name="Question 2").click()
    assert page.url.endswith("#q-lesson-blank")
    answer(page, "lesson-blank", right=False)  # what counts is that it was answered
    answer(page, "lesson-one")
    box.get_by_text("Done on").wait_for()
    assert box.get_by_role("link").count() == 0
    assert nav(page) == ["(1 of 4 done)", "(done)"]
    assert "One: 1 of 4 done." in box.inner_text()
    assert told(page) == []
    page.reload()
    box.get_by_text("Done on").wait_for()
    button.focus()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.cb-done [aria-pressed=false]')")
    assert nav(page) == ["(0 of 4 done)", "(started)"]
    assert "Done on" not in box.inner_text()


def test_a_case_that_is_folded_opens_by_its_link(learner: Learner) -> None:
    page = learner("one/case/").page
    press_read(page)
    page.locator(".cb-done").get_by_role("link", name="Question 2").click()
    page.locator("#q-case-many").wait_for()


def test_the_whole_course(learner: Learner) -> None:
    """From the first page to the last: every step shows on the home page, and only what was done."""
    watched = learner("one/", accept_downloads=True)
    page = watched.page
    press_read(page)
    go(page, watched, "")
    assert page.locator(".cb-resume a.md-button").inner_text() == "Continue: A lesson"
    assert "Completed: 1 of 4 pages and 0 of 2 quizzes." in page.locator(".cb-resume").inner_text()
    assert page.locator(".cb-card-progress").all_inner_texts()[0].startswith("1 of 4 done.")
    page.locator(".cb-resume summary").click()
    assert page.locator(".cb-resume li").count() == 6
    assert told(page) == []
    for path in list(LESSONS)[1:]:
        watched.go(path)
        for name in LESSONS[path]:
            answer(page, name)
        press_read(page)
    watched.go(QUIZ)
    sit_exam(page, right=False)
    assert page.get_by_text("Not passed:").is_visible()
    page.wait_for_function("document.querySelector('[aria-current] .cb-mark-begun')")
    sit_exam(page)
    page.wait_for_function("document.querySelector('[aria-current] .cb-mark-passed')")
    assert nav(page)[0] == "(4 of 4 done)"
    watched.go(SHEET)
    save_sheet(page)
    page.wait_for_function("document.querySelector('[aria-current] .cb-mark-handed-in')")
    assert "(answer sheet saved)" in nav(page)
    go(page, watched, "")
    assert page.locator(".cb-resume a.md-button").inner_text() == "Continue: Evaluation"
    assert "completed" not in page.locator(".cb-resume").inner_text()
    watched.go(EVALUATION)
    save_evaluation(page)
    go(page, watched, "")
    assert "You completed the course on" in page.locator(".cb-resume").inner_text()
    assert page.locator(".cb-resume a.md-button").is_hidden()
    assert page.locator(".cb-resume details").count() == 0
    assert told(page) == []
    finished = page.evaluate(FINISHED)
    watched.go("one/lesson/")
    answer(page, "lesson-one", right=False)
    assert page.evaluate(FINISHED) == finished


FINISHED = """Promise.all([import('/assets/coursebook/progress.mjs'), import('/assets/coursebook/record.mjs')])
  .then(async ([{completion, loadMap}, {parse}]) =>
    completion(parse(localStorage.getItem('coursebook.progress')).record, await loadMap()).finishedAt)"""


def test_two_tabs(learner: Learner) -> None:
    """What is said in one shows in the other."""
    watched = learner("one/")
    other = watched.tab()
    other.goto(watched.base + "one/")
    other.locator(".cb-done").scroll_into_view_if_needed()
    other.get_by_role("button", name=READ).wait_for()
    press_read(watched.page)
    other.wait_for_function("document.querySelector('.cb-done [aria-pressed=true]')")
    assert nav(other)[0] == "(1 of 4 done)"
    other.get_by_role("button", name=READ).click()
    watched.page.bring_to_front()
    watched.page.wait_for_function("document.querySelector('.cb-done [aria-pressed=false]')")


def test_a_page_that_has_changed_says_so(learner: Learner) -> None:
    watched = learner("one/")
    page = watched.page
    page.evaluate(
        "([name, text]) => localStorage.setItem(name, text)",
        [
            NAME,
            json.dumps(
                {"version": 2, "answers": {}, "attempts": {}, "cards": {}, "pages": {"one/": read(1, hash_="0")}}
            ),
        ],
    )
    go(page, watched, "one/")
    box = page.locator(".cb-done")
    assert "This page has changed since you read it on November 20, 2026." in box.inner_text()
    assert nav(page)[0] == "(1 of 4 done)"
    assert told(page) == []
    box.get_by_role("button", name="I have read the changed page").click()
    box.get_by_text("Done on").wait_for()
    assert page.evaluate(f"JSON.parse(localStorage.getItem('{NAME}')).pages['one/'].hash") != "0"


def test_a_browser_that_keeps_nothing_says_so(learner: Learner) -> None:
    watched = learner()
    watched.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page = watched.go("one/")
    press_read(page)
    page.get_by_text("This browser cannot store your progress.").wait_for()


def test_without_its_map_a_page_is_whole(learner: Learner) -> None:
    """The map cannot be had: nothing is shown, and nothing breaks."""
    watched = learner()
    watched.context.route("**/course.json", lambda route: route.fulfill(status=503, body=""))
    page = watched.go("one/lesson/")
    answer(page, "lesson-one")
    assert page.locator(".cb-mark, .cb-done > *").count() == 0
    watched.complaints[:] = [one for one in watched.complaints if "503" not in one]


def test_everything_deleted_is_undone(learner: Learner) -> None:
    """On the page with the record, at once and everywhere; the draft of the evaluation goes, too."""
    watched = learner("one/")
    page = watched.page
    press_read(page)
    watched.go(EVALUATION).get_by_label("Anything else?").fill("Private")
    go(page, watched, "review/")
    assert "pages read: 1" in page.locator(".cb-record").inner_text()
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    page.wait_for_function("!document.querySelector('.cb-mark')")
    assert page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('coursebook.'))") == []


@pytest.mark.parametrize(
    "options",
    [{"viewport": {"width": 320, "height": 640}}, {"forced_colors": "active"}, {"color_scheme": "dark"}],
    ids=["narrow", "forced", "dark"],
)
def test_how_it_looks(learner: Learner, options: dict[str, Any]) -> None:
    watched = learner("one/lesson/", **options)
    page = watched.page
    press_read(page)
    for path in ("one/lesson/", ""):
        go(page, watched, path)
        assert told(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    assert not page.locator(".cb-resume").is_visible()
    go(page, watched, "one/lesson/")
    assert not page.locator(".cb-done").is_visible()
