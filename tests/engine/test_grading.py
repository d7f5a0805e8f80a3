"""What a provider does: answer sheets are marked, refused with the reason, counted, and certified."""

from __future__ import annotations

import base64
import csv
import json
import random
import re
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from coursebook.cli import main
from coursebook.cli.common import WrongUse
from coursebook.cli.key import keep_key
from coursebook.credentials.badge import Issuer, Signer, new_issuer, read_issuer, write_issuer
from coursebook.credentials.certificate import Award, Certificate
from coursebook.marking.grade import EARLY_COLUMNS, ITEMS, NO_UNITS, REFUSED, RESULTS, grade
from coursebook.marking.key import Key, KeyItem, read_key, to_json
from coursebook.marking.rules import KeyLine
from coursebook.marking.tickets import code, seal, ticket
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from pypdf import PdfReader

NOW = datetime(2026, 11, 21, tzinfo=UTC)


OPTIONS = (KeyLine("a", True, "Alpha"), KeyLine("b", False, "Beta"), KeyLine("c", False, "Gamma"))


def items(count: int = 4) -> dict[str, KeyItem]:
    return {f"q{n}": KeyItem(f"q{n}", f"hash{n}", "one", f"o{n % 2}", OPTIONS, f"Stem {n}?") for n in range(count)}


def a_key(count: int = 4, draw: int = 0, least: int = 0) -> Key:
    return Key("needles", "A course", "edition1", "final", 80, draw, least, "00" * 32, items(count))


def a_sheet(key: Key, attempt: str = "attempt-1", holder: str = "ann", **changes: Any) -> dict[str, Any]:
    """A good sheet: everything asked, everything right, sealed."""
    drawn = list(key.items)
    sheet: dict[str, Any] = {
        "format": "coursebook answer sheet",
        "version": 1,
        "course": key.course,
        "edition": key.edition,
        "quiz": key.quiz,
        "attempt": attempt,
        "started": "2026-11-20T09:00:00Z",
        "finished": "2026-11-20T10:00:00.5Z",
        "learner": {"name": "Ann Example", "number": "PT-1"},
        "drawn": drawn,
        "answers": {id_: {"hash": key.items[id_].hash, "chosen": ["a"], "sure": True} for id_ in drawn},
        **changes,
    }
    return sealed(key, sheet, holder)


def sealed(key: Key, sheet: dict[str, Any], holder: str = "ann") -> dict[str, Any]:
    sheet.pop("seal", None)
    sheet["seal"] = {"ticket": holder, "mac": seal(code(key.secret, key.course, key.quiz, holder), sheet)}
    return sheet


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_a_good_sheet(tmp_path: Path) -> None:
    key = a_key()
    put(tmp_path / "in" / "ann.json", a_sheet(key))
    half = a_sheet(key, "attempt-2", "bob", learner={"name": "Bob", "number": ""})
    half["answers"]["q0"]["chosen"] = ["b"]
    del half["answers"]["q1"]
    put(tmp_path / "in" / "bob.json", sealed(key, half, "bob"))
    tally = grade(tmp_path / "in", key, tmp_path / "out", NOW)
    assert (tally.marked, tally.passed, tally.refused) == (2, 1, 0)
    ann, bob = rows(tmp_path / "out" / RESULTS)
    assert ann == {
        "file": "ann.json",
        "attempt": "attempt-1",
        "ticket": "ann",
        "name": "Ann Example",
        "number": "PT-1",
        "finished": "2026-11-20T10:00:00+00:00",
        "items": "4",
        "score": "100.00",
        "passed": "yes",
        "badge": "",
        "note": "",
    }
    assert (bob["name"], bob["score"], bob["passed"]) == ("Bob", "50.00", "no")


