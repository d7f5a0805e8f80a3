"""HTML to PDF: what a reader's aid needs is in it, and what goes wrong is told with its fix."""

from __future__ import annotations

import os
import time
from pathlib import Path

import browser
import pytest
from coursebook.dossier import pdf as printing
from coursebook.dossier.pdf import CannotPrint, to_pdf
from pypdf import PdfReader

PAGE = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>Años ≥ 5</title>
<style>h2 { break-before: page } @page { @bottom-center { content: counter(page) " of " counter(pages) } }</style>
</head><body><h1>One</h1><p><a href="#two">to two</a></p><h2 id="two">Two</h2>
<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></body></html>
"""


@pytest.fixture
def html(tmp_path: Path) -> Path:
    """A page of an address with a space, an accent and a hash in it."""
    file = tmp_path / "a #1 ñ" / "page.html"
    file.parent.mkdir()
    file.write_text(PAGE, "utf-8")
    return file


def _program(tmp_path: Path, lines: str) -> str:
    file = tmp_path / "chromium"
    file.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    file.chmod(0o755)
    return str(file)


def test_a_pdf_is_tagged_has_language_title_and_outline(html: Path, tmp_path: Path) -> None:
    to_pdf(html, tmp_path / "page.pdf")
    pdf = PdfReader(tmp_path / "page.pdf")
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Años ≥ 5"
    assert [part.title for part in pdf.outline if not isinstance(part, list)] == ["One"]
    assert [f"{n} of 2" in page.extract_text() for n, page in enumerate(pdf.pages, start=1)] == [True, True]
    assert not list(tmp_path.glob(".*")), "nothing is left lying about"


def test_the_tests_look_for_the_same_browsers() -> None:
    assert printing.NAMES == browser.NAMES


def test_without_chromium_the_mend_is_told(html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(printing.CHROMIUM, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotPrint, match=r"(?s)Chromium was not found.*fix: install Chromium"):
        to_pdf(html, tmp_path / "page.pdf")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("echo first >&2; echo 'no sandbox' >&2; exit 1", "did not write a PDF: no sandbox"),
        ("exit 0", "did not write a PDF: no output"),
        (
            'for one; do case $one in --print-to-pdf=*) echo "%PDF-1.4 half" > "${one#*=}";; esac; done',
            "did not write a PDF",
        ),
    ],
)
def test_what_fails_leaves_the_old_file(
    lines: str, told: str, html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(printing.CHROMIUM, _program(tmp_path, lines))
    (tmp_path / "page.pdf").write_text("old", "utf-8")
    with pytest.raises(CannotPrint, match=told):
        to_pdf(html, tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_text("utf-8") == "old"


@pytest.mark.parametrize(("user", "sandbox"), [(0, False), (1000, True)])
def test_only_root_prints_without_the_sandbox(
    user: int, sandbox: bool, html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(printing.CHROMIUM, _program(tmp_path, f'echo "$@" > {tmp_path}/arguments'))
    monkeypatch.setattr("os.geteuid", lambda: user)
    with pytest.raises(CannotPrint):
        to_pdf(html, tmp_path / "page.pdf")
    assert ("--no-sandbox" not in (tmp_path / "arguments").read_text("utf-8").split()) == sandbox


def test_a_name_that_is_no_program(html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(printing.CHROMIUM, str(tmp_path / "nothing"))
    with pytest.raises(CannotPrint, match=r"cannot start .*: No such file"):
        to_pdf(html, tmp_path / "page.pdf")


def test_what_hangs_is_ended_with_its_children(html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = f"sleep 61 & echo $! > {tmp_path}/child; wait"
    monkeypatch.setenv(printing.CHROMIUM, _program(tmp_path, lines))
    with pytest.raises(CannotPrint, match="did not finish in 1 seconds"):
        to_pdf(html, tmp_path / "page.pdf", timeout=1)
    child = int((tmp_path / "child").read_text("utf-8"))
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(os.name != "posix", reason="a folder is not written to in another way elsewhere")
def test_a_place_that_cannot_be_written(html: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotPrint, match=r"cannot write.*\n.*choose a writable folder"):
        to_pdf(html, tmp_path / "none" / "page.pdf")
