"""How long a build takes beside plain Material: `make bench`.

Two courses, each built as it is, and as the same pages under plain Material (the same settings, but no bibtex
plugin and no hooks; citations are plain text, questions plain lists). The two alternate (A B A B), each run a
cold process of its own, and ratios are taken pair by pair, so that other work on the machine hits both.
Also asserted: one build starts pandoc once, and the next not at all. Needs a POSIX system.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
TARGET, TARGET_PAGES = 1.8, 200
"""The median wall time of a course of that many pages is at most so many times that of plain Material."""

ENTRIES, CITATIONS, QUESTIONS, SECTIONS, PARAGRAPH, MODULE = 500, 10, 5, 8, 58, 20
"""The synthetic course: entries in all; citations, questions and sections a page; words a paragraph (of which
a section has two); pages a module."""

Maker = Callable[[Path], list[object] | None]
"""Writes docs/ and bib/ of a course into a folder; gives its navigation unless mkdocs.yml has it already."""

UNIT = 2**20 if sys.platform == "darwin" else 2**10
CITATION = re.compile(r"\[([^\[\]]*@[^\[\]]*)\]")
BLOCK = re.compile(r"^///.*\n(?: {4}[\w-]+:.*\n)*", re.MULTILINE)
BOX = re.compile(r"^- \[[ x]\] ", re.MULTILINE)

SPY = """\
import os, sys

def note(event, args):
    if event in ("subprocess.Popen", "os.system"):
        with open(os.environ["BENCH_STARTED"], "a") as log:
            print(os.path.basename(os.fsdecode(args[0]).split()[0]), file=log)

