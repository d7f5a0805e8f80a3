"""References against registries on this machine: every verdict, and what nobody answers."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import TESTS
from coursebook.citations.bibliography import read_bibliography
from coursebook.model import Reference, Source
from coursebook.read.project import Project
from coursebook.report.printers import as_text
from coursebook.verify.client import RequestPolicy
from coursebook.verify.matching import Record, compare, fold, plain
from coursebook.verify.record import Age
from coursebook.verify.references import Identifier, identifiers
from coursebook.verify.registries import Bases, read_pubmed, read_work
from coursebook.verify.run import VerifyOptions, verify
from servers import registry
from servers.base import Seen, closed_port, serving

QUICK = RequestPolicy(
    contact="tests@example.org", interval=0.01, attempts=2, backoff=0.05, longest_wait=3, connect=2.0, total=2.0
)
TODAY = date(2026, 11, 21)
ENTRY = """@article{{{key},
  author = {{{author}}},
  title = {{{title}}},
  year = {{{year}}},
  {identifier},
}}
"""
EXPECTED = TESTS / "servers" / "references.txt"


def entry(key: str, identifier: str, author: str = "N{\\'u}{\\~n}ez, Ana and Lee, Bo", year: str = "2020") -> str:
    """An entry that is the registry's work `right`, but for its identifier."""
    title = "{Dry} needling of the upper trapezius: a randomized trial"
    return ENTRY.format(key=key, author=author, title=title, year=year, identifier=identifier)


def doi(name: str) -> str:
    """An entry whose key and DOI name what the server does."""
    return entry(name.title().replace("-", ""), f"doi = {{10.5555/{name}}}")


def pmid(number: str) -> str:
    return entry(f"Pmid{number}", f"pmid = {{{number}}}")


class World:
    """A project with a bibliography, and the registries."""

    def __init__(self, root: Path, base: str, seen: Seen) -> None:
        self.project, self.base, self.seen = Project(root, root / "docs", root / "bib"), base, seen
        for folder in (self.project.docs, self.project.bib):
            folder.mkdir(exist_ok=True)
        names = ("crossref", "eutils", "doi", "archive")
        self.bases = Bases(**{name: f"{base}/{name}" for name in names})

    def run(
        self, *entries: str, on: date = TODAY, offline: bool = False, policy: RequestPolicy = QUICK, fresh: int = 7
    ) -> str:
        """Verifies a bibliography of these entries. Gives what an author reads."""
        file = self.project.bib / "references.bib"
        if entries:
            file.write_text("\n".join(entries), "utf-8")
        known, _ = read_bibliography([("bib/references.bib", file)])
        order = VerifyOptions("references", Age(on, 90, fresh), offline, policy, self.bases)
        report = verify(self.project, known.references, order)
        self.summary = report.summary
        return re.sub(r"127\.0\.0\.1:\d+", "server", as_text(report.findings))

    @property
    def kept(self) -> dict[str, dict[str, object]]:
        """bib/verified.json."""
        found: dict[str, dict[str, object]] = json.loads((self.project.bib / "verified.json").read_text("utf-8"))
        return found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with serving(registry.answer) as (base, seen):
        yield World(tmp_path, base, seen)


def codes(text: str) -> list[str]:
    return re.findall(r"\[(V\d{3})\]", text)


GOOD = (
    "right", "busy-once", "busy-date", "broken-once", "charset", "latin", "no-charset", "gzip",
    "datacite", "a-notice",
)  # fmt: skip
WRONG = (
    "missing", "other", "author", "year", "near", "retracted", "corrected", "concern", "preprint", "elsewhere-other",
    "registered", "bare",
)  # fmt: skip
SILENT = ("busy", "broken", "silent", "truncated", "short", "page", "circle", "odd-shape", "handle-broken")


def test_what_is_right_is_not_told(world: World) -> None:
    assert world.run(*(doi(name) for name in GOOD), pmid("1000"), pmid("1004")) == ""
    assert world.summary == ["12 references: 12 match"]
    right = world.kept["Right"]
    assert right["checked"] == "2026-11-21"
    assert right["seen"][0]["similarity"] == {"author": 1.0, "title": 1.0, "year": 1.0}  # type: ignore[index]
    assert right["seen"][0]["by"] == "Crossref"  # type: ignore[index]


def test_every_fault_is_told_with_its_figures(world: World, update: bool) -> None:
    """The snapshot is what an author reads."""
    told = world.run(
        *(doi(name) for name in (*WRONG, *SILENT)),
        *(pmid(number) for number in ("1001", "1002", "1003", "1005", "1006", "1007", "2000")),
        entry("NotADoi", "doi = {doi.org/something}"),
        entry("NoIdentifier", "volume = {1}"),
        entry("OnlyAddress", "url = {https://example.org/}"),
        entry("Fabricated", "doi = {10.5555/plausible.2021.04.017}", author="Ghost, Writer", year="2021"),
        entry("Swapped", "doi = {10.5555/right},\n  pmid = {1005}"),
        entry("FromPmc", "pmcid = {PMC3000}"),
        entry("NotFromPmc", "pmcid = {PMC3001}"),
    )
    if update:
        EXPECTED.write_text(told + "\n", "utf-8")
    assert told + "\n" == EXPECTED.read_text("utf-8")
    silent = {name.title().replace("-", "") for name in SILENT} | {"Pmid2000"}
    assert {key for key, result in world.kept.items() if "outage" in result} == silent


