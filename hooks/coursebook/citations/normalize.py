"""What reference managers write into a .bib file and TeX reads otherwise, written as TeX means it.

Zotero, Mendeley and the converters of PubMed's records leave a percent sign, a hash, an entity or a tag as it was;
pandoc then drops what follows, or the whole field. Every function takes a field as an author's tool wrote it and
gives it as pandoc reads it right. What only the author can know is a finding instead, see `rules`.
"""

from __future__ import annotations

import codecs
import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection
from html import unescape
from pathlib import Path
from typing import Any

import latexcodec  # noqa: F401
from pybtex.bibtex.exceptions import BibTeXError
from pybtex.bibtex.utils import split_name_list, split_tex_string

from ..read.wordlists import GENERAL

TABLES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf-8"))
"""The vocabularies of BibTeX, TeX, and the formats of references."""
Fields = tuple[tuple[str, str], ...]


def word_list(name: str) -> frozenset[str]:
    """One of the lists of words."""
    return frozenset(TABLES["words"][name].split())


def any_of(name: str) -> str:
    """A regular expression for any word of a list."""
    return "|".join(sorted(word_list(name)))


NAMES, VERBATIM = word_list("persons"), word_list("verbatim")
TEXT = NAMES | word_list("text")
HEADLINED, DEGREES = word_list("headlined"), word_list("degrees")
MONTHS: list[str] = TABLES["words"]["months"].split()
CHARACTERS: dict[str, str] = TABLES["characters"]
TAGS: dict[str, str] = TABLES["tags"]
LEVELS = ("1", "2", "3", "4", "5")
"""Levels of evidence that an entry may state."""
DECODE: Callable[[Any], tuple[Any, int]] = codecs.lookup("ulatex").decode
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd-\uffff\ue000-\uf8ff]")
"""Characters no reader should meet: controls, private use, overrides of direction, the mark of a failed conversion."""
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and the like, which come along from a PDF."""
COMMAND = re.compile(rf"\{{?\\({'|'.join(CHARACTERS)})(?![A-Za-z])(?:\{{\}}| )?(\}})?")
ESCAPE = str.maketrans({c: f"\\{c}" for c in "&%#$_"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"})
LESS = r"(?:<|\{\\textless\}|\\textless(?:\{\}|\s)|\$<\$)"
GREATER = r"(?:>|\{\\textgreater\}|\\textgreater(?:\{\}|\s?)|\$>\$)"
INSIDE = r"((?:[^{}<]|\{[^{}]*\})*?)"
TAG = re.compile(rf"{LESS}(?:jats:)?({'|'.join(TAGS)}){GREATER}{INSIDE}{LESS}/(?:jats:)?\1{GREATER}")
NOCASE = re.compile(rf'{LESS}span class="nocase"{GREATER}(.*?){LESS}/span{GREATER}')
ENTITY = re.compile(r"(?:\{\\&\}|\\?&)\\?(#?[A-Za-z0-9]+;)")
DOTLESS = re.compile(r"(\\[\"'`^~=]\s*\{?)\\([ij])(?![A-Za-z])")
EMPHASIS = re.compile(r"\\(textit|emph|textbf)\{\{([^{}]*)\}\}")
"""Braces inside emphasis, which do not keep capitals."""
FORMULA = re.compile(r"\$\\[A-Za-z]+\$")
PREFIX = re.compile(r"^(?:\{([α-ωΑ-Ω])\}|([α-ωΑ-Ω]))-([^\W\d_]\w*)")
"""A Greek letter before the first word of a title: the word has the capital."""
MATH = re.compile(r"[\\^_{}<>=+]|^[A-Za-z]$|^-$")
SUBTITLE = re.compile(r"(?<=[^\s:]): (?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)(?![\w.])")
PAGES = re.compile(r"([A-Za-z]*)(\d+)\s*[-–—]+\s*(?:\1)?(\d+)")
SUFFIX = re.compile(r"(Jr|Sr|I{2,3}|IV|2nd|3rd)\.?")
ROMAN = {"2nd": "II", "3rd": "III"}


def normalized(kind: str, fields: Fields, names: Collection[str] = GENERAL.names) -> Fields:
    """The fields of an entry of a type, as TeX means them. `names` are proper names that titles hold."""
    out: dict[str, str] = {}
    for name, raw in fields:
        value = unicodedata.normalize("NFC", UNSEEN.sub("", UNREADABLE.sub("", raw)))
        if name in VERBATIM:
            value = address(value)
        elif name in TEXT:
            value = " and ".join(map(person, people(text(value)))) if name in NAMES else text(value)
        out[name] = value
    if issue := re.fullmatch(r"(\w+) (suppl.*)", supplement(out.get("volume", "")), re.IGNORECASE):
        out["volume"], out["number"] = issue[1], issue[2]
    if (month := out.get("month", "").strip(".")[:3].casefold()) in MONTHS:
        out["month"] = str(MONTHS.index(month) + 1)
    if "number" in out:
        out["number"] = supplement(out["number"])
    if (pages := PAGES.fullmatch(out.get("pages", ""))) and len(pages[3]) <= len(pages[2]):
        out["pages"] = f"{pages[1]}{pages[2]}--{pages[1]}{pages[2][: -len(pages[3])]}{pages[3]}"
    if "title" in out and "subtitle" in out:
        out["title"] += f": {out.pop('subtitle')}"
    if "title" in out:
        out["title"] = PREFIX.sub(lambda m: f"{{{m[1] or m[2]}-{m[3][0].upper()}{m[3][1:]}}}", out["title"])
    if "title" in out and kind not in HEADLINED:
        out["title"] = small_subtitle(out["title"], names)
    held = re.fullmatch(r"\s*\{?\s*\\url\s*\{(.*)\}\s*\}?\s*", out.get("howpublished", ""))
    if held and "url" not in out:
        out["url"] = address(held[1])
        del out["howpublished"]
    return tuple(out.items())


def address(value: str) -> str:
    """A field that is no prose: `10.5555/a{\\_}b` is `10.5555/a_b`."""
    value = re.sub(r"\{\\textasciitilde\}|\\textasciitilde(?:\{\}|\s)?|\\~\{\}|\$\\sim\$", "~", value)
    value = re.sub(r"\{?\\text(less|greater)(?:\}|\{\}|\s)?", lambda m: "<" if m[1] == "less" else ">", value)
    return re.sub(r"\{\\([_%&#$~])\}|\\([_%&#$~])", lambda m: m[1] or m[2], value).strip().strip("{}")


def text(value: str) -> str:
    """Prose: entities, tags and bare special characters as TeX writes them."""
    value = ENTITY.sub(_entity, " ".join(value.split()))
    value = COMMAND.sub(_command, value)
    value = DOTLESS.sub(r"\1\2", value)
    value = NOCASE.sub(r"{\1}", value)
    before = ""
    while value != before:
        before, value = value, TAG.sub(lambda m: rf"\{TAGS[m[1]]}{{{m[2]}}}", value)
    value = EMPHASIS.sub(r"{\\\1{\2}}", value)
    value = FORMULA.sub(_letter, value)
    value = re.sub(r"(?<!\\)([%#])", r"\\\1", value)
    value = re.sub(r"(?<![^\s({])~(?=[\d.])", r"\\textasciitilde{}", value)
    value = re.sub(r"\bvs\.(?=\s)", "vs", value)
    return _dollars(value)


def people(value: str) -> list[str]:
    """The names of a list. An editor's tool may leave an `and` too many."""
    try:
        return [name for name in split_name_list(value) if name.strip()]
    except BibTeXError:
        return [value]


