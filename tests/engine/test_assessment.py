"""An assessment built without its key: what the page knows, what a learner saves, and what a provider makes of it."""

from __future__ import annotations

import csv
import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browsing import Quiet, told
from coursebook.marking.grade import REFUSED, RESULTS, grade
from coursebook.marking.key import Key
from coursebook.marking.sheet import read_sheet
from coursebook.marking.tickets import ticket
from coursebook.steps.taught import answer_key
from playwright.sync_api import Browser, Page

QUESTIONS = """
/// question | final-one
    objective: one-1

Which of the two is an apple?

> Hint: It grows on a tree.

- [ ] The stone

    > SECRET stone

- [x] The fruit

    > SECRET fruit

- [ ] The table

    > SECRET table

SECRET explanation
///

/// question | final-number
    objective: one-1
    type: number

How many are there?

- [x] 4 ± 0.5 mm

    > SECRET number
///

/// question | final-match
    objective: one-1
    type: match

What belongs together?

- Apple => Tree

    > SECRET pair

- Pearl => Shell

    > SECRET pair
///
"""


@pytest.fixture
def assessment(build_course, chromium: Browser) -> Iterator[tuple[Page, Key, Path]]:  # type: ignore[no-untyped-def]
    """The page of an assessment in a browser, its key, and the built site."""
    files = {"docs/one/final.md": f"---\nquiz: {{id: final, pass: 80, key: private}}\n---\n# Final\n{QUESTIONS}"}
    built = build_course(files=files)
    assert [line for line in built.findings.splitlines() if "docs/one/final.md" in line] == []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/one/final/")
    yield page, answer_key(built.build.course, "final"), built.site
    context.close()
    server.shutdown()
    server.server_close()


def answer(page: Page, fruit: str = "The fruit", number: str = "4 mm") -> None:
    """Begins, answers everything and hands in."""
    page.get_by_role("button", name="Begin the assessment").click()
    page.get_by_role("radio", name=fruit).check()
    page.locator("#q-final-number input").first.fill(number)
    for left, right in (("Apple", "Tree"), ("Pearl", "Shell")):
        page.locator("#q-final-match .cb-option", has_text=left).locator("select").select_option(right)
    page.get_by_role("button", name="Submit").click()


def save(page: Page, folder: Path, name: str, code: str) -> Path:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Ticket").fill(code)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the answer sheet").click()
    folder.mkdir(exist_ok=True)
    download.value.save_as(folder / download.value.suggested_filename)
    return folder / download.value.suggested_filename


def test_nothing_of_the_key_is_on_the_site(assessment) -> None:  # type: ignore[no-untyped-def]
    _, key, site = assessment
    for file in site.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".js", ".mjs", ".xml", ".txt"):
            assert "SECRET" not in file.read_text("utf-8"), file
    html = (site / "one" / "final" / "index.html").read_text("utf-8")
    assert not re.search(r"data-(?:right|low|high|text|target|option)=", html)
    assert key.secret not in html
    assert set(re.findall(r'data-hash="(\w+)"', html)) == {item.hash for item in key.items.values()}


def test_a_learner_answers_saves_and_is_marked(assessment, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page, key, _ = assessment
    answer(page)
    assert page.locator("form.cb-question .cb-verdict:visible").count() == 0
    file = save(
        page, tmp_path / "sheets", 'Ann "Ännchen" Ex\u2028ample', ticket(key.secret, key.course, key.quiz, "ann")
    )
    assert grade(tmp_path / "sheets", key, tmp_path / "out", datetime.now(UTC)).passed == 1
    [row] = _rows(tmp_path / "out" / RESULTS)
    assert (row["ticket"], row["score"], row["passed"]) == ("ann", "100.00", "yes")
    sheet = json.loads(file.read_text("utf-8"))
    sheet["learner"]["name"] = "Mallory"
    file.write_text(json.dumps(sheet), "utf-8")
    assert grade(tmp_path / "sheets", key, tmp_path / "out2", datetime.now(UTC)).refused == 1
    assert _rows(tmp_path / "out2" / REFUSED)[0]["reason"].startswith("invalid seal")


def test_a_wrong_answer_costs_and_a_wrong_ticket_is_told(assessment, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page, key, _ = assessment
    answer(page, "The stone", "5 mm")
    page.get_by_label("Ticket").fill("nonsense")
    page.get_by_role("button", name="Save the answer sheet").click()
    assert "not a valid ticket" in page.locator(".cb-report .cb-told").inner_text()
    save(page, tmp_path / "sheets", "Bob", "")
    tally = grade(tmp_path / "sheets", key, tmp_path / "out", datetime.now(UTC), unsealed=True)
    assert (tally.marked, tally.passed) == (1, 0)
    assert _rows(tmp_path / "out" / RESULTS)[0]["score"] == "33.33"


def test_a_reload_loses_nothing(assessment, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page, key, _ = assessment
    page.get_by_role("button", name="Begin the assessment").click()
    page.get_by_role("radio", name="The fruit").check()
    page.reload()
    assert page.get_by_role("radio", name="The fruit").is_checked()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Submit anyway").click()
    page.reload()
    page.get_by_role("button", name="Save your answer sheet again").click()
    save(page, tmp_path / "sheets", "Ann", ticket(key.secret, key.course, key.quiz, "ann"))
    grade(tmp_path / "sheets", key, tmp_path / "out", datetime.now(UTC))
    assert _rows(tmp_path / "out" / RESULTS)[0]["score"] == "33.33"


def test_a_sheet_has_the_learners_own_time(assessment, chromium: Browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page, key, _ = assessment
    for zone, offset in (("America/Los_Angeles", "-08:00"), ("Asia/Kathmandu", "+05:45"), ("UTC", "+00:00")):
        with chromium.new_context(timezone_id=zone) as context:
            there = context.new_page()
            there.clock.set_fixed_time("2026-11-21T02:00:00Z")
            there.goto(page.url)
            answer(there)
            file = save(there, tmp_path / offset[1:3], "Ann", ticket(key.secret, key.course, key.quiz, "ann"))
        finished = json.loads(file.read_text("utf-8"))["finished"]
        assert finished.endswith(offset)
        assert datetime.fromisoformat(finished) == datetime(2026, 11, 21, 2, tzinfo=UTC)
        read_sheet(file, key, datetime(2027, 1, 1, tzinfo=UTC))


def test_it_is_accessible(assessment) -> None:  # type: ignore[no-untyped-def]
    page, _, _ = assessment
    assert told(page) == []
    answer(page)
    assert told(page) == []


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
