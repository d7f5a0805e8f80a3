"""What must hold of the bibliography; a rule is one small function.

A rule that an author may have a reason to break takes the reason from a field of the entry: `nocite` for an entry
that no page cites, `keep` for one that is older than the course allows, `incomplete` for one whose missing
fields nobody could see.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from datetime import date
from html import unescape
from typing import Any

import latexcodec  # noqa: F401

from ..model import Reference, Source
from ..read.source import Text
from ..read.wordlists import GENERAL
from ..report.finding import Finding, finding
from .bibliography import Bibliography, Formatted
from .exports import DEGREES, HEADLINED, NAMES, SUFFIX, TEXT, UNREADABLE, VERBATIM, parts, people

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (("title",), ("journal", "journaltitle"), ("year", "date")),
    "book": (("title",), ("publisher",), ("year", "date")),
    "incollection": (("title",), ("booktitle",), ("year", "date")),
    "thesis": (("title",), ("institution", "school", "publisher"), ("year", "date")),
}
"""Fields without which an entry of a type cannot be found by a reader; of each group one. Others need a title."""
SHAPES = {
    "doi": (re.compile(r"10\.\d{4,9}/[^\s\"'\\{}|^`]+"), "10.1234/abc, without https://doi.org/"),
    "pmid": (re.compile(r"[1-9]\d{0,7}"), "digits only"),
    "pmcid": (re.compile(r"PMC\d+"), "PMC and digits"),
    "url": (re.compile(r"https?://[^\s\"<>\\{}|^`]+"), "an address that starts with https://"),
    "year": (re.compile(r"\d{4}"), "four digits; what is not published yet has no year, and says so in pubstate"),
}
"""Syntax of the identifiers: DOI as Crossref recommends to match it, PMID and PMCID as NLM issues them."""
MOJIBAKE = re.compile("[ÂÃÅÎÏÐÑ][\u0080-\u00bf\u2018-\u203a€ŒœŠšŸŽžƒˆ˜™]|â€[\u0080-\u00ff\u2018-\u203a™œ]?")
"""UTF-8 read as Windows-1252: `Ã¼` for ü."""
DECODE: Callable[[Any], tuple[Any, int]] = codecs.lookup("ulatex").decode
COMMAND = re.compile(r"\\([A-Za-z]+)\*?\s*")
KNOWN = frozenset(
    (
        "emph textit textbf textsc texttt textrm textup textnormal textsf text em it bf sc rm tt sl underline mbox "
        "url href textsuperscript textsubscript mathrm mathit mathbf mathsf operatorname ensuremath mkbibquote "
        "mkbibemph enquote left right big bar hat frac sqrt newline alpha beta gamma delta epsilon varepsilon zeta "
        "eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
        "Lambda Xi Pi Sigma Upsilon Phi Psi Omega pm mp times div cdot le leq ge geq ne neq approx sim simeq equiv ll "
        "gg to rightarrow leftarrow infty circ degree prime ast bullet propto partial sum dots ldots textless "
        "textgreater textmu textdegree textasciitilde textbackslash textasciicircum textquoteright textquoteleft "
        "textquotedblleft textquotedblright textquotesingle textquotedbl textregistered textcopyright textbullet "
        "textonehalf textonequarter textthreequarters texttwosuperior textthreesuperior textsection textparagraph "
        "textdagger textsterling textyen textmho guillemotleft guillemotright copyright slash ss o O l L ae AE oe OE "
        "aa AA i j dj th dh ng c v u H k r d b t"
    ).split(" ")
)
"""Commands that pandoc shows, or whose text it keeps."""
ORGANIZATION = re.compile(
    r"\b(?:Academy|Agency|Alliance|Association|Authors|Board|Bureau|Center|Centre|Collaboration|Collaborative|Collaborators"
    r"|College|Commission|Committee|Consortium|Corporation|Council|Department|Federation|Force|Foundation|Group|Hospital"
    r"|Inc|Initiative|Institute|Investigators|Ministry|Network|Office|Organi[sz]ation|Panel|Program|Programme|Project|School"
    r"|Service|Services|Society|Study|Team|Trialists|Union|University)\b"
)
DEGREE = re.compile(rf"(?<=[\w.] )(?:{'|'.join(sorted(DEGREES))}|FRCP|DrPH|[MD]\.D\.|Ph\.D\.)(?!\w)")
PARTICLE = re.compile(r"\s(?:De|Da|Di|Du|La|Le|Van|Von|Der|El|Al|Bin|Ben)\s")
NOT_A_NAME = re.compile(r"[;*†‡§@\d]|\bet\.? al\b|https?:")
SMALL = frozenset(
    "a an and as at but by for from in into is of on or per than the to versus via vs with without".split(" ")
)
SHORT_NAMES = frozenset(
    "Advances American Annals Archives Bulletin Clinical European International Journal Medicine Proceedings "
    "Quarterly Research Review Reviews".split(" ")
)
"""Words that never stand in full in an abbreviated journal title."""
SHOWN = (
    "author",
    "editor",
    "title",
    "booktitle",
    "journal",
    "journaltitle",
    "shortjournal",
    "publisher",
    "institution",
)
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
    """All rules. `cited` holds the keys that pages cite; `oldest` is the age in years that evidence may have; `names`
    are proper names that titles hold.
    """
    for reference in bibliography.references:
        for rule in RULES:
            yield from rule(reference)
        if reference.key in cited:
            yield from has_what_it_needs(reference)
            yield from is_not_too_old(reference, formatted.year(reference.key), today, oldest)
        elif not reference.field("nocite"):
            yield finding("B004", reference.source, key=reference.key)
        yield from is_not_of_the_future(reference, formatted.year(reference.key), today)
        yield from keeps_its_capitals(reference, formatted.title(reference.key), names)
        yield from is_no_headline(reference, formatted.title(reference.key), names)
        yield from loses_nothing(reference, formatted.csl.get(reference.key, {}), formatted.html.get(reference.key, ""))
    yield from no_identifier_twice(bibliography.references)


def has_what_it_needs(reference: Reference) -> Iterator[Finding]:
    """B005, unless `incomplete` says why the field could not be seen."""
    if reference.field("incomplete"):
        return
    for group in NEEDED.get(reference.type, (("title",),)):
        if not any(reference.field(name) for name in group):
            yield finding("B005", reference.source, key=reference.key, type=reference.type, field=group[0])


def identifiers_are_well_formed(reference: Reference) -> Iterator[Finding]:
    """B007."""
    for name, (shape, mend) in SHAPES.items():
        value = reference.field(name)
        if value and not shape.fullmatch(value):
            yield finding("B007", reference.source, key=reference.key, field=name, value=value, mend=mend)


def address_has_a_date(reference: Reference) -> Iterator[Finding]:
    """B010."""
    if reference.field("url") and not any(reference.field(name) for name in ("urldate", "doi", "pmid")):
        yield finding("B010", reference.source, key=reference.key)


def is_not_of_the_future(reference: Reference, year: int | None, today: date) -> Iterator[Finding]:
    """B008. Journals date issues ahead, so the coming year is the last that may stand."""
    if year and year > today.year + 1:
        yield finding("B008", reference.source, key=reference.key, year=year)


def is_not_too_old(reference: Reference, year: int | None, today: date, oldest: int | None) -> Iterator[Finding]:
    """B011, for clinical evidence, that is, entries with a level."""
    clinical = reference.field("level") in ("1", "2", "3", "4", "5")
    if oldest and year and clinical and today.year - year > oldest and not reference.field("keep"):
        yield finding("B011", reference.source, key=reference.key, year=year, limit=oldest)


def keeps_its_capitals(reference: Reference, shown: str, names: Collection[str]) -> Iterator[Finding]:
    """B009: a word with a capital in the title, and without one as the style shows it. The word after a colon is left
    out: there a capital is a convention that the style does not follow.

    A title in title case is put into sentence case by the style, which is its task; then only names are told.
    """
    if reference.type in HEADLINED or not shown:
        return
    title = plain(reference.field("title"))
    titlecase = _in_title_case(title)
    low = set(WORD.findall(shown.replace("’", "'")))
    told = set()
    for match in list(WORD.finditer(title))[1:]:
        word = match[0]
        convention = titlecase or re.search(r"[:.?!–—] $", title[: match.start()])
        small = word[0].lower() + word[1:]
        lost = word[0].isupper() and word not in low and (small in low or word.lower() in low)
        if lost and word not in told and (word in names or not convention or not (word[1:].islower() or word == "A")):
            told.add(word)
            yield finding("B009", reference.source, key=reference.key, word=word)


def is_no_headline(reference: Reference, shown: str, names: Collection[str]) -> Iterator[Finding]:
    """B016: braces around a title in title case, or capitals throughout."""
    words = [word for word in WORD.findall(shown) if len(word) > 3]
    if reference.type not in ("article", "incollection", "inproceedings") or len(words) < 3:
        return  # the title of a page may be a name
    if sum(word.isupper() for word in words) > len(words) * 3 / 4:
        yield finding("B016", reference.source, key=reference.key, case="capitals")
    elif _in_title_case(" ".join(word for word in WORD.findall(shown) if word not in names)):
        yield finding("B016", reference.source, key=reference.key, case="title case")


def _in_title_case(title: str) -> bool:
    words = [word for word in WORD.findall(title)[1:] if word not in SMALL]
    small = sum(word.islower() for word in words)
    return bool(words) and 5 * small < sum(word[0].isupper() for word in words)


def plain(value: str) -> str:
    """A field without TeX, as far as a comparison needs it."""
    return COMMAND.sub("", re.sub(r"[{}$]", "", decoded(value))).replace("``", '"').replace("''", '"').replace("’", "'")


def decoded(value: str) -> str:
    """A field with its accents and letters as characters; commands that are none of these stay."""
    return str(DECODE(value)[0]) if "\\" in value else value


def is_not_damaged(reference: Reference) -> Iterator[Finding]:
    """B013. Looks at the entry as its author's tool wrote it: what nobody can read is not passed on."""
    marks: dict[str, set[str]] = defaultdict(set)
    for name, value in reference.fields:
        marks[name] |= {f"'{match[0]}'" for match in MOJIBAKE.finditer(value)}
    for match in UNREADABLE.finditer(reference.raw):
        name = ["", *FIELD.findall(reference.raw, 0, match.start())][-1].lower()
        marks[name].add(f"U+{ord(match[0]):04X}")
    for name, found in marks.items():
        if found and name in TEXT | VERBATIM:
            value = ", ".join(sorted(found))
            yield finding("B013", reference.source, key=reference.key, field=name, value=value)


