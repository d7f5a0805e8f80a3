"""Outside links against a hostile server on this machine: every verdict right, bounded in time and memory, polite."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import TESTS
from coursebook.citations.bibliography import read_bibliography
from coursebook.model import Source
from coursebook.read.project import Project
from coursebook.read.source import read
from coursebook.report.printers import as_text
from coursebook.verify.client import Client, Failure, RequestPolicy, Response, _failure, decode_text, read_body
from coursebook.verify.hosts import Hosts, Unavailable, backoff, retry_after
from coursebook.verify.ignore import Ignored, read_ignored
from coursebook.verify.places import Place, find_places, in_page, in_table
from coursebook.verify.record import Age
from coursebook.verify.registries import Bases
from coursebook.verify.run import VerifyOptions, verify
from servers import registry, web
from servers.base import Handler, Seen, closed_port, serving
from urllib3 import HTTPResponse
from urllib3.exceptions import DecodeError

QUICK = RequestPolicy(interval=0.01, attempts=2, backoff=0.05, longest_wait=2, connect=2.0, total=2.0)
TODAY = date(2026, 11, 21)
EXPECTED = TESTS / "servers" / "links.txt"
VERDICTS = {
    "ok": ("", "ok", "CaseMatters", "404-patients", "busy-once", "broken-once", "for-now", "cookie", "script-only",
           "big", "bomb", "deflate", "odd-type", "latin", "broken-html"),
    "gone": ("gone-404", "gone-410", "casematters", "moved-gone"),
    "moved": ("moved", "moved-308", "chain"),
    "soft-404": ("soft", "empty", "to-first-page"),
    "redirects": ("circle", "endless", "mailto"),
    "unsure": ("busy", "very-busy", "forbidden", "login", "denied", "teapot"),
    "outage": ("broken", "trickle", "trickle-headers", "silent", "reset", "not-gzip", "not-http",
               "bad-location"),
}  # fmt: skip
"""Paths of the hostile server, and what is to be said of each."""


class World:
    """A project with pages, and the hostile server."""

    def __init__(self, root: Path, base: str, seen: Seen, archive: str) -> None:
        self.project, self.base, self.seen = Project(root, root / "docs", root / "bib"), base, seen
        self.bases = Bases(archive=f"{archive}/archive")
        for folder in (self.project.docs, self.project.bib):
            folder.mkdir(exist_ok=True)

    def write(self, name: str, text: str) -> None:
        """A file of the project; `BASE` in it stands for the server."""
        file = self.project.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("BASE", self.base), "utf-8")

    def run(self, on: date = TODAY, offline: bool = False, policy: RequestPolicy = QUICK) -> str:
        """Verifies the links. Gives what an author reads."""
        known, _ = read_bibliography([(f"bib/{file.name}", file) for file in self.project.bib.glob("*.bib")])
        report = verify(self.project, known.references, VerifyOptions("links", Age(on), offline, policy, self.bases))
        self.summary = report.summary
        return re.sub(r"127\.0\.0\.1:\d+", "server", as_text(report.findings))

    @property
    def kept(self) -> dict[str, dict[str, object]]:
        """bib/verified-links.json by path."""
        found: dict[str, dict[str, object]] = json.loads((self.project.bib / "verified-links.json").read_text("utf-8"))
        return {url.removeprefix(self.base + "/"): entry for url, entry in found.items()}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with serving(web.answer) as (base, seen), serving(registry.answer) as (archive, _):
        yield World(tmp_path, base, seen, archive)


def codes(text: str) -> list[str]:
    return re.findall(r"\[([TV]\d{3})\]", text)


def test_every_verdict_in_bounded_time_and_memory(world: World) -> None:
    paths = [path for group in VERDICTS.values() for path in group]
    world.write("docs/all.md", "\n\n".join(f"<BASE/{path}>" for path in paths))
    tracemalloc.start()
    started = time.monotonic()
    world.run()
    took, (_, most) = time.monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    got = {path: "outage" if "outage" in entry else entry["verdict"] for path, entry in world.kept.items()}
    assert got == {path: verdict for verdict, group in VERDICTS.items() for path in group}
    assert sum(len(VERDICTS[kind]) for kind in VERDICTS if kind not in ("ok", "unsure")) >= 17
    asked = {
        path: world.seen.paths.count(f"/{path}") for path in (*VERDICTS["gone"], *VERDICTS["outage"], "ok", "busy")
    }
    assert {path for path, times in asked.items() if times > QUICK.attempts} == set()  # no server is asked for ever
    assert {path: asked[path] for path in ("ok", "gone-404", "gone-410", "busy")} == {
        "ok": 1, "gone-404": 2, "gone-410": 1, "busy": 2,  # one of the 404s is where /moved-gone leads
    }  # fmt: skip
    assert world.seen.count("very-busy") == 1  # it asked for a day's pause
    assert took < 60  # the servers that never end would take hours
    assert most < 40 * 1024 * 1024
    assert world.seen.sent["/big"] < 16 * 1024 * 1024  # what the system's buffers took; we read half a megabyte
    assert world.seen.most_at_once <= 4 + 3  # four of ours, and three whose client has left but whose handler sleeps


def test_what_an_author_reads(world: World, update: bool) -> None:
    world.write("docs/index.md", """---