def put(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def edited(key: Key, **changes: Any) -> dict[str, Any]:
    """A sheet that was changed after it had been sealed."""
    return {**a_sheet(key), **changes}


def without(sheet: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in sheet.items() if key != name}


def answered(key: Key, answer: Any) -> dict[str, Any]:
    sheet = a_sheet(key)
    return sealed(key, {**sheet, "answers": {**sheet["answers"], "q0": answer}})


HOSTILE: dict[str, tuple[Callable[[Key], Any], str]] = {
    "empty": (lambda key: b"", "truncated or damaged: Expecting value in line 1"),
    "truncated": (lambda key: json.dumps(a_sheet(key))[:-40], "truncated or damaged"),
    "binary": (lambda key: b"\xff\xfe\x00\x01", "not UTF-8"),
    "huge": (lambda key: "[" + "0," * 400_000 + "0]", "larger than 512 KB"),
    "deep": (lambda key: "[" * 100_000 + "]" * 100_000, "damaged"),
    "a list": (lambda key: [1, 2], "not an answer sheet"),
    "a number": (lambda key: "7", "not an answer sheet"),
    "not finite": (lambda key: '{"format": NaN}', "damaged"),
    "another file": (lambda key: {"format": "coursebook answer key"}, "not an answer sheet"),
    "a newer version": (lambda key: a_sheet(key, version=2), "unknown version 2"),
    "another course": (lambda key: a_sheet(key, course="x"), "for another course: 'x', not 'needles'"),
    "another quiz": (lambda key: a_sheet(key, quiz="x"), "for another quiz: 'x', not 'final'"),
    "a stale edition": (lambda key: a_sheet(key, edition="old"), "for edition old, the key is for edition1"),
    "no times": (lambda key: a_sheet(key, started=""), "invalid time 'started'"),
    "no time zone": (lambda key: a_sheet(key, started="2026-11-20T09:00"), "the time 'started' has no time zone"),
    "from the future": (lambda key: a_sheet(key, finished="2027-01-01T00:00:00Z"), "impossible times"),
    "backwards": (lambda key: a_sheet(key, finished="2026-11-20T08:00:00Z"), "impossible times"),
    "no seal": (lambda key: without(a_sheet(key), "seal"), "no seal: the sheet was saved without a ticket"),
    "a forged seal": (lambda key: edited(key, seal={"ticket": "ann", "mac": "0" * 64}), "invalid seal"),
    "another's seal": (
        lambda key: edited(key, seal={**a_sheet(key)["seal"], "ticket": "bob"}),
        "invalid seal: the sheet was edited, or the ticket 'bob' belongs to someone else",
    ),
    "an edited answer": (lambda key: edited(key, answers={}), "invalid seal"),
    "an edited name": (lambda key: edited(key, learner={"name": "Mallory"}), "invalid seal"),
    "a ticket that is none": (lambda key: edited(key, seal={"ticket": "../x", "mac": ""}), "invalid ticket"),
    "a long name": (lambda key: a_sheet(key, learner={"name": "x" * 301}), "name is not a short text"),
    "a name that is a list": (lambda key: a_sheet(key, learner={"name": ["x"]}), "name is not a short text"),
    "no learner": (lambda key: a_sheet(key, learner=None), "missing learner"),
    "no attempt": (lambda key: a_sheet(key, ""), "the attempt has no id"),
    "an attempt with a path": (lambda key: a_sheet(key, "../../etc"), "the attempt has no id"),
    "half a character": (
        lambda key: json.dumps({**a_sheet(key), "course": "\ud800"}),
        "garbled characters",
    ),
    "a question too few": (lambda key: a_sheet(key, drawn=["q0"], answers={}), "it contains 1 questions, not 4"),
    "a question twice": (lambda key: a_sheet(key, drawn=["q0"] * 4, answers={}), "it contains a question twice"),
    "a foreign question": (
        lambda key: a_sheet(key, drawn=["q0", "q1", "q2", "q9"], answers={}),
        "it contains a question that is not in the key: 'q9'",
    ),
    "an answer too many": (
        lambda key: a_sheet(key, answers={"q9": {"hash": "h", "chosen": []}}),
        "it answers a question that was not asked: 'q9'",
    ),
    "nothing drawn": (lambda key: a_sheet(key, drawn=7), "the list of questions is missing"),
    "no answers": (lambda key: a_sheet(key, answers=[]), "missing answers"),
    "an edited question": (
        lambda key: answered(key, {"hash": "x", "chosen": ["a"]}),
        "the question 'q0' differs from this edition",
    ),
    "an answer that is none": (
        lambda key: answered(key, {"hash": "hash0", "chosen": "a"}),
        "invalid answer to 'q0'",
    ),
    "an answer of numbers": (
        lambda key: answered(key, {"hash": "hash0", "chosen": [1]}),
        "invalid answer to 'q0'",
    ),
    "a long answer": (
        lambda key: answered(key, {"hash": "hash0", "chosen": ["x" * 301]}),
        "invalid answer to 'q0'",
    ),
    "many answers": (
        lambda key: answered(key, {"hash": "hash0", "chosen": ["a"] * 101}),
        "invalid answer to 'q0'",
    ),
}


def test_a_hostile_folder(tmp_path: Path) -> None:
    """The good sheets are marked, each bad one is named with its reason."""
    key = a_key()
    for name, (make, _) in HOSTILE.items():
        put(tmp_path / "in" / "bad" / f"{name}.json", make(key))
    script = a_sheet(key, "attempt-2", learner={"name": "<script>alert(1)</script>", "number": "=HYPERLINK(1)"})
    put(tmp_path / "in" / "good 1.json", a_sheet(key))
    put(tmp_path / "in" / "good 2.json", script)
    put(tmp_path / "in" / "zz copy of 1.json", a_sheet(key))
    put(tmp_path / "in" / "notes.txt", "not a sheet")
    (tmp_path / "outside.json").write_text(json.dumps(a_sheet(key, "attempt-9")), "utf-8")
    (tmp_path / "in" / "link.json").symlink_to(tmp_path / "outside.json")
    tally = grade(tmp_path / "in", key, tmp_path / "out", NOW)
    assert [row["file"] for row in rows(tmp_path / "out" / RESULTS)] == ["good 1.json", "good 2.json"]
    told = {row["file"]: row["reason"] for row in rows(tmp_path / "out" / REFUSED)}
    wanted = {f"bad/{name}.json": reason for name, (_, reason) in HOSTILE.items()}
    wanted["zz copy of 1.json"] = "the attempt attempt-1 has already been marked: the sheet is a copy"
    assert {name: reason[: len(wanted[name])] for name, reason in told.items()} == wanted
    assert tally.refused == len(wanted)
    assert rows(tmp_path / "out" / RESULTS)[1]["number"] == "'=HYPERLINK(1)"


def test_what_is_as_large_as_it_may_be_is_marked(tmp_path: Path) -> None:
    """A name of 300 characters and a sheet of 512 KB; the hostile folder has those that are larger."""
    key = a_key()
    text = json.dumps(a_sheet(key, learner={"name": "x" * 300, "number": ""}))
    put(tmp_path / "in" / "1.json", text + " " * (512 * 1024 - len(text)))
    assert grade(tmp_path / "in", key, tmp_path / "out", NOW).marked == 1
    put(tmp_path / "in" / "2.json", text + " " * (512 * 1024 + 1 - len(text)))
    assert grade(tmp_path / "in", key, tmp_path / "out2", NOW).refused == 1


def test_a_second_run_refuses_what_was_marked(tmp_path: Path) -> None:
    key = a_key()
    put(tmp_path / "in" / "1.json", a_sheet(key))
    grade(tmp_path / "in", key, tmp_path / "out", NOW, attempts=2)
    put(tmp_path / "in" / "2.json", a_sheet(key, "attempt-2"))
    put(tmp_path / "in" / "3.json", a_sheet(key, "attempt-3"))
    tally = grade(tmp_path / "in", key, tmp_path / "out", NOW, attempts=2)
    assert (tally.marked, tally.refused) == (1, 2)
    assert [row["attempt"] for row in rows(tmp_path / "out" / RESULTS)] == ["attempt-1", "attempt-2"]
    assert rows(tmp_path / "out" / REFUSED)[-1]["reason"] == "the ticket 'ann' has used its 2 attempts"


def test_a_ticket_may_use_as_many_attempts_as_are_given(tmp_path: Path) -> None:
    key = a_key()
    for n in range(5):
        put(tmp_path / "in" / f"{n}.json", a_sheet(key, f"attempt-{n}"))
    put(tmp_path / "in" / "6.json", a_sheet(key, "attempt-6", "bob"))
    assert grade(tmp_path / "in", key, tmp_path / "out", NOW, attempts=3).marked == 4
    assert [row["ticket"] for row in rows(tmp_path / "out" / RESULTS)] == ["ann"] * 3 + ["bob"]
    assert [row["file"] for row in rows(tmp_path / "out" / REFUSED)] == ["3.json", "4.json"]


def test_a_second_run_counts_every_sheet_in_the_statistics(tmp_path: Path) -> None:
    """Each sheet once; one that was changed and sealed anew after it was marked does not count."""
    key, out = a_key(), tmp_path / "out"
    for n in (1, 2):
        put(tmp_path / "in" / f"{n}.json", a_sheet(key, f"attempt-{n}"))
    grade(tmp_path / "in", key, out, NOW)
    put(tmp_path / "in" / "3.json", a_sheet(key, "attempt-3"))
    put(tmp_path / "in" / "copy of 1.json", a_sheet(key, "attempt-1"))
    put(tmp_path / "in" / "2.json", a_sheet(key, "attempt-2", answers={}))
    assert grade(tmp_path / "in", key, out, NOW).marked == 1
    assert [(row["asked"], row["difficulty"]) for row in rows(out / ITEMS)] == [("2", "1.000")] * 4


@pytest.mark.parametrize("change", [(",", ";"), ("attempt,", "Attempt,"), ("ann", "an\xe9"), (",4,", ",")])
def test_results_that_were_saved_otherwise_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str]
) -> None:
    """Else every sheet would be marked a second time."""
    key, out = a_key(), tmp_path / "out"
    put(tmp_path / "key.json", to_json(key))
    put(tmp_path / "in" / "1.json", a_sheet(key))
    run = ["grade", str(tmp_path / "in"), "--key", str(tmp_path / "key.json"), "-o", str(out)]
    assert main(run) == 0
    saved = (out / RESULTS).read_text("utf-8").replace(*change).encode("latin-1")
    (out / RESULTS).write_bytes(saved)
    assert main(run) == 2
    assert "the file has been changed" in capsys.readouterr().err
    assert (out / RESULTS).read_bytes() == saved
    (out / RESULTS).write_bytes(b"\xef\xbb\xbf" + saved.decode("latin-1").replace(*reversed(change)).encode())
    assert main(run) == (1 if change[0] != ",4," else 2)


