"""The learner's record in a real browser: nothing she answered is lost, and nothing that lies there harms the page."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

import pytest
from hostile_records import CARD, CASES, GOOD, OLD, Case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

REVIEW, QUIZ = "review/", "one/quiz/"
OPEN = "import('/assets/coursebook/record.mjs').then(module => { window.R = module; })"
BARE = '<!doctype html><link rel="icon" href="data:,"><title>A page of the site that loads at once</title>'
TAB = "import('/assets/coursebook/record.mjs').then(module => { window.S = new module.Store(localStorage, 'course'); })"
ANSWER = """([id, chosen, at]) => S.change(record => {
  record.answers[id] = {hash: "h", chosen: [chosen], right: true, score: 1, sure: null, at: new Date().toISOString()};
})"""
IDS = ["case: " + case[0] for case in CASES]


@pytest.fixture(scope="module")
def base(kinds_base: str) -> str:
    """The course with a question of each kind, for `watch`, too."""
    return kinds_base


@pytest.fixture(scope="module")
def lab(chromium, base):  # type: ignore[no-untyped-def]
    """One page with the record's module as R, for what needs no page of its own."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(base + "bibliography/")
    page.evaluate(OPEN)
    yield page
    context.close()


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_parse(lab: Page, case: Case) -> None:
    """The table of `hostile_records`: what state each text is in, and which answers are kept of it."""
    _, text, state, kept = case
    told = lab.evaluate(
        "text => { const {record, state} = R.parse(text); return [state, Object.keys(record.answers), {}.hacked]; }",
        text,
    )
    assert told == [state, list(kept), None]


def test_what_cannot_be_read_is_set_aside_as_it_was(lab: Page) -> None:
    """And the next answer is kept beside what could be read."""
    for name, text, state, kept in CASES:
        told = lab.evaluate(
            """([text, good]) => {
              localStorage.clear();
              localStorage.setItem("t", text);
              const store = new R.Store(localStorage, "t");
              store.read();
              const changed = store.change(record => { record.answers.mine = good; });
              const again = new R.Store(localStorage, "t");
              const answers = Object.keys(again.read().answers);
              return [changed, answers.sort(), store.aside().map(one => one[1]), again.damaged || again.newer];
            }""",
            [text, GOOD],
        )
        aside = [] if state in ("ok", "migrated") else [text]
        assert told == [True, sorted({*kept, "mine"}), aside, False], name


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c[0], marks=[pytest.mark.slow] if n % 11 else []) for n, c in enumerate(CASES)]
)
def test_the_page_loads_whatever_lies_there(watch, case: Case) -> None:  # type: ignore[no-untyped-def]
    _, text, state, _ = case
    watched = watch()
    page = watched.go(REVIEW)
    page.evaluate("text => localStorage.setItem('coursebook.kinds', text)", text)
    page.reload()
    assert page.locator(".cb-review-due").inner_text()
    rows = page.locator(".cb-record-aside li").count()
    assert rows == (0 if state in ("ok", "migrated") else 1)
    page = watched.go(QUIZ)
    assert page.locator("form.cb-question.cb-live").count() == 8
    assert page.evaluate("[window.hacked, {}.hacked]") == [None, None]
    if rows:
        assert text in page.evaluate("Object.values(localStorage)")


def test_version_1_becomes_version_2(lab: Page) -> None:
    """Positions cannot be trusted and go; what was missed gets a card for the day after."""
    old = {"version": 1, "answers": {"a": OLD, "b": {**OLD, "right": False, "chosen": [2]}}}
    record = lab.evaluate("text => R.parse(text).record", json.dumps(old))
    day = record["cards"].pop("b")["due"]
    assert record == {
        "version": 2,
        "answers": {
            "a": {**OLD, "chosen": [], "score": 1, "sure": None},
            "b": {**OLD, "right": False, "chosen": [], "score": 0, "sure": None},
        },
        "attempts": {},
        "cards": {},
        "pages": {},
        "saved": {},
    }
    assert date.fromisoformat(day) - date.fromisoformat(OLD["at"][:10]) in (timedelta(0), timedelta(1), timedelta(2))


MERGES = [
    ("the newer answer wins", {"answers": {"q": 1}}, {"answers": {"q": 2}}, {"answers": {"q": 2}}),
    ("an older one never replaces it", {"answers": {"q": 2}}, {"answers": {"q": 1}}, {"answers": {"q": 2}}),
    ("answers of both", {"answers": {"q": 1}}, {"answers": {"r": 1}}, {"answers": {"q": 1, "r": 1}}),
    ("cards as answers", {"cards": {"q": 2}}, {"cards": {"q": 1}}, {"cards": {"q": 2}}),
    ("marks of pages as answers", {"pages": {"a/": 2, "b/": 1}}, {"pages": {"b/": 2}}, {"pages": {"a/": 2, "b/": 2}}),
    ("other parts stay", {"words": {"a": 1}}, {"words": {"b": 1}}, {"words": {"a": 1}}),
    ("parts that only the other has", {}, {"words": {"b": 1}}, {"words": {"b": 1}}),
]