title: A page
source: BASE/gone-410
---
# A page

[gone](BASE/gone-404) and again <BASE/gone-404>, [moved](BASE/moved "title"), [chain](BASE/chain).
`BASE/gone-404` is code. <!-- BASE/gone-410 --> ![picture](BASE/casematters)

<a href="BASE/soft?a=1&amp;b=2">soft</a> [empty][] [anchor](BASE/ok#Results) [name](BASE/ok#old) [top](BASE/ok#top)
[no anchor](BASE/ok#nothing) [other case](BASE/ok#results) [script](BASE/ok#!/route) [text](BASE/ok#:~:text=x)
[big](BASE/big#anything) [type](BASE/odd-type#anything) [circle](BASE/circle) [slow](BASE/trickle) [robot](BASE/denied)

```
BASE/gone-404
```

[empty]: BASE/empty
[bad](http://[::1) and [no port](http://server.invalid:99999999/)
""")  # fmt: skip
    fields = "title = {T},\n  url = {BASE/gone\\_x},\n  note = {See BASE/for-now.}"
    world.write("bib/a.bib", f"@online{{Key,\n  {fields},\n}}\n")
    world.write("docs/law/regulation.csv", (
        'code,source_urls,seen_at\nAL,"BASE/moved | BASE/gone-404",2026\n'
        '"A\nK",BASE/ok; BASE/soft-x,2026\nAZ,BASE/gone-410,2026\n'
    ))  # fmt: skip
    world.write("docs/law/other.csv", "code,url\nAL,BASE/moved\n")
    world.write("bib/links-ignore.csv", "pattern,reason\n*/soft-x,it needs a login\n*/denied,\n")
    told = world.run()
    if update:
        EXPECTED.write_text(told + "\n", "utf-8")
    assert told + "\n" == EXPECTED.read_text("utf-8")
    assert world.seen.count("soft-x") == 0
    assert world.seen.count("gone-404") == 1
    anchors = {"Results": True, "nothing": False, "old": True, "results": False, "top": True}
    assert world.kept["ok"]["fragments"] == anchors


def test_what_an_author_reads_offline(tmp_path: Path, update: bool) -> None:
    """From the files alone: what was too long ago, never, or in a file that was damaged."""
    world = World(tmp_path, "http://server", Seen(), "http://127.0.0.1:9")
    names = ("fine", "long-ago", "silent", "silent-for-long", "new", "tls", "circle", "unsure")
    world.write("docs/a.md", "\n".join(f"<BASE/{name}>" for name in names))
    silent = {"since": "2026-11-01", "why": "the host was not found (DNS)"}
    kept = {
        "fine": {"checked": "2026-11-01", "verdict": "ok", "status": 200},
        "long-ago": {"checked": "2026-08-01", "verdict": "ok", "status": 200},
        "silent": {"checked": "2026-10-01", "verdict": "ok", "outage": silent},
        "silent-for-long": {"outage": {**silent, "since": "2026-03-01"}},
        "tls": {"checked": "2026-11-01", "verdict": "tls", "why": "certificate has expired"},
        "circle": {"checked": "2026-11-01", "verdict": "redirects", "why": "it redirects more than 10 times"},
        "unsure": {"checked": "2026-11-01", "verdict": "unsure", "status": 403},
    }
    file = tmp_path / "bib" / "verified-links.json"
    file.write_text(json.dumps({f"http://server/{name}": entry for name, entry in kept.items()}), "utf-8")
    told = world.run(offline=True) + "\n"
    file.write_text("{\n<<<<<<< ours\n", "utf-8")
    told += world.run(offline=True) + "\n"
    expected = TESTS / "servers" / "offline.txt"
    if update:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")


def test_hosts_are_asked_politely(world: World) -> None:
    policy = RequestPolicy(interval=0.1, attempts=1, total=2)
    world.write("docs/a.md", "\n".join(f"<BASE/ok?{n}>" for n in range(16)))
    started = time.monotonic()
    assert world.run(policy=policy) == ""
    assert time.monotonic() - started >= 1.5  # 15 intervals: a slow machine only makes it longer
    assert world.seen.count("ok") == 16
    assert world.seen.most_at_once <= 4


def test_slow_hosts_do_not_hold_up_others(tmp_path: Path) -> None:
    """A host answers nothing until the other one has answered everything."""
    others = threading.Event()

    def slow(handler: Handler) -> None:
        assert others.wait(60)
        handler.send(200, web.page())

    def quick(handler: Handler) -> None:
        handler.send(200, web.page())
        if len(handler.seen.paths) == 12:
            others.set()

    with serving(slow) as (one, first), serving(quick) as (two, _):
        world = World(tmp_path, one, first, one)
        world.write("docs/a.md", "\n".join(f"<{base}/{n}>" for base in (one, two) for n in range(12)))
        assert world.run(policy=RequestPolicy(interval=0.0, attempts=1, total=120)) == ""
        assert others.is_set()
        assert first.most_at_once <= 4


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now, self.waits = 100.0, list[float]()

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


def test_turns_at_a_host_keep_their_distance() -> None:
    clock = Clock()
    hosts = Hosts(4, 0.5, 60, lambda: clock.now, clock.wait)
    for _ in range(3):
        with hosts.turn("https://a.org/x"):
            pass
    with hosts.turn("https://b.org/x"):  # another host need not wait
        pass
    assert clock.waits == [0.5, 0.5]
    hosts.rest("https://a.org/y", 30)
    hosts.rest("https://a.org/z", 3)
    with hosts.turn("https://a.org/x"):
        pass
    assert clock.waits[2:] == [30]
    hosts.rest("https://a.org/y", 61)
    with pytest.raises(Unavailable, match="a pause of 61 s"), hosts.turn("https://a.org/x"):
        pass


def test_a_certificate_that_browsers_refuse(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    pem = tmp_path / "self.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(pem), "-out", str(pem) + ".crt"]
    subprocess.run(command, check=True, capture_output=True)
    pem.write_text(pem.read_text("utf-8") + (tmp_path / "self.pem.crt").read_text("utf-8"), "utf-8")
    with serving(web.answer, pem) as (base, seen), serving(web.answer) as (plain, _):
        world = World(tmp_path, base, seen, plain)
        world.write("docs/a.md", f"<BASE/ok> <{plain.replace('http:', 'https:')}/ok>")
        told = world.run()
    assert codes(told) == ["V010", "V019"] or codes(told) == ["V019", "V010"]
    assert "invalid certificate (self-signed certificate)" in told
    assert "(the TLS handshake failed)" in told  # TLS asked of a server that speaks none


def test_an_outage_becomes_an_error_with_age(tmp_path: Path) -> None:
    dead = World(tmp_path, f"http://127.0.0.1:{closed_port()}", Seen(), "http://127.0.0.1:9")
    dead.write("docs/a.md", "<BASE/x>")
    assert codes(dead.run()) == ["V010"]
    assert "the connection was refused" in dead.run(on=date(2026, 12, 1))
    assert codes(dead.run(on=date(2027, 2, 19))) == ["V010"]
    assert codes(dead.run(on=date(2027, 2, 20))) == ["V011"]
    assert dead.kept["x"]["outage"]["since"] == "2026-11-21"  # type: ignore[index]


def test_a_name_without_an_address_is_an_outage(world: World) -> None:
    world.write("docs/a.md", "<http://nobody.invalid/x>")
    assert "http://nobody.invalid/x has not been checked since 2026-11-21" in world.run()


def test_good_results_are_kept_for_a_while(world: World) -> None:
    world.write("docs/a.md", "<BASE/ok#old> <BASE/gone-404> <BASE/moved> <BASE/denied>")
    first = world.run()
    assert world.run() == first
    asked = {path: world.seen.paths.count(f"/{path}") for path in ("ok", "gone-404", "moved", "denied")}
    assert asked == {"ok": 1, "gone-404": 2, "moved": 1, "denied": 1}
    assert world.run(offline=True) == first
    world.write("docs/a.md", "<BASE/ok#other>")
    assert codes(world.run(offline=True)) == []  # the page was not looked at for this anchor
    assert codes(world.run()) == ["V017"]
    assert list(world.kept) == ["ok"]
    assert codes(world.run(offline=True, on=date(2027, 6, 1))) == ["V011", "V017"]


def test_no_cookie_and_no_password_is_kept(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    client = Client(QUICK)
    assert isinstance(client.get(f"{world.base}/cookie"), Response)
    client.get(f"{world.base}/ok")
    client.close()
    assert world.seen.cookies == ["", "seen=1", ""]


@pytest.mark.parametrize(("wrappers", "why"), [(19, "the connection was refused"), (20, "the connection broke")])
def test_what_an_exception_was_raised_from_is_searched_twenty_deep(wrappers: int, why: str) -> None:
    error: Exception = ConnectionRefusedError()
    for _ in range(wrappers):
        outer = RuntimeError()
        outer.__cause__ = error
        error = outer
    assert _failure(error).why == why


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "http://a:b/", "http:///x", "https://ex ample.org/", "http://" + "a" * 70 + ".x/"]
)
def test_bad_addresses_are_faults(url: str) -> None:
    client = Client(QUICK)
    assert isinstance(client.get(url), Failure)
    client.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](https://a.org/x_(y)) b", ["https://a.org/x_(y)"]),
        ("see https://a.org/x, or (https://a.org/y).", ["https://a.org/x", "https://a.org/y"]),
        ("<https://a.org/x.> *https://a.org/y*", ["https://a.org/x.", "https://a.org/y"]),
        ('<img src="https://a.org/?a=1&amp;b=2">', ["https://a.org/?a=1&b=2"]),
        ("`https://a.org`\n\n```\nhttps://b.org\n```\n<!-- https://c.org -->", []),
        ('[a](https://a.org/x "It is") [b]\n\n[b]: <https://b.org/y>', ["https://a.org/x", "https://b.org/y"]),
        ("[a [b](https://a.org/x)](https://a.org/y)", ["https://a.org/x", "https://a.org/y"]),
        ("HTTPS://A.org/X", ["HTTPS://A.org/X"]),
        ("<https://a.org/?a=1&copy=2> <https://a.org/don't>", ["https://a.org/?a=1&copy=2", "https://a.org/don't"]),
    ],
)
def test_addresses_of_a_page(text: str, found: list[str]) -> None:
    assert [address for address, _ in in_page(read(text.encode(), "a.md"))] == found


def test_addresses_of_a_table_with_their_lines() -> None:
    text = 'a,b\n"x\ny","https://a.org/1 | https://a.org/2"\nz,https://a.org/3;\n'
    assert list(in_table(text)) == [("https://a.org/1", 2), ("https://a.org/2", 2), ("https://a.org/3", 4)]


def test_an_address_is_asked_once_and_told_everywhere(world: World) -> None:
    world.write("docs/a.md", "<HTTP://127.0.0.1/x#a>\n\n<http://127.0.0.1/x#b>")
    world.write("docs/b/regulation.csv", "a,seen_at\nhttp://127.0.0.1/x,2026\n")
    places = (
        Place(Source("docs/a.md", 1), "a"), Place(Source("docs/a.md", 3), "b"),
        Place(Source("docs/b/regulation.csv", 2), "", True),
    )  # fmt: skip
    assert find_places(world.project, ()) == {"http://127.0.0.1/x": places}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("pattern,reason\nhttps://a.org/*,needs a login\n", []),
        ("pattern,reason\n\n , \nhttps://a.org/*,needs a login\n\n", []),
        (
            "pattern,reason\nhttps://a.org/*,\n",
            ["2: invalid row: 'https://a.org/*' is ignored without a reason"],
        ),
        ("pattern,reason\n*,everything\n", ["2: invalid row: the pattern '*' matches no address"]),
        ("pattern,reason\na,b,c\n", ["2: the row has 3 fields, but the header has 2"]),
        (
            "pattern,why\na,b\n",
            [
                "1: the header of the table has an unknown column 'why'",
                "1: the header of the table has no column 'reason'",
            ],
        ),
        ("", ["1: the header of the table has no column 'pattern', 'reason'"]),
    ],
)
def test_the_list_of_links_to_ignore(tmp_path: Path, text: str, problems: list[str]) -> None:
    file = tmp_path / "links-ignore.csv"
    file.write_text(text, "utf-8")
    rows, found = read_ignored("bib/links-ignore.csv", file)
    assert sorted(f"{one.place.line}: {one.message()}" for one in found) == problems
    assert bool(rows) != bool(problems)
    assert Ignored("https://a.org/*", "x").matches("https://a.org/b/c?d")


def test_what_is_allowed_is_not_told_but_of_the_law(world: World) -> None:
    world.write("docs/a.md", "<BASE/moved> <BASE/soft> <BASE/ok#nothing> <BASE/gone-404>")
    everything = "".join(f"*,{one},x\n" for one in ("moved", "soft-404", "anchor"))
    world.write("bib/links-allow.csv", "pattern,verdict,reason\n" + everything.replace("*", "BASE/*"))
    assert codes(world.run()) == ["V014"]
    world.write("docs/law.csv", "code,source_url,seen_at\nAL,BASE/moved,2026-11\n")
    world.write("bib/law.bib", "@online{law, title = {Law}, jurisdiction = {US-AL}, url = {BASE/moved}}\n")
    told = world.run()
    assert codes(told) == ["V016", "V014", "V016"]
    assert "bib/law.bib:1: the source" in told
    world.write("bib/links-allow.csv", "pattern,verdict,reason\nBASE/*,gone,x\nBASE/*,moved,\n")
    assert [one for one in codes(world.run()) if one in ("T007", "V022")] == ["T007", "V022"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3", 3.0), ("Fri, 21 Nov 1980 00:01:00 GMT", 0.0), ("soon", None), ("", None), ("-5", None),
     ("Sat, 99 Nov 2026", None)],
)  # fmt: skip
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds
    assert (retry_after("9" * 400) or 0) > 3600


def test_retry_after_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: datetime(2026, 11, 21, tzinfo=UTC).timestamp())
    assert retry_after("Sat, 21 Nov 2026 00:01:00 GMT") == 60
    assert retry_after("Sat, 21 Nov 2026 00:00:00 +0100") == 0


def test_backoff_doubles_with_chance_and_a_bound() -> None:
    for attempt, whole in enumerate((1, 2, 4, 8, 10, 10)):
        waits = {backoff(attempt, 1, 10) for _ in range(50)}
        assert len(waits) > 40
        assert all(whole / 2 <= wait <= whole for wait in waits)


def packed_as(encoding: str, raw: bytes) -> HTTPResponse:
    return HTTPResponse(io.BytesIO(raw), {"Content-Encoding": encoding}, preload_content=False)


def test_bodies_are_bounded() -> None:
    assert read_body(packed_as("", b"abcdef"), 10) == (b"abcdef", False)
    assert read_body(packed_as("", b"abcdef"), 6) == (b"abcdef", False)
    assert read_body(packed_as("identity", b"abcdef"), 4) == (b"abcd", True)
    bomb = packed_as("gzip", web.bomb(64))
    tracemalloc.start()
    body, cut = read_body(bomb, 512 * 1024)
    assert (len(body), cut) == (512 * 1024, True)
    assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    tracemalloc.stop()
    for encoding in ("br", "gzip", "klingon"):
        with pytest.raises(DecodeError):
            read_body(packed_as(encoding, b"plain text"), 100)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("Über".encode(), "text/html; charset=latin-1", "Über"),
        ("Über".encode("latin-1"), "text/html; charset=utf-8", "�ber"),
        ("Über".encode("latin-1"), 'text/html; charset="iso-8859-1"', "Über"),
        ("Über".encode("latin-1"), "text/html", "Über"),
        (b"<meta charset=koi8-r>\xf0", "text/html; charset=klingon", "<meta charset=koi8-r>П"),
        ("Über".encode("latin-1"), "text/html; charset=rot13", "Über"),
    ],
)
def test_charsets(body: bytes, kind: str, text: str) -> None:
    assert decode_text(body, kind) == text
