"""The handout gives nothing away: everything that only an answer holds is looked for in its HTML."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from conftest import Course


def inside(path: Path) -> lxml.html.HtmlElement:
    (handout,) = lxml.html.fromstring(path.read_text("utf-8")).find_class("cb-handout")
    return handout


@pytest.mark.parametrize("which", ["kinds", "course"])
def test_no_key_no_rationale_no_telling_attribute(kinds_site: Path, course: Course, which: str) -> None:
    site = kinds_site if which == "kinds" else course.site
    handout = inside(site / "handout" / "index.html")
    text = " ".join(handout.text_content().split())
    html = lxml.html.tostring(handout, encoding="unicode")
    told = set()
    count = 0
    for page in site.rglob("index.html"):
        for form in lxml.html.fromstring(page.read_text("utf-8")).find_class("cb-question"):
            count += 1
            for part in ("cb-rationale", "cb-explanation"):
                told |= {" ".join(one.text_content().split()) for one in form.find_class(part)}
            told |= set(form.xpath(".//@data-hash | .//@data-option | .//@data-row | .//@data-target"))
            stem = " ".join(form.find_class("cb-stem")[0].text_content().split())[:25]
            assert stem in text
    assert count == len(handout.find_class("cb-asked")) >= 8
    # Short ones ("Yes.") may stand in a stem by chance; in the course every rationale is a sentence.
    assert {one for one in told if len(one) > 12 and one in text} == set()
    names = {name for element in handout.iter() for name in element.attrib}
    assert names <= {"class", "href", "src", "alt", "colspan", "rowspan", "scope", "display", "start", "style"}
    assert handout.xpath(".//input | .//select | .//option | .//details | .//form | .//sup") == []
    assert "data-" not in html
    classes = {name for one in handout.iter() for name in one.get("class", "").split()}
    assert classes <= set("cb-handout cb-who cb-write cb-wide cb-box cb-kind cb-asked cb-lines".split())


def test_it_stays_out_of_the_search(kinds_site: Path) -> None:
    index = (kinds_site / "search" / "search_index.json").read_text("utf-8")
    assert "short of breath" not in index