def test_a_certificate_has_the_learners_own_day(tmp_path: Path, issuer: Issuer) -> None:
    """Six in the evening in California is the next day in Greenwich."""
    key = replace(a_key(), certificate=FACTS)
    learner = {"name": "Ann", "number": "1", "profession": "physician"}
    put(tmp_path / "in" / "1.json", a_sheet(key, finished="2026-11-20T18:00:00.000-08:00", learner=learner))
    html = (certified(tmp_path, key, issuer) / "attempt-1.html").read_text("utf-8")
    assert "November 20, 2026" in html
    assert "November 21, 2026" not in html


def test_without_tickets_where_the_provider_says_so(tmp_path: Path) -> None:
    key = a_key()
    put(tmp_path / "in" / "1.json", without(a_sheet(key), "seal"))
    assert grade(tmp_path / "in", key, tmp_path / "out", NOW, unsealed=True).marked == 1


def test_a_draw_has_to_keep_its_rules(tmp_path: Path) -> None:
    key = a_key(8, draw=4, least=2)
    for name, drawn in (("fair", ["q0", "q1", "q2", "q3"]), ("one-sided", ["q0", "q2", "q4", "q1"])):
        put(tmp_path / "in" / f"{name}.json", a_sheet(key, name, drawn=drawn, answers={}))
    grade(tmp_path / "in", key, tmp_path / "out", NOW)
    assert [row["file"] for row in rows(tmp_path / "out" / RESULTS)] == ["fair.json"]
    assert rows(tmp_path / "out" / REFUSED)[0]["reason"] == "it contains too few questions on the objective 'o1'"


