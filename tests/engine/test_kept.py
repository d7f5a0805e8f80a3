"""What learners and providers have stays valid: files of the engine at commit cb0f04e, in tests/engine/kept.

`course` is a course that no edit touches; `record.json` what a browser kept of it, `record-file.json` the same saved as
a file, `record-main.json` what one kept of the course of this project; `sheets` an answer sheet; `key.json`,
`tickets.csv` and `signing.json` what a provider made; `marked` the results with a badge and a certificate;
`receipt.json` what the certificate page saved; `frozen.json` hashes, codes and orders as that engine made them.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from browsing import Watched, stored
from conftest import TESTS, TODAY, run
from coursebook.cli import main
from coursebook.cli.key import keep_key
from coursebook.credentials.badge import Signer, badge_id, read_issuer
from coursebook.marking.grade import NO_UNITS
from coursebook.marking.key import read_key
from coursebook.marking.tickets import ticket
from coursebook.model import edition_of
from coursebook.steps.pipeline import Pipeline
from coursebook.steps.taught import answer_key
from kinds import served
from playwright.sync_api import Browser
from test_grading import rows, verifier

KEPT = TESTS / "engine" / "kept"
FROZEN: dict[str, Any] = json.loads((KEPT / "frozen.json").read_text("utf-8"))
RECORD = json.loads((KEPT / "record.json").read_text("utf-8"))
SHEET = json.loads((KEPT / "sheets" / "ann.json").read_text("utf-8"))
(CERTIFICATE,) = (KEPT / "marked" / "certificates").iterdir()
LIMITS = "competence"
INPUT = ".cb-option input"
(BADGE,) = (KEPT / "marked" / "badges").iterdir()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course that was kept, beside the configuration of another one of the tests."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(KEPT / "course", folder, dirs_exist_ok=True)
    shutil.copy(TESTS / "courses" / "provider" / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="module")
def built(home: Path) -> Pipeline:
    build, _ = run(home / "mkdocs.yml", home / "site", TODAY)
    return build


@pytest.fixture
def learner(chromium: Browser, built: Pipeline, home: Path) -> Iterator[Watched]:
    """A browser with the record that was kept, on the day after."""
    for address in served(home / "site"):
        context = chromium.new_context(accept_downloads=True, reduced_motion="reduce")
        context.set_default_timeout(8000)
        context.clock.set_fixed_time("2026-11-19T15:00:00Z")
        put = f"localStorage.setItem('coursebook.example', {json.dumps(json.dumps(RECORD))});"
        context.add_init_script(f"if (!sessionStorage.old) {{ {put} }} sessionStorage.old = true;")
        watched = Watched(context, address)
        yield watched
        context.close()
        assert watched.complaints == []


def made_of(build: Pipeline, site: Path) -> dict[str, Any]:
    """What frozen.json holds of a course."""
    listed = json.loads(next(site.rglob("course.json")).read_text("utf-8"))
    asked = {path: questions for path, questions in build.course.questions.items() if questions}
    return {
        "read": {page["url"]: page["hash"] for page in listed["pages"]},
        "editions": {path: edition_of(questions) for path, questions in asked.items()},
        "course": build.sources.content_hash,
        "questions": {
            one.id: {
                "content_hash": one.content_hash,
                "asked_hash": one.asked_hash,
                "codes": [option.answer_code for option in one.options],
                "shown": shown(site / build.sources.urls[path] / "index.html", one.id),
            }
            for path, questions in asked.items()
            for one in questions
        },
    }


def shown(page: Path, id_: str) -> list[Any]:
    """The options of a question in the order of the page: their codes, or each row with its choices."""
    form = lxml.html.fromstring(page.read_text("utf-8")).get_element_by_id(f"q-{id_}")
    selects = [[one.get("data-row"), [each.get("value") for each in one][1:]] for one in form.iter("select")]
    return selects or [one.get("value") for one in form.iter("input") if one.get("type") in ("radio", "checkbox")]


@pytest.mark.parametrize("name", ["course", "kinds"])
def test_hashes_codes_and_orders_are_as_they_were(
    name: str, built: Pipeline, home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every kind of question: else answers would be set aside, and sheets and receipts refused."""
    build, site = built, home / "site"
    if name == "kinds":
        course = TESTS / "courses" / "kinds"
        build, _ = run(course / "mkdocs.yml", tmp_path / "site", TODAY)
        site = tmp_path / "site"
    assert {one.kind for questions in build.course.questions.values() for one in questions} == {
        "one", "many", "number", "blank", "match", "order",
    }  # fmt: skip
    assert made_of(build, site) == FROZEN[name]


