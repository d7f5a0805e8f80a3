"""What must hold of the bibliography.

A rule that an author may have a reason to break takes the reason from a field of the entry: `nocite` for an entry
that no page cites, `keep` for one that is older than the course allows, `incomplete` for one whose missing
fields could not be found.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from datetime import date
from html import unescape
from typing import Any

from ..model import Reference, Source
from ..read.source import Text
from ..read.wordlists import GENERAL
from ..report.finding import Finding, finding
from .bibliography import Bibliography, Formatted
from .normalize import (
    HEADLINED,
    LEVELS,
    NAMES,
    SUFFIX,
    TABLES,
    TEXT,
    UNREADABLE,
    VERBATIM,
    any_of,
    decoded,
    parts,
    people,
    word_list,
)

MOJIBAKE = re.compile("[ÂÃÅÎÏÐÑ][\u0080-\u00bf\u2018-\u203a€ŒœŠšŸŽžƒˆ˜™]|â€[\u0080-\u00ff\u2018-\u203a™œ]?")
"""UTF-8 read as Windows-1252: `Ã¼` for ü."""
COMMAND = re.compile(r"\\([A-Za-z]+)\*?\s*")
KNOWN, SMALL, SHORT_NAMES, SHOWN = word_list("commands"), word_list("small"), word_list("journal"), word_list("shown")
ORGANIZATION = re.compile(rf"\b(?:{any_of('organizations')})\b")
DEGREE = re.compile(rf"(?<=[\w.] )(?:{any_of('degrees')}|FRCP|DrPH|[MD]\.D\.|Ph\.D\.)(?!\w)")
PARTICLE = re.compile(rf"\s(?:{any_of('particles')})\s")
NOT_A_NAME = re.compile(r"[;*†‡§@\d]|\bet\.? al\b|https?:")
FIELD = re.compile(r"([\w-]+)\s*=\s*(?=[{\"])")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def check_bibliography(
    bibliography: Bibliography,
    formatted: Formatted,
    cited: Container[str],
    today: date,
    oldest: int | None,
    names: Collection[str] = GENERAL.names,
) -> Iterator[Finding]:
    """All rules. Here: B008 a year to come, B011 clinical evidence, that is, an entry with a level, that is too old,
    B015 a name that BibTeX reads as another one, or an invalid name.

    `cited` holds the keys that pages cite; `oldest` is the age in years that evidence may have; `names` are proper
    names that titles hold.
    """
    for reference in bibliography.references:
        key, title = reference.key, formatted.title(reference.key)
        is_cited = key in cited
        yield from _fields(reference, is_cited)
        year = formatted.year(key)
        if year and year > today.year + 1:  # journals date issues ahead, so the coming year is the last possible
            yield _of(reference, "B008", year=year)
        clinical = is_cited and reference.field("level") in LEVELS
        if oldest and year and clinical and today.year - year > oldest and not reference.field("keep"):
            yield _of(reference, "B011", year=year, limit=oldest)
        yield from _damage(reference)
        for name in (*people(reference.field("author")), *people(reference.field("editor"))):
            if problem := _problem_of(name):
                yield _of(reference, "B015", name=name, problem=problem)
        yield from _capitals(reference, title, names)
        yield from _headline(reference, title, names)
        yield from _losses(reference, formatted.csl.get(key, {}), formatted.html.get(key, ""))
    yield from _duplicates(bibliography.references)


def _of(reference: Reference, code: str, **params: object) -> Finding:
    return finding(code, reference.source, key=reference.key, **params)


def _fields(reference: Reference, is_cited: bool) -> Iterator[Finding]:
    """B004 not cited, B005 a field that a reader needs, B007 the syntax of identifiers, B010 an address without a date,
    B017 a journal whose name is not abbreviated, as one of its words shows.
    """
    field = reference.field
    if not is_cited and not field("nocite"):
        yield _of(reference, "B004")
    if is_cited and not field("incomplete"):
        for group in TABLES["needed"].get(reference.type, [["title"]]):
            if not any(map(field, group)):
                yield _of(reference, "B005", type=reference.type, field=group[0])
    for row in TABLES["identifiers"]:
        value = field(row["field"])
        if value and not re.fullmatch(row["pattern"], value):
            yield _of(reference, "B007", field=row["field"], value=value, fix=row["fix"])
    if field("url") and not any(map(field, ("urldate", "doi", "pmid"))):
        yield _of(reference, "B010")
    journal = plain(field("journal") or field("journaltitle"))
    named = WORD.findall(journal.partition("(")[0])
    if reference.type == "article" and not field("shortjournal") and len(named) > 1 and SHORT_NAMES & {*named}:
        yield _of(reference, "B017", journal=journal)


def _capitals(reference: Reference, shown: str, names: Collection[str]) -> Iterator[Finding]:
    """B009: a word with a capital in the title, and without one as the style shows it. The word after a colon is left
    out: there a capital is a convention that the style does not follow.

    A title in title case is put into sentence case by the style, which is its task; then only names are reported.
    """
    if reference.type in HEADLINED or not shown:
        return
    title = plain(reference.field("title"))
    titlecase = _in_title_case(title)
    low = set(WORD.findall(shown.replace("’", "'")))
    reported = set()
    for match in list(WORD.finditer(title))[1:]:
        word = match[0]
        convention = titlecase or re.search(r"[:.?!–—] $", title[: match.start()])
        small = word[0].lower() + word[1:]
        lost = word[0].isupper() and word not in low and (small in low or word.lower() in low)
        meant = word in names or not convention or not (word[1:].islower() or word == "A")
        if lost and meant and word not in reported:
            reported.add(word)
            yield _of(reference, "B009", word=word)


def _headline(reference: Reference, shown: str, names: Collection[str]) -> Iterator[Finding]:
    """B016: braces around a title in title case, or capitals throughout."""
    long = [word for word in WORD.findall(shown) if len(word) > 3]
    if reference.type not in ("article", "incollection", "inproceedings") or len(long) < 3:
        return  # the title of a page may be a name
    if sum(word.isupper() for word in long) > len(long) * 3 / 4:
        yield _of(reference, "B016", case="capitals")
    elif _in_title_case(" ".join(word for word in WORD.findall(shown) if word not in names)):
        yield _of(reference, "B016", case="title case")


def _in_title_case(title: str) -> bool:
    words = [word for word in WORD.findall(title)[1:] if word not in SMALL]
    small = sum(word.islower() for word in words)
    return bool(words) and 5 * small < sum(word[0].isupper() for word in words)


def plain(value: str) -> str:
    """A field without TeX, as far as a comparison needs it."""
    return COMMAND.sub("", re.sub(r"[{}$]", "", decoded(value))).replace("``", '"').replace("''", '"').replace("’", "'")


def _damage(reference: Reference) -> Iterator[Finding]:
    """B013. Looks at the entry as its author's tool wrote it: unreadable characters are not passed on."""
    marks: dict[str, set[str]] = defaultdict(set)
    for name, value in reference.fields:
        marks[name] |= {f"'{match[0]}'" for match in MOJIBAKE.finditer(value)}
    for match in UNREADABLE.finditer(reference.raw):
        name = ["", *FIELD.findall(reference.raw, 0, match.start())][-1].lower()
        marks[name].add(f"U+{ord(match[0]):04X}")
    for name, found in marks.items():
        if found and name in TEXT | VERBATIM:
            yield _of(reference, "B013", field=name, value=", ".join(sorted(found)))


