"""The course itself, checked against what it promises."""

from __future__ import annotations

import csv
import re
from collections import Counter

import lxml.html
import pytest
from conftest import ROOT, Course
from coursebook.model import module_of
from handouts import shows_no_answer

MODULES = ("introduction", "mechanisms", "technique", "safety", "training", "regulation")
CLINICAL = MODULES[:4]


def text_of(module: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / module).glob("*.md")))


def test_nothing_is_wrong(course: Course) -> None:
    assert course.warnings == []


@pytest.mark.parametrize("module", MODULES)
def test_module(course: Course, module: str) -> None:
    """Two to four objectives, 900 words and more, ten references and more, a quiz of five questions and more."""
    built = next(one for one in course.build.course.syllabus.modules if one.name == module)
    assert 2 <= len(built.objectives) <= 4
    assert sum(page.words for page in built.pages) >= 900
    cited = {c.key for c in course.build.course.cited if module_of(c.page) == module}
    assert len(cited) >= 10
    assert len(course.build.course.questions[f"{module}/quiz.md"]) >= 5
    assert "reviewed:" in text_of(module)


def test_the_final_assessment_covers_every_objective(course: Course) -> None:
    """Sixty questions and more, ten and more a module (fifteen on safety), two and more an objective; each says where
    to read again; at least four cases.
    """
    bank = course.build.course.questions["assessment/final.md"]
    tested = Counter(question.objective for question in bank)
    of_module = Counter(question.objective.rpartition("-")[0] for question in bank)
    objectives = {one.id for module in course.build.course.syllabus.modules for one in module.objectives}
    assert len(bank) >= 60
    assert set(tested) == objectives
    assert min(tested.values()) >= 2
    assert all(of_module[module] >= (15 if module == "safety" else 10) for module in MODULES)
    assert len({question.case for question in bank} - {""}) >= 4
    text = (ROOT / "docs" / "assessment" / "final.md").read_text("utf-8")
    assert len(re.findall(r"Read again: \[[^\]]+\]\(\.\./[\w/-]+\.md#[\w-]+\)\.$", text, re.MULTILINE)) == len(bank)


def test_what_the_final_assessment_says_of_itself_is_so(course: Course) -> None:
    """Its numbers are those of the quiz; it gives no credit, since its key is in the page and nobody approved it."""
    sources = course.build.sources
    quiz, about = sources.quizzes["assessment/final.md"], " ".join(sources.texts["assessment/index.md"].body.split())
    objectives = [one for module in course.build.course.syllabus.modules for one in module.objectives]
    assert f"draws {quiz.draw} questions from a bank on all six modules" in about
    assert quiz.least == 1
    assert f"at least one for each of the {len(objectives)} objectives" in about
    assert f"**The pass mark.** {quiz.pass_mark}%" in about
    assert not quiz.private
    assert sources.facts.approvals == ()
    for said in ("This is a self-assessment.", "Its key is in the page.", "Nobody has approved it.", "theory only"):
        assert said in about


@pytest.mark.parametrize("module", CLINICAL)
def test_clinical_modules_set_documents_beside_evidence(module: str) -> None:
    assert "| Stop saying | Say instead | Why |" in text_of(module)


def test_every_option_has_a_rationale_with_a_source(course: Course) -> None:
    """Of every question of the course, wherever it is."""
    questions = course.build.course.all_questions
    assert len(questions) > 200
    for question in questions:
        for option, rationale in zip(question.options, question.parts.rationales, strict=True):
            assert 'class="footnote-ref"' in rationale, f"{question.source}: {option}"


def test_every_claim_of_the_ledger_is_taught_or_left_out_for_a_reason(course: Course) -> None:
    taught = {use.id for use in course.build.course.uses}
    claims = course.build.sources.claims
    assert {f"C{number:03}" for number in range(1, 212)} <= set(claims)
    assert {claim.id for claim in claims.values() if claim.id not in taught and claim.shown == "lesson"} == LEFT_OUT


LEFT_OUT = {"C086"}  # advertising for the clinic that wrote the page
"""Claims of the ledger that no lesson has."""


def test_the_course_is_honest_about_approval(course: Course) -> None:
    home = (course.site / "index.html").read_text("utf-8")
    assert "No accrediting body has approved this course." in home
    assert "None named in this edition." in home


def test_needling_is_not_taught_by_reading() -> None:
    for page in (ROOT / "docs" / "technique").glob("*.md"):
        assert "in-person, supervised training is required" in page.read_text("utf-8").casefold(), page.name


def test_states_are_all_there() -> None:
    with (ROOT / "docs" / "regulation" / "regulation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 51
    assert len({row["code"] for row in rows}) == 51


def test_no_figure_of_memory_and_no_note_to_self_is_published() -> None:
    for path in [*(ROOT / "docs").rglob("*.*"), *(ROOT / "bib").iterdir()]:
        if path.suffix in (".md", ".csv", ".bib"):
            text = path.read_text("utf-8")
            assert not re.search(r"unverified_id|\bseed\b|main_finding|shared/", text), path


def test_the_course_is_let_off_for_a_reason_only() -> None:
    """What the questions of this course are let off, so that it stays a handful."""
    allowed = [
        line.strip()
        for path in sorted((ROOT / "docs").glob("*/*.md"))
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("    allow:")
    ]
    assert len(allowed) <= 5


def test_each_lesson_of_this_course_has_its_grade(course: Course) -> None:
    """The worksheet is written before the lessons, by its path, and still knows what stands in them."""
    page = lxml.html.parse(str(course.site / "about" / "credit" / "index.html"))
    rows = [[cell.text_content().strip() for cell in row] for row in page.xpath("//table[@class='cb-sums']//tr[td]")]
    graded = {row[0]: float(row[4]) for row in rows if len(row) == 5 and row[4]}
    assert len(graded) >= 15
    assert all(8 <= grade < 13 for grade in graded.values()), graded


def test_the_handout_shows_no_answer(course: Course) -> None:
    shows_no_answer(course.site)