def test_tickets_are_the_learners_own() -> None:
    first, second = ticket("00" * 32, "c", "final", "ann"), ticket("00" * 32, "c", "final", "bob")
    assert re.fullmatch(r"ann\.[A-Z2-7]{24}", first)
    assert first.split(".")[1] != second.split(".")[1]
    assert ticket("01" * 32, "c", "final", "ann") != first
    with pytest.raises(ValueError, match="'a b' is not a valid id"):
        ticket("00" * 32, "c", "final", "a b")


def test_a_key_is_read_back_as_written(tmp_path: Path) -> None:
    key = a_key(3, 2, 1)
    put(tmp_path / "key.json", to_json(key))
    assert read_key(tmp_path / "key.json") == key
    for wrong in ("", "{}", "[]", '{"format": "coursebook answer key", "version": 1, "course": 3}'):
        put(tmp_path / "key.json", wrong)
        with pytest.raises(ValueError, match="not an answer key"):
            read_key(tmp_path / "key.json")


def typed_key(*slips: KeyLine) -> Key:
    """A number in mm, a blank of a case, and a match."""
    number = KeyLine("3.5..4.5", True, "4 ± 0.5 mm", Decimal("3.5"), Decimal("4.5"))
    pairs = (
        KeyLine("r1>a", True, "Lung => Air"),
        KeyLine("r2>b", True, "Vein => Blood"),
        KeyLine(">c", False, " => Bone"),
    )
    text = KeyLine("lung apex", True, "Lung apex", typed="lung apex")
    made = (
        KeyItem("q0", "hash0", "number", "o0", (*slips, number), "How long?", "mm"),
        KeyItem("q1", "hash1", "blank", "o0", (text,), "What?", case="c"),
        KeyItem("q2", "hash2", "match", "o1", pairs, "Which?"),
    )
    return replace(a_key(), items={item.id: item for item in made})


SLIP = KeyLine("1..100", False, "1 to 100 mm", Decimal(1), Decimal(100))


def early(key: Key, version: int) -> dict[str, Any]:
    """A key as an earlier version of this program kept it."""
    kept = json.loads(to_json(key)) | {"version": version}
    del kept["marking"]
    for item in kept["items"].values():
        item["options"] = [
            {"says": one["code"], "right": one["right"], "text": one["text"]} for one in item.pop("lines")
        ]
        item.pop("unit", None)
        item.pop("case", None)
    return kept


def answers_to(key: Key, *chosen: list[str]) -> dict[str, Any]:
    return {id_: {"hash": key.items[id_].hash, "chosen": one} for id_, one in zip(key.items, chosen, strict=True)}


def test_a_key_keeps_units_and_bounds(tmp_path: Path) -> None:
    key = typed_key(SLIP)
    assert read_back(tmp_path, key) == key
    kept = json.loads((tmp_path / "back.json").read_text("utf-8"))
    assert (kept["version"], kept["marking"]) == (3, 1)
    assert kept["items"]["q0"]["unit"] == "mm"
    assert kept["items"]["q0"]["lines"][1] == {
        "code": "3.5..4.5", "right": True, "low": "3.5", "high": "4.5", "text": "4 ± 0.5 mm",
    }  # fmt: skip
    assert kept["items"]["q1"] | {"stem": ""} == {
        "hash": "hash1", "kind": "blank", "objective": "o0", "stem": "", "case": "c",
        "lines": [{"code": "lung apex", "right": True, "typed": "lung apex", "text": "Lung apex"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda kept: kept.update(marking=2), "marking rules that this version does not have"),
        (lambda kept: kept.update(version=4), "of an unknown version"),
        (lambda kept: kept.pop("marking"), "not an answer key"),
        (lambda kept: kept["items"]["q0"].pop("unit"), "not an answer key"),
        (lambda kept: kept["items"]["q0"]["lines"][0].update(low="NaN"), "'NaN' is not a valid bound"),
        (lambda kept: kept["items"]["q0"]["lines"][0].update(high=4.5), "'4.5' is not a valid bound"),
        (lambda kept: kept["items"]["q0"]["lines"][0].update(high="1e999999999"), "is not a valid bound"),
        (lambda kept: kept["items"]["q1"]["lines"][0].pop("typed"), "not an answer key"),
    ],
)
def test_a_key_with_damaged_lines_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], why: str
) -> None:
    kept = json.loads(to_json(typed_key()))
    change(kept)
    put(tmp_path / "key.json", kept)
    with pytest.raises(ValueError, match=why):
        read_key(tmp_path / "key.json")


@pytest.mark.parametrize(
    ("number", "score"), [("4 mm", "100.00"), ("4.0MM", "100.00"), ("4 cm", "66.66"), ("40", "66.66"), ("5", "66.66")]
)
def test_a_number_is_marked_with_its_unit_and_correct_lines_first(tmp_path: Path, number: str, score: str) -> None:
    key = typed_key(SLIP)
    answers = answers_to(key, [number], ["LUNG apex."], ["r1>a", "r2>b"])
    put(tmp_path / "in" / "1.json", a_sheet(key, answers=answers))
    grade(tmp_path / "in", key, tmp_path / "out", NOW)
    [row] = rows(tmp_path / "out" / RESULTS)
    assert (row["score"], row["note"]) == (score, "")


