"""The rules of bodies: a course that breaks none, and the same course broken in one place at a time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TESTS
from coursebook.report.finding import CODES

RULES = [code for code in CODES if re.fullmatch(r"(?!IW|AS)[A-Z]{2}-\d\d", code)]
"""Codes that are rules for a whole course."""
PROVIDER = TESTS / "courses" / "provider"
HOME, LESSON, QUIZ = "docs/index.md", "docs/one/index.md", "docs/one/quiz.md"

BREAKS = [
    ("CR-01", HOME, "{body: AMA, claimed: 0.5}", "{body: Another Board, claimed: 0.5, minutes: 60}"),
    ("CR-02", "docs/credit.md", "/// worksheet\n///\n", ""),
    ("CR-03", LESSON, "title: One", "title: One\ncredit: 0.5"),
    ("CR-04", LESSON, "title: One", "title: One\nwords: 5000"),
    ("CR-05", HOME, "rated_by: Rob Reviewer", "rated_by: Ann Author"),
    ("CR-05", HOME, "{value: 2, rated", "{value: 2.2, rated"),
    ("CR-06", HOME, "level: basic", "level: basic  # and one recording more"),
    ("CR-07", HOME, "claimed: 0.5}", "claimed: 0.75}"),
    ("CR-07", HOME, "claimed: 0.5}", "claimed: 0.5, rounding: down}"),
    ("CR-08", HOME, "claimed: 0.5}", "claimed: 0.5}\n  - {body: IACET, claimed: 0.1, assessment: false}"),
    ("CR-09", LESSON, "Serious harm", "This is worth 1 CEU. Serious harm"),
    ("CR-10", "docs/pilot.csv", "T3,2026-09-07,45\n", ""),
    ("CR-10", "docs/pilot.csv", "T1,2026-09-05,40", "T1,2026-09-05,140"),
    ("CR-11", HOME, "designated: 2026-10-15", "designated: 2026-11-15"),
    ("CR-12", LESSON, "Serious harm", "This is worth 1 ANCC credit. Serious harm"),
    ("CR-12", HOME, "    expires: 2028-10-01\n    statement", "    expires: 2026-11-20\n    statement"),
    ("FM-01", HOME, "released: 2026-11-01\n", ""),
    ("FM-01", HOME, "/// facts\n///\n", ""),
    ("FM-02", HOME, "pass_mark: 80\n", ""),
    ("FM-03", HOME, "level: basic\n", ""),
    ("FM-04", HOME, "methods: [reading, questions]\n", ""),
    ("FM-05", HOME, "audience: [physical therapists]\n", ""),
    ("FM-06", HOME, "sources: [Witt2009Safety, Brady2014Adverse]", "sources: [Witt2009Safety]"),
    ("FM-06", HOME, "  reviewed: 2026-09-01\n", "  reviewed: 2025-09-01\n"),
    ("FM-07", HOME, "complaints: complaints@example.org\n", ""),
    ("FM-08", HOME, "nondiscrimination: All learners are served alike.\n", ""),
    ("DT-01", HOME, "expires: 2028-10-01\nprovider", "expires: 2030-10-01\nprovider"),
    ("D001", HOME, "expires: 2028-10-01\nprovider", "expires: 2026-11-20\nprovider"),
    ("D001", LESSON, "reviewed: 2026-10-01", "reviewed: 2024-10-01"),
    ("DT-02", HOME, "    expires: 2028-10-01\n    statement", "    expires: 2026-12-20\n    statement"),
    ("DT-03", "docs/law.csv", ",2026-11-01,", ",2026-04,"),
    ("PP-01", HOME, "collected: 2026-09-01", "collected: 2025-09-01"),
    ("PP-01", HOME, "    disclosures: none\n", ""),
    ("PP-02", HOME, ", mitigated: content reviewed by others", ""),
    ("PP-03", HOME, "employer: Example University", "employer: Example Needles Inc"),
    ("PP-04", HOME, "    credentials: MD\n", ""),
    ("PP-05", HOME, "reviewer: Rob Reviewer, date", "reviewer: Ann Author, date"),
    ("PP-05", HOME, ", answer: Two sentences were changed.", ""),
    ("CT-02", QUIZ, 'title: "Quiz: One"\n---\n', 'title: "Quiz: One"\n---\n\nThe meridian runs here.\n'),
    ("CT-03", LESSON, "Serious harm is rare.", "Needling is a proven method."),
    ("CT-04", LESSON, "Compare the harms", "Palpate the signs"),
    ("CT-05", "docs/law.md", "/// in-person | law.csv\n///\n", ""),
    ("CT-06", LESSON, "Serious harm", "In Ohio this is legal.\n\nSerious harm"),
    ("CT-08", LESSON, " Others have said the same.[@Vickers2018IPD]", ""),
    ("CT-09", LESSON, "Serious harm", "Use Needlex. Serious harm"),
    ("CT-09", LESSON, "Serious harm", "[Read on](https://example.org/?utm_source=x). Serious harm"),
    ("CT-10", LESSON, "bars.svg", "https://example.org/bars.svg"),
    ("CT-11", HOME, "support: none", "support: ['[A company](https://example.org)']"),
    ("OB-01", LESSON, "Compare the harms", "Understand the harms"),
    ("OB-02", LESSON, "Compare the harms of two methods.", "Compare harms and select a method."),
    ("OB-03", LESSON, "methods.\n---", "methods.\n  one-2: Compare the costs of two methods.\n---"),
    ("OB-04", LESSON, ' objective="one-1"', ""),
    ("OB-05", HOME, "level: basic", "level: advanced"),
    ("EV-01", "docs/evaluation.md", "/// evaluation\n///\n", ""),
    ("EV-02", HOME, "follow_up: 3", "follow_up: 1"),
    ("RC-01", HOME, "retention_years: 7", "retention_years: 3"),
    ("RC-02", HOME, "edition: 2026.1\n", ""),
    ("AC-02", LESSON, "Two bars, one three times as long as the other", ""),
    ("PV-01", LESSON, "Serious harm", '<script src="https://example.org/count.js"></script>\n\nSerious harm'),
    ("PV-02", LESSON, "Serious harm", "The patient (MRN 123456) was well. Serious harm"),
    ("CE-01", "docs/certificate.md", "/// certificate\n///\n", ""),
    ("CE-01", HOME, "  category: safety\n", ""),
    ("CE-01", HOME, "    statement: Example Institute designates this enduring material for a maximum of 0.5 AMA PRA "
     "Category 1 Credits.\n", ""),
    ("CE-02", HOME, "    others: Example Institute designated this enduring material for 0.5 AMA PRA Category 1 "
     "Credits; the holder took part.\n", ""),
    ("CE-02", HOME, "signer: Pat Provider, director", "signer: Pat Provider of Example Needles Inc, director"),
    ("CE-03", HOME, "category: safety", "category: Competence in safety"),
    ("K002", "bib/ce-rules.csv", ",error,A person tries it with a screen reader.", ",error,"),
]  # fmt: skip
"""Rule, file, what stands there, what breaks it."""
BIB = (PROVIDER / "bib" / "references.bib").read_text("utf-8")
SECOND = """
## Costs {: #costs objective="one-2" }