@pytest.mark.parametrize(("name", "mine", "theirs", "both"), MERGES, ids=[row[0] for row in MERGES])
def test_merge(lab: Page, name: str, mine: dict, theirs: dict, both: dict) -> None:  # type: ignore[type-arg]
    """In the table a number stands for an item of that day."""

    def record(parts: dict) -> dict:  # type: ignore[type-arg]
        made = {"version": 2, "answers": {}, "attempts": {}, "cards": {}, "pages": {}, "saved": {}, **parts}
        for part in ("answers", "cards", "pages"):
            made[part] = {id_: {"at": f"2026-11-0{day}T10:00:00.000Z"} for id_, day in made[part].items()}
        return made

    assert lab.evaluate("([a, b]) => R.merge(a, b)", [record(mine), record(theirs)]) == record(both)


def test_merge_of_marks(lab: Page) -> None:
    """The newest, whatever it says: what was taken back in one tab is not put back by another."""
    made, back = ({"hash": "h", "at": f"2026-11-0{day}T10:00:00.000Z", "done": day == 1} for day in (1, 2))
    both = "([a, b]) => [R.merge(a, b), R.merge(b, a)].map(one => one.pages.p.done)"
    assert lab.evaluate(both, [{"pages": {"p": made}}, {"pages": {"p": back}}]) == [False, False]


def test_merge_of_attempts(lab: Page) -> None:
    """By id; what was answered in either tab counts until it is done; done wins over what was changed before."""

    def attempt(id_: str, edited: str, answers: str, done: bool = False) -> dict:  # type: ignore[type-arg]
        given = {one: {"hash": "h", "chosen": [edited]} for one in answers}
        at = "2026-11-01T10:00:00.000Z"
        return {
            "id": id_,
            "at": at,
            "edited": f"2026-11-01T{edited}Z",
            "drawn": [],
            "answers": given,
            "done": at if done else None,
        }

    def merged(mine: list, theirs: list) -> dict:  # type: ignore[type-arg]
        both = lab.evaluate("([a, b]) => R.merge({attempts: {z: a}}, {attempts: {z: b}}).attempts.z", [mine, theirs])
        return {one["id"]: {id_: given["chosen"][0] for id_, given in one["answers"].items()} for one in both}

    assert merged([attempt("a", "10:01", "pq")], [attempt("b", "10:02", "r")]) == {
        "a": {"p": "10:01", "q": "10:01"},
        "b": {"r": "10:02"},
    }
    assert merged([attempt("a", "10:01", "pq")], [attempt("a", "10:02", "qr")]) == {
        "a": {"p": "10:01", "q": "10:02", "r": "10:02"}
    }
    for later in ("10:02", "10:04"):
        done = attempt("a", "10:03", "pq", True)
        for mine, theirs in ((done, attempt("a", later, "r")), (attempt("a", later, "r"), done)):
            assert merged([mine], [theirs]) == {"a": {"p": "10:03", "q": "10:03"}}


def test_a_newer_record_is_taken_back_once_it_can_be_read(lab: Page) -> None:
    told = lab.evaluate(
        """good => {
          localStorage.clear();
          localStorage.setItem("t.newer.1", JSON.stringify({version: 2, answers: {theirs: good}}));
          const store = new R.Store(localStorage, "t");
          store.change(record => { record.answers.mine = good; });
          return [Object.keys(store.read().answers), Object.keys(localStorage)];
        }""",
        GOOD,
    )
    assert told == [["theirs", "mine"], ["t"]]


def test_what_is_missed_gets_a_card(lab: Page) -> None:
    """An answer at once, an exam when it is done; an unsure one only if it has none; a miss begins anew."""
    cards = lab.evaluate(
        """good => {
          localStorage.clear();
          const store = new R.Store(localStorage, "t");
          const exam = {id: "e", at: good.at, mode: "exam", seed: 1, drawn: [], done: null, score: null, passed: null,
            answers: {inExam: {...good, right: false}, sureInExam: {...good, sure: true}}};
          store.change(record => {
            for (const [id, interval] of [["known", 6], ["forgotten", 15]])
              record.cards[id] = {...R.begin("abc", "2026-10-30T10:00:00.000Z"), ease: 2.2, interval};
            record.answers.right = good;
            record.answers.known = {...good, sure: false};
            record.answers.unsure = {...good, sure: false};
            record.answers.forgotten = {...good, right: false, score: 0};
            record.attempts.quiz = [exam];
          });
          const before = Object.keys(store.read().cards);
          store.change(record => { record.attempts.quiz[0].done = "2026-11-02T10:00:00.000Z"; });
          const cards = Object.entries(store.read().cards).map(([id, card]) => [id, [card.interval, card.ease]]);
          return [before, Object.fromEntries(cards)];
        }""",
        GOOD,
    )
    kept = {"known": [6, 2.2], "forgotten": [1, 2.2], "unsure": [1, 2.5]}
    assert cards == [list(kept), {**kept, "inExam": [1, 2.5]}]


