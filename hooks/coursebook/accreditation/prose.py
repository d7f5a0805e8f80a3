"""What the words of the course must not say: names of credit, promises, products, patients, law without a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ..read.paragraphs import paragraphs
from ..read.regions import united_states
from ..read.source import Text, decode
from ..report.finding import finding
from .bodies import Body
from .facts import Facts
from .material import Check, Findings, Material
from .states import TABLE

DRESSED = re.compile(r"&(?:nbsp|#160|#xA0);|[*_]+|</?[a-z][^<>\n]*>", re.IGNORECASE)
"""What a reader does not see between the words of a name: 1 *PDA*&nbsp;point."""
BARE_UNIT = re.compile(r"\bCEUs?\b")
SAID_RIGHT = re.compile(r"contact hours? \(= ?[\d.,]+ \w+ CEUs?\)")
PROMISES = re.compile(
    r"\b(?:cur(?:es?|ed|ing)|guarantee[sd]?|proven|detox\w*|miracle|risk-free|no side effects"
    r"|100 ?% (?:safe|effective))(?!\w)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")
SELLS = re.compile(r"\b(?:coupon|promo code|discount code|buy now|order now|add to cart|free shipping)\b|\w+[®™]", re.I)
AFFILIATE = re.compile(
    r"(?<![^\s(<\"'=])(?:https?:)?//[^\s()<>\"']*[?&](?:utm_\w+|ref|aff(?:iliate)?(?:_?id)?|tag|coupon)=[^\s()<>\"']*",
    re.IGNORECASE,
)
"""In links however they are written: [words](address), <address>, [words]: address, href="address"."""
PATIENT = {
    "a record number": re.compile(r"\bMRN\b[\s:#]*\d+|\bmedical record (?:number|no\.?)[\s:#]*\d+", re.IGNORECASE),
    "a social security number": re.compile(r"\b\d{3}-\d{2}-\d{4}\b"),
    "a date of birth": re.compile(
        r"\b(?:DOB|born(?: on)?|date of birth)\b[\s:]*"
        r"(?:[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+\.?,? \d{4}"
        r"|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)\b|\d{4}-\d\d-\d\d)",
        re.IGNORECASE,
    ),
}
LAW = re.compile(
    r"\b(?:legal|illegal|lawful|unlawful|allow(?:s|ed)|permit(?:s|ted)|prohibit(?:s|ed)|requires? \d+)\b", re.I
)
STATE = re.compile(rf"\b(?:{'|'.join(one.name for one in united_states().values())})\b")


def names_of_credit(material: Material) -> Findings:
    """CR-12: the name of a body's credit stands nowhere in docs until its approval is in force."""
    return locked_names(
        [*material.texts.values(), *_data(material)], material.facts, material.today, material.bodies.values()
    )


def locked_names(texts: Iterable[Text], facts: Facts, today: date, bodies: Iterable[Body]) -> Findings:
    """CR-12 of any texts: the settings, whose titles stand on every page, are read when the site is written."""
    locked = [body for body in bodies if body.names and not facts.approved(body.id, today)]
    stems = {stem for body in locked if body.names for stem in body.names.stems}
    found = []
    for text in texts:
        small = text.text.lower()
        if not any(stem in small for stem in stems):
            continue
        shown = DRESSED.sub(lambda match: " " * len(match[0]), text.text)
        for words in dict.fromkeys((text.text, shown)):
            small = words.lower()
            for body in locked:
                for match in body.names.find(words, small) if body.names else ():
                    place = text.source(text.line(match.start()))
                    found.append(finding("CR-12", place, words=" ".join(match[0].split()), body=body.title))
    return list(dict.fromkeys(found))


def _data(material: Material) -> Iterator[Text]:
    """Tables and texts of docs, which the site offers as they are."""
    for name in material.static:
        file = material.docs / name
        if name.endswith((".csv", ".txt", ".json", ".svg", ".vtt", ".html")) and file.is_file():
            path = f"{material.shown_docs}/{name}"
            yield Text(path, decode(file.read_bytes(), path)[0])


