"""The frame of a page in small courses: what the navigation lists, and that titles are text."""

from __future__ import annotations

import re

from conftest import MINIMAL, ROOT


def test_a_page_that_hides_the_navigation_has_it_in_the_drawer(build_course) -> None:  # type: ignore[no-untyped-def]
    page = "---\nhide: [navigation, toc]\n---\n# Wide\n\nText.\n"
    html = build_course(files={"docs/wide.md": page}).html("docs/wide.md")
    assert 'class="cb-nav cb-nav--drawer"' in html
    assert 'data-md-type="toc" hidden' in html


def test_titles_are_text(build_course) -> None:  # type: ignore[no-untyped-def]
    """What an author writes into a title cannot become markup of the frame."""
    page = '---\ntitle: "<img src=x onerror=alert(1)> R&D \\"x\\""\n---\n# A\n\n## <b>B</b> & <i>\n\nText.\n'
    html = build_course(files={"docs/odd.md": page}).html("docs/odd.md")
    (nav,) = re.findall(r'<nav class="cb-nav".*?</nav>', html, re.DOTALL)
    (bar,) = re.findall(r'<header class="md-header".*?</header>', html, re.DOTALL)
    assert "<img" not in nav + bar
    assert "R&amp;D" in nav


def test_a_course_in_folders_of_folders(build_course) -> None:  # type: ignore[no-untyped-def]
    """What is open is shown to any depth; what is not is one link to its first page."""
    config = (MINIMAL / "mkdocs.yml").read_text("utf-8").replace("../../../hooks", "HOOKS")
    config += """
nav:
  - index.md
  - A:
    - B: [one/index.md, one/quiz.md]
    - C: [bibliography.md]
  - Out: https://example.org/
"""
    built = build_course(files={"mkdocs.yml": config.replace("HOOKS", str(ROOT / "hooks"))})
    (nav,) = re.findall(r'<nav class="cb-nav".*?</nav>', built.html("docs/one/quiz.md"), re.DOTALL)
    links = re.findall(r'<a href="([^"#]*)"', nav)
    assert links == ["../..", "../", "../", "../", "./", "../../bibliography/", "https://example.org/"]
    (nav,) = re.findall(r'<nav class="cb-nav".*?</nav>', built.html("docs/index.md"), re.DOTALL)
    assert re.findall(r'<a href="([^"#]*)"', nav) == [".", "one/", "https://example.org/"]