def test_what_was_deleted_elsewhere_does_not_come_back(lab: Page) -> None:
    """A page that the browser brings back from its memory has missed that everything was deleted."""
    left = lab.evaluate(
        """good => {
          localStorage.clear();
          const store = new R.Store(localStorage, "t");
          store.change(record => { record.answers.q = good; });
          localStorage.removeItem("t");
          dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
          return Object.keys(store.read().answers);
        }""",
        GOOD,
    )
    assert left == []


def test_another_course_is_left_alone(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          localStorage.clear();
          for (const key of ["t", "t.damaged.1", "t.newer.2", "t.other", "t.other.damaged.3", "tt"])
            localStorage.setItem(key, "{}");
          new R.Store(localStorage, "t").clear();
          return Object.keys(localStorage).sort();
        }"""
    )
    assert told == ["t.other", "t.other.damaged.3", "tt"]


def test_storage_that_throws_later_is_told(lab: Page) -> None:
    told = lab.evaluate(
        """good => {
          const refuse = () => { throw new DOMException("no", "SecurityError"); };
          const store = new R.Store({getItem: refuse, setItem: refuse, removeItem: refuse}, "t");
          const kept = store.change(record => { record.answers.q = good; });
          return [kept, store.full, store.storage, Object.keys(store.read().answers)];
        }""",
        GOOD,
    )
    assert told == [False, True, None, ["q"]]


# Two tabs. A step is what is done in which tab; "race" lets both answer in the same millisecond.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["answer", "reload", "kill"]), st.integers(0, 1), st.integers(0, 5)),
        st.tuples(st.sampled_from(["race", "race and leave"]), st.integers(0, 1), st.integers(0, 5)),
    ),
    min_size=3,
    max_size=7,
)
LATER = f"""([id, chosen, at]) => new Promise(done => setTimeout(() => {{
  while (Date.now() < at);
  done(({ANSWER})([id, chosen]));
}}, at - Date.now() - 8))"""


def live(watched, page: Page | None = None) -> Page:  # type: ignore[no-untyped-def]
    page = page or watched.tab()
    page.goto(watched.base + "bare")
    page.evaluate(TAB)
    return page


def run_steps(watched, tabs: list[Page], steps: list[tuple[str, int, int]]) -> None:  # type: ignore[no-untyped-def]
    for page in tabs:
        page.evaluate("S.clear()")
    expected: dict[str, str] = {}
    for n, (action, tab, question) in enumerate(steps):
        mine = f"q{question}"
        if action == "answer":
            expected[mine] = str(n)
            assert tabs[tab].evaluate(ANSWER, [mine, str(n)])
            time.sleep(0.02)  # a person needs longer to reach the other tab
        elif action.startswith("race"):
            other = f"other{question}"
            expected |= {mine: str(n), other: str(n)}
            at = int(time.time() * 1000) + 30
            tabs[tab].evaluate(f"one => void ({LATER})(one)", [mine, str(n), at])
            tabs[1 - tab].evaluate(LATER, [other, str(n), at])
            if action == "race":
                time.sleep(0.05)
            else:  # the tab is gone before it can hear what became of its answer
                tabs[tab].close()
                tabs[tab] = live(watched)
        elif action == "reload":
            tabs[tab].reload()
            tabs[tab].evaluate(TAB)
        else:
            tabs[tab].close()
            tabs[tab] = live(watched)
    held: dict[str, str] = {}
    for _ in range(40):
        held = tabs[0].evaluate(
            "Object.fromEntries(Object.entries(JSON.parse(localStorage.getItem(S.name) ?? '{\"answers\": {}}').answers)"
            ".map(([id, one]) => [id, one.chosen[0]]))"
        )
        if held == expected:
            break
        time.sleep(0.05)
    assert held == expected


def lose_nothing(watched, **options: object) -> None:  # type: ignore[no-untyped-def]
    watched.context.route("**/bare", lambda route: route.fulfill(body=BARE, content_type="text/html"))
    tabs = [live(watched), live(watched)]

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), **options)  # type: ignore[arg-type]
    @given(STEPS)
    def property_(steps: list[tuple[str, int, int]]) -> None:
        run_steps(watched, tabs, steps)

    property_()


def test_two_tabs_lose_nothing(watch) -> None:  # type: ignore[no-untyped-def]
    lose_nothing(watch(), max_examples=20, derandomize=True)


@pytest.mark.slow
def test_two_tabs_lose_nothing_in_200_ways(watch) -> None:  # type: ignore[no-untyped-def]
    lose_nothing(watch(), max_examples=200)


def test_the_card_of_the_table_is_good(lab: Page) -> None:
    """Else the table would refuse its bad cards for the wrong reason."""
    text = json.dumps({"version": 2, "answers": {}, "attempts": {}, "cards": {"q": CARD}})
    assert lab.evaluate("text => R.parse(text)", text)["state"] == "ok"
