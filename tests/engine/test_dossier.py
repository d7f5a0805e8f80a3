"""The dossier: all that a body asks for is in it, it stands alone, and its keys go nowhere else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from conftest import TESTS
from coursebook.cli import main
from coursebook.dossier.folder import NAME, published, write_private
from coursebook.dossier.pdf import CHROMIUM, page_numbers
from coursebook.dossier.standalone import css_string
from coursebook.steps.dossier import write_dossier
from pypdf import PdfReader
from test_assessment import QUESTIONS

PROVIDER, KINDS = TESTS / "courses" / "provider", TESTS / "courses" / "kinds"
EXPECTED = TESTS / "dossier"
FINAL = f"---\nquiz: {{id: final, pass: 80, key: private}}\n---\n# Final\n{QUESTIONS}"
PARTS = [
    "Open entries", "Course facts", "Needs statement", "Objectives", "Content outline", "Blueprint", "Assessment",
    "Time and credit", "People and disclosures", "Review log and dates", "Evaluation form", "Rules and their status",
    "Item bank with keys", "References",
]  # fmt: skip
SIGNS = {"h1": "\n# ", "h2": "\n## ", "h3": "\n### ", "h4": "\n#### ", "li": "- ", "dd": "  "}
BLOCKS = {
    *SIGNS,
    "p",
    "dt",
    "div",
    "dl",
    "ul",
    "ol",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "section",
    "header",
    "main",
    "article",
}


def lines(html: str) -> str:
    """A document as an author reads it: headings with #, a row of a table with | between its cells."""
    page = lxml.html.document_fromstring(html)
    for one in page.xpath("//style | //nav"):
        one.drop_tree()
    told: list[str] = []

    def walk(element: lxml.html.HtmlElement) -> str:
        """Tells the blocks in an element; gives the words that follow the last of them."""
        words = element.text or ""
        for child in element:
            if child.tag == "tr":
                told.append("| " + " | ".join(" ".join(cell.text_content().split()) for cell in child))
            elif child.tag in BLOCKS:
                tell(words)
                words = ""
                tell(walk(child), SIGNS.get(child.tag, ""))
            else:
                words += child.get("alt", "") + walk(child)
            words += child.tail or ""
        return words

    def tell(words: str, sign: str = "") -> None:
        if words.strip():
            told.append(sign + " ".join(words.split()))

    tell(walk(page.body))
    return "\n".join(told) + "\n"


@pytest.fixture
def dossier(build_course) -> Callable[..., str]:  # type: ignore[no-untyped-def]
    """A function that gives the dossier of a course: `dossier(folder, files)`."""

    def make(folder: Path, files: dict[str, str] | None = None) -> str:
        built = build_course(folder, files)
        assert built.warnings == []
        html = write_dossier(built.build.course, built.build.found)
        assert html is not None
        return html

    return make


