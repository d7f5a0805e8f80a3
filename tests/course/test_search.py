"""Search: the page a clinician wants comes first, with few bytes, by keyboard, and no answer is found."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Watched, told
from conftest import Course
from playwright.sync_api import Page

WANTED = """
texas: regulation/states/#state-tx
new york: regulation/states/#state-ny
numb leg: safety/cord-nerve-bleeding-infection/
pnuemothorax: safety/chest/
pneumothorax: safety/chest/
thorax: safety/chest/
collapsed lung: safety/chest/
how often does harm happen: safety/how-often/
consent: safety/screening-and-consent/
pregnancy: safety/screening-and-consent/
anticoagulants: safety/cord-nerve-bleeding-infection/
anticoagulent: safety/cord-nerve-bleeding-infection/
infection: safety/cord-nerve-bleeding-infection/
spinal cord: safety/cord-nerve-bleeding-infection/
fainting: safety/cord-nerve-bleeding-infection/
sham needle: mechanisms/context/
expectation: mechanisms/context/
dose: mechanisms/dose/
twitch response: mechanisms/dose/
trigger point: introduction/trigger-points/
acupuncture or dry needling: introduction/needling-compared/
back pain: introduction/evidence/
training hours: training/hours/
competence: training/competence/
medicare: regulation/payment/
wisconson: regulation/federal-and-wisconsin/
canada: regulation/elsewhere/
soreness: technique/adjuncts-and-aftercare/
electrical stimulation: technique/adjuncts-and-aftercare/
palpation reliability: technique/assessment/
how many sessions: technique/sessions/
certificate: certificate/
"""


@pytest.fixture
def search(watch) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    watched = watch()
    watched.go("").get_by_role("button", name="Search the course").click()
    watched.page.get_by_role("searchbox").wait_for()
    return watched


def results(page: Page, query: str) -> list[str]:
    """Where the results for a query lead, best first, as paths on the site."""
    page.get_by_role("searchbox").fill(query)
    page.wait_for_function(
        "query => document.querySelector('.cb-search-status').textContent.includes(`“${query}”`)", arg=query
    )
    found = page.locator(".cb-search li a").evaluate_all("all => all.map(a => a.pathname + a.hash)")
    return [one.removeprefix("/") for one in found]


def test_the_page_a_clinician_wants_comes_first(search: Watched) -> None:
    wanted = [line.split(": ") for line in WANTED.strip().splitlines()]
    assert len(wanted) >= 30
    got = {query: results(search.page, query)[:1] for query, _ in wanted}
    assert {query: got[query] for query, want in wanted if not got[query] or not got[query][0].startswith(want)} == {}


def test_a_search_costs_little(watch) -> None:  # type: ignore[no-untyped-def]
    """The first query and the dialog itself, as gzip sends them; Material's index alone is 120 KB here."""
    watched = watch()
    page = watched.go("safety/chest/")
    page.wait_for_load_state("networkidle")
    bodies: list[bytes] = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.keyboard.press("Control+k")
    results(page, "numb leg")
    assert sum(len(gzip.compress(body, 9)) for body in bodies) <= 60_000


def test_by_keyboard(search: Watched) -> None:
    page = search.page
    assert page.evaluate("document.activeElement.type") == "search"
    results(page, "texas")
    page.keyboard.press("ArrowDown")
    assert "Texas" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    assert page.get_by_role("searchbox").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('cb-bar-search')")
    page.keyboard.press("Enter")
    page.get_by_role("searchbox").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/regulation/states/#state-tx")


def test_a_link_on_the_same_page_closes_the_search(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch().go("regulation/states/")
    page.keyboard.press("Control+k")
    results(page, "ohio")
    page.locator(".cb-search li a").first.click()
    page.locator("tr#state-oh:target").wait_for()
    assert page.locator(".cb-search[open]").count() == 0


def test_what_is_found_nowhere_and_what_cannot_be_fetched_is_said(watch) -> None:  # type: ignore[no-untyped-def]
    watched = watch()
    page = watched.go("")
    page.keyboard.press("Control+k")
    assert results(page, "qqqq zzzz") == []
    assert page.locator(".cb-search-status").inner_text().startswith("No results for “qqqq zzzz”")
    results(page, "pnuemothorax")
    status = page.locator(".cb-search-status").inner_text()
    assert status.startswith("No results for “pnuemothorax”. Showing results for “pneumothorax”.")
    watched.context.route("**/search/*.json*", lambda route: route.abort())
    page = watched.go("glossary/")
    page.keyboard.press("Control+k")
    page.get_by_text("The search could not be loaded.").wait_for()
    watched.complaints[:] = [one for one in watched.complaints if "/search/" not in one and "ERR_FAILED" not in one]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_accessibility(watch, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    page = watch(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce").go("")
    page.keyboard.press("Control+k")
    page.get_by_text("Type a word").wait_for()
    assert told(page) == []
    assert len(results(page, "needle")) >= 5
    assert told(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    results(page, "zzzz")
    assert told(page) == []


def test_more_is_shown_on_a_press_and_the_focus_goes_on(search: Watched) -> None:
    page = search.page
    first = results(page, "needle")
    page.get_by_role("button", name="Show more").click()
    page.wait_for_function(f"document.querySelectorAll('.cb-search li').length > {len(first)}")
    assert page.evaluate("[...document.querySelectorAll('.cb-search li a')].indexOf(document.activeElement)") == len(
        first
    )


def test_no_answer_of_a_question_is_found(course: Course) -> None:
    """Nothing that questions say is in the index, neither options nor reasons."""
    folder = course.site / "assets/coursebook/search"
    text = "".join(file.read_text("utf-8") for file in folder.glob("p*.json"))
    questions = [question for held in course.build.course.questions.values() for question in held]
    assert len(questions) > 100
    assert not [
        option.text for one in questions for option in one.options if len(option.text) > 40 and option.text in text
    ]


def held(folder: Path, word: str) -> list[tuple[int, int, int]]:
    """The places of a word in a written index, best first: page, section, score."""
    starts = json.loads((folder / "index.json").read_text("utf-8"))["starts"]
    number = max((start, n) for n, start in enumerate(starts) if word.startswith(start))[1]
    rows = json.loads((folder / f"w{number}.json").read_text("utf-8"))[word]
    return list(zip(rows[::3], rows[1::3], rows[2::3], strict=True))
