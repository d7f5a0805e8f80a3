"""One page rendered: twice the same, whatever other plugins do, with or without the plugin bibtex."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

import pytest
from conftest import MINIMAL, TESTS, run
from coursebook.locale import Language
from coursebook.markdown.collect import Context
from coursebook.patches.mkdocs_bibtex import protect, restore
from coursebook.read.source import read
from coursebook.steps.render import render
from onepage import OnePage

TEXT = """---
title: T
---
# T

The same twice.[@A; @A] And again.[@A] Another.[see @B, p. 3]

A claim.
{: claim="C009" }
"""


def test_rendering_is_a_function() -> None:
    page = read(TEXT.encode(), "docs/t.md")
    context = Context("t/", Language.of("en"), aliases={"A": "a", "B": "b"}, extensions=("footnotes", "attr_list"))
    first, second = render("t.md", page, context), render("t.md", page, context)
    assert first.html == second.html
    assert first.citations == second.citations


def test_each_citation_has_the_mark_that_is_its_own() -> None:
    """`[@A; @A]` once moved every later way back by one."""
    page = read(TEXT.encode(), "docs/t.md")
    context = Context("t/", Language.of("en"), aliases={"A": "a", "B": "b"}, extensions=("footnotes", "attr_list"))
    doc = render("t.md", page, context)
    assert [(one.key, one.anchor) for one in doc.citations] == [
        ("A", "fnref:ref-a"),
        ("A", "fnref2:ref-a"),
        ("B", "fnref:ref-b"),
    ]
    for citation in doc.citations:
        assert f'id="{citation.anchor}"' in doc.html
    assert [(one.code, one.place.line) for one in doc.findings] == [("E001", 9)]


@pytest.mark.parametrize("name", ["minimal", "progress"])
def test_the_plugin_bibtex_changes_no_page(name: str, tmp_path: Path) -> None:
    for kind in ("with", "without"):
        shutil.copytree(TESTS / "courses" / name, tmp_path / kind)
    config = tmp_path / "without" / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - bibtex:\n      bib_dir: bib\n", ""), "utf-8")
    assert "bibtex" not in config.read_text("utf-8")
    for kind in ("with", "without"):
        run(tmp_path / kind / "mkdocs.yml", tmp_path / f"{kind}-site", "2026-11-21")
    files = sorted(path.relative_to(tmp_path / "with-site") for path in (tmp_path / "with-site").rglob("*.html"))
    assert files
    for file in files:
        assert filecmp.cmp(tmp_path / "with-site" / file, tmp_path / "without-site" / file, shallow=False), file


def test_what_the_plugin_bibtex_sees_comes_back() -> None:
    text = "mail a@b.org [@A; @B] `[@A]` \\\\bibliography \\@x [![@C](d)](e@f)"
    protected, citations = protect(text)
    assert citations == ["[@A; @B]"]
    assert "[@c0]" in protected
    assert protected.count("@") == 1
    assert restore(protected.replace("[@c0]", "\ue002c0\ue003"), citations) == text


def test_other_plugins_take_effect(tmp_path: Path) -> None:
    """What a plugin writes is rendered and checked; a line that it made is at the author's line above it."""
    course = tmp_path / "course"
    shutil.copytree(MINIMAL, course)
    (course / "more.py").write_text(
        "def on_page_markdown(markdown, page, config, files):\n"
        "    if page.file.src_uri == 'one/index.md':\n"
        "        return markdown.replace('HERE', 'one\\n\\ntwo [@Witt2009Safety]\\n\\nthree [@Nobody2020]')\n",
        "utf-8",
    )
    config = course / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [more.py]\n", "utf-8")
    page = course / "docs" / "one" / "index.md"
    text = page.read_text("utf-8") + "\nHERE\n\nthe end [@Nowhere]\n"
    page.write_text(text, "utf-8")
    build, _ = run(config, tmp_path / "site", "2026-11-21")
    html = (tmp_path / "site" / "one" / "index.html").read_text("utf-8")
    assert "<p>one</p>" in html
    assert '<p>two <sup id="fnref' in html
    here, end = (text[: text.index(word)].count("\n") + 1 for word in ("HERE", "the end"))
    found = [(one.place.line, one.params["key"]) for one in build.found if one.code == "C001"]
    assert found == [(here, "Nobody2020"), (end, "Nowhere")]


def test_a_private_character_of_an_author_is_no_token(tmp_path: Path) -> None:
    page = OnePage(tmp_path)
    shown = page.show("# T\n\nA \ue010\ue004 sign. [@Witt2009Safety]\n")
    assert "\ufffd\ufffd sign" in shown.html
    assert 'class="footnote-ref"' in shown.html