sys.addaudithook(note)
"""
"""A sitecustomize.py: Python itself tells it of every process that is started."""


@dataclass(frozen=True)
class Run:
    """What one build took: seconds by the clock, seconds of CPU (pandoc's too), MB of its largest process."""

    wall: float
    cpu: float
    rss: float


def write(file: Path, text: str) -> None:
    """Writes a file, and the folders it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


class Prose:
    """Endless made-up prose, the same in every run."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        lengths = self.random.choices(range(2, 11), k=1500)
        self.vocabulary = ["".join(self.random.choices("aeioudlmnrst", k=length)) for length in lengths]

    def words(self, count: int) -> str:
        """So many words, with a capital first."""
        return " ".join(self.random.choices(self.vocabulary, k=count)).capitalize()

    def paragraph(self, count: int) -> str:
        """Sentences of 12 words, one of which holds markup."""
        sentences = [self.words(min(12, count - at)) for at in range(0, count, 12)]
        first, *rest = sentences[0].split()
        sentences[0] = f"{first} **{rest[0]} {rest[1]}** {' '.join(rest[2:])}"
        return ". ".join(sentences) + "."


def path_of(number: int) -> str:
    """The path of the synthetic page with this number, counted from 0; the first of a module is its index."""
    at = number % MODULE
    return f"m{number // MODULE:02}/" + (f"p{at:02}.md" if at else "index.md")


def synthetic_page(number: int, pages: int, prose: Prose) -> str:
    """One page of the synthetic course."""
    module, at = f"m{number // MODULE:02}", number % MODULE
    cite = iter([f"[@Key{(number * CITATIONS + n) * 7 % ENTRIES:03}]" for n in range(CITATIONS)])
    lines = [f"# {prose.words(4)}", ""]
    if at == 0:
        goals = [f"  {module}-{n}: {prose.words(8)}." for n in range(1, QUESTIONS + 1)]
        lines = ["---", f"description: {prose.words(12)}.", "objectives:", *goals, "---", "", *lines]
    for section in range(SECTIONS):
        lines += [f"## {prose.words(4)} {{: #s{section} }}", "", prose.paragraph(PARAGRAPH) + next(cite), ""]
        lines += [prose.paragraph(PARAGRAPH), ""]
        if section < 5:
            other, at_other = prose.random.randrange(pages), prose.random.randrange(SECTIONS)
            lines += [f"See [{prose.words(3)}](../{path_of(other)}#s{at_other}).", ""]
    lines += ["| A | B | C |", "| --- | --- | --- |"]
    lines += [f"| {prose.words(2)} | {prose.words(3)} | {prose.words(4)} |" for _ in range(5)]
    lines += ["", "!!! note", "", f"    {prose.paragraph(20)}", ""]
    for question in range(1, QUESTIONS + 1):
        lines += [f"/// question | {module}-{at}-{question}", f"    objective: {module}-{question}", ""]
        lines += [prose.words(15) + "?", ""]
        for option in range(4):
            mark = "x" if option == question % 4 else " "
            lines += [f"- [{mark}] {prose.words(8)}", "", f"    > {prose.words(12)}.", ""]
        lines += [prose.words(12) + "." + next(cite, ""), "///", ""]
    return "\n".join(lines)


def synthetic_entry(number: int, prose: Prose) -> str:
    """One entry of the synthetic bibliography."""
    authors = " and ".join(f"{prose.words(1)}, {prose.words(1)[0]}." for _ in range(4))
    fields = {
        "author": authors, "title": f"{prose.words(8)}: {{{prose.words(1)}}} {prose.words(3).lower()}",
        "journal": prose.words(3), "year": 1990 + number % 35, "volume": number % 60 + 1,
        "number": number % 12 + 1, "pages": f"{number + 1}--{number + 9}", "doi": f"10.1000/bench.{number}",
        "nocite": "a short course cites not all of them",
    }  # fmt: skip
    return f"@article{{Key{number:03},\n" + "".join(f"  {k} = {{{v}}},\n" for k, v in fields.items()) + "}\n"


def synthetic_course(folder: Path, pages: int) -> list[object]:
    """A Maker of the synthetic course."""
    prose = Prose(20261121)
    nav: dict[str, list[str]] = {}
    for number in range(pages):
        write(folder / "docs" / path_of(number), synthetic_page(number, pages, prose))
        nav.setdefault(path_of(number).split("/")[0], []).append(path_of(number))
    off = "allow:\n  all: made-up words are no well-written questions"
    home = f"---\nmodules: [{', '.join(nav)}]\n{off}\n---\n\n# Bench\n\n/// modules\n///\n"
    write(folder / "docs" / "index.md", home)
    write(folder / "docs" / "bibliography.md", "# Bibliography\n\n/// bibliography\n///\n")
    write(folder / "bib" / "references.bib", "\n".join(synthetic_entry(n, prose) for n in range(ENTRIES)))
    return ["index.md", *({f"Module {name}": paths} for name, paths in nav.items()), "bibliography.md"]


def this_course(folder: Path) -> None:
    """A Maker that copies the course of this repository, so that its site and cache are left alone."""
    for part in ("docs", "bib"):
        shutil.copytree(ROOT / part, folder / part)


def plain(text: str) -> str:
    """A page for plain Material: citations as text, questions as lists, and without what only we generate."""
    text = CITATION.sub(lambda match: f" ({match[1].replace('@', '')})", text)
    return BOX.sub("- ", BLOCK.sub("", text))


def configure(folder: Path, **more: object) -> None:
    """Writes mkdocs.yml: this repository's settings, and those given (JSON is YAML)."""
    write(folder / "mkdocs.yml", json.dumps({"INHERIT": str(ROOT / "mkdocs.yml"), **more}, indent=1))


def prepare(folder: Path, make: Maker) -> tuple[Path, Path]:
    """Makes a course and its plain twin; returns their folders."""
    ours, theirs = folder / "ours", folder / "plain"
    nav = make(ours)
    more = {"nav": nav} if nav else {}
    configure(ours, **more)
    shutil.copytree(ROOT / "hooks" / "figures", ours / "hooks" / "figures")  # which mkdocs.yml names
    shutil.copytree(ours / "docs", theirs / "docs")
    for page in (theirs / "docs").rglob("*.md"):
        page.write_text(plain(page.read_text("utf-8")), "utf-8")
    configure(theirs, plugins=["search"], **more)
    return ours, theirs


def build(folder: Path) -> Run:
    """Builds a course in a process of its own, with nothing left from earlier builds."""
    shutil.rmtree(folder / ".cache" / "coursebook", ignore_errors=True)
    shutil.rmtree(folder / "site", ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", f"{folder}/mkdocs.yml"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with (folder / "log.txt").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert not process.returncode, (folder / "log.txt").read_text("utf-8")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / UNIT)


def check(folder: Path, spy: Path) -> tuple[str, int]:
    """Checks a course as its author would; returns what it said and how often it started pandoc."""
    started = folder / "started.txt"
    started.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "coursebook", "check", "--config-file", f"{folder}/mkdocs.yml"],
        env={**os.environ, "PYTHONPATH": str(spy), "BENCH_STARTED": str(started)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    programs = started.read_text().split() if started.exists() else []
    pandoc = sum(name.startswith("pandoc") for name in programs)
    return done.stdout if done.returncode else "", pandoc


def compare(ours: Path, theirs: Path, pairs: int) -> float:
    """Builds both in turn, prints what they took, and returns the median ratio of wall times."""
    runs = [(build(ours), build(theirs)) for _ in range(pairs)]
    print(f"  {'median of ' + str(pairs):14}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    for name, side in ("Coursebook", [a for a, _ in runs]), ("plain Material", [b for _, b in runs]):
        wall, cpu, rss = (median(figures) for figures in zip(*map(astuple, side), strict=True))
        print(f"  {name:14}{wall:9.2f}{cpu:9.2f}{rss:9.0f}")
    walls = [a.wall / b.wall for a, b in runs]
    cpu, rss = median(a.cpu / b.cpu for a, b in runs), median(a.rss / b.rss for a, b in runs)
    print(f"  {'ratio':14}{median(walls):9.2f}{cpu:9.2f}{rss:9.2f}  ({min(walls):.2f} to {max(walls):.2f})")
    return median(walls)


def main() -> int:
    """The command line; 1 if the target is missed."""
    parser = argparse.ArgumentParser(description="Compare build times with plain Material.")
    parser.add_argument("--pairs", type=int, default=5, help="builds of each, at least 3 (default: 5)")
    parser.add_argument("--pages", type=int, default=TARGET_PAGES, help="of the synthetic course")
    parser.add_argument("--quick", action="store_true", help="3 pairs, and the synthetic course only")
    given = parser.parse_args()
    pairs = 3 if given.quick else max(3, given.pairs)
    synthetic = f"{given.pages} pages with {CITATIONS} citations and {QUESTIONS} questions, {ENTRIES} entries"
    courses: dict[str, Maker] = {} if given.quick else {"this course": this_course}
    courses[synthetic] = lambda folder: synthetic_course(folder, given.pages)
    with tempfile.TemporaryDirectory(prefix="coursebook-bench-") as name:
        write(Path(name) / "spy" / "sitecustomize.py", SPY)
        for number, (title, make) in enumerate(courses.items()):
            ours, theirs = prepare(Path(name) / str(number), make)
            print(title, flush=True)
            for expected in (1, 0):
                told, started = check(ours, Path(name) / "spy")
                assert not told or title != synthetic, told[:2000]
                assert started == expected, f"pandoc was started {started} times, not {expected}"
            print("  pandoc starts once, then not at all" + "; there are findings" * bool(told))
            ratio = compare(ours, theirs, pairs)  # the synthetic course comes last
    missed = given.pages == TARGET_PAGES and ratio > TARGET
    print(f"target: at most {TARGET} for the {TARGET_PAGES} pages" + " (missed)" * missed)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