def test_the_registries_are_asked_politely(world: World) -> None:
    policy = RequestPolicy(contact="tests@example.org", interval=0.1, attempts=1, total=2)
    started = time.monotonic()
    world.run(*(entry(f"Right{n}", "doi = {10.5555/right}") for n in range(16)), policy=policy)
    assert time.monotonic() - started >= 1.5  # 15 intervals: a slow machine only makes it longer
    assert world.seen.count("works") == 16
    assert world.seen.most_at_once <= 4
    assert all("tests@example.org" in agent and "coursebook/" in agent for agent in world.seen.agents)
    assert all("mailto=tests%40example.org" in path for path in world.seen.paths)


def test_no_contact_is_invented(world: World) -> None:
    world.run(doi("right"), policy=RequestPolicy(interval=0.01, total=2))
    assert not any("@" in agent or "mailto" in path for agent in world.seen.agents for path in world.seen.paths)


def test_retry_after_is_obeyed(world: World) -> None:
    world.run(doi("busy-once"), doi("busy-date"), *(entry(f"R{n}", "doi = {10.5555/right}") for n in range(6)))
    asked = [at for path, at in zip(world.seen.paths, world.seen.starts, strict=True) if "busy-once" in path]
    assert asked[1] - asked[0] >= 0.9


def test_an_outage_is_neither_a_pass_nor_a_failure(world: World) -> None:
    assert world.run(doi("right")) == ""
    file = world.project.bib / "references.bib"
    before = world.kept["Right"]
    dead = World(world.project.root, f"http://127.0.0.1:{closed_port()}", Seen())
    told = dead.run(on=date(2026, 12, 21))
    assert codes(told) == ["V010"]
    assert "not been checked since 2026-11-21 (DOI 10.5555/right: the connection was refused)" in told
    assert dead.kept["Right"] == {
        **before,
        "outage": {"since": "2026-12-21", "why": dead.kept["Right"]["outage"]["why"]},
    }  # type: ignore[index]
    assert codes(dead.run(on=date(2027, 2, 19))) == ["V010"]  # 90 days
    assert codes(dead.run(on=date(2027, 2, 20))) == ["V011"]
    assert codes(dead.run(on=date(2027, 2, 20), offline=True)) == ["V011"]
    assert world.run(on=date(2027, 2, 20)) == ""
    assert file.exists()
    assert "outage" not in world.kept["Right"]


def test_an_outage_on_the_first_day_counts_from_then(world: World) -> None:
    assert codes(world.run(doi("broken"))) == ["V010"]
    assert world.kept["Broken"]["outage"]["since"] == "2026-11-21"  # type: ignore[index]
    assert codes(world.run(on=date(2027, 1, 1))) == ["V010"]
    assert codes(world.run(on=date(2027, 3, 1))) == ["V011"]


def test_what_one_registry_knows_is_told_while_another_is_silent(world: World) -> None:
    silent = "pmid = {2000}"
    names = ("retracted", "missing", "other", "right", "corrected")
    entries = (entry(name.title(), f"doi = {{10.5555/{name}}},\n  {silent}") for name in names)
    assert codes(world.run(*entries)) == ["V005", "V006", "V001", "V002", "V010", "V010"]


def test_a_dead_registry_is_not_asked_for_ever(world: World) -> None:
    entries = [entry(f"S{n}", "doi = {10.5555/silent}") for n in range(60)]
    policy = RequestPolicy(interval=0.0, attempts=1, total=0.3, connect=0.3)
    assert codes(world.run(*entries, policy=policy)) == ["V010"] * 60
    assert world.seen.count("works") <= 12


def test_offline_uses_only_the_file(world: World) -> None:
    assert codes(world.run(doi("right"), doi("retracted"), offline=True)) == ["V012", "V012"]
    world.run()
    asked = len(world.seen.paths)
    assert codes(world.run(offline=True)) == ["V005", "V006"]
    assert sorted(codes(world.run(offline=True, on=date(2027, 11, 21)))) == ["V005", "V006", "V011", "V011"]
    assert len(world.seen.paths) == asked


def test_what_was_good_is_not_asked_again_what_was_wrong_is(world: World) -> None:
    world.run(doi("right"), doi("other"))
    world.run()
    assert (world.seen.count("right"), world.seen.count("other")) == (1, 2)
    world.run(on=date(2026, 11, 28))
    assert world.seen.count("right") == 2
    world.run(fresh=0)
    assert world.seen.count("right") == 3


