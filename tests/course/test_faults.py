"""Fault injection: seeded faults in copies of the course, each told at its file and line; a clean course tells none.

Slow, so behind a marker: `make faults`.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import ROOT, run
from coursebook.citations.bibliography import read_bibliography
from coursebook.read.project import Project
from coursebook.report.finding import Finding
from coursebook.verify.client import RequestPolicy
from coursebook.verify.record import Age
from coursebook.verify.registries import Bases
from coursebook.verify.run import VerifyOptions, verify
from servers import registry
from servers.base import Handler, serving

COPIES, FAULTS_A_COPY, SEED = 14, 15, 20261121
PAGES = sorted(path.relative_to(ROOT) for path in (ROOT / "docs").glob("*/*.md"))
CLINICAL = [path for path in PAGES if path.parts[1] in ("introduction", "mechanisms", "technique", "safety")]


@dataclass(frozen=True)
class Fault:
    """What was put where, and what must be told of it."""

    kind: str
    code: str
    path: str
    line: int

    def told(self, found: list[Finding]) -> bool:
        return any((f.code, f.place.path, f.place.line) == (self.code, self.path, self.line) for f in found)


class Author:
    """Makes mistakes in a copy of the course. A file is touched once a copy, so that no fault moves another."""

    def __init__(self, copy: Path, rng: random.Random) -> None:
        self.copy, self.rng = copy, rng
        self.free = list(PAGES)
        self.keys = set(re.findall(r"^@\w+\{([^,]+),", (copy / "bib/references.bib").read_text("utf-8"), re.MULTILINE))

    def page(self, pattern: str, among: list[Path] = PAGES) -> tuple[Path, str, re.Match[str]]:
        """An untouched page that has the pattern outside questions, and one place of it."""
        for path in self.rng.sample(among, len(among)):
            if path in self.free:
                text = (self.copy / path).read_text("utf-8")
                quiet = [m.span() for m in re.finditer(r"^///.*?^///$|^---.*?^---$", text, re.DOTALL | re.MULTILINE)]
                places = [m for m in re.finditer(pattern, text) if not any(a <= m.start() < b for a, b in quiet)]
                if places:
                    self.free.remove(path)
                    return path, text, self.rng.choice(places)
        raise LookupError(pattern)

    def replace(self, path: Path, text: str, start: int, end: int, new: str) -> int:
        """Writes the file with a part of it replaced; gives the line of the part."""
        (self.copy / path).write_text(text[:start] + new + text[end:], "utf-8")
        return text.count("\n", 0, start) + 1

    # One function a kind. Each gives the Fault.

    def misspelt_key(self) -> Fault:
        path, text, at = self.page(r"\[@(\w+)\]")
        line = self.replace(path, text, at.start(1), at.end(1), at[1][:-1] + "qz")
        return Fault("misspelt key", "C001", path.as_posix(), line)

    def key_in_another_case(self) -> Fault:
        path, text, at = self.page(r"\[@([A-Z]\w+)\]")
        line = self.replace(path, text, at.start(1), at.end(1), at[1].swapcase())
        return Fault("key in another case", "C001", path.as_posix(), line)

    def comma_for_semicolon(self) -> Fault:
        path, text, at = self.page(r"\[@\w+(; )@\w+\]")
        line = self.replace(path, text, at.start(1), at.end(1), ", ")
        return Fault("comma for semicolon", "C002", path.as_posix(), line)

    def no_brackets(self) -> Fault:
        path, text, at = self.page(r"[a-z]\.(\[(@\w+)\])")
        line = self.replace(path, text, at.start(1), at.end(1), f" {at[2]} ")
        return Fault("no brackets", "C002", path.as_posix(), line)

    def uncited_number(self) -> Fault:
        path, text, at = self.page(r"\n(?=\n## )", CLINICAL)
        line = self.replace(path, text, at.end(), at.end(), "\nAbout 37% of patients improve in a week.\n")
        return Fault("uncited number", "C004", path.as_posix(), line + 1)

    def uncited_recommendation(self) -> Fault:
        path, text, at = self.page(r"\n(?=\n## )", CLINICAL)
        line = self.replace(path, text, at.end(), at.end(), "\nEvery patient should lie down first.\n")
        return Fault("uncited recommendation", "C004", path.as_posix(), line + 1)

    def citation_in_raw_html(self) -> Fault:
        path, text, at = self.page(r"\n(?=\n## )")
        key = self.rng.choice(sorted(self.keys))
        line = self.replace(path, text, at.end(), at.end(), f"\n<div>Raw words nobody reads.[@{key}]</div>\n")
        return Fault("citation in raw HTML", "C003", path.as_posix(), line + 1)

    def note_without_text(self) -> Fault:
        path, text, at = self.page(r"[a-z]\.(?=\n)")
        line = self.replace(path, text, at.end(), at.end(), "[^nowhere]")
        return Fault("note without text", "C003", path.as_posix(), line)

    def unknown_claim(self) -> Fault:
        path, text, at = self.page(r"claim=\"(C\d+)")
        line = self.replace(path, text, at.start(1), at.end(1), "C999")
        return Fault("unknown claim", "E001", path.as_posix(), line)

    def document_without_claim(self) -> Fault:
        path, text, at = self.page(r"\n(?=\n## )", CLINICAL)
        line = self.replace(path, text, at.end(), at.end(), "\nThe blog post says a thing.[@DocPainBlog]\n")
        return Fault("document without its claim", "E005", path.as_posix(), line + 1)

    def not_utf8(self) -> Fault:
        path, text, at = self.page(r"[a-z]e(?=[ .,])")
        raw = text[: at.end() - 1].encode() + b"\xe9" + text[at.end() :].encode()
        (self.copy / path).write_bytes(raw)
        return Fault("mojibake", "F001", path.as_posix(), text.count("\n", 0, at.end()) + 1)

    def entry(self, pattern: str, new: Callable[[re.Match[str]], str], kind: str, code: str, offset: int = 0) -> Fault:
        """A fault in one entry that nobody has touched; told at its first line."""
        path = self.copy / "bib" / "references.bib"
        text = path.read_text("utf-8")
        entries = list(re.finditer(r"^@\w+\{([^,]+),\n.*?^\}$", text, re.DOTALL | re.MULTILINE))
        fit = [m for m in entries if m[1] in self.keys and re.search(pattern, m[0], re.MULTILINE)]
        chosen = self.rng.choice(fit)
        self.keys.discard(chosen[1])
        inner = re.search(pattern, chosen[0], re.MULTILINE)
        assert inner
        body = chosen[0][: inner.start()] + new(inner) + chosen[0][inner.end() :]
        path.write_text(text[: chosen.start()] + body + text[chosen.end() :], "utf-8")
        return Fault(kind, code, f"bib/references.bib#{chosen[1]}", offset)

    def malformed_doi(self) -> Fault:
        return self.entry(r"doi = \{10\.", lambda m: "doi = {https://doi.org/10.", "malformed DOI", "B007")

    def malformed_pmid(self) -> Fault:
        return self.entry(r"pmid = \{", lambda m: "pmid = {PMID", "malformed PMID", "B007")

    def future_year(self) -> Fault:
        return self.entry(r"  year = \{\d{4}\},\n(?!  date)", lambda m: "  year = {2062},\n", "year to come", "B008")

    def no_journal(self) -> Fault:
        return self.entry(
            r"  journal = \{[^\n]*\},\n(?=(?:  (?!incomplete)[^\n]*\n)*\})", lambda m: "", "no journal", "B005"
        )

    def open_brace(self) -> Fault:
        return self.entry(r"title = \{", lambda m: "title = {{", "open brace", "B001")

    def script_address(self) -> Fault:
        return self.entry(r"url = \{https?://", lambda m: "url = {javascript://", "address that is a script", "B007")


KINDS = [name for name in vars(Author) if not name.startswith("_") and name not in ("page", "replace", "entry")]


def test_a_clean_copy_tells_nothing(tmp_path: Path) -> None:
    assert [one for one in build(copy_course(tmp_path)) if one.severity != "note"] == []


@pytest.mark.slow
def test_every_fault_is_told_at_its_place(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    missed, count, kinds = [], 0, set()
    for number in range(COPIES):
        author = Author(copy_course(tmp_path / str(number)), rng)
        order = [KINDS[(number * FAULTS_A_COPY + n) % len(KINDS)] for n in range(FAULTS_A_COPY)]
        faults = [getattr(author, kind)() for kind in order]
        places = entry_lines(author.copy)
        found = build(author.copy)
        for fault in faults:
            path, _, key = fault.path.partition("#")
            placed = Fault(fault.kind, fault.code, path, places[key]) if key else fault
            if fault.kind == "open brace":  # at the field, not at its entry
                rows = (author.copy / path).read_text("utf-8").splitlines()
                field = next(n for n in range(places[key], len(rows)) if rows[n].lstrip().startswith("title"))
                placed = Fault(fault.kind, fault.code, path, field + 1)
            kinds.add(fault.kind)
            count += 1
            if not placed.told(found):
                missed.append(placed)
    print(f"{count} faults of {len(kinds)} kinds, {len(missed)} missed")
    assert count >= 200
    assert len(kinds) >= 15
    assert missed == []


@pytest.mark.slow
def test_every_fault_of_identity_is_told(tmp_path: Path) -> None:
    """Swapped, invented and retracted DOIs, asked of a registry on this machine that knows the course's own works."""
    rng = random.Random(SEED)
    copy = copy_course(tmp_path)
    built, _ = run(copy / "mkdocs.yml", copy / "site")
    works = {
        reference.field("doi").casefold(): built.sources.formatted.csl[reference.key]
        for reference in built.sources.bibliography.references
        if reference.field("doi")
    }
    ours = [r for r in built.sources.bibliography.references if r.source.path == "bib/references.bib"]
    keys = rng.sample([r.key for r in ours if r.field("doi") and not r.field("pmid")], 40)
    swapped, invented, retracted = keys[:20], keys[20:30], keys[30:]
    dois = {r.key: r.field("doi") for r in built.sources.bibliography.references}
    path = copy / "bib" / "references.bib"
    text = path.read_text("utf-8")
    for one, other in zip(swapped[::2], swapped[1::2], strict=True):
        text = text.replace(f"{{{dois[one]}}}", "{A}").replace(f"{{{dois[other]}}}", f"{{{dois[one]}}}")
        text = text.replace("{A}", f"{{{dois[other]}}}")
    for number, key in enumerate(invented):
        text = text.replace(f"{{{dois[key]}}}", f"{{10.1000/j.plausible.2021.{number:03}}}")
    path.write_text(text, "utf-8")
    withdrawn = {dois[key].casefold() for key in retracted}

    def answer(handler: Handler) -> None:
        doi = unquote(handler.path.partition("?")[0]).partition("/works/")[2].casefold()
        if "/handles/" in handler.path:
            handler.send(404, '{"responseCode": 100}', "application/json")
        elif doi in works:
            item = works[doi]
            notices = {"updated-by": [registry.notice("retraction")]} if doi in withdrawn else {}
            work = {"DOI": doi, "title": [item.get("title", "")], "author": item.get("author", []), **notices}
            message = {**work, "issued": item.get("issued", {})}
            handler.send(200, json.dumps({"status": "ok", "message": message}), "application/json")
        else:
            handler.send(404)

    known, _ = read_bibliography([("bib/references.bib", path)])
    asked = [reference for reference in known.references if reference.field("doi") and not reference.field("pmid")]
    with serving(answer) as (base, _):
        bases = Bases(**{name: f"{base}/{name}" for name in ("crossref", "eutils", "doi", "archive")})
        policy = RequestPolicy(contact="tests@example.org", interval=0, total=5)
        order = VerifyOptions("references", Age(date(2026, 11, 21), 90, 7), False, policy, bases)
        found = verify(Project(copy, copy / "docs", copy / "bib"), asked, order).findings
    lines = entry_lines(copy)
    wrong = {one.place.line for one in found if one.severity == "error"}
    print(f"{len(asked)} DOIs, 40 of them wrong, {len(wrong)} told as errors")
    assert wrong == {lines[key] for key in keys}


def copy_course(folder: Path) -> Path:
    for name in ("docs", "bib"):
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("hooks/figures", str(ROOT / "hooks/figures"))
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return folder


def build(course: Path) -> list[Finding]:
    built, _ = run(course / "mkdocs.yml", course / "site")
    return built.found


def entry_lines(course: Path) -> dict[str, int]:
    text = (course / "bib/references.bib").read_text("utf-8")
    return {m[1]: text.count("\n", 0, m.start()) + 1 for m in re.finditer(r"^@\w+\{([^,]+),", text, re.MULTILINE)}