def loses_nothing(reference: Reference, item: dict[str, Any], html: str) -> Iterator[Finding]:
    """B014: a command that pandoc does not know, or a word of the entry that the style does not show."""
    everything = _squeezed(re.sub(r"<[^>]+>", "", html) + json.dumps(item, ensure_ascii=False))
    for name, value in reference.fields:
        if name not in SHOWN:
            continue
        unknown = next((f"\\{one}" for one in COMMAND.findall(decoded(value)) if one not in KNOWN), "")
        said = " ".join(one for one in people(value) if one != "others") if name in NAMES else value
        words = re.findall(r"[^\W_]+", plain(said))
        lost = unknown or next((word for word in words if _squeezed(word) not in everything), "")
        if lost and html:
            yield finding("B014", reference.source, key=reference.key, word=lost, field=name)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", unescape(text)).casefold())


def names_are_names(reference: Reference) -> Iterator[Finding]:
    """B015."""
    for field in ("author", "editor"):
        for name in people(reference.field(field)):
            if problem := _no_name(name):
                yield finding("B015", reference.source, key=reference.key, name=name, problem=problem)


def _no_name(name: str) -> str:
    held = parts(name)
    bare = re.sub(r"\{[^\\{}][^{}]*\}", "", name)  # what is braced is meant
    if name == "others" or not bare.strip():
        return ""
    if mark := NOT_A_NAME.search(bare):
        return f"'{mark[0]}' is no part of a name"
    if len(held) > 3 or (len(held) == 3 and not SUFFIX.fullmatch(held[1])):
        return f"{len(held) - 1} commas"
    if ORGANIZATION.search(bare):
        return "it is an organization"
    if degree := DEGREE.search(bare):
        return f"'{degree[0]}' is no part of a name"
    if len(held) == 1:
        words = name.split()
        if len(words) > 1 and re.fullmatch(r"[^\W\d_]{1,3}", words[-1]) and words[-1].isupper():
            return f"'{words[-1]}' is taken for the family name"
        if PARTICLE.search(name):
            return "only what follows the last capital word is taken for the family name"
    elif len(held[0]) > 3 and held[0].isupper() and held[0].isascii():
        return "it is in capitals"
    return ""


