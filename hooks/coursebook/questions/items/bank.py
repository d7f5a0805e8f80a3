"""Rules over all questions of a course. Each takes time in proportion to the words of the course."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from string import ascii_uppercase as LETTERS
from typing import TypeVar

from ...model import Source, module_of
from ...read.source import Text
from ...report.finding import Finding, finding
from .item import Item, Rules, content, shingles, words

T = TypeVar("T")
Breaches = Iterator[tuple[Item | None, Finding]]
"""Findings, each with the question it is about; None where it is about all of them."""

ENOUGH = 20
"""Questions from which on shares can be compared with chance."""
AROUND_CHANCE = 0.15
CRITICAL = {1: 3.841, 2: 5.991, 3: 7.815, 4: 9.488, 5: 11.070, 6: 12.592, 7: 14.067}
"""Chi-square at p = 0.05 by degrees of freedom."""
LONGEST_RUN = 3
LEAST_EXPECTED = 5
"""Questions expected at a position, below which chi-square does not hold."""
RARE = 0.05
"""A word is rare that is in at most this share of the stems, or in two."""
KEY_PHRASE = 4
"""Words from which on a key found in another stem gives it away."""
VERBATIM = 13
"""Words in a row that count as copied."""
ALIKE = 0.8
"""Jaccard similarity of the three-word shingles of two stems."""
NOT_PROSE = re.compile(r"\[[^\[\]]*@\w[^\[\]]*\]|\]\([^()\s]*\)|\{:?[^{}]*\}")
"""Citations, addresses and attributes, which may be between the words of a sentence."""
MOST_COMPARED = 50
A_STORY = 12
"""Words from which on a stem is one of a kind."""
PASS_MARKS = range(70, 101)
FEWEST_ITEMS = 10
ITEMS_AN_HOUR = 5


@dataclass(frozen=True)
class Bank:
    """All questions of a course in order, its pages by path, and its estimated time in minutes."""

    items: tuple[Item, ...]
    pages: Mapping[str, Text]
    home: Text | None
    minutes: int = 0

    @cached_property
    def place(self) -> Source:
        """Where findings about the whole course are: its home page."""
        return self.home.source(None) if self.home else self.items[0].question.source

    @cached_property
    def quizzes(self) -> tuple[tuple[str, Text, dict[str, object]], ...]:
        """Path, page and settings of each quiz."""
        quizzes = ((path, page, page.meta.get("quiz")) for path, page in self.pages.items())
        return tuple((path, page, quiz) for path, page, quiz in quizzes if isinstance(quiz, dict))

    @cached_property
    def single(self) -> tuple[Item, ...]:
        """The questions with one best answer."""
        return tuple(item for item in self.items if item.key)

    @cached_property
    def rare(self) -> frozenset[str]:
        """Words that say which question it is: those in few stems."""
        count = Counter(word for item in self.items for word in content(item.question.stem))
        most = max(2, RARE * len(self.items))
        return frozenset(word for word, seen in count.items() if seen <= most)


BANK_RULES = Rules[Callable[[Bank], Breaches]](list)
"""The rules on all questions of a course."""
rule = BANK_RULES.add


@rule("IW-06")
def share_of_longest_keys(bank: Bank) -> Breaches:
    """IW-06: how often the key is the longest option, against chance. Options of equal length share the point."""
    if len(bank.single) < ENOUGH:
        return
    longest, chance = 0.0, 0.0
    giving: list[Item] = []
    for item in bank.single:
        most = max(len(option.text) for option in item.options)
        of_most = [option for option in item.options if len(option.text) == most]
        longest += (item.key in of_most) / len(of_most)
        chance += 1 / len(item.options)
        giving += [item] if of_most == [item.key] else []
    share, expected = longest / len(bank.single), chance / len(bank.single)
    if abs(share - expected) > AROUND_CHANCE:
        fix = "shorten keys" if share > expected else "shorten distractors"
        some = ", ".join(item.question.id for item in giving[:5])
        names = {"share": f"{share:.0%}", "chance": f"{expected:.0%}", "fix": f"{fix}{some and f'; see {some}'}"}
        yield None, finding("IW-06-bank", bank.place, count=len(bank.single), **names)


@rule("IW-08")
def balanced_positions(bank: Bank) -> Breaches:
    """IW-08: chi-square of the key's positions, those at the end pooled until five keys are expected there."""
    if len(bank.single) < ENOUGH:
        return
    seen: Counter[int] = Counter()
    expected: dict[int, float] = defaultdict(float)
    for item in bank.single:
        seen[item.question.keys[0]] += 1
        for position in range(len(item.options)):
            expected[position] += 1 / len(item.options)
    last = max(expected)
    while last > 1 and expected[last] < LEAST_EXPECTED:
        expected[last - 1] += expected.pop(last)
        seen[last - 1] += seen.pop(last, 0)
        last -= 1
    chi = sum((seen[n] - expected[n]) ** 2 / expected[n] for n in expected)
    if chi > CRITICAL[min(last, max(CRITICAL))]:
        letters = ", ".join(f"{LETTERS[n % 26]} {seen[n]} (expected {expected[n]:.0f})" for n in sorted(expected))
        yield None, finding("IW-08", bank.place, positions=letters, chi=f"{chi:.1f}")


