"""The bodies of this course: their rules are listed, and the names of their credit are found."""

from __future__ import annotations

import csv
import re

import pytest
from conftest import ROOT, Course
from coursebook.accreditation.bodies import read_bodies
from coursebook.accreditation.rule_table import TABLE
from coursebook.report.finding import CODES

RULES = [code for code in CODES if re.fullmatch(r"(?!IW|AS)[A-Z]{2}-\d\d", code)]
"""Codes that are rules for a whole course."""
BODIES, _ = read_bodies("bib/bodies.toml", ROOT / "bib" / "bodies.toml")


def test_all_rules_are_listed_with_their_state(course: Course) -> None:
    """92 of 92, none open; the severity in the table is the one of the code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["id"] for row in rows}) == 92
    assert {row["id"]: CODES[row["id"]].severity for row in rows if row["id"] in RULES} == {
        row["id"]: row["severity"] for row in rows if row["id"] in RULES
    }
    page = (course.site / "about" / "rules" / "index.html").read_text("utf-8")
    listed = re.findall(r'<tr id="([A-Z]{2}-\d\d)" data-area="[^"]+" data-state="(\w+)">', page)
    assert [rule for rule, _ in listed] == [row["id"] for row in rows]
    assert {state for _, state in listed} <= {"enforced", "shown", "person"}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("AMA", "AMA PRA Category 1"), ("AMA", "AMA\nPRA credit"), ("AMA", "category 1 credit"),
        ("ANCC", "ANCC contact hours"), ("IACET", "IACET CEUs"), ("IACET", "ıacet-approved"), ("BOC", "Boc Category A"),
        ("NCBAHM", "PDA points"), ("PACE", "PACE-recognized"), ("Texas PT", "CCUs"),
    ],
)  # fmt: skip
def test_every_name_of_credit_is_found_by_one_of_its_stems(body: str, name: str) -> None:
    names, text = BODIES[body].names, f"It gives 3 {name}. No space, damage or sub-category."
    assert names is not None
    assert [match[0] for match in BODIES[body].named(text, text.lower())] == [
        match[0] for match in names.finditer(text)
    ]
    assert next(names.finditer(text))[0].lower().startswith(name.lower()[:4])