@pytest.mark.parametrize("version", [1, 2])
def test_a_key_of_an_earlier_version_marks_and_says_that_it_has_no_units(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], version: int
) -> None:
    key = typed_key(SLIP)
    put(tmp_path / "key.json", early(key, version))
    for n, number in enumerate(("4 cm", "4", "4.2.1", "10²")):
        answers = answers_to(key, [number], ["LUNG apex."], ["r1>a", "r2>b"])
        put(tmp_path / "in" / f"{n}.json", a_sheet(key, f"attempt-{n}", answers=answers))
    given = ["grade", str(tmp_path / "in"), "--key", str(tmp_path / "key.json"), "-o", str(tmp_path / "out")]
    assert main(given) == 0
    assert f"{NO_UNITS}\n    fix: create a new key" in capsys.readouterr().err
    told = rows(tmp_path / "out" / RESULTS)
    assert [row["score"] for row in told] == ["100.00", "100.00", "66.66", "66.66"]
    assert {row["note"] for row in told} == {NO_UNITS}


def test_results_of_an_earlier_version_are_continued(tmp_path: Path) -> None:
    """Their columns stay as they are, and what was marked is not marked again."""
    key, out = a_key(), tmp_path / "out"
    put(tmp_path / "in" / "1.json", a_sheet(key))
    grade(tmp_path / "in", key, out, NOW)
    lines = (out / RESULTS).read_text("utf-8").splitlines()
    (out / RESULTS).write_text("".join(line.rpartition(",")[0] + "\r\n" for line in lines), "utf-8", newline="")
    put(tmp_path / "in" / "2.json", a_sheet(key, "attempt-2"))
    tally = grade(tmp_path / "in", key, out, NOW)
    assert (tally.marked, tally.refused) == (1, 1)
    assert [list(row) for row in rows(out / RESULTS)] == [list(EARLY_COLUMNS)] * 2
    assert [row["asked"] for row in rows(out / ITEMS)] == ["2"] * 4


def test_the_pass_mark_is_reached_in_whole_percent(tmp_path: Path) -> None:
    """Two thirds, one third and three points of five are 80 percent, whatever binary fractions say."""
    options = tuple(KeyLine(f"r{n}>{n}", True, str(n)) for n in range(3))
    key = replace(a_key(), items={f"q{n}": KeyItem(f"q{n}", f"hash{n}", "order", "o", options) for n in range(5)})
    whole = [line.code for line in options]
    for n, first in enumerate((whole[:2], whole[:1])):
        answers = answers_to(key, first, whole[:1], whole, whole, whole)
        put(tmp_path / "in" / f"{n}.json", a_sheet(key, f"attempt-{n}", answers=answers))
    grade(tmp_path / "in", key, tmp_path / "out", NOW)
    told = [(row["score"], row["passed"]) for row in rows(tmp_path / "out" / RESULTS)]
    assert told == [("80.00", "yes"), ("73.33", "no")]


