"""What holds of every question and every page, whoever wrote it: found by Hypothesis, not by hand.

Small by default; `make fuzz` looks much deeper. What was found once stands in tests/malformed/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import process_time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from onepage import OnePage, Shown, the_page

QUICK = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
DEEP = settings(QUICK, max_examples=1500, derandomize=False, print_blob=True)

WORD = st.text("abcdefghijklmnopqrstuvwyzéß漢", min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
PIECES = st.sampled_from(
    "///,////,//,question,| q,|,    ,  ,\t,\n,\n\n,objective: one-1,type: number,type: case,- [x] ,- [ ] ,- [],1. ,=>,"
    ">,> Hint: ,    > why,```,~~~,<!--,-->,<div>,</div>,<b>,<script>,[^1],[^1]: ,[@Witt2009Safety],[@,],](,"
    "![,\\(,\\),$$,"
    '4 ± 1 mm,---,# A,!!! note,??? note,| a | b |,{: #a },{: claim="C1" },\\,*,**,_,`,&amp;,&#0;,\u200b,'
    "\u00a0,\x00,\x02,\x03,\ue004,\ue010,\r,\r\n,\u2028,\ufeff,&,<,😀".split(",")
)
ANYTHING = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join),
    st.lists(st.one_of(PIECES, WORD), max_size=40).map(lambda parts: "/// question | q\n" + "".join(parts) + "\n///\n"),
)


@dataclass(frozen=True)
class Written:
    """A question as its author has it in mind."""

    kind: str
    stem: str
    answers: tuple[tuple[str, bool, str], ...]
    hints: tuple[str, ...]
    explanation: str

    def markdown(self, name: str = "q") -> str:
        """As it is written."""
        type_ = f"    type: {self.kind}\n" if self.kind != "choice" else ""
        hints = "\n>\n".join(f"> Hint: {hint}" for hint in self.hints)
        rows = [
            f"{f'{number}.' if self.kind == 'order' else '-'} {self.box(right)}{text}\n\n    > {reason}"
            for number, (text, right, reason) in enumerate(self.answers, start=1)
        ]
        parts = [f"/// question | {name}\n    objective: one-1\n{type_}", self.stem, hints, *rows, self.explanation]
        return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n///\n"

    def box(self, right: bool) -> str:
        return "" if self.kind in ("match", "order") else "[x] " if right else "[ ] "


def _distinct(texts: st.SearchStrategy[str], least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(texts, min_size=least, max_size=5, unique=True)


@st.composite
def written(draw: st.DrawFn, kinds: tuple[str, ...] = ("choice", "number", "blank", "match", "order")) -> Written:
    kind = draw(st.sampled_from(kinds))
    if kind == "number":
        texts = [
            f"{number} mm" for number in draw(st.lists(st.integers(0, 999_999), min_size=1, max_size=4, unique=True))
        ]
    elif kind == "match":
        lefts = draw(_distinct(WORDS, 2))
        rights = draw(st.lists(WORDS, min_size=len(lefts), max_size=len(lefts), unique=True))
        texts = [f"{left} => {right}" for left, right in zip(lefts, rights, strict=True)]
    else:
        texts = draw(_distinct(WORDS, 1 if kind == "blank" else 2))
    ticks = draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    ticks[draw(st.integers(0, len(ticks) - 1))] = True
    reasons = [f"{draw(WORDS)} {number}" for number in range(len(texts))]
    hints = tuple(f"{hint} z" for hint in draw(st.lists(WORDS, max_size=2)))
    answers = tuple(zip(texts, ticks, reasons, strict=True))
    return Written(kind, f"{draw(WORDS)}?", answers, hints, draw(st.one_of(st.just(""), WORDS)))


@pytest.fixture(scope="session")
def page() -> OnePage:
    return the_page()


def never_raises(page: OnePage, text: str) -> None:
    page.show(text.encode("utf-8", "surrogatepass"))


def survives(page: OnePage, question: Written) -> None:
    shown = page.show(question.markdown())
    assert shown.told == [], shown.findings
    (read,) = shown.questions
    assert read.stem == question.stem
    texts = [text.partition(" => ") if question.kind == "match" else (text, "", "") for text, _, _ in question.answers]
    assert [option.text for option in read.options] == [left for left, _, _ in texts]
    if question.kind == "match":
        assert [option.target for option in read.options] == [right for _, _, right in texts]
    elif question.kind != "order":
        assert [option.right for option in read.options] == [right for _, right, _ in question.answers]
    assert read.hints == len(question.hints)
    lines = question.markdown().split("\n")
    for option, (text, _, _) in zip(read.options, question.answers, strict=True):
        assert lines[option.source.line - 1].endswith(text)
    for words in (*(reason for _, _, reason in question.answers), *question.hints, question.explanation):
        assert words in shown.html


def hash_of(page: OnePage, question: Written) -> str:
    (read,) = page.show(question.markdown()).questions
    return read.content_hash


def hash_follows_what_is_asked(page: OnePage, one: Written, other: Written) -> None:
    before = hash_of(page, one)
    same = Written(one.kind, one.stem, tuple((t, r, f"{why} better") for t, r, why in one.answers), (), "new words")
    assert hash_of(page, same) == before
    if one.kind != "order":
        turned = Written(one.kind, one.stem, one.answers[::-1], one.hints, one.explanation)
        assert hash_of(page, turned) == before
        assert identifiers(page.show(turned.markdown())) == identifiers(page.show(one.markdown()))
    stem = Written(one.kind, f"{one.stem} really?", one.answers, one.hints, one.explanation)
    assert hash_of(page, stem) != before
    if asked(one) != asked(other):
        assert hash_of(page, other) != before


def asked(question: Written) -> tuple[object, ...]:
    """What is asked, apart from the order of the answers."""
    boxes = question.kind not in ("match", "order")
    return question.kind, question.stem, {(text, right and boxes) for text, right, _ in question.answers}


def identifiers(shown: Shown) -> set[str]:
    return set(re.findall(r'(?:value|data-row|data-option|data-target)="([0-9a-f]{6})"', shown.html))


def edited(text: str, edit: str, at: int, to: int) -> str:
    """A page with one slip of the hand."""
    lines = text.split("\n")
    first, second = at % len(lines), to % len(lines)
    if edit == "drop":
        del lines[first]
    elif edit == "twice":
        lines.insert(first, lines[first])
    elif edit == "swap":
        lines[first], lines[second] = lines[second], lines[first]
    elif edit == "indent":
        lines[first] = " " * (1 + to % 8) + lines[first]
    elif edit == "dedent":
        lines[first] = lines[first].lstrip()
    elif edit == "join":
        lines[first : first + 2] = [" ".join(lines[first : first + 2])]
    elif edit == "delete" and lines[first]:
        column = to % len(lines[first])
        lines[first] = lines[first][:column] + lines[first][column + 1 :]
    return "\n".join(lines)


EDITS = st.sampled_from(("drop", "twice", "swap", "indent", "dedent", "join", "delete"))


def one_slip(page: OnePage, one: Written, other: Written, edit: str, at: int, to: int) -> None:
    text = f"# Page\n\n{one.markdown('q')}\n{other.markdown('r')}\nEnd.\n"
    slip = edited(text, edit, at, to)
    assume(slip != text)
    shown = page.show(slip)
    assert shown.told or len(shown.questions) == 2, slip
    if not shown.told:
        for read in shown.questions:
            assert len(read.options) >= (1 if read.kind in ("number", "blank") else 2), slip
    left = set(re.findall(r"\w+", re.sub(r"^ {4,}\w+:.*$", "", slip, flags=re.MULTILINE)))
    there = shown.html + "".join(f"{one.message()} {one.fix()}" for one in shown.findings)
    gone = {word for word in left if word not in there} - {"question", "uestion", "Hint", "x"}
    assert not gone or shown.told, slip


CHECKS = {
    "any text": (never_raises, (ANYTHING,)),
    "survives": (survives, (written(),)),
    "hash": (hash_follows_what_is_asked, (written(), written())),
    "one slip": (one_slip, (written(), written(), EDITS, st.integers(0, 99), st.integers(0, 99))),
}


def search(page: OnePage, name: str, how: settings) -> None:
    check, strategies = CHECKS[name]

    @how
    @given(st.tuples(*strategies))
    def run(drawn: tuple[object, ...]) -> None:
        check(page, *drawn)  # type: ignore[operator]

    run()


@pytest.mark.parametrize("name", CHECKS)
def test_property(name: str, page: OnePage) -> None:
    search(page, name, QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_property_deep(name: str, page: OnePage) -> None:
    search(page, name, DEEP)


@pytest.mark.slow
def test_linear(page: OnePage) -> None:
    """Five thousand questions take five times as long as one thousand, on pages of fifty."""

    def seconds(pages: int) -> float:
        text = "\n".join(
            f"/// question | q-{n}\n    objective: one-1\n\nWhich of the two is it, number {n}?\n\n"
            "- [ ] The first\n\n    > It is not.[@Witt2009Safety]\n\n- [x] The second\n\n    > It is.\n\n"
            "As was said.\n///\n"
            for n in range(50)
        )
        begun = process_time()
        for _ in range(pages):
            assert len(page.show(text).questions) == 50
        return process_time() - begun

    seconds(2)
    small, large = seconds(20), seconds(100)
    print(f"1,000 questions {small:.1f} s, 5,000 questions {large:.1f} s: {large / small / 5:.2f} times as long each")
    assert large / 5 <= 1.3 * small
