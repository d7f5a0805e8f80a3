"""The table of seeded faults: each alone on its line, each told there; and what only looks like one, left in peace.

`make faults` seeds them into copies of the course; outside links have a table of their own in test_verify_links.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import MINIMAL, run
from coursebook.host.plugin import run_of
from coursebook.report.finding import Finding
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

PAGE = "docs/one/faults.md"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


@dataclass(frozen=True)
class Seed:
    """A fault, how an author writes it, and the code by which it is told."""

    kind: str
    written: str
    code: str


SEEDS = (
    Seed("page that is not there", "[x](quizz.md)", "L001"),
    Seed("page by a definition", "[defined-a]: gone.md\n\nSee [defined-a].", "L001"),
    Seed("page in an element of HTML", '<a href="../gone/">x</a>', "L001"),
    Seed("Markdown path in HTML", '<a href="quiz.md">x</a>', "L001"),
    Seed("absolute address", "[x](/nope/)", "L001"),
    Seed("file to take away", "[x](files/form.pdf)", "L001"),
    Seed("area of a map", '<map name="m"><area href="../gone-area/" alt="x"></map>', "L001"),
    Seed("anchor on another page", "[x](quiz.md#nothing)", "L002"),
    Seed("anchor on this page", "[x](#nothing-here)", "L002"),
    Seed("anchor in another case", "[x](#Real)", "L002"),
    Seed("anchor in HTML", '<a href="../quiz/#nothing-either">x</a>', "L002"),
    Seed("image", "![x](gone.png)", "L003"),
    Seed("image in HTML", '<img src="gone-too.png" alt="x">', "L003"),
    Seed("image of a srcset", f'<img src="{PIXEL}" srcset="../../real.png 1x, ../../gone-2x.png 2x" alt="x">', "L003"),
    Seed("poster of a video", '<video src="../../real.mp4" poster="gone-poster.png"></video>', "L003"),
    Seed("page for an image", "![x](quiz.md)", "L003"),
    Seed("frame", '<iframe src="gone-frame.html" title="x"></iframe>', "L004"),
    Seed("video", '<video><source src="gone.mp4"></video>', "L004"),
    Seed("recording", '<audio src="gone.mp3"></audio>', "L004"),
    Seed("object", '<object data="gone.svg" title="x"></object>', "L004"),
    Seed("script", '<script src="gone.js"></script>', "L004"),
    Seed("url() of a style", "<div style=\"background: url('gone-back.png')\">x</div>", "L004"),
    Seed("letter case of a page", "[x](Quiz.md)", "L005"),
    Seed("letter case of an image", "![x](../Real.png)", "L005"),
    Seed("letter case in HTML", '<a href="../Quiz/">x</a>', "L005"),
    Seed("no slash at the end", '<a href="../quiz">x</a>', "L006"),
    Seed("slash after a file", '<a href="../../real.png/">x</a>', "L006"),
    Seed("id twice", "## Again {: #real }", "L007"),
    Seed("id twice in HTML", '<div id="real">x</div>', "L007"),
    Seed("note that is not used", "[^unused]: A note.", "L008"),
    Seed("note that is not defined", "Text.[^undefined]", "C003"),
    Seed("invalid email address", "[x](mailto:someone@example)", "L009"),
    Seed("two at-signs", "[x](mailto:a@@example.org)", "L009"),
    Seed("empty address", "[x]()", "L010"),
    Seed("empty image", '<img src="" alt="x">', "L010"),
    Seed("script for an address", "[x](javascript:history.back())", "L010"),
    Seed("damaged data", "![x](data:image/gif;base64,R0lGOD!!)", "L010"),
    Seed("misspelt scheme", "[x](htps://example.org/)", "L010"),
    Seed("no host", "[x](http:///page)", "L010"),
    Seed("one's own machine", "[x](http://localhost:8000/one/)", "L010"),
    Seed("file of one's own machine", "[x](file:///C:/notes.md)", "L010"),
    Seed("definition that is missing", "[words][undefined]", "L011"),
    Seed("bracket that is not closed", "[words](quiz.md", "L011"),
    Seed("space between words and address", "[words] (quiz.md)", "L011"),
    Seed("excluded page", "[x](../left-out.md)", "L012"),
    Seed("draft", "[x](../draft.md)", "L012"),
    Seed("absolute address that is there", "[x](/one/quiz/)", "L014"),
    Seed("out at the top of the site", '<a href="../../../one/quiz/">x</a>', "L014"),
    Seed("page that has moved", '<a href="../../former/">x</a>', "L015"),
)
ELSEWHERE = (
    ("navigation", "mkdocs.yml", "gone-nav.md", "L001"),
    ("navigation, absolute", "mkdocs.yml", "/gone-absolute/", "L001"),
    ("script of the settings", "mkdocs.yml", "gone-script.js", "L004"),
    ("template of the theme", "theme/main.html", "gone-theme/", "L001"),
    ("stylesheet", "docs/extra.css", "gone-font.woff2", "L004"),
    ("script module", "docs/extra.mjs", "./gone-module.mjs", "L004"),
    ("redirect to nowhere", "docs/old/index.html", "../gone-redirect/", "L016"),
    ("redirect in a circle", "docs/round/index.html", "../round-again/", "L016"),
    ("orphan", "docs/orphan.md", "# Orphan", "L013"),
)
"""Faults that no Markdown line has: the file, words of the line, the code."""
CLEAN = f"""# Clean