def test_a_record_is_read_and_nothing_of_it_is_lost(learner: Watched) -> None:
    """Answers with their verdicts, pages read, attempts, an open exam and cards; reading writes nothing anew."""
    page = learner.go("one/quiz/")
    form = page.locator("#q-one-things-1")
    form.scroll_into_view_if_needed()
    form.locator(".cb-result:not(:empty)").wait_for()
    assert form.locator(".cb-result").inner_text() == "Correct. You were sure."
    page.locator(".cb-done").scroll_into_view_if_needed()
    page.get_by_text("Done on November 18, 2026").wait_for()
    page = learner.go("review/")
    page.locator(".cb-record").get_by_text("answers: 7, quiz attempts: 3, pages read: 2").wait_for()
    assert "7" in page.locator(".cb-review").inner_text()
    assert stored(page) == {"coursebook.example": RECORD}


def test_an_exam_that_was_open_goes_on_in_its_order(learner: Watched) -> None:
    page = learner.go("one/kinds/")
    assert "Pick up where you left off" in page.locator(".cb-state").inner_text()
    assert page.locator("#q-kinds-number input[type=text]").input_value() == "3.5"
    assert page.locator("#q-kinds-more-1").get_by_label("Next month").is_checked()
    page.get_by_role("button", name="Practice").click()
    results = {name: page.locator(f"#q-kinds-{name} .cb-result").inner_text() for name in ("many", "number", "blank")}
    assert results == {
        "many": "Partly correct. 2 of 3 correct options chosen, and 1 incorrect; "
        "each incorrect choice cancels a correct one. "
        "Score: 33%.",
        "number": "Incorrect.",
        "blank": "Correct. You were unsure.",
    }
    page.locator(".cb-attempts button").first.click()
    assert page.locator(".cb-report h2").inner_text() == ("Passed: 8 of 10 points, 80%. The pass mark is 70%.")
    orders = {
        form.get_attribute("data-question"): [
            one.get_attribute("value") for one in form.locator(".cb-option input").all()
        ]
        for form in page.locator("form.cb-question").all()
    }
    assert orders == FROZEN["exam"], "options are shuffled by the seed of the attempt as they were"


def test_a_record_that_was_saved_to_a_file_is_loaded(learner: Watched) -> None:
    page = learner.go("review/")
    page.evaluate("localStorage.removeItem('coursebook.example')")
    page.reload()
    page.locator(".cb-record input[type=file]").set_input_files(KEPT / "record-file.json")
    page.get_by_text("answers: 7, quiz attempts: 3, pages read: 2").wait_for()
    kept = stored(page)["coursebook.example"]
    assert kept["answers"] == RECORD["answers"]
    assert [one["id"] for one in kept["attempts"]["kinds"]] == [one["id"] for one in RECORD["attempts"]["kinds"]]