@rule("IW-08")
def no_run_of_positions(bank: Bank) -> Breaches:
    """IW-08: the key at one place in four questions of a page in a row."""
    for _, on_page in groupby(bank.items, key=lambda item: item.question.source.path):
        for position, run in groupby(on_page, key=lambda item: item.question.keys if item.key else None):
            row = list(run)
            if position and len(row) > LONGEST_RUN:
                item = row[LONGEST_RUN]
                letter = LETTERS[position[0] % 26]
                names = {"count": len(row), "letter": letter, "first": row[0].question.id}
                yield item, finding("IW-08-run", item.question.source, id=item.question.id, **names)


@rule("IW-11")
def no_clang(bank: Bank) -> Breaches:
    """IW-11: a rare word of the stem that comes back in the key and in no distractor."""
    for item in bank.single:
        if item.key is None:
            continue
        key = content(item.key.text)
        others = frozenset().union(*(content(option.text) for option in item.distractors))
        if shared := (content(item.question.stem) & key & bank.rare) - others:
            spelled = {word for word in words(item.key.text) if content(word) & shared}
            yield item, item.option("IW-11", item.key, *sorted(spelled))


@rule("IW-23")
def independent(bank: Bank) -> Breaches:
    """IW-23: the whole key of a question, of four words or more, in the stem of another that shares a rare word."""
    keys: dict[tuple[str, ...], list[tuple[Item, tuple[str, ...]]]] = defaultdict(list)
    for item in bank.single:
        if item.key and len(key := words(item.key.text)) >= KEY_PHRASE:
            keys[key[:KEY_PHRASE]].append((item, key))
    for item in bank.items:
        stem = item.words
        for n in range(len(stem) - KEY_PHRASE + 1):
            for other, key in keys.get(stem[n : n + KEY_PHRASE], ()):
                if other is item or stem[n : n + len(key)] != key:
                    continue
                shared = content(item.question.stem) & content(other.question.stem) & bank.rare
                if shared - content(" ".join(key)):
                    yield item, item.stem("IW-23", key=" ".join(key), other=other.question.id)


@rule("IW-24")
def no_duplicates(bank: Bank) -> Breaches:
    """IW-24: stems that are almost the same, and with them what is asked, or what is to be chosen from.

    Prefix filtering (Chaudhuri, Ganti and Kaushik, 2006): two sets as alike as that share one of their rarest
    elements, so that few pairs need comparing; where very many share one, the first of them represent the rest.
    """
    stems = [shingles(item.words, 3) for item in bank.items]
    count = Counter(shingle for stem in stems for shingle in stem)
    rarest: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, stem in enumerate(stems):
        ordered = sorted(stem, key=lambda shingle: (count[shingle], shingle))
        head = ordered[: len(ordered) - math.ceil(ALIKE * len(ordered)) + 1]
        alike = {other for shingle in head for other in rarest[shingle] if len(stems[other]) >= ALIKE * len(stem)}
        for other in sorted(alike):
            if _jaccard(stem, stems[other]) > ALIKE and _same_task(bank.items[n], bank.items[other]):
                item, first = bank.items[n], bank.items[other].question
                yield item, item.stem("IW-24", other=first.id, first=first.source)
                break
        for shingle in head:
            if len(rarest[shingle]) < MOST_COMPARED:
                rarest[shingle].append(n)