@pytest.mark.parametrize(
    ("name", "folder", "files"),
    [
        ("provider", PROVIDER, {}),
        ("private", TESTS / "courses" / "minimal", {"docs/one/final.md": FINAL}),
        ("kinds", KINDS, {}),
    ],
)
def test_what_a_reviewer_reads(
    name: str,
    folder: Path,
    files: dict[str, str],
    dossier: Callable[..., str],
    update: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if name == "kinds":  # its questions are to be answered, not to be good
        monkeypatch.setattr("coursebook.steps.dossier.refuses", lambda found: False)
    got, file = lines(dossier(folder, files)), EXPECTED / f"{name}.txt"
    if name != "provider":
        got = got[got.index("## 13 Item bank") :]
    if update:
        file.write_text(got, "utf-8")
    assert got == file.read_text("utf-8")


def test_pictures_are_in_it_and_links_lead_to_the_published_site(
    dossier: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursebook.steps.dossier.refuses", lambda found: False)
    config = (KINDS / "mkdocs.yml").read_text("utf-8")
    page = lxml.html.document_fromstring(
        dossier(KINDS, {"mkdocs.yml": f"{config}\nsite_url: https://example.org/c/\n"})
    )
    assert [str(one)[:26] for one in page.xpath("//img/@src")] == ["data:image/svg+xml;base64,"]
    assert page.xpath("//math"), "formulas are kept"


EVENTS = """number,label,harm,denominator
Brady2014Adverse.mild,Mild events,any,treatments
"""
NUMBERS = """id,reference,what,value,low,high,interval,unit,events,denominator,of,comparison,certainty,ours
Brady2014Adverse.mild,Brady2014Adverse,mild events,19.18,,,,%,1463,7629,treatments,,,
"""
RICH = """
/// question | one-rich
    objective: one-1

What does the figure show?[^why]

/// figure | events.csv
    kind: events
    title: Harm
///

- [x] Mild events

    > They are frequent.[@Brady2014Adverse, p. 7; @Witt2009Safety] <b>Bold</b> & so on.

- [ ] Grave events

    > It does not.[@Brady2014Adverse] See [the section](index.md#section).
///

[^why]: Read it from *left* to right.
"""


def test_what_else_a_question_may_hold_is_there(dossier: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursebook.steps.dossier.refuses", lambda found: False)
    question = RICH.replace("/// question", "//// question").replace("\n///\n\n[^", "\n////\n\n[^")
    files = {"docs/one/rich.md": f"# Rich\n{question}", "docs/one/events.csv": EVENTS, "bib/numbers.csv": NUMBERS}
    text = lines(dossier(TESTS / "courses" / "minimal", files))
    item = text[text.index("1. one-rich") : text.index("### Quiz")]
    assert "What does the figure show? [Read it from left to right.]" in item
    assert "[Harm. " in item
    assert "| Mild events |" in item
    assert "They are frequent. [Brady 2014, p. 7; Witt 2009] Bold & so on." in item
    assert "See the section." in item


def test_keys_of_a_private_quiz_are_in_the_dossier_alone(build_course, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    built = build_course(files={"docs/one/final.md": FINAL})
    html = write_dossier(built.build.course, built.build.found) or ""
    assert "SECRET" in html
    write_private(html, tmp_path / "dossier.html")
    assert (tmp_path / "dossier.html").stat().st_mode & 0o077 == 0
    for file in built.site.rglob("*"):
        assert not (file.is_file() and b"SECRET" in file.read_bytes()), file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the provider's course."""
    copy = tmp_path / "project"
    shutil.copytree(PROVIDER, copy)
    return copy


def export(project: Path, folder: Path) -> int:
    return main(["export", "dossier", "-f", str(project / "mkdocs.yml"), "-o", str(folder), "--on", "2026-11-21"])


def test_the_print(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out" / "for the body"
    assert export(project, folder) == 0
    assert sorted(file.name for file in folder.iterdir()) == [f"{NAME}.html", f"{NAME}.pdf"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
    pdf = PdfReader(folder / f"{NAME}.pdf")
    assert f"{len(pdf.pages)} pages" in capsys.readouterr().out
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert pdf.metadata is not None
    assert pdf.metadata.title == "A course as a provider states it: Dossier for the accrediting body"
    [title, inside] = pdf.outline
    assert title.title == "A course as a provider states it"
    assert [one.title for one in inside if not isinstance(one, list)] == [
        "Contents", *(f"{number} {part}" for number, part in enumerate(PARTS, start=1))
    ]  # fmt: skip
    ours = page_numbers(folder / f"{NAME}.pdf")
    contents = " ".join((pdf.pages[1].extract_text() or "").split())
    for number, part in enumerate(PARTS, start=1):
        page = next(ours[name] for name in ours if name == f"part-{PART_IDS[number - 1]}")
        assert re.search(rf"{part} {page}\b", contents), part
        header = " ".join((pdf.pages[page - 1].extract_text() or "").split())
        assert f"{number} {part}" in header
        assert "Confidential: contains the answer keys" in header
        assert f"{page} / {len(pdf.pages)}" in header


PART_IDS = (
    "open", "facts", "needs", "objectives", "outline", "blueprint", "assessment", "credit", "people", "reviews",
    "evaluation", "rules", "items", "references",
)  # fmt: skip


def test_a_course_with_errors_has_none(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiz = project / "docs" / "one" / "quiz.md"
    quiz.write_text(quiz.read_text("utf-8").replace("[x]", "[ ]"), "utf-8")
    assert export(project, tmp_path / "out") == 1
    told = capsys.readouterr()
    assert "docs/one/quiz.md:" in told.out
    assert "no dossier was written" in told.err
    assert not (tmp_path / "out").exists()


def test_without_chromium_there_is_the_page_and_no_old_print(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(CHROMIUM, str(tmp_path / "nothing"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / f"{NAME}.pdf").write_text("of last year", "utf-8")
    assert export(project, tmp_path / "out") == 1
    told = capsys.readouterr()
    assert f"wrote {tmp_path / 'out' / NAME}.html" in told.out
    assert re.search(rf"{NAME}\.pdf was not written: cannot start .*nothing.*\n    fix: install Chromium", told.err)
    assert [file.name for file in (tmp_path / "out").iterdir()] == [f"{NAME}.html"]


@pytest.mark.parametrize("name", ["docs", "docs/one/new", "site", "site/assets/x", "link/deep", "docs/../docs/up"])
def test_it_is_kept_out_of_what_is_published(name: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "link").symlink_to(project / "docs")
    assert export(project, project / name) == 2
    assert re.search(r"is published.*answer keys\n    fix: choose another folder", capsys.readouterr().err)
    assert not list(project.rglob(f"{NAME}*"))


def test_a_theme_of_ones_own_is_published_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(
        f"{config}\ntheme: {{name: material, custom_dir: mine}}\nsite_dir: out\n", "utf-8"
    )
    assert export(project, project / "mine" / "x") == 2
    assert export(project, project / "out") == 2
    assert capsys.readouterr().err.count("is published") == 2
    assert published(project / "outer", [project / "out"]) is None


def test_a_folder_that_is_a_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(project, project / "mkdocs.yml") == 2
    assert "not a folder\n    fix: give a folder" in capsys.readouterr().err


def test_a_title_cannot_leave_the_style_sheet() -> None:
    assert css_string('a "b" \\ </style>\n') == '"a \\22 b\\22  \\5c  \\3c /style\\3e \\a "'
