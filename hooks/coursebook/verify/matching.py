"""Similarity of an entry to a registry's record: title, first author and year, each from 0 to 1."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text as RichText
from rapidfuzz import fuzz

from ..model import Reference

SAME_TITLE = 0.9
"""From here on, two spellings of one title."""
NEAR_TITLE = 0.7
"""From here on the same work if author and year agree; below, another work."""
SAME_AUTHOR = 0.8
OTHER_NUMBER = 0.6
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}

Verdict = Literal["match", "near", "differs", "other"]

LAYOUT = re.compile(r"\\[a-zA-Z]{3,}\s*(?={)")
"""Commands such as \\textsubscript; accents have shorter names."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
RETRACTED = re.compile(r"^\W*(?:retracted|withdrawn|retraction|withdrawal)\b[^:\]]{0,20}[:\]]\s*", re.IGNORECASE)
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
FOLDED = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Record:
    """A registry's record of a work. `titles` are with and without subtitle; `authors` family names or organizations;
    `years` all that it gives (printed, online); `notices` pairs of kind (retracted, concern, corrected) and its source;
    `published_as` the DOI of the article that a preprint became.
    """

    by: str
    titles: tuple[str, ...]
    authors: tuple[str, ...]
    years: tuple[int, ...]
    notices: tuple[tuple[str, str], ...] = ()
    published_as: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Similarities from 0 to 1; None where one side has no value."""

    title: float | None
    author: float | None
    year: float | None

    def __str__(self) -> str:
        named = (("title", self.title), ("first author", self.author), ("year", self.year))
        return ", ".join(f"{name} {value:.2f}" for name, value in named if value is not None)

    @property
    def verdict(self) -> Verdict:
        """`other` work, `differs` in author or year, `near` but not the same in title or year, or `match`."""
        title = 1.0 if self.title is None else self.title
        author = self.author is None or self.author >= SAME_AUTHOR
        year = self.year is None or self.year >= 0.5
        if title < NEAR_TITLE or (title < SAME_TITLE and not (self.author and author and year)):
            return "other"
        if not (author and year):
            return "differs"
        return "match" if title >= SAME_TITLE and self.year in (None, 1.0) else "near"


def compare(reference: Reference, record: Record) -> Figures:
    """The similarity of an entry and a record."""
    return Figures(
        title=_best_title(plain(reference.field("title")), plain(reference.field("subtitle")), record.titles),
        author=_author(reference, record.authors),
        year=_year(year_of(reference), record.years),
    )


def plain(bibtex: str) -> str:
    """The words of a BibTeX value, without braces and commands."""
    bibtex = LAYOUT.sub("", bibtex)
    try:
        return " ".join(str(RichText.from_latex(bibtex)).split())
    except (PybtexError, ValueError):
        return " ".join(re.sub(r"[{}]|\\[a-zA-Z]+", "", bibtex).split())


def year_of(reference: Reference) -> int | None:
    """The year of an entry, from `year` or `date`."""
    match = YEAR.search(reference.field("year") or reference.field("date"))
    return int(match[1]) if match else None


def is_marked_retracted(title: str) -> bool:
    """Whether a title begins with `RETRACTED:` or similar; `Retraction:` is the notice itself."""
    match = RETRACTED.match(title)
    return bool(match and re.match(r"\W*(?:retracted|withdrawn)", title, re.I))


def fold(text: str) -> str:
    """Letters and digits in lower case without accents and markup, single spaces between words."""
    text = TAG.sub("", html.unescape(text)).translate(FOLDED).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


def _best_title(title: str, subtitle: str, known: tuple[str, ...]) -> float | None:
    found = []
    for ours in (fold(title), fold(f"{title} {subtitle}") if subtitle else ""):
        for theirs in (fold(RETRACTED.sub("", text, count=1)) for text in known):
            mine, other = _numbers(ours), _numbers(theirs)
            # Titles that differ only in a number (part one, part two) belong to two works.
            most = OTHER_NUMBER if mine - other and other - mine else 1.0
            found += [min(most, fuzz.ratio(ours, theirs) / 100)] if ours and theirs else []
    return round(max(found), 2) if found else None


def _numbers(title: str) -> set[str]:
    words = re.sub(r"(?<=\d) (?=\d)", "", title).split()
    return {NUMBERS.get(word, word) for word in words if word.isdigit() or word in NUMBERS}


def _author(reference: Reference, known: tuple[str, ...]) -> float | None:
    names = split_name_list(reference.field("author") or reference.field("editor"))
    if not names or not known or names[0].strip().lower() == "others":
        return None
    first = names[0].strip()
    if first.startswith("{") and first.endswith("}"):
        # An organization is often listed after the persons who wrote for it: any place in the record counts.
        return round(max(_alike(plain(first), other) for other in known), 2)
    try:
        person = Person(first)
    except PybtexError:
        return round(_alike(plain(first), known[0]), 2)
    family = plain(" ".join(person.last_names))
    particle = plain(" ".join([*person.prelast_names, *person.last_names]))
    return round(max(_alike(family, known[0]), _alike(particle, known[0])), 2)


def _alike(ours: str, theirs: str) -> float:
    return fuzz.ratio(fold(ours), fold(theirs)) / 100


def _year(ours: int | None, known: tuple[int, ...]) -> float | None:
    """1 for a year that the record gives, 0.5 for the year before or after one, else 0."""
    if ours is None or not known:
        return None
    apart = min(abs(ours - year) for year in known)
    return 1.0 if apart == 0 else 0.5 if apart == 1 else 0.0
