"""Fault injection for links: 150 seeded faults of every kind in copies of the course, each told at its file and line.

Slow, so behind a marker: `make faults`. The clean course tells none, see test_faults.py.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, run

COPIES, FAULTS_A_COPY, SEED = 10, 15, 20261121
PAGES = sorted(path.relative_to(ROOT) for path in (ROOT / "docs").glob("*/*.md"))
LINK = r"(?<!!)\[[^\[\]]+\]\((?P<path>[\w./-]+\.md)(?P<anchor>#[\w-]+)?\)"
INSERTED = {
    "page by a definition": ("See [the other page][other].\n\n[other]: gone.md", "L001", 2),
    "page in HTML": ('<a href="../gone/">x</a>', "L001", 0),
    "Markdown path in HTML": ('<a href="index.md">x</a>', "L001", 0),
    "absolute address": ("[x](/gone/)", "L001", 0),
    "file to take away": ("[x](handout.pdf)", "L001", 0),
    "anchor on this page": ("[x](#nothing-of-the-kind)", "L002", 0),
    "image": ("![A chest](chest.png)", "L003", 0),
    "image in HTML": ('<img src="../chest.jpg" alt="A chest">', "L003", 0),
    "srcset": ('<img src="data:," srcset="b.png 2x" alt="x">', "L003", 0),
    "frame": ('<iframe src="frame.html" title="x"></iframe>', "L004", 0),
    "video": ('<video src="film.mp4"></video>', "L004", 0),
    "style": ('<div style="background:url(back.png)">x</div>', "L004", 0),
    "script": ('<script src="gone.mjs" type="module"></script>', "L004", 0),
    "no slash": ('<a href="TOP/safety">x</a>', "L006", 0),
    "note that is not used": ("[^unused]: A note.", "L008", 0),
    "invalid email address": ("[x](mailto:nobody@nowhere)", "L009", 0),
    "empty address": ("[x]()", "L010", 0),
    "script for an address": ('<a href="javascript:void(0)">x</a>', "L010", 0),
    "misspelt scheme": ("[x](htpp://example.org)", "L010", 0),
    "one's own machine": ("[x](http://127.0.0.1:8000/)", "L010", 0),
    "damaged data": ("![x](data:image/png;base64,%%%)", "L010", 0),
    "definition that is missing": ("[words][nothing defines this]", "L011", 0),
    "bracket that is not closed": ("[words](index.md and on", "L011", 0),
    "words and address apart": ("[words] (index.md)", "L011", 0),
    "draft": ("[x](../draft.md)", "L012", 0),
    "top of the host": ("[x](/safety/chest/)", "L014", 0),
    "page that has moved": ('<a href="TOP/former/">x</a>', "L015", 0),
}
"""What an author adds below a section, the code, and how many lines further down it is told."""

Expected = tuple[str, str, int | None]
"""Code, path, line."""


class Author:
    """Makes mistakes in a copy of the course. A page is touched once a copy, so that no fault moves another."""

    def __init__(self, copy: Path, rng: random.Random) -> None:
        self.copy, self.rng, self.free = copy, rng, list(PAGES)

    def take(self, pattern: str, skipped: str = r"^///.*?^///$|^---.*?^---$") -> tuple[Path, str, re.Match[str]]:
        """An untouched page that has the pattern outside questions and front matter, and one place of it."""
        for path in self.rng.sample(self.free, len(self.free)):
            text = (self.copy / path).read_text("utf-8")
            quiet = [m.span() for m in re.finditer(skipped, text, re.DOTALL | re.MULTILINE)]
            places = [m for m in re.finditer(pattern, text) if not any(a <= m.start() < b for a, b in quiet)]
            if places:
                self.free.remove(path)
                return path, text, self.rng.choice(places)
        raise LookupError(pattern)

    def put(self, path: Path, text: str, start: int, end: int, new: str) -> int:
        """Writes the page with a part replaced; gives the line of the part."""
        (self.copy / path).write_text(text[:start] + new + text[end:], "utf-8")
        return text.count("\n", 0, start) + 1

    def insert(self, kind: str) -> Expected:
        written, code, below = INSERTED[kind]
        path, text, at = self.take(r"\n(?=\n## )")
        written = written.replace("TOP/", "../" if path.stem == "index" else "../../")
        line = self.put(path, text, at.end(), at.end(), f"\n{written}\n")
        return code, path.as_posix(), line + 1 + below

    def misspelt_page(self) -> Expected:
        path, text, at = self.take(LINK)
        new = at["path"].removesuffix(".md") + self.rng.choice("qxz") + ".md"
        return "L001", path.as_posix(), self.put(path, text, at.start("path"), at.end("path"), new)

    def page_in_another_case(self) -> Expected:
        path, text, at = self.take(LINK)
        folder, _, name = at["path"].rpartition("/")
        new = f"{folder}/{name.capitalize()}".lstrip("/")
        return "L005", path.as_posix(), self.put(path, text, at.start("path"), at.end("path"), new)

    def misspelt_anchor(self) -> Expected:
        path, text, at = self.take(LINK.replace(")?\\)", ")\\)"))
        return "L002", path.as_posix(), self.put(path, text, at.end("anchor"), at.end("anchor"), "-qz")

    def id_twice(self) -> Expected:
        path, text, at = self.take(r"(?ms)^## [^\n]*\{: #(?P<first>[\w-]+) \}$.*?\n(?=\n## )")
        line = self.put(path, text, at.end(), at.end(), f"\n## Again {{: #{at['first']} }}\n")
        return "L007", path.as_posix(), line + 1

    def renamed_heading(self) -> Expected:
        """A released anchor that is gone: told at its page."""
        path, text, at = self.take(r"(?m)^## [^\n]*\{: #(?P<id>key-points) \}$")
        self.put(path, text, at.start("id"), at.end("id"), "renamed-" + at["id"])
        self.release(f"{path.parent.name}/{path.stem}/".replace("/index/", "/") + f"#{at['id']}")
        return "L021", path.as_posix(), None

    def removed_page(self) -> Expected:
        return "L020", "addresses.csv", self.release(f"safety/gone-{self.rng.randrange(10**6)}/")

    def moved_from_nowhere(self) -> Expected:
        path, text, at = self.take(r"\A---\n", "nothing is skipped")
        line = self.put(path, text, at.end(), at.end(), "was: [safety/chest.md]\n")
        return "L022", path.as_posix(), line

    def orphan(self) -> Expected:
        name = f"docs/orphan-{self.rng.randrange(10**6)}.md"
        (self.copy / name).write_text("# Orphan\n", "utf-8")
        return "L013", name, None

    def navigation(self) -> Expected:
        return self.line_of("mkdocs.yml", f"  - Gone: gone-{self.rng.randrange(10**6)}.md", "L001")

    def stylesheet(self) -> Expected:
        return self.line_of("docs/more.css", f"p {{ background: url(gone-{self.rng.randrange(10**6)}.png) }}", "L004")

    def template(self) -> Expected:
        name = f"gone-{self.rng.randrange(10**6)}/"
        return self.line_of("theme/partials/copyright.html", f"<a href=\"{{{{ '{name}'|url }}}}\">x</a>", "L001")

    def redirect(self) -> Expected:
        name = f"docs/redirect-{self.rng.randrange(10**6)}.html"
        return self.line_of(name, '<meta http-equiv="refresh" content="0; url=gone-for-good/">', "L016")

    def line_of(self, name: str, line: str, code: str) -> Expected:
        """Adds a line to a file."""
        file = self.copy / name
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(before + line + "\n", "utf-8")
        return code, name, before.count("\n") + 1

    def release(self, address: str) -> int:
        return self.line_of("addresses.csv", f"{address},2026-11-21", "")[2]


OWN: tuple[Callable[[Author], Expected], ...] = (
    Author.misspelt_page, Author.page_in_another_case, Author.misspelt_anchor, Author.id_twice, Author.renamed_heading,
    Author.removed_page, Author.moved_from_nowhere, Author.orphan, Author.navigation, Author.stylesheet,
    Author.template, Author.redirect,
)  # fmt: skip
KINDS: tuple[str | Callable[[Author], Expected], ...] = (*INSERTED, *OWN, *OWN[:3])


def copy_course(folder: Path) -> Path:
    for name in ("docs", "bib"):
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("hooks/figures", str(ROOT / "hooks/figures"))
    config = config.replace("  name: material\n", "  name: material\n  custom_dir: theme\n")
    config = "draft_docs: draft.md\nextra_css: [more.css]\n" + config
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    (folder / "docs" / "draft.md").write_text("# Draft\n", "utf-8")
    (folder / "docs" / "more.css").write_text("/* More */\n", "utf-8")
    (folder / "addresses.csv").write_text("address,since\n./,2026-11-21\n", "utf-8")
    (folder / "theme" / "partials").mkdir(parents=True)
    (folder / "theme" / "partials" / "copyright.html").write_text("<small>x</small>\n", "utf-8")
    about = folder / "docs" / "about" / "index.md"
    about.write_text(about.read_text("utf-8").replace("---\n", "---\nwas: [former.md]\n", 1), "utf-8")
    return folder


@pytest.mark.slow
def test_every_fault_of_a_link_is_told_at_its_place(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    missed, kinds = [], Counter[str]()
    for number in range(COPIES):
        author = Author(copy_course(tmp_path / str(number)), rng)
        chosen = [KINDS[(number * FAULTS_A_COPY + n) % len(KINDS)] for n in range(FAULTS_A_COPY)]
        faults = [author.insert(one) if isinstance(one, str) else one(author) for one in chosen]
        build, _ = run(author.copy / "mkdocs.yml", author.copy / "site")
        links = Counter((f.code, f.place.path, f.place.line) for f in build.found if f.code.startswith("L"))
        kinds.update(str(getattr(one, "__name__", one)) for one in chosen)
        missed += [("missed", fault) for fault in faults if fault not in links]
        missed += [("twice or never made", place) for place in links - Counter(faults)]
    print(f"{kinds.total()} faults of {len(kinds)} kinds, {len(missed)} missed or made up")
    assert kinds.total() == COPIES * FAULTS_A_COPY
    assert missed == [], "\n".join(map(str, missed))


@pytest.mark.slow
def test_the_clean_copy_tells_nothing(tmp_path: Path) -> None:
    build, warnings = run(copy_course(tmp_path) / "mkdocs.yml", tmp_path / "site")
    assert ([one for one in build.found if one.severity != "note"], warnings) == ([], [])
