"""Figures that goldens cannot hold: what is drawn is the same in every run."""

from __future__ import annotations

from coursebook.figures.hours import Hours, _panel
from coursebook.locale import Language


def test_professions_with_as_few_hours_stand_in_the_order_of_their_names() -> None:
    names = [
        "Podiatry",
        "Nursing",
        "Acupuncture",
        "Physical therapy",
        "Chiropractic",
        "Medicine",
        "Dentistry",
        "Athletics",
    ]
    found = [Hours(name, "Course", 54.0, "course", False, "2026-01-01") for name in names]
    drawn = _panel("course", found, first=True, words=Language.of("en"))
    assert [value["who"] for value in drawn["data"]["values"]] == sorted(names)
