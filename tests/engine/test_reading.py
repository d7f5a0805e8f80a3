"""What of a question counts as its words: for its hash, for the rules, and for the names of its options."""

from __future__ import annotations

import re

import pytest
from coursebook.model import Question
from onepage import OnePage, Shown, the_page

QUESTION = "# Quiz\n\n/// question | q\n    objective: one-1\n    type: {type}\n\n{stem}\n\n{answers}\n///\n"
STEM = "What is it that you see here?"
ANSWERS = "- [x] a lung\n\n    > why\n\n- [ ] a rib\n\n    > why"


@pytest.fixture(scope="module")
def page() -> OnePage:
    return the_page()


def ask(page: OnePage, answers: str = ANSWERS, stem: str = STEM, type: str = "choice") -> tuple[Question, Shown]:
    shown = page.show(QUESTION.format(type=type, stem=stem, answers=answers))
    (question,) = shown.questions
    return question, shown


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("mm", "mm"),
        ("m²", "m²"),
        ("m<sup>2</sup>", "m<sup>2</sup>"),
        ("&micro;g", "&micro;g"),
        ("kg\\*m", "kg*m"),
        ("*mm*", "<em>mm</em>"),
        ("mm[@Witt2009Safety]", "mm"),
    ],
)
def test_a_unit_is_shown_as_it_reads(page: OnePage, written: str, unit: str) -> None:
    """Beside the field stands what a learner may type behind the number, not the marks of Markdown."""
    _, shown = ask(page, f"- [x] 4 ± 1 {written}\n\n    > why", type="number")
    found = re.search(r'<span class="cb-unit">(.*?)</span>', shown.html)
    assert found
    assert found[1] == unit


def test_a_typed_answer_is_kept_as_it_is_compared(page: OnePage) -> None:
    """In a private key, too: what is typed is compared with `says`, the rest is for readers."""
    question, _ = ask(page, "- [x] *Collapsed  LUNG*.\n\n    > why", type="blank")
    assert [(one.text, one.answer_code) for one in question.options] == [("Collapsed LUNG.", "collapsed lung")]


def test_the_items_of_a_list_are_words_of_their_own(page: OnePage) -> None:
    question, _ = ask(page, stem=f"A woman of 34 has\n\n- cough\n- fever\n\n{STEM}")
    assert question.stem == f"A woman of 34 has cough fever {STEM}"


@pytest.mark.parametrize("type_", ["choice", "match", "order"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("    - 100 mg", "    - 300 mg"),
        ("    | a |\n    | --- |\n    | 1 |", "    | a |\n    | --- |\n    | 2 |"),
        ("    ```\n    x = 1\n    ```", "    ```\n    x = 2\n    ```"),
    ],
    ids=["list", "table", "code"],
)
def test_all_of_an_option_counts_as_the_option(page: OnePage, type_: str, one: str, other: str) -> None:
    """What stands below its first line is asked, too: an edit of it is an edit of the question."""
    lines = {"choice": "- [x] {}", "match": "- {} => right {}", "order": "1. {}"}[type_]

    def answers(below: str) -> str:
        first, second = lines.format("Aspirin", 1), lines.format("Heparin", 2).replace("[x]", "[ ]").replace("1.", "2.")
        return f"{first}\n\n{below}\n\n    > why\n\n{second}\n\n    > why"

    before, shown = ask(page, answers(one), type=type_)
    after, _ = ask(page, answers(other), type=type_)
    assert [finding for finding in shown.told if finding[1] == "Q010"] == []
    assert before.content_hash != after.content_hash
    again, _ = ask(page, answers(one), type=type_)
    assert before.content_hash == again.content_hash


def test_options_that_differ_below_their_first_line_differ(page: OnePage) -> None:
    _, shown = ask(page, "- [x] Aspirin\n\n    - 100 mg\n\n    > why\n\n- [ ] Aspirin\n\n    - 300 mg\n\n    > why")
    assert shown.told == []


PICTURES = {
    "choice": "- [x] {0}\n\n    > why\n\n- [ ] {1}\n\n    > why",
    "order": "1. {0}\n\n    > why\n\n2. {1}\n\n    > why",
    "match": "- {0} => first\n\n    > why\n\n- {1} => second\n\n    > why",
    "match, right": "- first => {0}\n\n    > why\n\n- second => {1}\n\n    > why",
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_without_words_is_told_where_it_is_an_answer(page: OnePage, kind: str) -> None:
    """Without them nobody who listens knows it, and nothing tells two of them apart once they change places."""
    type_ = kind.split(",")[0]
    bare, shown = ask(page, PICTURES[kind].format("![](a.png)", "![](b.png)"), type=type_)
    told = [one for one in shown.findings if one.code == "Q010" and "a screen reader can read" in one.message()]
    assert [one.place.line for one in told] == [option.source.line for option in bare.options]
    for picture in ("![a {}]({}.png)", '<img alt="a {}" src="{}.png">'):
        _, shown = ask(page, PICTURES[kind].format(picture.format("lung", "a"), picture.format("rib", "b")), type=type_)
        assert [one for one in shown.findings if one.code == "Q010"] == []
