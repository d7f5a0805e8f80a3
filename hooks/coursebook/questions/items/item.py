"""A question as the rules read it: its words, where they are, and what it cites; and the table of rules."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import snowballstemmer

from ...model import Option, Question, Source
from ...read.slashes import Block
from ...read.source import Text
from ...read.wordlists import GENERAL, WordLists
from ...report.finding import Finding, finding

T = TypeVar("T")
DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
STEMMER = snowballstemmer.stemmer("english")
WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)*")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+")
STRESSED = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[(?P<word>[^\]]+)\]:", re.MULTILINE)
FUNCTION_WORDS = frozenset(DATA["words"]["function"].split())
NUMERALS = {word: number for number, word in enumerate(DATA["words"]["numerals"].split())}


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters; a number with its separators is one word, and so is a percentage."""
    return tuple(WORD.findall(text.casefold().replace("’", "'")))


@cache
def root(word: str) -> str:
    """The stem of a word by the Snowball stemmer for English, the same for `washes` and `washing`."""
    return str(STEMMER.stemWord(word))


def content(text: str) -> frozenset[str]:
    """The roots of the words that carry content: no function words, no numbers, nothing shorter than four letters."""
    return frozenset(root(w) for w in words(text) if len(w) > 3 and w not in FUNCTION_WORDS and not w[0].isdigit())


def shingles(tokens: tuple[str, ...], size: int) -> frozenset[tuple[str, ...]]:
    """Every run of `size` words; the whole text where it is shorter."""
    return frozenset(tokens[n : n + size] for n in range(max(1, len(tokens) - size + 1)))


@dataclass(frozen=True)
class Item:
    """One question with its page. `path` is that of the page within docs, `cited` are the lines of the page with a
    citation, `glossary` are abbreviations that every page explains, `lists` the words that rules look for.
    """

    question: Question
    path: str
    page: Text
    block: Block
    cited: Sequence[int]
    glossary: frozenset[str] = frozenset()
    lists: WordLists = GENERAL

    @property
    def choice(self) -> bool:
        """Whether the learner chooses among options: one best answer, or all that apply."""
        return self.question.kind in ("one", "many")

    @property
    def options(self) -> tuple[Option, ...]:
        """The options to choose from; none where the question is of another kind."""
        return self.question.options if self.choice else ()

    @property
    def key(self) -> Option | None:
        """The one best answer, or None where there is not exactly one, or nothing to compare it with."""
        right = [option for option in self.options if option.right]
        return right[0] if len(right) == 1 and len(self.options) > 1 and self.question.kind == "one" else None

    @property
    def distractors(self) -> tuple[Option, ...]:
        """The options that are incorrect."""
        return tuple(option for option in self.options if not option.right)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the stem."""
        return words(self.question.stem)

    @cached_property
    def option_words(self) -> frozenset[str]:
        """The words of all options, correct or incorrect."""
        return frozenset(word for option in self.question.options for word in words(option.text))

    @cached_property
    def asked(self) -> str:
        """The last sentence of the stem that asks, or its last sentence; `Choose all that apply.` does not ask."""
        sentences = [part for part in SENTENCE.split(self.question.stem) if not part.casefold().startswith("choose ")]
        asking = [part for part in sentences if part.rstrip("\"”’')]").endswith("?")]
        return (asking or sentences or [""])[-1]

    @cached_property
    def option_lines(self) -> list[int]:
        """The lines on which options begin."""
        return [option.source.line for option in self.question.options if option.source.line]

    @cached_property
    def stem_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the stem as written, each with its number; quotes, among them hints, are left out."""
        after = [line for line in self.option_lines if line > self.block.line]
        lines = ((n, self.page.lines[n - 1]) for n in range(self.block.head + 1, min(after, default=self._end)))
        return tuple((n, line) for n, line in lines if not line.lstrip().startswith(">"))

    @property
    def _end(self) -> int:
        return self.block.end or len(self.page.lines)

    @cached_property
    def stressed(self) -> frozenset[str]:
        """Words of the stem that are set off, by marks or by capitals."""
        text = "\n".join(line for _, line in self.stem_lines)
        marked = [word for match in STRESSED.finditer(text) for word in words(match[2])]
        return frozenset([*marked, *(word.casefold() for word in re.findall(r"\b[A-Z]{3,}\b", text))])

    @cached_property
    def explained(self) -> frozenset[str]:
        """Abbreviations that the glossary or the page explains."""
        return self.glossary | {match["word"] for match in ABBREVIATION.finditer(self.page.text)}

    def cites(self, option: Option | None = None) -> bool:
        """Whether the question names a source, or one of its options does in its rationale."""
        first, last = self.block.line, self._end
        if option is not None:
            first = last = option.source.line or first
            lines = self.page.lines
            while last < self._end - 1 and (not lines[last].strip() or lines[last].startswith("  ")):
                last += 1  # to the end of what is indented below the option
            last = min((line for line in self.option_lines if line > first), default=last + 1)
        at = bisect_left(self.cited, first)
        return at < len(self.cited) and self.cited[at] < last

    def at(self, *found: str) -> Source:
        """The line of the stem with the first of these words; its first line where none has one."""
        lines = [(number, line) for number, line in self.stem_lines if line.strip()]
        for word in found:
            for number, line in lines:
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line, re.IGNORECASE):
                    return self.page.source(number)
        return self.page.source(lines[0][0]) if lines else self.question.source

    def stem(self, code: str, *found: str, **names: object) -> Finding:
        """A finding at the stem, at the first of the words `found` in it."""
        return finding(code, self.at(*found), id=self.question.id, words=", ".join(found), **names)

    def option(self, code: str, option: Option, *found: str, **names: object) -> Finding:
        """A finding at an option, with the words `found` in it."""
        return finding(code, option.source, id=self.question.id, option=option, words=", ".join(found), **names)


def read_items(
    questions: Iterable[Question], pages: Mapping[str, Text], glossary: Iterable[str], lists: WordLists = GENERAL
) -> list[Item]:
    """The questions of a course with their pages; `pages` are by path within docs."""
    known = frozenset(glossary)
    blocks = {(page.path, block.line): (path, block) for path, page in pages.items() for block in page.blocks}
    cited = {path: [page.line(citation.start) for citation in page.citations] for path, page in pages.items()}
    items = []
    for question in questions:
        if (place := (question.source.path, question.source.line or 0)) in blocks:
            path, block = blocks[place]
            items.append(Item(question, path, pages[path], block, cited[path], known, lists))
    return items


class Rules(defaultdict[str, list[T]]):
    """A table of rules by their ids in the standards that the project keeps: IW, item writing; AS, assessment."""

    def add(self, id_: str) -> Callable[[T], T]:
        """Registers a function as (a part of) the rule with an id."""

        def register(function: T) -> T:
            self[id_].append(function)
            return function

        return register


RULES = Rules[Callable[[Item], Iterator[Finding]]](list)
"""The rules on one question."""
rule = RULES.add
