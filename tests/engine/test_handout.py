"""The handout of a small course has a question of each kind, gives no answer away, and is not found by the search."""

from __future__ import annotations

from pathlib import Path

from handouts import shows_no_answer


def test_no_key_no_rationale_no_telling_attribute(kinds_site: Path) -> None:
    shows_no_answer(kinds_site)


def test_it_stays_out_of_the_search(kinds_site: Path) -> None:
    index = (kinds_site / "search" / "search_index.json").read_text("utf-8")
    assert "short of breath" not in index