/// question | one-costs-1
    objective: one-2

Which of the two methods needs more visits in one month?

- [x] The first

    > It does.[@Witt2009Safety]

- [ ] The second

    > It does not.[@Witt2009Safety]

- [ ] The third

    > It does not.[@Witt2009Safety]
///
"""
MORE: dict[tuple[str, str], dict[str, str | bytes]] = {
    ("CR-06", HOME): {"docs/one/talk2.mp3": b"ID3"},
    ("CT-08", LESSON): {"bib/references.bib": BIB[: BIB.index("@article{Vickers2018IPD")]},
    ("OB-03", LESSON): {QUIZ: (PROVIDER / QUIZ).read_text("utf-8") + SECOND},
}
"""What a break needs besides."""


def codes(findings: str) -> list[str]:
    return re.findall(r"\[([A-Z]{1,2}-?\d{2,3})\]$", findings, re.MULTILINE)


def broken(build_course, rule: str, file: str, old: str, new: str) -> str:  # type: ignore[no-untyped-def]
    text = (PROVIDER / file).read_text("utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {file}"
    files = {file: text.replace(old, new), **MORE.get((rule, file), {})}
    built = build_course(PROVIDER, files, bare=True)
    assert built.warnings == []
    return str(built.findings)


def test_the_whole_course_breaks_no_rule(build_course) -> None:  # type: ignore[no-untyped-def]
    built = build_course(PROVIDER, bare=True)
    assert (built.findings, built.warnings) == ("", [])


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "file", "old", "new"), BREAKS, ids=lambda value: str(value)[:24])
def test_one_violation_is_told_as_that_rule_alone(build_course, rule: str, file: str, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    findings = broken(build_course, rule, file, old, new)
    assert set(codes(findings)) == {rule}, findings


def test_what_will_be_out_of_date(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    build_course(PROVIDER, bare=True)

    def check(*options: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "coursebook", "check", *options]
        done = subprocess.run(command, cwd=tmp_path / "course", capture_output=True, encoding="utf-8", check=False)
        return done.returncode, codes(done.stdout)

    assert check("--on", "2026-11-21", "--strict") == (0, [])
    assert check("--on", "2027-06-01") == (0, ["DT-03"])
    assert check("--on", "2027-06-01", "--strict") == (1, ["DT-03"])
    assert check("--on", "soon") == (2, [])


def test_a_photograph_that_knows_too_much(build_course) -> None:  # type: ignore[no-untyped-def]
    lesson = (PROVIDER / LESSON).read_text("utf-8").replace("bars.svg", "back.jpg")
    photograph = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00"
    built = build_course(PROVIDER, {LESSON: lesson, "docs/one/back.jpg": photograph}, bare=True)
    assert codes(built.findings) == ["PV-02"]
    plain = build_course(
        PROVIDER, {LESSON: lesson, "docs/one/back.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"}, bare=True
    )
    assert plain.findings == ""


def test_every_rule_that_is_enforced_is_broken_once() -> None:
    assert set(RULES) - {rule for rule, *_ in BREAKS} == set()


def test_every_rule_that_is_enforced_has_a_failing_golden_file() -> None:
    told = "".join(path.read_text("utf-8") for path in (TESTS / "golden" / "ce").glob("*.txt"))
    assert {rule for rule in RULES if f"[{rule}]" not in told} == set()
