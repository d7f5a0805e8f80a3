"""Nothing that a page needs is taken away, and what is sent on a first visit stays small."""

from __future__ import annotations

import gzip
import re

from conftest import Course
from coursebook.weight import lighten, tight, trim

CSS = """@charset "UTF-8";.used{color:red}.unused{color:blue}.used.unused,.used:hover{top:0}[dir=rtl] .used{left:0}
@media (min-width:1px){.unused{top:1px}.used:not(.gone){top:2px}}@font-face{font-family:x}p,.unused p{margin:0}
.named{top:3px}.built--a{top:4px}:root{--md-a-icon:url("data:x;y{z}");--md-b-icon:url("b")}.used:after{mask:var(--md-a-icon)}"""


def test_only_what_cannot_match_goes() -> None:
    light = lighten(CSS, ['<p class="used x">'], ['e.classList.add("named");f=`built--${x}`'])
    assert light == (
        '@charset "UTF-8";.used{color:red}.used:hover{top:0}@media (min-width:1px){.used:not(.gone){top:2px}}'
        "@font-face{font-family:x}p{margin:0}.named{top:3px}.built--a{top:4px}"
        ':root{--md-a-icon:url("data:x;y{z}");}.used:after{mask:var(--md-a-icon)}'
    )


def test_right_to_left_is_kept_where_it_is_read() -> None:
    assert "[dir=rtl]" in lighten(CSS, ['<p class="used">'], [], right_to_left=True)


def test_white_space_goes_where_nobody_sees_it() -> None:
    html = "<p>\n\n   a\n  b</p>\n<pre>\n\n   a\n</pre>\n   <textarea>\n  x</textarea>"
    assert trim(html) == "<p>\na\nb</p>\n<pre>\n\n   a\n</pre>\n<textarea>\n  x</textarea>"


def test_a_stylesheet_loses_only_white_space() -> None:
    css = 'a b ,\n.c > d {\n  content: "{ ; }  x";\n  margin: 0 calc(1px + 2px);\n}\n@media print {\n  a :is(b) {}\n}\n'
    assert tight(css) == 'a b,.c>d{content:"{ ; }  x";margin:0 calc(1px + 2px)}@media print{a :is(b){}}'


def test_a_first_visit_weighs_at_most_75_kilobytes(course: Course) -> None:
    """Everything a lesson with questions loads before anybody searches, gzipped as servers do."""
    for path in ("index.html", "safety/chest/index.html"):
        page = course.site / path
        html = page.read_text("utf-8")
        files = {page}
        for address in re.findall(
            r'(?:<script[^>]* src|<link[^>]*rel="(?:stylesheet|icon)"[^>]* href)="([^"]+)"', html
        ):
            files.add((page.parent / address).resolve())
        if "questions.mjs" in html:
            files.add(course.site / "assets/coursebook/record.mjs")
        weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
        assert len(files) <= 10
        assert weight <= 75_000, f"{path}: {weight} bytes in {len(files)} files"
