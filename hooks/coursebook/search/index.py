"""The index of a course as files of JSON: a browser fetches the few that hold what is asked for.

`index.json` says which files of words there are. Each holds the words that begin with the same letters, and for each
word the sections that speak of it, best first: number of the page, number of the section, score. Scores are complete
(BM25 with titles, and what kind of page it is), so a browser only adds them up. A file for each page holds its text.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from .text import Passage

WORD = re.compile(r"[^\W_]+")
JOINED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
SATURATION, BY_LENGTH = 1.2, 0.6
"""BM25: how soon one more occurrence stops to count, and how much length does."""
SECTION_TITLE, PAGE_TITLE, COMPOUND, ENTRY = 2.0, 3.0, 0.6, 0.4
"""What a word in a title adds; what one counts that ends a longer one, or is in an entry that it does not name."""
MOST = 300
"""Sections kept for one word. A word of so many is found with the words beside it."""
FILE = 20_000
"""Bytes of a file of words, above which it is split by the next letter."""
TAIL = 5
"""Letters that the end of a compound has at least; and three before it."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as search knows it. `url` is relative to the site; `part` names what it belongs to, or is empty; pages of
    a higher `weight` come first.
    """

    url: str
    title: str
    part: str
    weight: float
    sections: tuple[Passage, ...]


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case and accents, "hand-rubbing" as hand, rubbing and
    handrubbing. search.mjs reads what is typed in the same way.
    """
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = text.lower()
    joined = [re.sub(r"[-\u2010\u2011]", "", word) for word in JOINED.findall(text)]
    return WORD.findall(text) + joined


def index_files(pages: Iterable[SearchPage], words: Mapping[str, str]) -> dict[str, str]:
    """All files of the index by name. `words` are those of the interface that the script says."""
    pages = [page for page in pages if page.weight > 0 and page.sections]
    files = {f"p{number}.json": _json(_text(page)) for number, page in enumerate(pages)}
    split = _split(_scored(pages))
    for number, (_, held) in enumerate(split):
        files[f"w{number}.json"] = _json(held)
    edition = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:8]
    starts = [start for start, _ in split]
    return {"index.json": _json({"edition": edition, "starts": starts, "words": dict(words)}), **files}


def _text(page: SearchPage) -> dict[str, object]:
    sections = [[section.anchor, section.title, section.text] for section in page.sections]
    return {"url": page.url, "title": page.title, "part": page.part, "sections": sections}


def _scored(pages: list[SearchPage]) -> dict[str, list[int]]:
    """For each word page, section, score, page, section, score... best first."""
    places = [(p, s) for p, page in enumerate(pages) for s in range(len(page.sections))]
    texts = [words_of(section.text) for page in pages for section in page.sections]
    titles = [set(words_of(section.title)) for page in pages for section in page.sections]
    entries = [section.entry for page in pages for section in page.sections]
    names = [set(words_of(page.title)) for page in pages]
    average = sum(map(len, texts)) / max(1, len(texts)) or 1
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for n, (page, section) in enumerate(places):
        long = SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(texts[n]) / average)
        counts = Counter(texts[n])
        for word in counts.keys() | titles[n] | (names[page] if not section else set()):
            count = counts[word]
            score = count / (count + long) * (ENTRY if entries[n] else 1) + SECTION_TITLE * (word in titles[n])
            found[word][n] = score + PAGE_TITLE * (word in names[page] and not section)
    # A word that is the end of a longer one finds that, too: thorax, pneumothorax.
    ends = [(word[at:], word) for word in found for at in range(3, len(word) - TAIL + 1) if word[at:] in found]
    for tail, whole in sorted(ends):
        for n, score in found[whole].items():
            found[tail][n] = max(found[tail].get(n, 0), COMPOUND * score)
    scored = {}
    for word in sorted(found):
        rare = log(1 + (len(places) - len(found[word]) + 0.5) / (len(found[word]) + 0.5))
        rows = [(round(20 * rare * score * pages[places[n][0]].weight), n) for n, score in found[word].items()]
        rows.sort(key=lambda row: (-row[0], row[1]))
        scored[word] = [value for score, n in rows[:MOST] for value in (*places[n], score)]
    return scored


def _split(scored: dict[str, list[int]], start: str = "") -> list[tuple[str, dict[str, list[int]]]]:
    """Files of words in order: what they begin with, and what they hold. One that is too large leaves to others what
    has one letter more.
    """
    if start and len(_json(scored)) <= FILE:
        return [(start, scored)]
    groups: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for word, rows in scored.items():
        groups[word[: len(start) + 1]][word] = rows
    own = groups.pop(start, None) if start else None
    files = [(start, own)] if own else []
    for begin, held in sorted(groups.items()):
        files += _split(held, begin)
    return files


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