def test_an_edited_entry_is_asked_anew(world: World) -> None:
    world.run(entry("Key", "doi = {10.5555/right}"))
    assert codes(world.run(entry("Key", "doi = {10.5555/right}", year="1999"), offline=True)) == ["V012"]
    assert codes(world.run()) == ["V003"]


def test_the_file_is_the_same_every_time(world: World) -> None:
    world.run(doi("right"), doi("retracted"), pmid("1000"))
    text = (world.project.bib / "verified.json").read_text("utf-8")
    world.run(fresh=0)
    assert (world.project.bib / "verified.json").read_text("utf-8") == text
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    world.run(doi("right"))
    assert list(world.kept) == ["Right"]


@pytest.mark.parametrize("damage", ["{", "[]", '{"Right": 1}', '{"Right": {"outage": 3}}', "\xff", "[" * 100_000])
def test_a_damaged_file_is_told_and_left_alone(world: World, damage: str) -> None:
    file = world.project.bib / "verified.json"
    file.write_bytes(damage.encode("latin-1"))
    assert codes(world.run(doi("right"))) == ["V013"]
    assert file.read_bytes() == damage.encode("latin-1")


@pytest.mark.parametrize("value", ["yesterday", 7, None, [], {"a": 1}])
def test_an_odd_result_is_no_result(world: World, value: object) -> None:
    world.run(doi("right"))
    odd = {"Right": {**world.kept["Right"], "checked": value, "seen": value, "notices": value, "missing": value}}
    (world.project.bib / "verified.json").write_text(json.dumps(odd), "utf-8")
    assert codes(world.run(offline=True)) == ["V012"]


def reference(**fields: str) -> Reference:
    return Reference("Key", "article", tuple(fields.items()), "", Source("bib/a.bib", 1))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"doi": "10.1000/Ab_c"}, Identifier("doi", "10.1000/Ab_c", True)),
        ({"doi": "https://doi.org/10.1000/ab"}, Identifier("doi", "10.1000/ab", True)),
        ({"doi": "doi:10.1000/a\\_b"}, Identifier("doi", "10.1000/a_b", True)),
        ({"doi": "10.1000"}, Identifier("doi", "10.1000", False)),
        ({"pmid": "29198932"}, Identifier("pmid", "29198932", True)),
        ({"pmid": "PMC123"}, Identifier("pmid", "PMC123", False)),
        ({"pmcid": "PMC5927830"}, Identifier("pmcid", "5927830", True)),
    ],
)
def test_identifiers(fields: dict[str, str], found: Identifier) -> None:
    assert identifiers(reference(**fields)) == (found,)


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ({"title": "{SpO}\\textsubscript{2} in {\\'E}t{\\'e}"}, ("SpO<sub>2</sub> in Été",), "match"),
        ({"title": "Pain &amp; needles"}, ("Pain & needles",), "match"),
        ({"title": "Needling"}, ("WITHDRAWN: Needling",), "match"),
        ({"title": "Needling", "subtitle": "A trial"}, ("Needling", "Needling: A trial"), "match"),
        ({"title": "Clinical reasoning, part one"}, ("Clinical reasoning, part two",), "other"),
        ({"title": "A survey of 229,230 patients"}, ("A survey of 229 230 patients",), "match"),
        ({"title": "Needling for neck pain in adults"}, ("Acupuncture for tension headache",), "other"),
    ],
)
def test_titles(ours: dict[str, str], theirs: tuple[str, ...], verdict: str) -> None:
    assert compare(reference(**ours), Record("x", theirs, (), ())).verdict == verdict


@pytest.mark.parametrize(
    ("author", "theirs", "same"),
    [
        ("van Eijck, Casper", ("van Eijck",), True),
        ("Casper van Eijck", ("Eijck",), True),
        ("Ka{\\v c}er, Jan", ("Kacer",), True),
        ("{World Health Organization}", ("Smith", "World Health Organization"), True),
        ("Smith, A", ("Jones", "Smith"), False),
        ("S{\\o}rensen, B", ("Sorensen",), True),
    ],
)
def test_first_author(author: str, theirs: tuple[str, ...], same: bool) -> None:
    figures = compare(reference(author=author, title="T"), Record("x", ("T",), theirs, ()))
    assert (figures.verdict == "match") == same


def test_text_for_comparison() -> None:
    assert plain("{HIV} pr{\\'e}p \\& {CD4}") == "HIV prép & CD4"
    assert fold("Ünïcode—<i>and</i> Straße, Øre") == "unicode and strasse ore"


@pytest.mark.parametrize("value", [None, 7, "text", [], [None], {"date-parts": "x"}, {"date-parts": [[]]}])
def test_registries_are_not_trusted_to_keep_their_shape(value: object) -> None:
    names = ("title", "subtitle", "author", "issued", "updated-by", "update-to", "relation", "DOI")
    read_work(dict.fromkeys(names, value))
    read_pubmed(dict.fromkeys(("title", "authors", "pubtype", "references", "pubdate", "vernaculartitle"), value))