@pytest.mark.parametrize("key", ["as kept", "made now"])
def test_a_sheet_is_marked_as_it_was(
    key: str, built: Pipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the key of then, and with one that is made now for the same tickets."""
    file = KEPT / "key.json"
    if key == "made now":
        made = answer_key(built.course, "final")
        assert made is not None
        file = tmp_path / "key.json"
        assert keep_key(made, file, KEPT / "key.json") == 0
    assert main(["grade", str(KEPT / "sheets"), "--key", str(file), "-o", str(tmp_path / "out")]) == 0
    [now], [then] = rows(tmp_path / "out" / "results.csv"), rows(KEPT / "marked" / "results.csv")
    assert now == {**then, "badge": "", "note": NO_UNITS if key == "as kept" else ""}
    told = capsys.readouterr()
    assert (NO_UNITS in told.err) == (key == "as kept")
    shutil.copytree(KEPT / "marked", tmp_path / "earlier")
    assert main(["grade", str(KEPT / "sheets"), "--key", str(file), "-o", str(tmp_path / "earlier")]) == 1
    assert "has already been marked" in (tmp_path / "earlier" / "refused.csv").read_text("utf-8")


def test_a_key_of_now_is_for_the_same_edition(built: Pipeline) -> None:
    then, now = read_key(KEPT / "key.json"), answer_key(built.course, "final")
    assert now is not None
    assert replace(now, secret=then.secret, items=then.items, certificate=then.certificate) == then
    facts = [asdict(key.certificate) for key in (then, now) if key.certificate]
    assert {name for name in facts[0] if facts[0][name] != facts[1][name]} <= {"limits"}  # which was not kept then
    for id_, item in then.items.items():
        same = now.items[id_]
        assert (item.hash, item.kind, item.objective, item.stem) == (same.hash, same.kind, same.objective, same.stem)
        assert item.lines == same.lines


def test_tickets_stay_good() -> None:
    key = read_key(KEPT / "key.json")
    [_, line] = (KEPT / "tickets.csv").read_text("utf-8").splitlines()
    assert line == f"ann,{ticket(key.secret, key.course, key.quiz, 'ann')}"


def test_a_badge_and_its_certificate_stay_the_same_ones(tmp_path: Path) -> None:
    """The badge is good for the key of its provider; one that is issued anew has the same ids and statements."""
    key, issuer = read_key(KEPT / "key.json"), read_issuer(KEPT / "signing.json")
    given = ["grade", str(KEPT / "sheets"), "--key", str(KEPT / "key.json"), "-o", str(tmp_path)]
    assert main([*given, "--sign", str(KEPT / "signing.json")]) == 0
    tokens = [file.read_text("utf-8").strip() for file in (BADGE, tmp_path / "badges" / BADGE.name)]
    for token in tokens:
        assert verifier(issuer).verify(token).issuer.name == "Example Institute"
    then, now = (claims_of(token) for token in tokens)
    for claims in (then, now):
        assert "authority to" in claims["credentialSubject"]["achievement"]["criteria"].pop("narrative")
    assert {name for name in then if then[name] != now[name]} == {"validFrom", "nbf"}
    id_ = badge_id(key, BADGE.stem)
    assert then["id"] == id_
    parts = (id_.removeprefix("urn:uuid:"), Signer(issuer, key).thumbprint, SHEET["learner"]["name"], LIMITS)
    for file in (CERTIFICATE, tmp_path / "certificates" / CERTIFICATE.name):
        text = " ".join(lxml.html.parse(file).getroot().text_content().split())
        assert [part for part in parts if part not in text] == []


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=="))  # type: ignore[no-any-return]


def test_a_receipt_still_fits(built: Pipeline, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["receipt", str(KEPT / "receipt.json"), "-f", str(home / "mkdocs.yml"), "--on", TODAY]
    assert main(given) == 0
    assert "verification ID 1fa8 96f4 e075, matches" in capsys.readouterr().out


def test_the_certificate_page_makes_the_same_receipt(learner: Watched, tmp_path: Path) -> None:
    """From the same record and the same learner, but for the sentence on its worth, which the course may state now."""
    page = learner.go("certificate/")
    page.get_by_label("Your name").fill("Ann Example")
    page.get_by_label("License or ID number").fill("PT-1")
    page.get_by_label("Profession").select_option("physician")
    page.wait_for_function("document.querySelector('[data-slot=name]').textContent === 'Ann Example'")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the receipt").click()
    download.value.save_as(tmp_path / "receipt.json")
    then, now = (json.loads((folder / "receipt.json").read_text("utf-8")) for folder in (KEPT, tmp_path))
    assert {name for name in then | now if then.get(name) != now.get(name)} <= {"means"}
