"""How a course's own Python for figures is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from coursebook.figures.kinds import NotLoaded, load_kinds


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def", "SyntaxError"),
        (
            "from coursebook.figures import figure_kind\n@figure_kind('bar', ())\ndef bar(table, facts): ...",
            "duplicate kind of figure 'bar'",
        ),
    ],
)
def test_what_cannot_be_loaded_is_reported(code: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(code, "utf-8")
    with pytest.raises(NotLoaded, match=f"own.py: .*{problem}"):
        load_kinds([tmp_path])
