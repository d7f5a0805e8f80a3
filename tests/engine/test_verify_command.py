"""`coursebook verify` as a command: exit status, formats, going on after a stop, no traceback whatever comes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coursebook.cli import main
from coursebook.read.project import read_project
from coursebook.verify.client import Client, RequestPolicy
from coursebook.verify.hosts import Stopped
from servers import registry
from servers.base import Handler, Seen, serving
from test_verify_references import doi

HOLD = threading.Event()


def answer(handler: Handler) -> None:
    """The registries; and pages that wait until the test lets them go."""
    if handler.path.startswith("/page"):
        if "held" in handler.path:
            HOLD.wait(60)
        handler.send(200, "<title>A page</title><p>Text")
    else:
        registry.answer(handler)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Seen]]:
    """A project in the current folder, and its registries."""
    HOLD.clear()
    for folder in ("docs", "bib"):
        (tmp_path / folder).mkdir()
    settings = "plugins:\n  - search\n  - bibtex:\n      bib_dir: bib\nx: !ENV [A, b]\ny: !!python/name:a.b\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: T\n{settings}", "utf-8")
    monkeypatch.chdir(tmp_path)
    with serving(answer) as (base, seen):
        for name in ("crossref", "eutils", "doi", "archive"):
            monkeypatch.setenv(f"COURSEBOOK_{name.upper()}", f"{base}/{name}")
        yield base, seen


def bibliography(*entries: str) -> None:
    Path("bib/references.bib").write_text("\n".join(entries), "utf-8")


def run(*options: str) -> int:
    return main(["verify", *options, "--interval", "0.01", "--on", "2026-11-21"])


def test_nothing_found_and_something_found(served: tuple[str, Seen], capsys: pytest.CaptureFixture[str]) -> None:
    bibliography(doi("right"))
    Path("docs/index.md").write_text(f"<{served[0]}/page>", "utf-8")
    assert run() == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "1 references: 1 match\n1 links: 1 ok\n")
    bibliography(doi("right"), doi("missing"))
    assert run("references") == 1
    told = capsys.readouterr()
    assert "the DOI '10.5555/missing' of 'Missing' does not exist [V001]" in told.out
    assert "2 references: 1 match, 1 missing" in told.err
    assert "links" not in told.err
    assert sorted(file.name for file in Path("bib").iterdir()) == [
        "references.bib",
        "verified-links.json",
        "verified.json",
    ]


def test_warnings_fail_only_when_asked(served: tuple[str, Seen]) -> None:
    bibliography(doi("corrected"))
    assert run("references") == 0
    assert run("references", "--offline") == 0
    assert run("references", "--strict") == 1


def test_an_unreadable_entry_is_told(served: tuple[str, Seen], capsys: pytest.CaptureFixture[str]) -> None:
    bibliography("@article{x, title = {open", doi("right"))
    assert run("references") == 1
    assert "[B001]" in capsys.readouterr().out


@pytest.mark.parametrize("style", ["text", "github", "json", "sarif"])
def test_formats(served: tuple[str, Seen], capsys: pytest.CaptureFixture[str], style: str) -> None:
    bibliography(doi("missing"), doi("corrected"))
    assert run("references", "--format", style) == 1
    out = capsys.readouterr().out
    if style == "github":
        assert out.startswith("::error file=bib/references.bib,line=1,title=V001::the DOI '10.5555/missing'")
        assert "\n::warning file=bib/references.bib,line=8,title=V007::" in out
    elif style == "json":
        assert [(row["code"], row["severity"], row["line"]) for row in json.loads(out)] == [
            ("V001", "error", 1),
            ("V007", "warning", 8),
        ]
    elif style == "sarif":
        assert [row["level"] for row in json.loads(out)["runs"][0]["results"]] == ["error", "warning"]
    else:
        assert out.startswith("bib/references.bib:1: the DOI")


@pytest.mark.parametrize(
    "options",
    [
        ["everything"],
        ["--max-age", "-1"],
        ["--max-age", "soon"],
        ["--on", "yesterday"],
        ["--timeout", "0"],
        ["--timeout", "nan"],
        ["--contact", "nobody"],
        ["--contact", "a@b.org\r\nX: y"],
        ["--format", "xml"],
    ],
)
def test_wrong_use(served: tuple[str, Seen], options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *options]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "- a", "a: [", "docs_dir: nowhere", "\x00", "plugins: 7\ndocs_dir: [a]"])
def test_a_bad_project(served: tuple[str, Seen], text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("mkdocs.yml").write_text(text, "utf-8")
    assert run() == 2
    told = capsys.readouterr()
    assert told.err.startswith("mkdocs.yml: ")
    assert told.err.count("\n") == 1


def test_a_project_names_its_bibliography(served: tuple[str, Seen]) -> None:
    """As the build reads it: the setting of Coursebook comes before that of the bibtex plugin."""
    Path("evidence").mkdir()
    both = "plugins:\n  - coursebook: {bib_dir: evidence}\n  - bibtex: {bib_dir: bib}\n"
    Path("mkdocs.yml").write_text(both, "utf-8")
    assert read_project(Path("mkdocs.yml")).bib == Path("evidence").resolve()
    Path("mkdocs.yml").write_text("plugins:\n  coursebook: {}\n  bibtex: {bib_dir: evidence}\n", "utf-8")
    assert read_project(Path("mkdocs.yml")).bib == Path("evidence").resolve()


def test_results_that_cannot_be_written(served: tuple[str, Seen], capsys: pytest.CaptureFixture[str]) -> None:
    bibliography(doi("right"))
    Path("bib/.verified.json.new").mkdir()
    assert run("references") == 2
    assert "Is a directory" in capsys.readouterr().err


def test_a_stopped_run_goes_on_where_it_stopped(served: tuple[str, Seen]) -> None:
    base, seen = served
    addresses = [f"<{base}/page/{n:02}{'-held' if n > 5 else ''}>" for n in range(12)]
    Path("docs/a.md").write_text("\n".join(addresses), "utf-8")
    command = [sys.executable, "-m", "coursebook", "verify", "links", "--interval", "0.01", "--on", "2026-11-21"]
    command += ["--timeout", "120"]
    going = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ,
        # A shell's background job ignores SIGINT, and so does what it starts: then nothing would stop.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until = time.monotonic() + 20
    while seen.count("held") < 4 and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(1)  # the results of the others are taken meanwhile
    going.send_signal(signal.SIGINT)
    out, err = going.communicate(timeout=30)  # it does not wait for the pages that are held
    assert (going.returncode, out) == (130, "")
    assert err == "\nstopped; results so far are saved, and the same command continues from here\n"
    assert len(json.loads(Path("bib/verified-links.json").read_text("utf-8"))) == 6
    HOLD.set()
    assert run("links") == 0
    assert {path: seen.paths.count(path) for path in seen.paths if "held" not in path} == {
        f"/page/{n:02}": 1 for n in range(6)
    }


def test_a_request_that_begins_while_all_ends_is_not_sent(
    served: tuple[str, Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its turn came, then all was told to stop: nobody would cut it any more, and the stop would wait for it."""
    base, seen = served
    client = Client(RequestPolicy(interval=0.01))
    once = client._once

    def late(*given: Any) -> Any:
        client.close()
        return once(*given)

    monkeypatch.setattr(client, "_once", late)
    with pytest.raises(Stopped):
        client.get(f"{base}/page/held")
    assert seen.paths == []


def test_a_killed_run_loses_little(served: tuple[str, Seen]) -> None:
    base, seen = served
    Path("docs/a.md").write_text(
        "\n".join(f"<{base}/page/{n:02}{'-held' if n > 7 else ''}>" for n in range(16)), "utf-8"
    )
    command = [sys.executable, "-m", "coursebook", "verify", "links", "--interval", "0.15", "--on", "2026-11-21"]
    going = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=os.environ)
    until = time.monotonic() + 20
    while seen.count("held") < 4 and time.monotonic() < until:
        time.sleep(0.02)
    going.kill()
    going.wait(timeout=5)
    HOLD.set()
    kept = json.loads(Path("bib/verified-links.json").read_text("utf-8"))
    assert 4 <= len(kept) <= 8  # what came within the last half second may be missing
    assert run("links") == 0
