"""How hard the prose of a lesson is to read: the school grade that a reader needs, by SMOG.

grade = 1.0430 sqrt(30 polysyllables / sentences) + 3.1291, a polysyllable being a word of three or more syllables
(McLaughlin, J Reading 1969;12:639-646). The formula was made for thirty sentences; with fewer it says little. Syllables
are counted by their vowels: of the 57,809 words of a course that are in the CMU Pronouncing Dictionary 96% came out
right, and 5% too many had three or more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ..read.paragraphs import paragraphs
from ..read.source import Text
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import STATED, check

KEY = "reading_grade"
LEAST_SENTENCES = 30
KINDS = ("prose", "item", "quote")
FIGURE = "figure"
SENTENCE = re.compile(r"(?<=[.?!])[\"”)]*\s+(?=[\"“(]?[A-Z0-9])")
WORD = re.compile(r"[^\W\d_][\w'’]*")
VOWELS = re.compile(r"[aeiouy]+")
TWO_VOWELS = re.compile(r"i[ao](?!us|n)|[aeiou]ing|eo(?!us)|ua(?!r|l)|[^g]ue[lnt]|ia[lnt]|uo")
SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyszxc]es|[^aeiouylhg]hes|[^aeiouy]eless|[^aeiouy]ely)$")


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    word = word.lower()
    return max(1, len(VOWELS.findall(word)) + len(TWO_VOWELS.findall(word)) - bool(SILENT.search(word)))


def smog(prose: str) -> float | None:
    """The school grade of a text, a paragraph a line; None where it has fewer than 30 sentences."""
    sentences = [words for line in prose.splitlines() for part in SENTENCE.split(line) if (words := WORD.findall(part))]
    if len(sentences) < LEAST_SENTENCES:
        return None
    hard = sum(syllables(word) > 2 for words in sentences for word in words)
    return 1.0430 * math.sqrt(30 * hard / len(sentences)) + 3.1291


def prose(page: Text) -> str:
    """The running text of a page, a paragraph a line: no heading, table, figure, question or reference."""
    read = (part for part in paragraphs(page) if part.kind in KINDS and part.block != FIGURE and not part.question)
    return "\n".join(part.plain for part in read)


def grades(course: Course) -> dict[str, float]:
    """The grade of each lesson that has enough prose, by its path."""
    found = {path: smog(prose(text)) for path, text in course.lessons.items()}
    return {path: grade for path, grade in found.items() if grade is not None}


@check(STATED)
def reading_grade(course: Course) -> Iterator[Finding]:
    """O010: a lesson harder, or easier, to read than the course says it is."""
    if KEY not in course.facts.bands:
        return
    low, high = course.facts.bands[KEY]
    for path, grade in grades(course).items():
        if not low <= grade < high + 1:
            place = course.sources.texts[path].source(None)
            yield finding("O010", place, grade=f"{grade:.1f}", low=f"{low:g}", high=f"{high:g}")