def _losses(reference: Reference, item: dict[str, Any], html: str) -> Iterator[Finding]:
    """B014: a command that pandoc does not know, or a word of the entry that the style does not show."""
    everything = _squeezed(re.sub(r"<[^>]+>", "", html) + json.dumps(item, ensure_ascii=False))
    for name, value in reference.fields:
        if name not in SHOWN:
            continue
        unknown = next((f"\\{command}" for command in COMMAND.findall(decoded(value)) if command not in KNOWN), "")
        text = " ".join(person for person in people(value) if person != "others") if name in NAMES else value
        written = re.findall(r"[^\W_]+", plain(text))
        lost = unknown or next((word for word in written if _squeezed(word) not in everything), "")
        if lost and html:
            yield _of(reference, "B014", word=lost, field=name)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", unescape(text)).casefold())


def _problem_of(name: str) -> str:
    """What is wrong with a name of an author or editor, if anything."""
    held = parts(name)
    bare = re.sub(r"\{[^\\{}][^{}]*\}", "", name)  # what is braced is meant
    if name == "others" or not bare.strip():
        return ""
    if mark := NOT_A_NAME.search(bare):
        return f"'{mark[0]}' is not part of a name"
    if len(held) > 3 or (len(held) == 3 and not SUFFIX.fullmatch(held[1])):
        return f"{len(held) - 1} commas"
    if ORGANIZATION.search(bare):
        return "it is an organization"
    if degree := DEGREE.search(bare):
        return f"'{degree[0]}' is not part of a name"
    if len(held) == 1:
        last = name.split()[-1] if " " in name.strip() else ""
        if re.fullmatch(r"[^\W\d_]{1,3}", last) and last.isupper():
            return f"'{last}' is read as the family name"
        if PARTICLE.search(name):
            return "only what follows the last capital word is read as the family name"
    elif len(held[0]) > 3 and held[0].isupper() and held[0].isascii():
        return "it is in all capitals"
    return ""


def _duplicates(references: Iterable[Reference]) -> Iterator[Finding]:
    """B006: two entries with the same identifier."""
    first: dict[tuple[str, str], Reference] = {}
    for reference in references:
        for name in ("doi", "pmid"):
            value = reference.field(name).casefold()
            if value and (other := first.setdefault((name, value), reference)) is not reference:
                yield _of(reference, "B006", field=name.upper(), other=other.key, first=other.source)


def max_age(home: Text | None) -> tuple[int | None, list[Finding]]:
    """The limit that the author sets as `evidence_years` in docs/index.md, in years; B012 if it is not a number."""
    value = home.meta.get("evidence_years") if home else None
    if value is None or (isinstance(value, int) and value > 0):
        return value, []
    place = home.entry("evidence_years") if home else Source("")
    return None, [finding("B012", place, value=value)]
