"""The interface in another language: what is there is said in it, what is not is said in English."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from browsing import Quiet, told
from conftest import MINIMAL, ROOT, run
from coursebook.locale import CATALOGS, EN, Language
from coursebook.steps.page_assets import WORDS
from coursebook.steps.pipeline import Pipeline
from coursebook.steps.render import PageDoc
from playwright.sync_api import Browser

ASSETS = ROOT / "hooks" / "coursebook" / "assets"
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


def test_a_language_without_a_catalog_is_english() -> None:
    assert dict(Language.of("eo")) == EN
    spanish = Language.of("es-MX")
    assert spanish["check"] == "Comprobar mi respuesta"
    assert spanish["rule"] == EN["rule"]
    assert (Language.of("eo").tag, spanish.tag) == ("eo", "es")


SPEAKS = re.compile(r"import \{[^}]*\bsay(?:Of)?\b|export (?:function|const) say(?:Of)?\b")
SAYS = re.compile(r'\bsay(?:Of\(map,|\()\s*"([\w-]+)"')


@pytest.mark.parametrize("script", sorted(ASSETS.glob("*.*js")), ids=lambda path: path.name)
def test_the_manifest_has_the_words_that_a_script_says(script: Path) -> None:
    """Those that it says by name, and no name that it does not have."""
    code = script.read_text("utf-8")
    told = WORDS.get(script.name, [])
    assert [word for word in told if word not in EN or f'"{word}"' not in code] == []
    assert len(told) == len(set(told))
    if SPEAKS.search(code):
        assert set(SAYS.findall(code)) <= set(told)


def test_the_manifest_has_no_other_scripts() -> None:
    assert {name for name in WORDS if not (ASSETS / name).is_file()} == set()


def test_two_languages_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in Spanish runs in the middle of one in English: both write what each writes alone, byte for byte."""
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    configs = {}
    for language in ("en", "es"):
        shutil.copytree(MINIMAL, tmp_path / language)
        configs[language] = tmp_path / language / "mkdocs.yml"
        text = (
            configs[language]
            .read_text("utf-8")
            .replace("  name: material\n", f"  name: material\n  language: {language}\n")
        )
        configs[language].write_text(text, "utf-8")
        alone = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / f"{language}-alone")]
        subprocess.run(alone, cwd=tmp_path / language, check=True)
    render = Pipeline.render
    begun: list[str] = []

    def with_another(build: Pipeline, path: str, *given: str) -> PageDoc:
        if not begun:
            begun.append(path)
            run(configs["es"], tmp_path / "es-between")
        return render(build, path, *given)

    monkeypatch.setattr(Pipeline, "render", with_another)
    run(configs["en"], tmp_path / "en-between")
    for language in configs:
        alone_, between = _files(tmp_path / f"{language}-alone"), _files(tmp_path / f"{language}-between")
        assert alone_.keys() == between.keys()
        assert [name for name in alone_ if alone_[name] != between[name]] == []
        assert ("Comprobar mi respuesta" in str(alone_["one/quiz/index.html"], "utf-8")) == (language == "es")


def _files(site: Path) -> dict[str, bytes]:
    """The files of a site by name. Not the packed sitemap, which holds the time; nor the search index, which Material
    makes with one plugin object for all builds of a process.
    """
    found = {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    for name in ("sitemap.xml.gz", "search/search_index.json"):
        found.pop(name)
    return found


def test_a_course_in_spanish(build_course, chromium: Browser) -> None:  # type: ignore[no-untyped-def]
    """From the theme's language to what the page and its script say."""
    config = (MINIMAL / "mkdocs.yml").read_text("utf-8")
    spanish = re.sub(r"(?m)^  name: material$", "  name: material\n  language: es", config)
    assert spanish != config
    built = build_course(files={"mkdocs.yml": spanish})
    html = built.html("docs/one/quiz.md")
    assert "Pregunta 1" in html
    assert "Respuesta y justificación" in html
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
