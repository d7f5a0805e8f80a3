"""A question as the rules read it: its words, where they stand, and what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import snowballstemmer

from ...model import Option, Question, Source
from ...read.slashes import Block
from ...read.source import Text
from ...read.wordlists import GENERAL, WordLists
from ...report.finding import Finding, finding

STEMMER = snowballstemmer.stemmer("english")
WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)*")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+")
CITED = re.compile(r"(?<!\\)\[[^\[\]\n]*(?<!\\)@\w")
STRESSED = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[(?P<word>[^\]]+)\]:", re.MULTILINE)
FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also am among an and any are as at be because been before being below between
    both but by can could did do does done down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just more most my no nor not now of off on once one only or other our out
    over own per same she should so some such than that the their theirs them then there these they this those through
    to too two under until up us very was way we were what when where whether which while who whom whose why will with
    within without would yes you your yours
    """.split()
)
"""Words that carry no content of their own."""
NUMERALS = dict(
    zip("zero one two three four five six seven eight nine ten eleven twelve".split(), range(13), strict=True)
)


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
    """One question with the page it stands on. `glossary` has the abbreviations that every page explains, `lists` the
    words that rules look for.
    """

    question: Question
    page: Text
    block: Block
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
        """The one best answer, or None where there is not exactly one, or nothing to set beside it."""
        right = [option for option in self.options if option.right]
        return right[0] if len(right) == 1 and len(self.options) > 1 and self.question.kind == "one" else None

    @property
    def distractors(self) -> tuple[Option, ...]:
        """The options that are not right."""
        return tuple(option for option in self.options if not option.right)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the stem."""
        return words(self.question.stem)

    @cached_property
    def option_words(self) -> frozenset[str]:
        """The words of all options, right or wrong."""
        return frozenset(word for option in self.question.options for word in words(option.text))

    @cached_property
    def asked(self) -> str:
        """The last sentence of the stem that asks, or its last sentence; `Choose all that apply.` is none."""
        sentences = [one for one in SENTENCE.split(self.question.stem) if not one.casefold().startswith("choose ")]
        asking = [one for one in sentences if one.rstrip("\"”’')]").endswith("?")]
        return (asking or sentences or [""])[-1]

    @property
    def option_lines(self) -> list[int]:
        """The lines on which options begin."""
        return [option.source.line for option in self.question.options if option.source.line]

    @cached_property
    def stem_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the stem as written, each with its number; quotes, among them hints, are left out."""
        first = self.block.head + 1
        after = [line for line in self.option_lines if line > self.block.line]
        lines = ((n, self.page.lines[n - 1]) for n in range(first, min(after, default=self._end)))
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
            first = option.source.line or first
            others = [line for line in self.option_lines if line > first]
            last = min(others, default=self._end_of_last(first))
        return any(CITED.search(line) for line in self.page.lines[first - 1 : last - 1])

    def _end_of_last(self, line: int) -> int:
        """The line after what is indented below the last option."""
        while line < self._end - 1 and (not self.page.lines[line].strip() or self.page.lines[line].startswith("  ")):
            line += 1
        return line + 1

    def at(self, *found: str) -> Source:
        """Where in the stem the first of these words stands; its first line where none does."""
        lines = [(number, line) for number, line in self.stem_lines if line.strip()]
        for word in found:
            for number, line in lines:
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line, re.IGNORECASE):
                    return self.page.source(number)
        return self.page.source(lines[0][0]) if lines else self.question.source

    def stem(self, code: str, *found: str, **names: object) -> Finding:
        """A finding at the stem, at the first of the words `found` in it."""
        return finding(code, self.at(*found), id=self.question.id, words=", ".join(found), **names)

    def option(self, code: str, option: Option, **names: object) -> Finding:
        """A finding at an option."""
        return finding(code, option.source, id=self.question.id, option=option, **names)


def read_items(
    questions: Iterable[Question], pages: Mapping[str, Text], glossary: Iterable[str], lists: WordLists = GENERAL
) -> list[Item]:
    """The questions of a course with the pages they stand on; `pages` by the path that findings name."""
    known = frozenset(glossary)
    blocks = {(path, block.line): block for path, page in pages.items() for block in page.blocks}
    places = [(question, question.source.path, question.source.line or 0) for question in questions]
    return [
        Item(question, pages[path], blocks[path, line], known, lists)
        for question, path, line in places
        if (path, line) in blocks
    ]