def bare_units(material: Material) -> Findings:
    """CR-09: a unit that two bodies count differently."""
    found = []
    for text in material.texts.values():
        right = [match.span() for match in SAID_RIGHT.finditer(text.text)]
        small = text.text.lower()
        locked = [
            match.span()
            for body in material.bodies.values()
            if body.names
            for match in body.names.find(text.text, small)
        ]
        for match in BARE_UNIT.finditer(text.text):
            if not any(start <= match.start() < end for start, end in (*right, *locked)):
                found.append(finding("CR-09", text.source(text.line(match.start())), words=match[0]))
    return found


def promises(material: Material) -> Findings:
    """CT-03: no word that promises more than evidence can, in lessons; what others say stands in quotation marks."""
    found = []
    for text in material.lessons.values():
        quoted = [match.span() for match in QUOTED.finditer(text.text)]
        for match in PROMISES.finditer(text.text, text.body_start):
            if text.is_text(match.start()) and not any(a <= match.start() < b for a, b in quoted):
                found.append(finding("CT-03", text.source(text.line(match.start())), words=match[0]))
    return found


def products(material: Material) -> Findings:
    """CT-09: no brand, nothing sold, no link that pays."""
    brands = "|".join(re.escape(name) for name in material.facts.lists.get("brands", ()))
    brand = re.compile(rf"\b(?:{brands})\b", re.IGNORECASE) if brands else None
    found = []
    for text in material.texts.values():
        matches = [*SELLS.finditer(text.text, text.body_start)]
        matches += brand.finditer(text.text, text.body_start) if brand else ()
        for match in matches:
            if text.is_text(match.start()):
                found.append(finding("CT-09", text.source(text.line(match.start())), words=match[0]))
        for match in AFFILIATE.finditer(text.text, text.body_start):
            found.append(finding("CT-09", text.source(text.line(match.start())), words=match[0]))
    return found


def patients(material: Material) -> Findings:
    """PV-02: nothing that identifies a patient."""
    return [
        finding("PV-02", text.source(text.line(match.start())), what=what, words=match[0])
        for text in material.texts.values()
        for what, pattern in PATIENT.items()
        for match in pattern.finditer(text.text, text.body_start)
    ]


def disputed(material: Material) -> Findings:
    """CT-02: a lesson that names a disputed topic marks what it says with a claim of the ledger."""
    used = {use.page for use in material.uses}
    found = []
    for path, text in material.lessons.items():
        for term in () if path in used else material.facts.lists.get("disputed", ()):
            pattern = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
            for match in pattern.finditer(text.text, text.body_start):
                line = text.line(match.start())
                if text.is_text(match.start()) and not _asked(text, line):
                    found.append(finding("CT-02", text.source(line), term=term))
                    break
    return found


def _asked(text: Text, line: int) -> bool:
    """Whether a line lies in a question, whose rationales cite on their own."""
    return any(block.name == "question" and block.line <= line <= (block.end or block.line) for block in text.blocks)


def law(material: Material) -> Findings:
    """CT-06: what a state allows or asks is cited, links to the table, or stands beside it."""
    found = []
    for text in material.texts.values():
        if any(block.name == TABLE for block in text.blocks):
            continue  # what stands beside the table rests on it
        for one in paragraphs(text):
            if one.kind == "row" or one.block or one.keys or one.linked or one.uncited is not None:
                continue
            states = ((number, state[0]) for number, line in one.lines if (state := STATE.search(line)))
            if LAW.search(one.text) and (named := next(states, None)):
                found.append(finding("CT-06", text.source(named[0]), state=named[1]))
    return found


ALWAYS: tuple[Check, ...] = (names_of_credit,)
"""Asked of every course."""
STATED: tuple[Check, ...] = (bare_units, promises, products, patients, disputed, law)
"""Asked of every course that states a profile."""
