"""Every web address that an author wrote, and where: pages, the bibliography, data files."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit, urlunsplit

from ..model import Reference, Source
from ..read.project import Project
from ..read.source import Text, decode, read
from ..read.table import NotCsv, rows_of
from .ignore import ALLOWED, IGNORED

LETTER = r"(?:(?!\)?\]\()[^\s<>\"'`|{}\\^])"
ADDRESS = re.compile(rf"https?://{LETTER}+(?:'{LETTER}+)*", re.IGNORECASE)
ENTITY = re.compile(r"&#?\w+;")
"""Without its semicolon it is a parameter: `?a=1&copy=2`."""
BIB_FIELD = re.compile(r"^\s*(?P<name>url|howpublished|note)\s*=", re.IGNORECASE | re.MULTILINE)
BRACKETS = {")": "(", "]": "["}
LAW = "jurisdiction"
"""An entry of the bibliography with this field is a source of the law."""
DATED = re.compile(r"(?:^|,)\s*seen_at\s*(?:,|$)")
"""In the first line of a table of law, whose links have to work."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an address is. `fragment` is what follows its #, `law` whether it is the source of a legal statement."""

    source: Source
    fragment: str = ""
    law: bool = False


Places = dict[str, tuple[Place, ...]]


def find_places(project: Project, references: Iterable[Reference]) -> Places:
    """Addresses without their fragments, each with all its places, both in order."""
    found: dict[str, set[Place]] = defaultdict(set)

    def add(address: str, source: Source, law: bool = False) -> None:
        whole, fragment = urldefrag(address)
        found[canonical(whole)].add(Place(source, fragment, law))

    for page in sorted(project.docs.rglob("*.md")):
        text = read(page.read_bytes(), project.shown(page))
        for address, line in in_page(text):
            add(address, text.source(line))
    for reference in references:
        for address, place in in_entry(reference):
            add(address, place, bool(reference.field(LAW)))
    tables = [file for file in project.bib.glob("*.csv") if file.name not in (IGNORED, ALLOWED)]
    for file in sorted([*project.docs.rglob("*.csv"), *tables]):
        table, _ = decode(file.read_bytes(), "")
        law = bool(DATED.search(table.partition("\n")[0]))
        for address, line in in_table(table):
            add(address, Source(project.shown(file), line), law)
    return {address: tuple(sorted(found[address])) for address in sorted(found)}


def in_page(text: Text) -> Iterator[tuple[str, int]]:
    """The addresses of a page, without those in code and comments, with their lines."""
    for match in ADDRESS.finditer(text.text):
        if match.start() < text.body_start or not text.is_hidden(match.start()):
            before = text.text[match.start() - 1 : match.start()]
            yield (
                ENTITY.sub(lambda entity: html.unescape(entity[0]), _ended(match[0], before)),
                text.line(match.start()),
            )


def in_entry(reference: Reference) -> Iterator[tuple[str, Source]]:
    """The addresses in the fields `url`, `howpublished` and `note` of an entry."""
    for name in ("url", "howpublished", "note"):
        for match in ADDRESS.finditer(re.sub(r"\\([_%&#$~])", r"\1", reference.field(name))):
            fields = (field for field in BIB_FIELD.finditer(reference.raw) if field["name"].lower() == name)
            lines = (reference.raw.count("\n", 0, field.start("name")) for field in fields)
            yield _ended(match[0], ""), reference.source.below(next(lines, 0))


def in_table(text: str) -> Iterator[tuple[str, int]]:
    """The addresses in a CSV file with the lines of their rows; several in a cell are parted by spaces, `|` or `;`.
    What is not CSV is read line by line: the reader of the table's content reports it.
    """
    try:
        for line, row in rows_of(text):
            yield from _in_cells(row, line)
    except NotCsv as error:
        for number, words in enumerate(text.split("\n")[error.line - 1 :], start=error.line):
            yield from _in_cells(words.split(","), number)


def _in_cells(cells: Iterable[str], line: int) -> Iterator[tuple[str, int]]:
    for cell in cells:
        for match in ADDRESS.finditer(cell):
            yield _ended(match[0].rstrip(";"), ""), line


def _ended(address: str, before: str) -> str:
    """An address without the punctuation of the sentence around it, and without the bracket that closes one before it.
    Between quotation marks and in `<https://...>` it is complete.
    """
    if before in ("<", '"', "'"):
        return address
    for at, letter in enumerate(address):
        if letter in BRACKETS and address.count(BRACKETS[letter], 0, at) <= address.count(letter, 0, at):
            address = address[:at]
            break
    return address.rstrip(".,;:!?*_")


def canonical(address: str) -> str:
    """Scheme and host in lower case, and a path of at least `/`, so that two spellings are requested once."""
    try:
        parts = urlsplit(address)
        return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))
    except ValueError:
        return address
