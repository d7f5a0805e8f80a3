"""The second host builds a small course of another repository (`make hosts`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MINIMAL, Built
from second_host import ARTICLE, materialx, run

pytestmark = pytest.mark.slow


def test_a_small_course_of_another_repository(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    folder = materialx(MINIMAL, tmp_path / "next")
    run(folder, "coursebook", "build", "--config-file", str(folder / "mkdocs.yml"))
    built: Built = build_course()
    for page in built.site.rglob("index.html"):
        other = folder / "site" / page.relative_to(built.site)
        assert ARTICLE.findall(page.read_text("utf-8")) == ARTICLE.findall(other.read_text("utf-8")), page