## Real {{: #real }}

[query](quiz.md?x=1#quiz-one) [encoded](../caf%C3%A9%20menu.pdf) [top](#) [top](#top) [text](quiz.md#:~:text=One)
[upper](../UPPER.png) [self](clean.md#real) [home](../index.md) [folder](index.md) [not in nav](../aside.md)
`[code](nope.md)` <!-- [comment](nope.md) <a href="nope/">x</a> --> \\[escaped](nope.md) x[i][j]
and [an aside] (in brackets) or [1] (p. 3)

```
[code](nope.md) ![code](nope.png)
```

[mail](mailto:a.b+c@example.co.uk?subject=Hello%20there) <someone@example.org> [share](mailto:?subject=x&body=y)
[phone](tel:+1-608-555-0100) [web](https://example.org/nope.md) [web](//example.org/x) [text](sms:+16085550100)

<a name="old-name"></a> [name](#old-name) <a href=".">folder</a> <a href="..">above</a>
<a href="../quiz/index.html">index</a>

<img src="{PIXEL}" srcset="{PIXEL} 1x, ../../UPPER.png 2x, ../../caf%C3%A9%20menu.pdf?a,b 3x" alt="x">

Note.[^used] Again.[^used] [^other]

[^used]: Used twice.
[^other]: Used once, with [a link](quiz.md).
"""
FRAME = (
    "{% extends 'base.html' %}{% block footer %}<a href=\"{{ 'gone-theme/'|url }}\">x</a>{{ super() }}{% endblock %}\n"
)


def page() -> tuple[str, dict[str, int]]:
    """The page of seeds, and the line of each."""
    text, lines = "---\nwas: [former.md]\n---\n\n# Faults\n\n## Real {: #real }\n\n", {}
    for seed in SEEDS:
        lines[seed.kind] = text.count("\n") + 1
        text += seed.written + "\n\n"
    return text, lines


def write_course(folder: Path) -> dict[str, int]:
    """The minimal course with all faults; gives the line of each seed."""
    shutil.copytree(MINIMAL, folder)
    text, lines = page()
    refresh = '<meta http-equiv="refresh" content="0; url={}">'
    files = {
        PAGE: text, "docs/one/clean.md": CLEAN, "docs/left-out.md": "# Left out\n", "docs/draft.md": "# Draft\n",
        "docs/orphan.md": "# Orphan\n", "docs/aside.md": "# Aside\n", "docs/real.png": "x", "docs/real.mp4": "x",
        "docs/UPPER.png": "x", "docs/café menu.pdf": "x", "theme/main.html": FRAME,
        "docs/extra.css": "/* url(comment.png) */\n@font-face { src: url(gone-font.woff2) }\nb { color: url(#in) }\n",
        "docs/extra.mjs": 'import { x } from "./extra-two.mjs";\nimport "./gone-module.mjs";\n',
        "docs/extra-two.mjs": "export const x = 1;\n",
        "docs/old/index.html": refresh.format("../gone-redirect/"),
        "docs/round/index.html": refresh.format("../round-again/"),
        "docs/round-again/index.html": refresh.format("../round/"),
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    config = (folder / "mkdocs.yml").read_text("utf-8")
    config = config.replace("  name: material\n", "  name: material\n  custom_dir: theme\n")
    nav = ["index.md", "one/index.md", "one/quiz.md", "one/faults.md", "one/clean.md", "bibliography.md"]
    nav += ["Gone: gone-nav.md", "Absolute: /gone-absolute/"]
    config += "nav:\n" + "".join(f"  - {one}\n" for one in nav)
    config += "exclude_docs: left-out.md\ndraft_docs: draft.md\nnot_in_nav: aside.md\n"
    config += "extra_css: [extra.css]\nextra_javascript: [extra.mjs, gone-script.js]\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return lines


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Finding], dict[str, int], list[str], Path]:
    folder = tmp_path_factory.mktemp("links") / "course"
    lines = write_course(folder)
    build, warnings = run(folder / "mkdocs.yml", folder / "site")
    return build.found, lines, warnings, folder


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.kind)
def test_fault_is_told_at_its_line(told, seed: Seed) -> None:  # type: ignore[no-untyped-def]
    found, lines, _, _ = told
    there = {one.code for one in found if (one.place.path, one.place.line) == (PAGE, lines[seed.kind])}
    assert there == {seed.code}


@pytest.mark.parametrize(("kind", "path", "words", "code"), ELSEWHERE, ids=[one[0] for one in ELSEWHERE])
def test_fault_is_told_where_it_was_made(told, kind: str, path: str, words: str, code: str) -> None:  # type: ignore[no-untyped-def]
    found, _, _, folder = told
    line = next(n for n, text in enumerate((folder / path).read_text("utf-8").splitlines(), 1) if words in text)
    line = None if code == "L013" else line  # of the whole file
    assert [one.place.line for one in found if (one.place.path, one.code) == (path, code) and _same(one, words)] == [
        line
    ]


def _same(one: Finding, words: str) -> bool:
    return words.strip("./") in one.message() or one.code == "L013"


def test_nothing_else_is_told(told) -> None:  # type: ignore[no-untyped-def]
    """No false alarm on the page of look-alikes, nothing twice, and MkDocs itself is quiet."""
    found, _, warnings, _ = told
    links = [one for one in found if one.code.startswith("L")]
    assert [str(one) for one in found if one.place.path == "docs/one/clean.md"] == []
    expected = len(SEEDS) - 1 + len(ELSEWHERE) + 1  # one seed is told by the citations' room; a circle has two ends
    assert len(links) == expected, "\n".join(map(str, links))
    assert [one for one in warnings if "[" not in one] == []


def test_a_site_alone_tells_the_same(told) -> None:  # type: ignore[no-untyped-def]
    """`check --site` knows no Markdown: the same faults at the lines of the HTML."""
    site = told[3] / "site"
    command = [sys.executable, "-m", "coursebook", "check", "--site", str(site)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    here = set(re.findall(r"^\S*/site/one/faults/index\.html:\d+: .*\[(L\d+)\]$", done.stdout, re.MULTILINE))
    assert here >= {seed.code for seed in SEEDS} - {"L011", "L012", "C003"}
    assert "one/clean/" not in done.stdout


def test_a_preview_has_drafts(tmp_path: Path) -> None:
    """`mkdocs serve` builds them, so they are read like any other page; that nothing leads to them is meant."""
    shutil.copytree(MINIMAL, tmp_path / "course", ignore=shutil.ignore_patterns("site", ".cache"))
    config = tmp_path / "course" / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text + "draft_docs: draft.md\n", "utf-8")
    (tmp_path / "course" / "docs" / "draft.md").write_text("# Draft\n\n[gone](gone.md)\n", "utf-8")
    settings = load_config(str(config), site_dir=str(tmp_path / "site"))
    settings.plugins.on_startup(command="serve", dirty=False)
    mkdocs_build(settings, serve_url="http://127.0.0.1:8000/")
    build = run_of(settings).build
    assert [f"{one.place} {one.code}" for one in build.found] == ["docs/draft.md:3 L001"]
