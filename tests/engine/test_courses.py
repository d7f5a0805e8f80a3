"""Two whole courses: one that builds clean, and one that is wrong in every way the engine knows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import TESTS
from coursebook.claims.ledger import counts
from coursebook.model import Claim, Source
from coursebook.read.labels import Label

BROKEN = TESTS / "courses" / "broken"


def test_minimal_builds_clean(build_course) -> None:  # type: ignore[no-untyped-def]
    built = build_course()
    assert (built.findings, built.warnings) == ("", [])
    assert "After this module you will be able to" in built.html("one/index.md")


def test_broken_tells_everything_at_once(build_course, update: bool) -> None:  # type: ignore[no-untyped-def]
    """The snapshot is the file an author would read: every fault, its place, its fix."""
    built = build_course(BROKEN)
    assert built.warnings == []
    expected = BROKEN / "findings.txt"
    if update:
        expected.write_text(built.findings + "\n", "utf-8")
    assert built.findings + "\n" == expected.read_text("utf-8")


def test_broken_leaves_the_last_good_site(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    build_course()
    course = tmp_path / "course"
    command = [sys.executable, "-m", "coursebook", "build"]
    good = subprocess.run(command, cwd=course, capture_output=True, encoding="utf-8", check=False)
    assert (good.returncode, good.stderr) == (0, "")
    before = {path: path.read_bytes() for path in (course / "site").rglob("*") if path.is_file()}
    page = course / "docs" / "one" / "index.md"
    page.write_text(page.read_text("utf-8") + "\nSee [@Wit2009Safety].\n", "utf-8")
    bad = subprocess.run(command, cwd=course, capture_output=True, encoding="utf-8", check=False)
    assert bad.returncode == 1
    assert bad.stdout == (
        "docs/one/index.md:17: unknown citation key 'Wit2009Safety': it is not in the bibliography [C001]\n"
        "    fix: did you mean 'Witt2009Safety'? If not, add the reference to a file in bib/\n"
    )
    assert "Traceback" not in bad.stderr
    assert {path: path.read_bytes() for path in (course / "site").rglob("*") if path.is_file()} == before


def test_mkdocs_strict_refuses_what_coursebook_refuses(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    build_course(files={"docs/one/extra.md": "# Extra\n\n[gone](gone.md)\n"})
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "strict")]
    done = subprocess.run(command, cwd=tmp_path / "course", capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "docs/one/extra.md:3: broken link 'gone.md' [L001]" in done.stderr


def test_formats(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    build_course(files={"docs/one/extra.md": "# Extra\n\n[gone](gone.md)\n"})
    told = {}
    for style in ("text", "github", "json", "sarif"):
        command = [sys.executable, "-m", "coursebook", "check", "--format", style]
        done = subprocess.run(command, cwd=tmp_path / "course", capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 1
        told[style] = done.stdout
    assert told["text"].startswith("docs/one/extra.md:3: broken link 'gone.md' [L001]\n")
    assert told["github"].startswith("::error file=docs/one/extra.md,line=3,title=L001::broken link 'gone.md'")
    assert '"line": 3' in told["json"]
    assert '"startLine": 3' in told["sarif"]


def test_no_configuration(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "coursebook", "check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "mkdocs.yml: no such file\n    fix: run the command in the folder of mkdocs.yml\n",
    )


def test_the_broken_course_shows_what_must_stop_a_build() -> None:
    """Every other code has a golden file of its own, see test_structure."""
    told = (BROKEN / "findings.txt").read_text("utf-8")
    table = "F001 F002 B001 B002 C001 Q001 Q002 Q003 Q004 Q005 Q006 Q007 Q008 Q009 O001 O002 L001 L002 L003 R001 R002"
    assert {code for code in table.split() if f"[{code}]" not in told} == set()


def test_a_site_built_without_the_hooks_is_caught(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    """mkdocs-bibtex alone, or nothing at all: what stays as text on a page is told."""
    build_course()
    course = tmp_path / "course"
    config = (course / "mkdocs.yml").read_text("utf-8")
    bare = config[: config.index("plugins:")] + config[config.index("markdown_extensions:") :]
    (course / "mkdocs.yml").write_text(bare, "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=course, capture_output=True, check=True)
    command = [sys.executable, "-m", "coursebook", "check", "--site", "site"]
    done = subprocess.run(command, cwd=course, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    for left in ("[@Witt2009Safety]", "/// question |", "/// bibliography"):
        assert f"'{left}' appears as plain text on the page [C003]" in done.stdout


def test_a_site_built_with_them_is_clean(tmp_path: Path, build_course) -> None:  # type: ignore[no-untyped-def]
    built = build_course()
    command = [sys.executable, "-m", "coursebook", "check", "--site", str(built.site)]
    assert subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout == ""


def test_the_ledger_counts_documents_that_its_page_does_not_name() -> None:
    """They come last, under their id."""
    claims = [
        Claim(
            f"C{n:03}",
            document,
            "",
            "It helps.",
            "one",
            "efficacy",
            "good",
            "",
            (),
            "",
            Source("bib/claims.csv", n),
            label="Good",
        )
        for n, document in enumerate(("009", "002", "001", "009"), start=2)
    ]
    named = counts(claims, {"001": "Second thoughts", "002": "A first text"}, {"good": Label("Good")})
    assert [*named.items()] == [("Second thoughts", {"Good": 1}), ("A first text", {"Good": 1}), ("009", {"Good": 2})]