def test_a_key_that_is_damaged_is_told(tmp_path: Path) -> None:
    """An empty secret would let everybody seal a sheet."""
    good = to_json(a_key(3))
    for old, new in (
        ("00" * 32, ""),
        ("00" * 32, "zz" * 32),
        ("00" * 32, "00" * 8),
        (good[good.index('"items"') :], '"items": {}}'),
    ):
        put(tmp_path / "key.json", good.replace(old, new))
        with pytest.raises(ValueError, match=r"damaged: (no questions|incomplete secret)"):
            read_key(tmp_path / "key.json")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("id,name\nann,Ann\n,Bob\n", ":3: the row has no value for 'id' [T008]"),
        ('id,name\nann,"Ann\nof Ohio"\na b,Bob\n', ":4: 'a b' is not a valid id"),
        ("learner_id;name\nann;Ann\n", ":1: 'learner_id;name' is not a valid id"),
        ("learner_id\n", ": contains no learners"),
    ],
)
def test_a_list_of_learners_with_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], listed: str, told: str
) -> None:
    put(tmp_path / "key.json", to_json(a_key()))
    put(tmp_path / "learners.csv", listed)
    assert main(["tickets", str(tmp_path / "learners.csv"), "--key", str(tmp_path / "key.json")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"learners.csv{told}" in captured.err


def test_tickets_of_another_quiz_are_not_promised(tmp_path: Path) -> None:
    put(tmp_path / "old.json", to_json(replace(a_key(), quiz="midterm")))
    with pytest.raises(WrongUse, match="its tickets are for the quiz 'midterm' of 'needles'"):
        keep_key(a_key(), tmp_path / "new.json", tmp_path / "old.json")
    assert not (tmp_path / "new.json").exists()


def test_item_statistics(tmp_path: Path) -> None:
    """Difficulty and corrected item-total correlation as the standard library has them."""
    key, chance = a_key(5), random.Random(1)
    taken: list[list[int]] = []
    for n in range(60):
        ability = chance.random()
        taken.append([int(chance.random() < (ability + 0.1 * q) / 1.4) for q in range(5)])
        answers = {
            id_: {"hash": key.items[id_].hash, "chosen": ["a" if right else "b"]}
            for id_, right in zip(key.items, taken[-1], strict=True)
        }
        put(tmp_path / "in" / f"{n:03}.json", a_sheet(key, f"attempt-{n}", answers=answers))
    grade(tmp_path / "in", key, tmp_path / "out", NOW)
    for q, row in enumerate(rows(tmp_path / "out" / ITEMS)):
        scores, rest = [one[q] for one in taken], [sum(one) - one[q] for one in taken]
        assert row["difficulty"] == f"{statistics.mean(scores):.3f}"
        assert row["discrimination"] == f"{statistics.correlation(scores, rest):.3f}"
        assert row["rarely_chosen"] == "Gamma (0)"


@pytest.mark.parametrize(("questions", "count"), [(2, 19), (2, 20), (1, 20)])
def test_item_statistics_from_twenty_answers_on(tmp_path: Path, questions: int, count: int) -> None:
    """Each option counts once a sheet; one that a twentieth chose is not rare; a sheet of one question has no rest."""
    key = a_key(questions)
    for n in range(count):
        chosen = ["b", "b"] if n == 0 else ["a"]
        answers = {id_: {"hash": item.hash, "chosen": chosen} for id_, item in key.items.items()}
        put(tmp_path / "in" / f"{n:02}.json", a_sheet(key, f"attempt-{n}", answers=answers))
    grade(tmp_path / "in", key, tmp_path / "out", NOW)
    found = [(row["discrimination"], row["rarely_chosen"]) for row in rows(tmp_path / "out" / ITEMS)]
    enough = count == 20
    assert found == [("1.000" if enough and questions > 1 else "", "Gamma (0)" if enough else "")] * questions


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return new_issuer("https://provider.example", "A provider")


def badge_of(tmp_path: Path, key: Key, issuer: Issuer, **changes: Any) -> str:
    put(tmp_path / "in" / "1.json", a_sheet(key, **changes))
    signer, made = Signer(issuer, key), []
    grade(tmp_path / "in", key, tmp_path / "out", NOW, issue=lambda one: made.append(signer.sign(one, NOW)) or "x")
    return made[0]


def verifier(issuer: Issuer) -> OB3Verifier:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from joserfc.jwk import RSAKey

    public = RSAKey.import_key(dict(issuer.jwk)).public_key
    return OB3Verifier(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def test_a_badge_is_verified_by_another_implementation(tmp_path: Path, issuer: Issuer) -> None:
    token = badge_of(tmp_path, a_key(), issuer)
    credential = verifier(issuer).verify(token)
    assert credential.issuer.name == "A provider"
    assert credential.achievement.name == "A course"
    assert "It does not prove competence" in credential.achievement.criteria_narrative


def test_certificate_and_badge_say_what_the_course_does_not_certify(tmp_path: Path, issuer: Issuer) -> None:
    """A key that was written before keys kept the sentence loads, and gets the general one."""
    key = replace(a_key(), certificate=replace(FACTS, limits="It shows no skill at the sink."), name="Final assessment")
    paper = next(certified(tmp_path, key, issuer).glob("*.html")).read_text("utf-8")
    criteria = verifier(issuer).verify(badge_of(tmp_path / "badge", key, issuer)).achievement.criteria_narrative
    assert "It shows no skill at the sink. The assessment" in criteria
    assert "It shows no skill at the sink." in paper
    assert "It does not prove competence" not in criteria + paper
    old = json.loads(to_json(key))
    del old["certificate"]["limits"]
    put(tmp_path / "old.json", old)
    kept = read_key(tmp_path / "old.json")
    assert kept.certificate == replace(key.certificate or FACTS, limits="")
    told = verifier(issuer).verify(badge_of(tmp_path / "old", kept, issuer)).achievement.criteria_narrative
    assert "It does not prove competence" in told


def test_a_badge_that_was_changed_is_refused(tmp_path: Path, issuer: Issuer) -> None:
    head, body, signature = badge_of(tmp_path, a_key(), issuer).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["name"] = "Another course"
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    with pytest.raises(OB3VerificationError):
        verifier(issuer).verify(f"{head}.{other}.{signature}")
    with pytest.raises(OB3VerificationError):
        verifier(new_issuer("https://other.example", "B")).verify(f"{head}.{body}.{signature}")


def test_a_signing_key_is_kept_for_its_owner_alone(tmp_path: Path, issuer: Issuer) -> None:
    file = tmp_path / "key.json"
    write_issuer(issuer, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_issuer(file) == issuer
    with pytest.raises(FileExistsError):
        write_issuer(issuer, file)


@pytest.mark.slow
def test_ten_thousand_sheets(tmp_path: Path) -> None:
    """Linear in the sheets, in a memory that does not grow with them."""
    key = a_key(60)
    took = {}
    for count in (2_000, 10_000):
        folder = tmp_path / str(count)
        for n in range(count):
            put(folder / f"{n}.json", a_sheet(key, f"attempt-{n}"))
        before = time.process_time()
        assert grade(folder, key, tmp_path / f"out-{count}", NOW).marked == count
        took[count] = (time.process_time() - before) / count
        assert grade(folder, key, tmp_path / f"out-{count}", NOW).refused == count  # each was marked before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{1000 * took[2_000]:.2f} and {1000 * took[10_000]:.2f} ms a sheet, {memory:.0f} MB at most")
    assert took[10_000] < 1.3 * took[2_000]


def test_the_provider_s_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tickets, a signing key and a folder of sheets on the command line; what is wrong is told, never a traceback."""
    key, files = a_key(), {name: str(tmp_path / name) for name in ("key.json", "sign.json", "list.csv", "in", "out")}
    put(tmp_path / "key.json", to_json(key))
    put(tmp_path / "list.csv", "id,name\nann,Ann\nbob,Bob\n")
    assert main(["tickets", files["list.csv"], "--key", files["key.json"]]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"ann,{ticket(key.secret, key.course, key.quiz, 'ann')}"
    signing = ["signing-key", "--name", "A provider", "--id", "https://provider.example", "-o", files["sign.json"]]
    assert main(signing) == 0
    assert main(signing) == 2
    assert "keys are never overwritten" in capsys.readouterr().err
    put(tmp_path / "in" / "1.json", a_sheet(key))
    put(tmp_path / "in" / "2.json", "{")
    grading = ["grade", files["in"], "--key", files["key.json"], "-o", files["out"]]
    assert main([*grading, "--sign", files["sign.json"]]) == 1
    told = capsys.readouterr()
    assert told.out == f"1 marked, 1 passed: {files['out']}/results.csv\n"
    assert told.err.startswith("badges only, no printed certificates")
    assert told.err.endswith(f"1 rejected: {files['out']}/refused.csv\n")
    assert (tmp_path / "out" / "badges" / "attempt-1.jwt").is_file()
    for wrong in (
        [*grading[:3], files["list.csv"], *grading[4:]],
        ["grade", files["key.json"], *grading[2:]],
        [*grading, "--sign", files["key.json"]],
        ["tickets", files["sign.json"], "--key", files["key.json"]],
        ["tickets", files["list.csv"], "--key", files["sign.json"]],
        ["signing-key", "--name", "B", "--id", "provider", "-o", str(tmp_path / "other.json")],
    ):
        assert main(wrong) == 2, wrong
        assert capsys.readouterr().err


def test_secrets_are_kept_out_of_what_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key, a signing key and results, in docs or the site of the nearest mkdocs.yml."""
    put(tmp_path / "mkdocs.yml", "site_name: A course\nplugins: [coursebook]\n")
    put(tmp_path / "docs" / "index.md", "# A course\n")
    put(tmp_path / "bib" / "references.bib", "")
    put(tmp_path / "key.json", to_json(a_key()))
    put(tmp_path / "in" / "1.json", a_sheet(a_key()))
    before = sorted(tmp_path.rglob("*"))
    config = ["-f", str(tmp_path / "mkdocs.yml")]
    for folder in ("docs", "docs/one", "site"):
        out = str(tmp_path / folder / "x")
        for given in (
            ["key", "final", "-o", out, *config],
            ["signing-key", "--name", "A", "--id", "https://provider.example", "-o", out],
            ["grade", str(tmp_path / "in"), "--key", str(tmp_path / "key.json"), "-o", out],
        ):
            assert main(given) == 2, given
            assert "is published, and" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


FACTS = Certificate(
    "needles", "A course", False, "Example Institute, 1 Example Street", "none", "EXAMPLE-2026-1", "safety",
    "Pat Provider, director", ("Ann Author, PT",), 95, "2026.1", "ab" * 32, "2028-10-01", "en",
    (
        Award("A body", "B-1", 1.5, "hour", 60, "2026-01-01", "2027-01-01", "Approved by a body.", "", ()),
        Award(
            "Physicians' body", "P-1", 1, "credit", 60, "", "", "For 1 credit.", "The holder took part.", ("physician",)
        ),
        Award("An old body", "O-1", 1, "hour", 60, "", "2026-11-19", "Was approved.", "", ()),
    ),
)  # fmt: skip
HARD_NAMES = ("<script>alert(1)</script>", "د. ليلى بنت عبد الرحمن", "W" * 200, "Maria " * 33, "")


def certified(tmp_path: Path, key: Key, issuer: Issuer, *options: str) -> Path:
    """Marks and signs what is in the folder `in`, or one good sheet. Gives the folder of certificates."""
    put(tmp_path / "key.json", to_json(key))
    if not (tmp_path / "sign.json").exists():
        write_issuer(issuer, tmp_path / "sign.json")
    if not (tmp_path / "in").exists():
        put(tmp_path / "in" / "1.json", a_sheet(key))
    folders = [str(tmp_path / "in"), "--key", str(tmp_path / "key.json"), "-o", str(tmp_path / "out")]
    assert main(["grade", *folders, "--sign", str(tmp_path / "sign.json"), *options]) == 0
    return tmp_path / "out" / "certificates"


def test_a_certificate_has_every_field_and_the_id_of_its_badge(tmp_path: Path, issuer: Issuer) -> None:
    """CE-01: the union of what bodies ask for; the badge beside it is signed under the same id."""
    folder = certified(tmp_path, replace(a_key(), certificate=FACTS, name="Final assessment"), issuer)
    html = (folder / "attempt-1.html").read_text("utf-8")
    text = " ".join(lxml.html.fromstring(html).text_content().split())
    for part in (
        "Ann Example", "PT-1", "A course", "“Final assessment”", "November 20, 2026", *FACTS.faculty, FACTS.provider,
        FACTS.activity, FACTS.category, FACTS.signer, FACTS.edition, FACTS.hash,
        "Online, self-paced (enduring material)",
        "95 minutes", "A body: 1.5 (unit: hour, 60 minutes). Approved by a body. Approval number B-1.",
        "The holder took part.", "Graded by the provider, not proctored", "does not prove competence",
        "give authority to practice",
    ):  # fmt: skip
        assert part in text, part
    shown = lxml.html.fromstring(html).xpath("//*[@data-award][not(@hidden)]")
    assert [one.text_content()[:6] for one in shown] == ["A body", "The ho"], "an approval that is over is not shown"
    payload = (tmp_path / "out" / "badges" / "attempt-1.jwt").read_text("utf-8").split(".")[1]
    badge = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert badge["id"].removeprefix("urn:uuid:") in text
    assert Signer(read_issuer(tmp_path / "sign.json"), a_key()).thumbprint in text
    assert not re.search(r"<(?:script|img|link|a)\b|https?://", html)


def test_credit_for_physicians_alone_goes_to_physicians_alone(tmp_path: Path, issuer: Issuer) -> None:
    """CE-02."""
    key = replace(a_key(), certificate=FACTS)
    put(tmp_path / "in" / "1.json", a_sheet(key, learner={"name": "Ann", "number": "", "profession": "physician"}))
    folder = certified(tmp_path, key, issuer)
    text = lxml.html.fromstring((folder / "attempt-1.html").read_text("utf-8")).text_content()
    assert "For 1 credit." in text
    assert "The holder took part." not in text
    put(tmp_path / "in" / "2.json", a_sheet(key, "attempt-2", learner={"name": "Bob", "profession": "king"}))
    grade(tmp_path / "in", key, tmp_path / "out2", NOW)
    assert rows(tmp_path / "out2" / REFUSED)[0]["reason"] == "unknown profession"


def test_certificates_stand_whatever_the_name(tmp_path: Path, issuer: Issuer) -> None:
    key = replace(a_key(), certificate=FACTS)
    for n, name in enumerate(HARD_NAMES):
        learner = {"name": name, "number": name[:120], "profession": "physician"}
        put(tmp_path / "in" / f"{n}.json", a_sheet(key, f"attempt-{n}", learner=learner))
    folder = certified(tmp_path, key, issuer)
    for n, name in enumerate(HARD_NAMES):
        html = (folder / f"attempt-{n}.html").read_text("utf-8")
        assert "<script" not in html
        assert " ".join((name or "ann").split()) in " ".join(lxml.html.fromstring(html).text_content().split())


def test_a_certificate_is_printed_on_one_page(tmp_path: Path, issuer: Issuer) -> None:
    """Tagged, with language and title, for the longest name."""
    key = replace(a_key(), certificate=FACTS)
    for n, name in enumerate(HARD_NAMES[1:3]):
        learner = {"name": name, "number": name[:120], "profession": "physician"}
        put(tmp_path / "in" / f"{n}.json", a_sheet(key, f"attempt-{n}", learner=learner))
    folder = certified(tmp_path, key, issuer, "--pdf")
    for n in range(2):
        pdf = PdfReader(folder / f"attempt-{n}.pdf")
        assert len(pdf.pages) == 1
        assert pdf.trailer["/Root"]["/Lang"] == "en"
        assert "/StructTreeRoot" in pdf.trailer["/Root"]
        assert pdf.metadata is not None
        assert pdf.metadata.title == "Certificate of completion: A course"


def test_a_key_without_the_facts_gives_badges_alone_and_says_why(
    tmp_path: Path, issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys of version 1 still mark; a draft certifies nothing on paper."""
    old = early(a_key(), 1)
    old["quiz"].pop("title")
    put(tmp_path / "old.json", old)
    assert read_key(tmp_path / "old.json") == a_key()
    for facts, why in ((None, "earlier version"), (replace(FACTS, signer="", category=""), "category, signer"),
                       (replace(FACTS, draft=True), "profile: provider")):  # fmt: skip
        key = replace(a_key(), certificate=facts)
        assert read_back(tmp_path, key) == key
        assert not certified(tmp_path, key, issuer).exists()
        assert why in capsys.readouterr().err
        assert (tmp_path / "out" / "badges" / "attempt-1.jwt").exists()
        grading = ["grade", str(tmp_path / "in"), "--key", str(tmp_path / "key.json"), "-o", str(tmp_path / "no")]
        assert main([*grading, "--sign", str(tmp_path / "sign.json"), "--pdf"]) == 2
        assert main([*grading, "--pdf"]) == 2
        assert not (tmp_path / "no").exists()
        shutil.rmtree(tmp_path / "out")
        capsys.readouterr()


def test_a_damaged_certificate_in_a_key_is_told(tmp_path: Path) -> None:
    kept = json.loads(to_json(replace(a_key(), certificate=FACTS)))
    assert read_back(tmp_path, replace(a_key(), certificate=FACTS)).certificate == FACTS
    for change in ({"minutes": "long"}, {"unknown": 1}, {"awards": [{"body": "x"}]}, {"awards": 3}, {"title": None}):
        put(tmp_path / "key.json", {**kept, "certificate": {**kept["certificate"], **change}})
        with pytest.raises(ValueError, match=r"certificate|answer key"):
            read_key(tmp_path / "key.json")


def read_back(tmp_path: Path, key: Key) -> Key:
    put(tmp_path / "back.json", to_json(key))
    return read_key(tmp_path / "back.json")


@pytest.mark.slow
def test_certificates_for_thousands(tmp_path: Path, issuer: Issuer) -> None:
    """Linear in the sheets, PDFs left out."""
    key = replace(a_key(60), certificate=FACTS)
    put(tmp_path / "key.json", to_json(key))
    write_issuer(issuer, tmp_path / "sign.json")
    took = {}
    for count in (500, 2_500):
        for n in range(count):
            put(tmp_path / str(count) / f"{n}.json", a_sheet(key, f"attempt-{n}"))
        before = time.process_time()
        out = ["-o", str(tmp_path / f"out-{count}"), "--sign", str(tmp_path / "sign.json")]
        assert main(["grade", str(tmp_path / str(count)), "--key", str(tmp_path / "key.json"), *out]) == 0
        took[count] = (time.process_time() - before) / count
        assert len(list((tmp_path / f"out-{count}" / "certificates").glob("*.html"))) == count
    print(f"{1000 * took[500]:.2f} and {1000 * took[2_500]:.2f} ms a sheet")
    assert took[2_500] < 1.3 * took[500]