def journal_is_abbreviated(reference: Reference) -> Iterator[Finding]:
    """B017, where a word says that it is not."""
    journal = plain(reference.field("journal") or reference.field("journaltitle"))
    words = WORD.findall(journal.partition("(")[0])
    if (
        reference.type == "article"
        and not reference.field("shortjournal")
        and len(words) > 1
        and SHORT_NAMES & {*words}
    ):
        yield finding("B017", reference.source, key=reference.key, journal=journal)


def no_identifier_twice(references: Iterable[Reference]) -> Iterator[Finding]:
    """B006."""
    first: dict[tuple[str, str], Reference] = {}
    for reference in references:
        for name in ("doi", "pmid"):
            value = reference.field(name).casefold()
            if value and first.setdefault((name, value), reference) is not reference:
                other = first[name, value]
                yield finding(
                    "B006", reference.source, key=reference.key, field=name.upper(), other=other.key, first=other.source
                )


RULES: tuple[Callable[[Reference], Iterator[Finding]], ...] = (
    *(identifiers_are_well_formed, address_has_a_date),
    *(is_not_damaged, names_are_names, journal_is_abbreviated),
)


def max_age(home: Text | None) -> tuple[int | None, list[Finding]]:
    """The limit that the author sets as `evidence_years` in docs/index.md, in years; B012 if it is not a number."""
    value = home.meta.get("evidence_years") if home else None
    if value is None or (isinstance(value, int) and value > 0):
        return value, []
    place = home.entry("evidence_years") if home else Source("")
    return None, [finding("B012", place, value=value)]
