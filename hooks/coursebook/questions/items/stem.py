"""Rules on the stem: what is asked. Those on its form hold for every kind, unless they say `choice`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...report.finding import Finding
from .item import DATA, Item, rule, words

NEGATIVE = re.compile(r"\b(not|except|least|never|incorrect|false)\b|\b\w+(n['’]t)\b", re.IGNORECASE)
NOT_NEGATIVE = re.compile(
    r"\bat least\b|\bwhether or not\b|\b(?:but )?not (?:only|least)\b|\bbut not\b"
    r"|\b(?:if|when|because|since|although|while|who)\b[^,;?]*",  # a clause that sets the scene
    re.IGNORECASE,
)
EMPTY = re.compile(
    r"\bwhich (?:one )?(?:of the following|of these|statement|answer|option)s?(?: statements?| answers?| options?)?"
    r"(?: below)? (?:is|are) (?:true|correct|right|accurate|false|incorrect|wrong)\b",
    re.IGNORECASE,
)
BLANK = re.compile(r"_{2,}|(?<=\s)(?:…|\.{3,})(?=\s+[a-z])")
ARTICLE = re.compile(r"\b(an?)\W*$", re.IGNORECASE)
CAPITALS = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]+)*(?=s?\b)")
NO_ABBREVIATION = frozenset(DATA["words"]["not_abbreviations"].split())
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
LONGEST_STEM = 120
"""Words."""
SHORTEST_STEM = 6
"""Words."""


@rule("IW-04")
def positive_stem(item: Item) -> Iterator[Finding]:
    """IW-04, in the sentence that asks; a story may say what did not happen."""
    text = NOT_NEGATIVE.sub("", item.asked)
    found = list(dict.fromkeys((match[1] or match[0]).casefold() for match in NEGATIVE.finditer(text)))
    if found and set(found) <= item.stressed:
        yield item.stem("IW-04", *found)
    elif found:
        yield item.stem("IW-04-unmarked", *found)


@rule("IW-12")
def no_hanging_article(item: Item) -> Iterator[Finding]:
    """IW-12: a stem that ends with `a` or `an` gives away how the key begins."""
    if match := ARTICLE.search(item.asked):
        yield item.stem(
            "IW-12",
            problem=f"has a stem that ends with '{match[1]}'",
            fix="end the stem with a complete question, and move the article into the options",
        )


@rule("IW-17")
def asks_a_full_question(item: Item) -> Iterator[Finding]:
    """IW-17, choice: the stem ends with a question that can be answered before the options are read."""
    if not item.choice or not item.question.stem:
        return
    problem, fix, found = "", "", []
    if not item.asked.rstrip("\"”’')] ").endswith("?"):
        problem, fix = "does not end with a question", "end the stem with a question, and a '?'"
    elif len(item.words) < SHORTEST_STEM:
        problem = f"asks in fewer than {SHORTEST_STEM} words"
        fix = "put into the stem what a learner needs to answer before reading the options"
    elif match := EMPTY.search(item.asked):
        problem, found = f"does not ask anything specific: '{match[0]}'", [match[0]]
        fix = "ask about the one point in which the options differ"
    if problem:
        yield item.stem("IW-17", *found, problem=problem, fix=fix)


@rule("IW-18")
def no_blank_in_the_middle(item: Item) -> Iterator[Finding]:
    """IW-18."""
    stem = item.question.stem
    for match in BLANK.finditer(stem):
        if words(stem[match.end() :]):
            yield item.stem("IW-18", match[0])
            return


@rule("IW-20")
def explains_abbreviations(item: Item) -> Iterator[Finding]:
    """IW-20, in stem and options. A name with a number (T12, GB21, CO2) and a Roman numeral are not."""
    reported = set()
    for place, text in [(None, item.question.stem), *((option, option.text) for option in item.options)]:
        for match in CAPITALS.finditer(text):
            word = match[0]
            known = word in item.explained or word in NO_ABBREVIATION or ROMAN.fullmatch(word)
            number = text[match.end() : match.end() + 1].isdigit() or text[match.start() - 1 : match.start()].isdigit()
            spelled_out = re.search(rf"\({word}s?\)|\b{word}s? \(", item.question.stem)
            if known or number or spelled_out or word in reported or word.casefold() in item.stressed & {"not"}:
                continue
            reported.add(word)
            yield item.stem("IW-20", word) if place is None else item.option("IW-20", place, word)


@rule("IW-21")
def short_stem(item: Item) -> Iterator[Finding]:
    """IW-21, as far as a machine can check."""
    if (count := len(item.words)) > LONGEST_STEM:
        yield item.stem("IW-21", count=count, limit=LONGEST_STEM)


@rule("IW-27")
def cites_a_source(item: Item) -> Iterator[Finding]:
    """IW-27: the reference of an item; Q008 and Q011 report a missing objective and a missing rationale."""
    if not item.cites():
        yield item.stem("IW-27")
