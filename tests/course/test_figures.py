"""Kinds of figures: those of this course, and how a course's own Python is loaded."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from conftest import ROOT
from coursebook.figures import Facts, Language, Picture
from coursebook.figures.kind import read_table
from coursebook.figures.kinds import KINDS, load_kinds

OURS = load_kinds([ROOT / "hooks" / "figures"])
HOURS = """who,credential_or_setting,hours_min,kind,source_date,evidence
physician,course,300,post-graduate course,2020,primary
physician,other course,300,post-graduate course,2021,secondary
acupuncturist,program,"2,000",entry education,undated,document
acupuncturist,left out,,entry education,undated,primary
acupuncturist,left out,50,CE per cycle,undated,primary
physician,no time,0,post-graduate course,2021,primary
"""
SHOULDER = """part,label,number,references
skin,Skin,,A
lung,Lung,,B
elbow,Elbow,,B
"""


def drawn(kind: str, text: str, folder: Path) -> tuple[Picture, list[str]]:
    """A figure of a table, and the codes of what is wrong with it."""
    (folder / "table.csv").write_text(text, "utf-8")
    table = read_table("table.csv", folder / "table.csv", OURS[kind].columns)
    picture = OURS[kind].draw(table, Facts({}, {"A", "B"}, folder, Language.of("en")))
    return picture, [one.code for one in table.found]


def test_this_course_has_two_kinds_of_its_own() -> None:
    assert set(OURS) - set(KINDS) == {"hours", "apex"}


def test_hours_are_of_courses_and_of_programs(tmp_path: Path) -> None:
    picture, found = drawn("hours", HOURS, tmp_path)
    assert picture.rows == (
        ("physician", "course", "300", "course after a degree", "2020", "law, standard, body or school"),
        ("physician", "other course", "300", "course after a degree", "2021", "law, standard, body or school"),
        ("acupuncturist", "program", "2,000", "whole program", "undated", "a blog post only; no source found"),
    )
    assert picture.drawing.count("<svg") == 2
    assert "300 ×2" in picture.drawing
    assert found == ["P008"]


def test_professions_with_as_few_hours_are_in_the_order_of_their_names() -> None:
    names = ["Podiatry", "Nursing", "Acupuncture", "Physical therapy", "Chiropractic", "Medicine", "Athletics"]
    panel_of = OURS["hours"].draw.__globals__["panel_of"]
    rows = [SimpleNamespace(who=name, hours=54.0, claimed=False) for name in names]
    drawn = panel_of("course", rows, first=True)
    assert [value["who"] for value in drawn["data"]["values"]] == sorted(names)


def test_the_shoulder_shows_only_the_parts_that_are_named(tmp_path: Path) -> None:
    picture, found = drawn("apex", SHOULDER, tmp_path)
    assert picture.rows == (("Skin", "", ("A",)), ("Lung", "", ("B",)))
    assert ">Lung<" in picture.drawing
    assert picture.drawing.count("<ellipse") == 0
    assert found == ["T007"]
