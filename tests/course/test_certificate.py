"""The record of completion: who gets it, what it says and what not, its print, and the receipt that goes with it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched, told
from certificates import PAGE, SCHEMA, VALID, open_with, printed, save, type_name
from completing import DONE, complete, course_map
from conftest import ROOT, Course
from coursebook.cli.receipt import check_receipts
from coursebook.credentials.receipt import mismatches, receipt_id
from coursebook.steps.taught import snapshot_of
from jsonschema import Draft202012Validator
from playwright.sync_api import Page

NOW = datetime(2026, 11, 21, tzinfo=UTC)
NAMES = (
    "Ann Example, PT",
    "<script>alert(1)</script> & “Ñandú”",
    "د. ليلى بنت عبد الرحمن",
    "W" * 200,
    "Maria " * 33,
    "李明 / Нгуен Тхи",
)
TOOLS = (
    "find docs bib -type f ! -path '*/.*' ! -name 'verified*.json'"
    " | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"
)
"""As contents.py and CONTRIBUTING.md say it."""


@pytest.fixture(scope="session")
def done(course: Course) -> dict[str, Any]:
    return complete(course.site)


@pytest.fixture
def finished(watch: Callable[..., Watched], done: dict[str, Any]) -> Page:
    """The certificate page of a learner who has done everything."""
    return open_with(watch(accept_downloads=True), done)


def test_the_content_hash_is_what_the_systems_own_tools_make(course: Course) -> None:
    assert TOOLS in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    made = subprocess.run(["sh", "-c", TOOLS], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert made.split()[0] == course.build.sources.content_hash
    home = (course.site / "index.html").read_text("utf-8")
    assert course.build.sources.content_hash in home


def test_who_is_not_done_sees_what_is_left(watch: Callable[..., Watched], course: Course, done: dict[str, Any]) -> None:
    page = open_with(watch(), {**done, "saved": {}, "attempts": {**done["attempts"], "safety": []}})
    assert not page.locator(".cb-paper").is_visible()
    rows = page.locator(".cb-certificate-left li")
    assert [row.split(":")[0] for row in rows.all_inner_texts()] == ["Quiz", "Evaluation"]
    all_ = len(course_map(course.site)["pages"]) + 1
    assert f"Done: {all_ - 2} of {all_} steps" in page.locator(".cb-certificate-live").inner_text()
    assert told(page) == []
    page.get_by_role("link", name="Quiz: Safety").first.click()
    assert page.url.endswith("safety/quiz/")


def test_a_new_learner_sees_every_step(watch: Callable[..., Watched], course: Course) -> None:
    page = watch().go(PAGE)
    page.locator(".cb-certificate-left").wait_for()
    assert page.locator(".cb-certificate-left li").count() == len(course_map(course.site)["pages"]) + 1
    assert page.locator(".cb-certificate-off").count() == 0


def test_scripts_off(watch: Callable[..., Watched]) -> None:
    page = watch(java_script_enabled=False).go(PAGE)
    assert "needs JavaScript" in page.locator(".cb-certificate-off").inner_text()
    assert not page.locator(".cb-paper").is_visible()


def test_a_map_that_cannot_be_had_is_told(watch: Callable[..., Watched]) -> None:
    watched = watch()
    watched.page.route("**/course.json", lambda route: route.fulfill(status=404, body=""))
    watched.go(PAGE).get_by_text("could not be loaded").wait_for()
    assert not watched.page.locator(".cb-paper").is_visible()
    assert [one for one in watched.complaints if "404" not in one] == []
    watched.complaints.clear()


def test_the_record_says_what_it_is(finished: Page, course: Course) -> None:
    type_name(finished)
    paper = finished.locator(".cb-paper").inner_text()
    for part in (
        "Ann Example, PT",
        "PT-1",
        course.build.sources.outline.title,
        "November 20, 2026",
        "Online, self-paced (enduring material)",
        "None. No accrediting body has approved this course.",
        "This edition has no provider.",
        course.build.sources.content_hash,
        "Self-attested, not proctored",
        "no proof of competence",
        "no authority to needle",
    ):
        assert part in paper, part
    assert f"{int(course.build.course.minutes)} minutes" in paper
    scores = finished.locator(".cb-paper-scores tbody tr")
    assert scores.count() == sum("quiz" in page for page in course_map(course.site)["pages"])
    assert {row.split("\t")[1] for row in scores.all_inner_texts()} == {"90"}
    assert finished.locator(".cb-paper :is(img, svg, a)").count() == 0
    assert told(finished) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_and_worked_by_keyboard_on_a_phone(
    watch: Callable[..., Watched], done: dict[str, Any], scheme: str
) -> None:
    page = open_with(watch(viewport={"width": 320, "height": 640}, color_scheme=scheme), done)
    page.get_by_label("Your name").focus()
    page.keyboard.type("x" * 200)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Print or save as PDF"
    assert page.evaluate("document.documentElement.scrollWidth <= 320")
    assert told(page) == []


def test_a_name_is_asked_for_first(finished: Page) -> None:
    finished.get_by_role("button", name="Save the receipt").click()
    assert finished.locator(".cb-certificate [role=status]").inner_text() == "Enter your name first."
    assert finished.evaluate("document.activeElement.name") == "name"


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_it_prints_on_one_page(finished: Page, size: str) -> None:
    """Tagged, with title and language, whatever the name; nothing but the record is on it."""
    for name in NAMES:
        type_name(finished, name, number=name[:120])
        pdf = printed(finished, size)
        assert len(pdf.pages) == 1, name
        text = pdf.pages[0].extract_text()
        assert "Record of completion" in text
        assert not {"Enter your name", "What it is worth", "Save the receipt"} & set(text.splitlines())
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    assert (pdf.metadata.title or "").startswith("Certificate - ")


def test_what_is_typed_is_kept_only_if_she_wants(finished: Page) -> None:
    def kept() -> str | None:
        return finished.evaluate("localStorage.getItem('coursebook.trigger-points.certificate')")  # type: ignore[no-any-return]

    type_name(finished)
    assert kept() is None
    finished.get_by_label("Remember these entries").check()
    assert json.loads(kept() or "")["name"] == "Ann Example, PT"
    finished.reload()
    assert finished.get_by_label("Your name").input_value() == "Ann Example, PT"
    finished.get_by_label("Remember these entries").uncheck()
    assert kept() is None
    finished.get_by_label("Remember these entries").check()
    finished.goto(finished.url.replace(PAGE, "review/"))
    finished.get_by_role("button", name="Delete everything").click()
    finished.get_by_role("button", name="Yes, delete").click()
    assert kept() is None


def test_the_receipt_fits_its_schema_its_print_and_the_course(
    finished: Page, course: Course, done: dict[str, Any], tmp_path: Path
) -> None:
    type_name(finished)
    file = save(finished, tmp_path)
    receipt = json.loads(file.read_text("utf-8"))
    assert list(VALID.iter_errors(receipt)) == []
    id_ = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    assert finished.locator("[data-slot=id]").inner_text().replace(" ", "") == id_ == receipt_id(file.read_bytes())
    assert file.name == f"receipt-trigger-points-{id_}.json"
    assert receipt["course"]["hash"] == course.build.sources.content_hash
    assert receipt["learner"] == {"name": "Ann Example, PT", "number": "PT-1"}
    assert (receipt["attested"], receipt["credit"]) == ("self", [])
    assert mismatches(receipt, snapshot_of(course.build.course), NOW) == []
    assert "chosen" not in file.read_text("utf-8")
    finished.reload()
    type_name(finished)
    assert save(finished, tmp_path).read_bytes() == file.read_bytes(), "the same record gives the same receipt"


def test_later_attempts_do_not_change_the_receipt(
    watch: Callable[..., Watched], done: dict[str, Any], tmp_path: Path
) -> None:
    first = done["attempts"]["safety"][0]
    early, later = "2026-11-19T08:00:00.000Z", "2026-11-20T23:00:00.000Z"
    failed = {**first, "id": "a", "at": early, "done": early, "score": 0.5, "passed": False}
    better = {**first, "id": "z", "at": later, "done": later, "score": 1, "passed": True}
    page = open_with(
        watch(accept_downloads=True), {**done, "attempts": {**done["attempts"], "safety": [failed, first, better]}}
    )
    type_name(page)
    [taken] = [one for one in json.loads(save(page, tmp_path).read_text("utf-8"))["quizzes"] if one["id"] == "safety"]
    assert (taken["score"], taken["attempt"], taken["at"]) == (90, 2, DONE)


@pytest.fixture(scope="session")
def receipt(course: Course, done: dict[str, Any]) -> dict[str, Any]:
    """A receipt as the script makes it; the test above checks the script against it."""
    build = course.build.course
    facts = snapshot_of(build)
    quizzes = [
        {
            "id": id_, "title": id_, "pass": test.pass_mark, "score": 90, "at": DONE, "attempt": 1,
            "questions": [
                {"id": q, "hash": facts.asked[id_][q], "score": 0.9}
                for q in done["attempts"][id_][0]["drawn"]
            ],
        }
        for id_, test in facts.quizzes.items()
    ]  # fmt: skip
    return {
        "format": "coursebook receipt", "version": 1, "attested": "self", "proctored": False,
        "course": {"id": facts.id, "title": facts.title, "edition": facts.edition, "hash": facts.hash},
        "learner": {"name": "Ann", "number": ""}, "completed": "2026-11-20T11:00:00Z", **facts.facts,
        "credit": [], "pages": 26, "quizzes": quizzes,
        "answers": [{"id": id_, "hash": hash_} for id_, hash_ in facts.lessons.items()],
        "evaluation": "2026-11-20T11:00:00.000Z",
    }  # fmt: skip


def changed(receipt: dict[str, Any], change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    other: dict[str, Any] = json.loads(json.dumps(receipt))
    change(other)
    return other


FORGED: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another course": (lambda r: r["course"].update(id="other"), "for another course: 'other'"),
    "another edition": (lambda r: r["course"].update(hash="0" * 64), "for other content: edition"),
    "a false edition": (
        lambda r: r["course"].update(edition="9"),
        "the content hash matches, but the edition or title",
    ),
    "no course": (lambda r: r.update(course=3), "names no course"),
    "a proctor": (lambda r: r.update(proctored=True), "claims more than self-attestation"),
    "more minutes": (lambda r: r.update(minutes=9999), "the minutes does not match the course: '9999'"),
    "another provider": (lambda r: r["provider"].update(name="X"), "the provider does not match the course"),
    "means more": (lambda r: r.update(means="Competent."), "the means does not match the course: 'Competent.'"),
    "credit": (
        lambda r: r["credit"].append({"body": "X", "approval": "1", "claimed": 50, "unit": "hour", "minutes": 60}),
        "no such credit was given on that date: 50 of 'X'",
    ),
    "credit that is none": (lambda r: r.update(credit=[{}]), "not a valid receipt: KeyError"),
    "nobody": (lambda r: r["learner"].update(name=" "), "names no learner"),
    "a quiz less": (lambda r: r["quizzes"].pop(0), "the quiz is missing"),
    "a quiz more": (
        lambda r: r["quizzes"].append({**r["quizzes"][0], "id": "x"}),
        "contains a quiz that is not in the course",
    ),
    "a lower pass mark": (lambda r: r["quizzes"][0].update({"pass": 50}), "quiz 'final': the pass mark is 50"),
    "a better score": (lambda r: r["quizzes"][0].update(score=100), "quiz 'final': the score is 100"),
    "a failure": (
        lambda r: [r["quizzes"][0].update(score=50), [q.update(score=0.5) for q in r["quizzes"][0]["questions"]]],
        "quiz 'final': 50 percent is not a pass",
    ),
    "a score that is none": (lambda r: r["quizzes"][0]["questions"][0].update(score=9), "quiz 'final': question sc"),
    "a question less": (lambda r: r["quizzes"][0]["questions"].pop(), "quiz 'final': asked"),
    "a question twice": (
        lambda r: r["quizzes"][0]["questions"].__setitem__(0, r["quizzes"][0]["questions"][1]),
        "quiz 'final': asked",
    ),
    "a foreign question": (
        lambda r: r["quizzes"][0]["questions"][0].update(id="x"),
        "quiz 'final': asked 'x', which is not one of its questions",
    ),
    "another wording": (
        lambda r: r["quizzes"][0]["questions"][0].update(hash="0" * 12),
        "quiz 'final': the question",
    ),
    "a lesson unanswered": (lambda r: r["answers"].pop(), "unanswered lesson questions: "),
    "a lesson of its own": (
        lambda r: r["answers"].append({"id": "x", "hash": ""}),
        "answers to unknown lesson questions",
    ),
    "a lesson reworded": (lambda r: r["answers"][0].update(hash=""), "lesson questions that were worded differently"),
    "done before the end": (lambda r: r.update(completed="2026-11-19T10:00:00Z"), "impossible times"),
    "done tomorrow": (lambda r: r.update(completed="2026-11-29T10:00:00Z"), "impossible times"),
    "a quiz of tomorrow": (lambda r: r["quizzes"][0].update(at="2026-12-01T10:00:00Z"), "quiz 'final': taken in"),
    "times without a zone": (lambda r: r.update(completed="2026-11-20T11:00:00"), "not a valid receipt"),
    "no quizzes": (lambda r: r.pop("quizzes"), "not a valid receipt: KeyError"),
    "numbers for lists": (lambda r: r.update(answers=7), "not a valid receipt: TypeError"),
    "words for scores": (
        lambda r: r["quizzes"][0]["questions"][0].update(score="good"),
        "not a valid receipt: ValueError",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_does_not_fit_is_told(course: Course, receipt: dict[str, Any], name: str) -> None:
    change, wanted = FORGED[name]
    facts = snapshot_of(course.build.course)
    assert list(VALID.iter_errors(receipt)) == []
    assert mismatches(receipt, facts, NOW) == []
    found = mismatches(changed(receipt, change), facts, NOW)
    assert found, "it must be told"
    assert found[0].startswith(wanted)


def test_the_schema_refuses_what_is_no_receipt(receipt: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    changes: tuple[Callable[[dict[str, Any]], Any], ...] = (
        lambda r: r.update(attested="provider"),
        lambda r: r.update(signature="x"),
        lambda r: r["learner"].update(email="x"),
        lambda r: r["quizzes"][0].update(score=101),
        lambda r: r["course"].update(hash="x"),
        lambda r: r.pop("evaluation"),
    )
    assert all(list(VALID.iter_errors(changed(receipt, change))) for change in changes)


def test_after_the_end_of_the_course_it_is_told(course: Course, receipt: dict[str, Any]) -> None:
    facts = snapshot_of(course.build.course)
    over = replace(facts, ends="2026-11-01", facts={}, awards=())
    [found] = mismatches(receipt, over, NOW)
    assert found == "completed on 2026-11-20, after the course ended on 2026-11-01"
    last = replace(over, ends="2026-11-19")  # the evening of that day in California is the next one in UTC
    early = [{**one, "at": "2026-11-20T03:00:00Z"} for one in receipt["quizzes"]]
    evening = {**receipt, "completed": "2026-11-20T04:00:00Z", "quizzes": early, "evaluation": None}
    assert mismatches(evening, last, NOW) == []
    assert mismatches({**evening, "completed": "2026-11-20T12:00:00Z"}, last, NOW) != []


def test_its_exit_status_and_what_is_no_receipt(
    course: Course, receipt: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, file = snapshot_of(course.build.course), tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt), "utf-8")
    assert check_receipts([file], facts, NOW) == 0
    file.write_text(json.dumps(receipt).replace('"score": 90', '"score": 99'), "utf-8")
    assert check_receipts([file], facts, NOW) == 1
    for raw in (b"{", b"[]", b'{"format": "coursebook receipt", "version": 7}', b"\xff", b"[" * 99999, b" " * 2**21):
        file.write_bytes(raw)
        assert check_receipts([file, tmp_path / "none.json"], facts, NOW) == 2
        assert len(capsys.readouterr().err.splitlines()) == 2
