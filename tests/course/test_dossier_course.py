"""The dossier of this course: all its parts, questions and references are in it, and it stands alone."""

from __future__ import annotations

import re
from itertools import pairwise

import lxml.html
import pytest
from conftest import Course
from coursebook.accreditation.rule_table import TABLE
from coursebook.steps.dossier import write_dossier

PARTS = [
    "Open entries", "Course facts", "Needs statement", "Objectives", "Content outline", "Blueprint", "Assessment",
    "Time and credit", "People and disclosures", "Review log and dates", "Evaluation form", "Rules and their status",
    "Item bank with keys", "References",
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(course: Course) -> str:
    """The dossier of the project's own course."""
    text = write_dossier(course.build.course, course.build.found)
    assert text is not None
    return text


def test_every_part_is_there_and_the_front_says_what_is_open(whole: str, course: Course) -> None:
    page = lxml.html.document_fromstring(whole)
    assert [" ".join(one.text_content().split()) for one in page.xpath("//main/section/h2")] == [
        f"{number} {title}" for number, title in enumerate(PARTS, start=1)
    ]
    assert [one.text_content().strip() for one in page.xpath("//nav/ol/li/p/a")] == PARTS
    cover = page.xpath("//header")[0].text_content()
    assert "Confidential: contains the answer keys" in cover
    assert "To be completed by a provider" in cover
    assert re.search(r"Errors: 0, warnings: \d+, notes: \d+", cover)
    assert page.xpath("//html/@lang") == ["en"]
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), "no level is left out"
    assert page.xpath("//th[not(@scope)]") == []


def test_nothing_of_the_course_is_left_out(whole: str, course: Course) -> None:
    page = lxml.html.document_fromstring(whole)
    build = course.build.course
    ids = {str(one) for one in page.xpath("//@id")}
    questions = [question for each in build.questions.values() for question in each]
    assert len(questions) > 100
    assert {f"q-{one.id}" for one in questions} - ids == set()
    assert {f"objective-{one}" for one in build.sources.outline.by_id} - ids == set()
    rules = re.findall(r"^([A-Z]{2}-\d\d),", TABLE.read_text("utf-8"), re.MULTILINE)
    assert len(rules) == 92
    assert set(rules) - ids == set()
    cited = {f"ref-{build.sources.bibliography.aliases[one.key]}" for one in build.all_cited}
    assert cited - ids == set()
    titles = {one.text_content().split("\n")[0].strip() for one in page.xpath("//section[@id='part-outline']//th")}
    assert set(build.titles.values()) - titles == set()
    blueprint = {str(one) for one in page.xpath("//section[@id='part-blueprint']//@href")}
    assert {f"#q-{one.id}" for one in questions if one.objective} - blueprint == set()


def test_every_question_has_its_key_and_its_reasons(whole: str, course: Course) -> None:
    page = lxml.html.document_fromstring(whole)
    for question in [one for each in course.build.course.questions.values() for one in each]:
        item = page.get_element_by_id(f"q-{question.id}")
        right = [" ".join(one.text_content().split()) for one in item.find_class("right")]
        assert len(right) == sum(option.right for option in question.options), question.id
        if question.kind in ("one", "many"):
            assert len(item.find_class("key")) == len(right), question.id
            wanted = [option.text for option in question.options if option.right]
            assert all(_plain(text) in _plain(told) for text, told in zip(wanted, right, strict=True)), question.id
        assert sum(bool(one.text_content().strip()) for one in item.find_class("why")) == sum(
            option.has_rationale for option in question.options
        ), question.id
        assert f"tests {question.objective}:" in item.text_content()


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def test_it_stands_alone(whole: str) -> None:
    page = lxml.html.document_fromstring(whole)
    assert page.xpath("//script | //link | //form | //input | //iframe | //object") == []
    assert page.xpath("//@onclick | //@style") == []
    ids = [str(one) for one in page.xpath("//@id")]
    assert len(ids) == len(set(ids))
    links = {str(one) for one in page.xpath("//a/@href")}
    assert {one for one in links if one.startswith("#") and one[1:] not in ids} == set()
    assert {one for one in links if not one.startswith(("#", "https://", "http://", "mailto:"))} == set()
    assert all(str(one).startswith("data:") for one in page.xpath("//img/@src"))
    assert "default-src 'none'" in whole