def parts(name: str) -> list[str]:
    """The parts of a name between commas: family and given, or family, suffix and given."""
    try:
        return [part.strip() for part in split_tex_string(name, ",")]
    except BibTeXError:
        return [name]


def person(name: str) -> str:
    """A name: initials apart, as citeproc takes `CD` for one word; a suffix in its place and without a full stop."""
    held = parts(name)
    if len(held) not in (2, 3):
        return name
    family, suffix, given = held[0], held[1] if len(held) == 3 else "", held[-1]
    if suffix and not SUFFIX.fullmatch(suffix) and SUFFIX.fullmatch(given):
        suffix, given = given, suffix
    words = given.split()
    if len(words) > 1 and not suffix and SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    shouted = len(family) > 1 and family.isupper()
    given = " ".join(
        word if (shouted and "." not in word) or (at and word in DEGREES) else _initials(word)
        for at, word in enumerate(words)
    )
    suffix = ROMAN.get(suffix, suffix.rstrip("."))
    return ", ".join((family, suffix, given) if suffix else (family, given))


def supplement(number: str) -> str:
    """The number of an issue: `suppl 1`."""
    return re.sub(r"\bsuppl(?:ement)?\b\.?(?:\\?_|\s)*", "suppl ", number, flags=re.IGNORECASE).strip()


def small_subtitle(title: str, names: Collection[str]) -> str:
    """A title whose subtitle begins small, as any word of it would: pandoc sets a capital after each colon."""

    def small(match: re.Match[str]) -> str:
        word, before = match["word"], title[: match.start()]
        simple = word == "A" or word[1:].islower()
        if before.count("{") != before.count("}") or not (word.islower() or simple) or word in names:
            return match[0]
        return f": {{{word[0].lower()}{word[1:]}}}"

    return SUBTITLE.sub(small, title)


def _entity(match: re.Match[str]) -> str:
    shown = unescape(f"&{match[1]}")
    if shown in (f"&{match[1]}", "{", "}"):  # a brace would close the field
        return match[0]
    return UNREADABLE.sub("", shown).translate(ESCAPE)


def decoded(value: str) -> str:
    """A field with its accents and letters as characters; other commands stay."""
    return str(DECODE(value)[0]) if "\\" in value else value


def _letter(match: re.Match[str]) -> str:
    """A formula that is one Greek letter is that letter."""
    shown = unicodedata.normalize("NFKC", decoded(match[0]))
    return shown if re.fullmatch("[\u0370-\u03ff]", shown) else match[0]


def _command(match: re.Match[str]) -> str:
    shown = CHARACTERS[match[1]]
    return shown if match[0].startswith("{") == bool(match[2]) else match[0].replace(match[0].strip("{} "), shown)


def _dollars(value: str) -> str:
    """A dollar sign is money unless it encloses a formula."""
    first, *others = re.split(r"(?<!\\)\$", value)
    out = first
    while others:
        inside = others.pop(0)
        if others and inside == inside.strip() and MATH.search(inside):
            out += f"${inside}${others.pop(0)}"
        else:
            out += rf"\${inside}"
    return out


def _initials(word: str) -> str:
    if re.fullmatch(r"[^\W\d_]\.?-[^\W\d_]\.?", word):
        return f"{word[0]}. {word.rstrip('.')[-1]}."
    if len(word) > 2 and word.endswith(".") and word[:-1].isalpha():
        word = word[:-1]
    if 2 <= len(word) <= 3 and word.isalpha() and word.isupper():
        return " ".join(f"{letter}." for letter in word)
    return word