def _jaccard(one: frozenset[T], other: frozenset[T]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _same_task(one: Item, other: Item) -> bool:
    """Two questions may share a long story and ask different things of it, or a short stem (`What do you do next?`)."""
    stories = min(len(one.words), len(other.words)) >= A_STORY
    asked = _jaccard(shingles(words(one.asked), 3), shingles(words(other.asked), 3))
    return (stories and asked > ALIKE) or _jaccard(one.option_words, other.option_words) > ALIKE


@rule("IW-25")
def not_verbatim(bank: Bank) -> Breaches:
    """IW-25: more than twelve words in a row that a lesson of the same module has, too."""
    runs: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in bank.items:
        for text in (item.question.stem, *(option.text for option in item.question.options)):
            tokens = words(text)
            for n in range(len(tokens) - VERBATIM + 1):
                runs[tokens[n : n + VERBATIM]].append(item)
    copied: set[int] = set()
    for path, page in bank.pages.items() if runs else ():
        inside = {n for block in page.blocks for n in range(block.line, (block.end or block.line) + 1)}
        prose = [line for n, line in enumerate(page.lines, 1) if n >= page.first and n not in inside]
        lesson = words(NOT_PROSE.sub(" ", "\n".join(prose)))
        for n in range(len(lesson) - VERBATIM + 1):
            for item in runs.get(lesson[n : n + VERBATIM], ()):
                if id(item) not in copied and module_of(item.path) == module_of(path):
                    copied.add(id(item))
                    run = " ".join(lesson[n : n + VERBATIM])
                    yield item, item.stem("IW-25", run.split()[0], run=run, page=page.path)


@rule("AS-01")
def pass_mark(bank: Bank) -> Breaches:
    """AS-01: every quiz has a pass mark, of its own or of the course, between 70 and 100."""
    course = bank.home.meta.get("pass_mark") if bank.home else None
    for _, page, quiz in bank.quizzes:
        mark = quiz.get("pass", course)
        if not (isinstance(mark, int) and mark in PASS_MARKS):
            given = "no pass mark" if mark is None else f"the invalid pass mark '{mark}'"
            yield None, finding("AS-01", page.entry("quiz", "pass"), given=given)


@rule("AS-02")
def enough_items(bank: Bank) -> Breaches:
    """AS-02: ten questions or more in every quiz, as drawn."""
    count = Counter(item.question.source.path for item in bank.items)
    for _, page, quiz in bank.quizzes:
        draw = quiz.get("draw")
        asked = min(draw, count[page.path]) if isinstance(draw, int) else count[page.path]
        if asked < FEWEST_ITEMS:
            yield None, finding("AS-02", page.entry("quiz", "draw"), count=asked, least=FEWEST_ITEMS)


@rule("AS-03")
def enough_items_an_hour(bank: Bank) -> Breaches:
    """AS-03: five questions an hour of the course or more, by its own estimate of the time."""
    wanted = math.ceil(ITEMS_AN_HOUR * bank.minutes / 60)
    if bank.quizzes and len(bank.items) < wanted:
        yield None, finding("AS-03", bank.place, count=len(bank.items), wanted=wanted, minutes=bank.minutes)


@rule("AS-08")
def final_without_key(bank: Bank) -> Breaches:
    """AS-08: in a provider's course the answers of an assessment outside the modules are on no page."""
    meta = bank.home.meta if bank.home else {}
    modules = meta.get("modules") or ()
    if meta.get("profile") != "provider" or not isinstance(modules, list):
        return
    for path, page, quiz in bank.quizzes:
        if module_of(path) not in modules and quiz.get("key") != "private":
            yield None, finding("AS-08", page.entry("quiz"))
