"""Certificates and receipts of a provider's course: credit by profession and day, and the command that reads them."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Quiet, Watched, told
from certificates import VALID, open_with, printed, save, type_name
from completing import complete
from conftest import TESTS
from coursebook.cli import main
from coursebook.read.content_hash import content_hash
from playwright.sync_api import Browser


def test_the_content_hash_changes_with_what_is_taught_alone(tmp_path: Path) -> None:
    def made() -> str:
        return content_hash([("docs", tmp_path / "docs"), ("bib", tmp_path / "bib")])

    for name in ("docs/a.md", "docs/one/b.csv", "bib/c.bib"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    first = made()
    (tmp_path / "bib" / "verified.json").write_text("{}", "utf-8")
    (tmp_path / "docs" / ".draft.md").write_text("x", "utf-8")
    assert made() == first
    (tmp_path / "docs" / "a.md").rename(tmp_path / "docs" / "z.md")
    moved = made()
    (tmp_path / "docs" / "z.md").write_text("other", "utf-8")
    assert len({first, moved, made()}) == 3


PROVIDER = TESTS / "courses" / "provider"
QUIZ = (PROVIDER / "docs" / "one" / "quiz.md").read_text("utf-8").replace("---\ntitle:", "---\nquiz: true\ntitle:", 1)


@pytest.fixture
def provided(build_course: Any, chromium: Browser) -> Iterator[tuple[Watched, dict[str, Any]]]:
    """The certificate page of a provider's course with an approval for physicians, and a complete record."""
    built = build_course(PROVIDER, {"docs/one/quiz.md": QUIZ})
    handler = functools.partial(Quiet, directory=str(built.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(accept_downloads=True)
    context.set_default_timeout(8000)
    yield Watched(context, f"http://127.0.0.1:{server.server_port}/"), complete(built.site)
    context.close()
    server.shutdown()
    server.server_close()


def test_credit_goes_by_profession_and_by_the_day(provided: tuple[Watched, dict[str, Any]], tmp_path: Path) -> None:
    """CE-01 and CE-02: a body's credit for those to whom it gives it, while its approval is in force."""
    watched, record = provided
    page = open_with(watched, record, "example")
    type_name(page)
    credit = page.locator(".cb-paper dd:has([data-none])")
    assert credit.inner_text().startswith("Example Institute designated this enduring material")
    receipt = json.loads(save(page, tmp_path).read_text("utf-8"))
    assert list(VALID.iter_errors(receipt)) == []
    assert (receipt["credit"], receipt["learner"]["profession"]) == ([], "other")
    assert receipt["provider"]["activity"] == "EXAMPLE-2026-1"
    page.get_by_label("Profession").select_option("physician")
    page.wait_for_function("document.querySelector('[data-for=physician]').hidden === false")
    assert credit.inner_text().startswith("American Medical Association: 0.5 (unit: credit, 60 minutes). Example")
    receipt = json.loads(save(page, tmp_path).read_text("utf-8"))
    assert list(VALID.iter_errors(receipt)) == []
    assert [one["approval"] for one in receipt["credit"]] == ["EXAMPLE-0"]
    for size in ("Letter", "A4"):
        assert len(printed(page, size).pages) == 1
    assert told(page) == []
    early = json.loads(json.dumps(record).replace("2026-11-20", "2026-10-01"))
    page = open_with(watched, early, "example")
    type_name(page)
    assert credit.inner_text() == "None. No approval was in force on the date of completion."
    assert watched.complaints == []


def test_the_command_holds_receipts_against_the_course(
    provided: tuple[Watched, dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched, record = provided
    page = open_with(watched, json.loads(json.dumps(record).replace("2026-11-20", "2026-11-02")), "example")
    type_name(page)
    file = save(page, tmp_path)
    config = ["-f", str(tmp_path / "course" / "mkdocs.yml")]
    forged, damaged = tmp_path / "forged.json", tmp_path / "damaged.json"
    forged.write_text(file.read_text("utf-8").replace('"score": 90', '"score": 99'), "utf-8")
    damaged.write_text("{", "utf-8")
    assert main(["receipt", str(file), str(forged), str(damaged), *config]) == 2
    out, err = capsys.readouterr()
    assert "matches A course as a provider states it" in out.splitlines()[0]
    assert "self-attested by the learner" in out
    assert out.count("verification ID") == 2
    assert "quiz 'one': the score is 99, but the answers give 90" in out
    assert err.startswith(str(damaged))


def test_credit_of_a_receipt_is_what_the_course_gave_that_day(
    provided: tuple[Watched, dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    """Also after the approval has ended: the receipt is of a day before."""
    watched, record = provided
    page = open_with(watched, record, "example")
    type_name(page)
    page.get_by_label("Profession").select_option("physician")
    page.wait_for_function("document.querySelector('[data-for=physician]').hidden === false")
    text = save(page, tmp_path).read_text("utf-8")
    files = {
        "good": text,
        "more": text.replace('"claimed": 0.5', '"claimed": 5'),
        "other": text.replace('"profession": "physician"', '"profession": "other"'),
        "early": re.sub(r'"(completed|at|evaluation)": "2026-11-\d\d', r'"\1": "2026-10-01', text),
    }
    for name, one in files.items():
        (tmp_path / f"{name}.json").write_text(one, "utf-8")
    assert (files["early"] != text, files["more"] != text) == (True, True)
    names = [str(tmp_path / f"{name}.json") for name in files]
    config = ["-f", str(tmp_path / "course" / "mkdocs.yml")]
    assert main(["receipt", *names, *config]) == 1
    assert capsys.readouterr().out.count("no such credit was given on that date") == 3
    # the name of the credit is locked again
    assert main(["receipt", names[0], *config, "--on", "2028-10-02"]) == 1
    assert "[CR-12]" in capsys.readouterr().out
    assert main(["receipt", names[0], *config, "--on", "2026-11-20"]) == 0
    assert "matches A course as a provider states it" in capsys.readouterr().out


PRIVATE = QUIZ.replace("quiz: true", "quiz: {id: final, pass: 80, key: private}")


def test_an_answer_sheet_asks_for_the_profession_where_it_matters(
    build_course: Any, chromium: Browser, tmp_path: Path
) -> None:
    """CE-02 for what a provider marks: the sheet carries what the certificate's words depend on."""
    built = build_course(PROVIDER, {"docs/one/quiz.md": PRIVATE})
    handler = functools.partial(Quiet, directory=str(built.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(accept_downloads=True)
    context.set_default_timeout(8000)
    watched = Watched(context, f"http://127.0.0.1:{server.server_port}/")
    page = watched.go("one/quiz/")
    page.get_by_role("button", name="Begin the assessment").click()
    page.get_by_role("radio", name="Soreness").check()
    page.get_by_role("button", name="Submit").click()
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Profession").select_option("physician")
    assert told(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the answer sheet").click()
    download.value.save_as(tmp_path / "sheet.json")
    sheet = json.loads((tmp_path / "sheet.json").read_text("utf-8"))
    assert sheet["learner"] == {"name": "Ann", "number": "", "profession": "physician"}
    assert watched.complaints == []
    context.close()
    server.shutdown()
    server.server_close()
