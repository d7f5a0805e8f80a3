"""The interface in another language: what is there is said in it, what is not is said in English."""

from __future__ import annotations

import ast
import functools
import http.server
import re
import threading

import pytest
from browsing import Quiet, told
from conftest import MINIMAL, ROOT
from coursebook.words import CATALOGS, EN, WORDS
from playwright.sync_api import Browser

OTHERS = [code for code in CATALOGS if code != "en"]


ENGLISH_ONLY = {
    "sheet-": "the worksheet of credit, which providers hand to accrediting bodies in the United States",
    "rule": "the table of the bodies' rules, whose rows are quoted in English",
    "asked-by": "the same table",
    "dossier": "the dossier, which goes to accrediting bodies in the United States",
    "blueprint-": "the blueprint, for those who review a course",
    "objective": "the blueprint",
    "tested-by": "the blueprint",
}
"""Beginnings of the words that no other language has to have, and why: learners do not need these pages."""


def names(text: str) -> set[str]:
    """What is filled in: `{count}`."""
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_fills_in_what_english_does(code: str) -> None:
    catalogue = CATALOGS[code]
    assert set(catalogue) <= set(EN)
    assert {name: names(text) for name, text in catalogue.items()} == {name: names(EN[name]) for name in catalogue}


@pytest.mark.parametrize("code", OTHERS)
def test_only_what_is_listed_is_silently_english(code: str) -> None:
    left = {name for name in EN if name not in CATALOGS[code]}
    assert {name for name in left if not name.startswith(tuple(ENGLISH_ONLY))} == set()
    assert [start for start in ENGLISH_ONLY if not any(name.startswith(start) for name in left)] == []


def test_no_word_is_fixed_when_a_module_is_imported() -> None:
    """A constant that holds a word would say it in English in every language: it holds the word's name."""
    fixed = []
    for path in (ROOT / "hooks").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and path.parent.name != "words":
                fixed += [f"{path.name}:{one.lineno}" for one in ast.walk(node) if getattr(one, "id", "") == "WORDS"]
    assert fixed == []


def test_a_language_without_a_catalogue_is_english() -> None:
    WORDS.speak("eo")
    assert dict(WORDS) == EN
    WORDS.speak("es-MX")
    assert WORDS["check"] == "Comprobar mi respuesta"
    assert WORDS["rule"] == EN["rule"]
    WORDS.speak("en")


def test_a_course_in_spanish(build_course, chromium: Browser) -> None:  # type: ignore[no-untyped-def]
    """From the theme's language to what the page and its script say."""
    config = (MINIMAL / "mkdocs.yml").read_text("utf-8")
    spanish = re.sub(r"(?m)^  name: material$", "  name: material\n  language: es", config)
    assert spanish != config
    built = build_course(files={"mkdocs.yml": spanish})
    html = built.html("docs/one/quiz.md")
    assert "Pregunta 1" in html
    assert "Respuesta y razones" in html
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/one/quiz/")
    form = page.locator("form.cb-question").first
    form.locator(".cb-option input").first.check()
    form.get_by_role("button", name="Comprobar mi respuesta").click()
    assert "orrecto" in form.locator(".cb-result").inner_text()
    assert told(page) == []
    page.close()
    server.shutdown()
    server.server_close()
