"""Text fidelity: what reference managers export is shown right in AMA style, or told; and nothing in it is live."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import lxml.html
import pytest
from conftest import TESTS
from coursebook.citations.bibliography import Bibliography, Formatted, read_bibliography
from coursebook.citations.downloads import downloads
from coursebook.citations.format import format_references
from coursebook.citations.rules import check_bibliography
from pybtex.database import parse_string

CORPUS = TESTS / "fidelity" / "corpus.bib"
EXPECTED = dict(
    line.split("\t", 1)
    for line in (TESTS / "fidelity" / "expected.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
CSL_FIELDS = set(
    "id type citation-key categories language journalAbbreviation shortTitle author chair collection-editor compiler "
    "composer container-author contributor curator director editor editorial-director executive-producer guest host "
    "illustrator interviewer narrator organizer original-author performer producer recipient reviewed-author "
    "script-writer series-creator translator accessed available-date event-date issued original-date submitted "
    "abstract annote archive archive_collection archive_location archive-place authority call-number chapter-number "
    "citation-number citation-label collection-number collection-title container-title container-title-short "
    "dimensions division DOI edition event event-title event-place first-reference-note-number genre ISBN ISSN issue "
    "jurisdiction keyword locator medium note number number-of-pages number-of-volumes original-publisher "
    "original-publisher-place original-title page page-first part part-title PMCID PMID printing publisher "
    "publisher-place references reviewed-genre reviewed-title scale section source status supplement title "
    "title-short URL version volume volume-title volume-title-short year-suffix custom".split()
)
"""The properties of an item in the schema of CSL-JSON 1.0.2; it allows no others."""
CSL_TYPES = set(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage".split()
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bibliography, Formatted, dict[str, set[str]]]:
    """The corpus as the engine reads it, formatted in one run of pandoc, and the codes told of each entry."""
    bibliography, found = read_bibliography([("corpus.bib", CORPUS)])
    formatted, unformatted = format_references(bibliography, tmp_path_factory.mktemp("cache"))
    keys = bibliography.by_key
    told: dict[str, set[str]] = defaultdict(set)
    for one in [*found, *unformatted, *check_bibliography(bibliography, formatted, keys, date(2026, 11, 21), None)]:
        told[next(key for key in keys if f"'{key}'" in one.message())].add(one.code)
    return bibliography, formatted, told


def test_the_corpus_is_large_and_says_whom_it_imitates(corpus) -> None:  # type: ignore[no-untyped-def]
    references = corpus[0].references
    assert len(references) >= 120
    assert all(reference.field("exporter") for reference in references)
    dois = [one.field("doi").removeprefix("https://doi.org/") for one in references if one.field("doi")]
    assert all(doi.startswith("10.5555/") for doi in dois)
    assert {reference.key for reference in references} == set(EXPECTED)


@pytest.mark.parametrize("key", EXPECTED)
def test_each_entry_is_right_or_told(key: str, corpus) -> None:  # type: ignore[no-untyped-def]
    _, formatted, told = corpus
    if re.fullmatch(r"B\d{3}", EXPECTED[key]):
        assert EXPECTED[key] in told[key]
    else:
        assert formatted.html[key] == EXPECTED[key]
        assert told[key] == set()


@pytest.mark.slow
def test_what_stock_mkdocs_bibtex_makes_of_it(tmp_path: Path) -> None:
    """Prints how many entries the plugin damages in each of its two ways, alone in a process, as its log is long."""
    done = subprocess.run(
        [sys.executable, str(TESTS / "fidelity" / "stock.py")], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    ways = json.loads(done.stdout)
    assert all(way["damaged"] > way["of"] / 4 for way in ways.values())


# Security: an entry whose every field tries to get out of its place.

EVIL = r"""
@article{evil,
  author = {Smith, Ann<script>alert(1)</script> and {Evil <img src=x onerror=alert(2)> Group}},
  title = {A <script>alert(3)</script> <svg onload=alert(4)> [link](javascript:alert(5)) ![image](x) **bold** `code`
    &lt;script&gt;alert(6)&lt;/script&gt; &#60;img src=x onerror=alert(7)&#62; [^note] [@Witt2009Safety]
    <!-- x --> &#125;, url = &lbrace;
    \href{javascript:alert(8)}{click} ]]> {{ page }} {% raw %} \footnote{note} "onmouseover="alert(9)
    ''' @Witt2009Safety},
  journal = {<iframe src=javascript:alert(10)></iframe> BMJ},
  publisher = {</span></p><script>alert(11)</script>},
  year = {2020},
  pages = {1"><script>alert(12)</script>},
  volume = {<b onclick=alert(13)>1</b>},
  doi = {10.5555/x" onclick="alert(14)},
  pmid = {1" onclick="alert(15)},
  pmcid = {PMC1"><script>alert(16)</script>},
  url = {javascript:alert(17)},
  design = {RCT <script>alert(18)</script>},
  level = {1" onclick="alert(19)},
  note = {<object data=javascript:alert(20)>},
  file = {/home/author/private.pdf},
  abstract = {A private abstract},
}
@online{data, author = {Smith, Ann}, title = {Data}, url = {data:text/html,<script>alert(21)</script>},
  urldate = {2026-01-01}, nocite = {<script>alert(22)</script>}}
@online{relative, author = {Smith, Ann}, title = {Relative}, url = {//example.org/x}, urldate = {2026-01-01}}
@online{spaced, author = {Smith, Ann}, title = {Spaced}, url = { java	script:alert(23)}, urldate = {2026-01-01}}
@article{privateuse, author = {Smith%sWitt2009Safety%s, Ann},
  title = {Private%s use %sWitt2009Safety%s and%s control%s%s},
  journal = {Pain}, year = {2020}}
"""
for _mark in "\ue002\ue003\ue000\ue002\ue003\ue001\x07\u202e":
    EVIL = EVIL.replace("%s", _mark, 1)
PAGE = """---
title: One
objectives:
  one-1: Compare two things.
---

# One

Cited.[@Witt2009Safety; @evil; @data; @relative; @spaced; @privateuse]
"""
LIVE = {"script", "img", "svg", "iframe", "object", "embed", "style", "link", "form", "meta", "base"}


def test_nothing_in_a_field_is_live(build_course) -> None:  # type: ignore[no-untyped-def]
    built = build_course(files={"bib/evil.bib": EVIL, "docs/one/index.md": PAGE}, bare=True)
    assert built.warnings == []
    seen = ""
    for path, block in ("docs/one/index.md", "//div[@class='footnote']"), ("docs/bibliography.md", "//body"):
        text = built.html(path)
        page = lxml.html.document_fromstring(text)
        for element in page.xpath(f"{block}//*"):
            assert element.tag not in LIVE
            assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "src")]
            for name in ("href", "action"):
                assert re.match(r"https?://|mailto:|\.{0,2}/|#|\.\./|[\w/.-]*#|[\w/.-]+$", element.get(name, "#"))
                assert "script:" not in element.get(name, "")
        assert not re.search("[\ue000-\uf8ff\x07\u202e]", text)
        seen += "".join(page.xpath(block)[0].itertext())
    for shown in (
        "[link](javascript:alert(5))",
        "**bold**",
        "[^note]",
        "[@Witt2009Safety]",
        "<script>alert(3)</script>",
    ):
        assert shown in seen.replace("<Script>", "<script>")  # the words are there, as words
    assert not re.search(r"<(strong|code)>(bold|code)", text)
    codes = set(re.findall(r"\[(B\d{3})\]", built.findings))
    assert {"B007", "B013", "B014", "B015"} <= codes
    assert "bib/evil.bib:2: invalid url in the reference 'evil': 'javascript:alert(17)' [B007]" in built.findings


def test_nothing_in_a_field_gets_out_of_machine_formats(build_course) -> None:  # type: ignore[no-untyped-def]
    built = build_course(files={"bib/evil.bib": EVIL, "docs/one/index.md": PAGE}, bare=True)
    page = lxml.html.document_fromstring(built.html("docs/bibliography.md"))
    titles = page.xpath("//span[@class='Z3988']/@title")
    assert len(titles) == 7
    for title in titles:
        fields = parse_qsl(html.unescape(title), strict_parsing=True, keep_blank_values=True)
        assert fields[0] == ("ctx_ver", "Z39.88-2004")
        assert {name.split(".")[0] for name, _ in fields} <= {"ctx_ver", "rft_val_fmt", "rft", "rft_id"}
    files = {path.name: path.read_text("utf-8") for path in (built.site / "assets/coursebook").glob("references.*")}
    assert not re.search("[\ue000-\uf8ff\x07\u202e]", "".join(files.values()))
    assert not re.search("private.pdf|private abstract", "".join(files.values()))
    for line in files["references.ris"].splitlines():
        assert re.match(r"[A-Z][A-Z0-9]  - ", line)
    assert set(parse_string(files["references.bib"], "bibtex").entries) == {
        item["id"] for item in json.loads(files["references.json"])
    }


# Downloads: the same references, read by others.


def test_downloads_are_read_by_others(corpus) -> None:  # type: ignore[no-untyped-def]
    everything, formatted, told = corpus
    # pybtex refuses lists of names that are told, such as those joined by commas.
    bibliography = Bibliography(tuple(one for one in everything.references if "B015" not in told[one.key]))
    files = downloads(bibliography, formatted)
    keys = [reference.key for reference in bibliography.references]
    assert list(parse_string(files["references.bib"], "bibtex").entries) == keys
    items = json.loads(files["references.json"])
    assert [item["id"] for item in items] == keys
    for item in items:
        assert set(item) <= CSL_FIELDS
        assert item["type"] in CSL_TYPES
    records = _ris(files["references.ris"])
    assert [record["ID"][0] for record in records] == keys
    assert records[keys.index("particles")]["AU"] == ["van der Berg, Jan", "de la Cruz, María", "von Bergen, Karl"]
    assert records[keys.index("chapter")]["ED"] == ["Doe, Bob", "Roe, Cy"]
    assert records[keys.index("juniorLast")]["AU"][0] == "King, Martin Luther, Jr"
    assert (records[keys.index("pagesShort")]["SP"], records[keys.index("pagesShort")]["EP"]) == (["123"], ["129"])


def test_our_bib_download_means_the_same(corpus, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bibliography, formatted, _ = corpus
    again = tmp_path / "references.bib"
    again.write_text(downloads(bibliography, formatted)["references.bib"], "utf-8")
    second, found = read_bibliography([("again.bib", again)])
    assert not found
    assert second.bibtex == bibliography.bibtex


def _ris(text: str) -> list[dict[str, list[str]]]:
    records: list[dict[str, list[str]]] = []
    for line in text.split("\r\n"):
        if match := re.fullmatch(r"([A-Z][A-Z0-9])  - ?(.*)", line):
            if match[1] == "TY":
                records.append(defaultdict(list))
            records[-1][match[1]].append(match[2])
    return records
