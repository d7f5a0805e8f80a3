"""What a handout must not show: everything that only an answer holds is searched for in its HTML."""

from __future__ import annotations

from pathlib import Path

import lxml.html


def inside(path: Path) -> lxml.html.HtmlElement:
    (handout,) = lxml.html.fromstring(path.read_text("utf-8")).find_class("cb-handout")
    return handout


def shows_no_answer(site: Path) -> None:
    """Fails if the handout of a site has a key, a rationale or an attribute that only an answer has."""
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
