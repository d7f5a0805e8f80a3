"""The index of the search: how a page is read into it, and how it is written."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import MINIMAL
from coursebook.search.index import SearchPage, index_files, words_of
from coursebook.search.text import Passage, sections_of


def test_an_author_can_keep_a_page_out_and_bring_one_forward(build_course) -> None:  # type: ignore[no-untyped-def]
    index = (MINIMAL / "docs/one/index.md").read_text("utf-8")
    one = "---\nsearch: {exclude: true}\n---\n# Hidden\n\nUnicorns.\n"
    two = "---\nsearch: {boost: 3}\n---\n# Loud\n\nGriffins and {#}.\n"
    three = "# Quiet\n\nGriffins (GB21).\n\nCentaurs.\n{: data-search-exclude }\n"
    built = build_course(files={"docs/one/index.md": index, "docs/a.md": three, "docs/b.md": two, "docs/c.md": one})
    folder = built.site / "assets/coursebook/search"
    text = "".join(file.read_text("utf-8") for file in folder.glob("*.json"))
    assert "unicorn" not in text.lower()
    assert held(folder, "gb21")  # in brackets
    assert "centaur" not in text.lower()
    page, _, _ = held(folder, "griffins")[0]
    assert json.loads((folder / f"p{page}.json").read_text("utf-8"))["title"] == "Loud"


def held(folder: Path, word: str) -> list[tuple[int, int, int]]:
    """The places of a word in a written index, best first: page, section, score."""
    starts = json.loads((folder / "index.json").read_text("utf-8"))["starts"]
    number = max((start, n) for n, start in enumerate(starts) if word.startswith(start))[1]
    rows = json.loads((folder / f"w{number}.json").read_text("utf-8"))[word]
    return list(zip(rows[::3], rows[1::3], rows[2::3], strict=True))


HTML = """<h1>Title</h1><p>Before (GB21) <sup><a class="footnote-ref">1</a></sup>.</p>
<h2 id="a">One<a class="headerlink">¶</a></h2><p>Text<!-- c --> goes on</p><svg><text>drawn</text></svg>
<table><tr id="x"><th>Row</th><td>cell</td></tr><tr><td>loose</td></tr></table><p>after</p>
<dl><dt id="t">term</dt><dd>meaning</dd></dl><form class="cb-question"><p>secret</p></form><p>end</p>
<div data-search-exclude><p>out</p></div><p>last</p>"""


def test_a_page_is_read_by_sections() -> None:
    assert sections_of(HTML) == (
        Passage("", "", "Before (GB21) ."),
        Passage("a", "One", "Text goes on loose after end last"),
        Passage("x", "Row", "cell", entry=True),
        Passage("t", "term", "meaning", entry=True),
    )
    assert sections_of("") == sections_of("  ") == ()
    assert len(sections_of("<div>" * 200 + "deep" + "</div>" * 200)) == 1


def test_words_are_read_as_they_are_typed() -> None:
    assert words_of("Électro-Acupuncture (GB21)") == ["electro", "acupuncture", "gb21", "electroacupuncture"]


def test_a_large_index_is_split_and_bounded() -> None:
    """Ten thousand pages: no file of words is large, and a common word does not grow with the course."""
    pages = [
        SearchPage(f"p{n}/", f"Page {n}", "", 1.0, (Passage("", "", f"common word{n % 900} rare{n}"),))
        for n in range(10_000)
    ]
    files = index_files(pages, {})
    words = [text for name, text in files.items() if name.startswith("w")]
    assert max(len(text) for text in words) <= 60_000
    rows = next(json.loads(text)["common"] for text in words if '"common"' in text)
    assert len(rows) <= 900
