"""The bibliography: .bib files read entry by entry, so that one broken entry hides no other.

pybtex reads an entry; the places of the entries, and what is wrong with them, are ours. bibtexparser 2.1 was tried in
its place: it finds the same entries at the same lines, but names the first line of an entry where pybtex names that of
the mistake, and takes a missing comma or a quotation mark within quotation marks for part of a value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError

from ..model import Reference, Source
from ..read.source import decode
from ..read.wordlists import GENERAL
from ..report.finding import Finding, finding
from .normalize import normalized

ENTRY = re.compile(r"^[ \t]*@[ \t]*(?P<type>\w+)[ \t]*[{(]", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*%.*", re.MULTILINE)
KEYED = re.compile(r"[ \t]*@[ \t]*\w+[ \t]*[{(]\s*[^\s,{}()=]+\s*(?:[,})]|\Z)")
"""How an entry has to begin: a comma follows its key."""
CITABLE = re.compile(r"\w(?:[\w:.+/-]*\w)?")
"""A key that a citation, BibTeX and pandoc can all take."""
FIELD = re.compile(r"^[ \t]*(?P<name>[\w-]+)[ \t]*=", re.MULTILINE)
NOT_REFERENCES = {"comment", "preamble", "string"}


@dataclass(frozen=True)
class Bibliography:
    """Every reference of every .bib file, in the order of files and lines."""

    references: tuple[Reference, ...]

    @cached_property
    def by_key(self) -> dict[str, Reference]:
        """References by their key, exactly as written."""
        return {reference.key: reference for reference in self.references}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """For each key a name that is safe in an id and in mkdocs-bibtex: letters, digits, `_` and `-`."""
        taken: dict[str, str] = {}
        for key in self.by_key:
            alias = re.sub(r"[^A-Za-z0-9_-]", "_", key)
            while alias in taken:
                alias += "_"
            taken[alias] = key
        return {key: alias for alias, key in taken.items()}

    @property
    def bibtex(self) -> str:
        """All readable entries as one .bib file, as pandoc reads them right: a web page is not `misc`, and `van` in
        `van Gogh` belongs to the family name.
        """
        entries = []
        for reference in self.references:
            fields = dict(reference.fields)
            online = reference.type == "misc" and "url" in fields and "doi" not in fields
            fields["options"] = ",".join(filter(None, (fields.get("options"), "useprefix=true")))
            body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
            entries.append(f"@{'online' if online else reference.type}{{{reference.key},\n{body}}}\n")
        return "\n".join(entries)


@dataclass(frozen=True)
class Formatted:
    """What pandoc made of the references. `html`: key to the reference in the style, safe to put into a page.
    `csl`: key to its data as CSL-JSON, accents and dashes resolved (names of fields in lower case).
    """

    html: dict[str, str]
    csl: dict[str, dict[str, Any]]

    def title(self, key: str) -> str:
        """The title as plain text, in the case the style gives it; an empty string where there is none."""
        return str(self.csl.get(key, {}).get("title", ""))

    def label(self, key: str) -> str:
        """First author and year, `Witt 2009`, as a short name of the reference; its key where neither is known."""
        authors = self.csl.get(key, {}).get("author") or [{}]
        name = authors[0].get("literal") or family(authors[0])
        year = self.year(key)
        return f"{name} {year or ''}".strip() if name else key

    def year(self, key: str) -> int | None:
        """The year of publication, or None."""
        parts = self.csl.get(key, {}).get("issued", {}).get("date-parts") or [[None]]
        return int(parts[0][0]) if parts[0][0] else None


def family(name: dict[str, str]) -> str:
    """The family name of a name in CSL-JSON, with its `van der`."""
    return " ".join(part for part in (name.get("non-dropping-particle"), name.get("family")) if part)


def full_name(name: dict[str, str]) -> str:
    """`van der Berg, Jan, Jr`, or the name of an organization."""
    named = (family(name), name.get("given"), name.get("suffix"))
    return name.get("literal") or ", ".join(part for part in named if part)


def read_bibliography(
    files: Iterable[tuple[str, Path]], names: Collection[str] = GENERAL.names
) -> tuple[Bibliography, list[Finding]]:
    """Reads .bib files, given as (path to name in findings, path to read). `names` are proper names that titles hold.

    Findings: F001 not UTF-8, B001 unreadable entry, B002 key used twice (the first one stays), B018 a key
    that cannot be cited, B019 a duplicate field.
    """
    references: dict[str, Reference] = {}
    folded: dict[str, Reference] = {}
    found: list[Finding] = []
    preamble: list[str] = []
    for path, file in sorted(files):
        text, wrong = decode(file.read_bytes(), path)
        found += wrong
        starts = list(ENTRY.finditer(text))
        for number, match in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
            raw = text[match.start() : end]
            source = Source(path, text.count("\n", 0, match.start()) + 1)
            if match["type"].lower() in NOT_REFERENCES:
                preamble += [raw] if match["type"].lower() == "string" else []
                continue
            reference = _reference(raw, source, "\n".join(preamble), names)
            if isinstance(reference, Finding):
                found.append(reference)
            elif first := folded.get(reference.key.casefold()):
                found.append(finding("B002", source, key=reference.key, first=first.source))
            else:
                found += _form(reference)
                references[reference.key] = folded[reference.key.casefold()] = reference
    return Bibliography(tuple(references.values())), found


def _reference(raw: str, source: Source, preamble: str, names: Collection[str]) -> Reference | Finding:
    text = preamble + "\n" + COMMENT.sub(lambda match: match[0].replace("@", " "), raw)
    before = preamble.count("\n") + 1
    errors: list[PybtexSyntaxError] = []
    try:
        entries = [
            entry
            for entry in LowLevelParser(text, handle_error=errors.append)
            if entry[0].lower() not in NOT_REFERENCES
        ]
    except PybtexSyntaxError as error:
        entries, errors = [], [error]
    if errors or len(entries) != 1:
        line = max(0, (errors[0].lineno or 1) - before - 1) if errors else 0
        problem = "a second entry begins on one of its lines" if len(entries) > 1 else "it has no key or no fields"
        problem = str(errors[0].args[0]).rstrip(".") if errors else problem
        if (balance := raw.count("{") - raw.count("}")) > 0:
            problem, line = f"{balance} brace{'s' if balance > 1 else ''} left open", _unclosed(raw)
        return finding("B001", source.below(line), problem=problem)
    if not KEYED.match(raw):
        return finding("B001", source, problem="missing comma after the key")
    kind, (key, fields) = entries[0]
    values = tuple((name.lower(), "".join(map(str, value))) for name, value in fields)
    return Reference(key, kind.lower(), normalized(kind.lower(), values, names), raw.strip() + "\n", source)


def _unclosed(raw: str) -> int:
    """Where in an entry, in lines from 0, the field begins whose braces are still open when another one begins."""
    last = 0
    for match in FIELD.finditer(raw):
        before = raw[: match.start()]
        if before.count("{") - before.count("}") > 1:
            return last
        last = before.count("\n")
    return last


def _form(reference: Reference) -> Iterator[Finding]:
    """What a citation, BibTeX or pandoc could not take of an entry that can be read."""
    if not CITABLE.fullmatch(reference.key):
        yield finding("B018", reference.source, key=reference.key)
    first: dict[str, Source] = {}
    for match in FIELD.finditer(reference.raw):
        before, name = reference.raw[: match.start()], match["name"].lower()
        if before.count("{") - before.count("}") == 1:  # not in a value
            place = reference.source.below(before.count("\n"))
            if (earlier := first.setdefault(name, place)) is not place:
                yield finding("B019", place, key=reference.key, field=name, first=earlier)
