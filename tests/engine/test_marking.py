"""Marking has one definition: Python and the script that learners are sent read every answer alike."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from answers import Pair, pairs
from conftest import ROOT, TESTS
from coursebook.marking.rules import (
    KNOWN,
    KeyLine,
    as_fraction,
    compared,
    credit,
    line_met,
    normalize,
    percent,
    read_number,
)
from playwright.sync_api import Browser, Page

FILE = TESTS / "engine" / "marking" / "vectors.json"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text("utf-8"))
MARKS = [Pair(one["kind"], one["unit"], one["lines"], one["chosen"]) for one in VECTORS["marks"]]
COUNT, SEED = 12_000, 13
TYPED = ("number", "blank")
CODES = [code for code in (*range(0x32400), *range(0xE0000, 0xE0200), 0x40000, 0x10FFFF) if not 0xD800 <= code < 0xE000]
"""Every character but those of planes that hold none, and surrogates."""
IN_SCRIPT = """
  const keyOf = (kind, lines) => lines.map(([code, right], n) => {
    if (kind === "number") return { id: String(n), right, low: code.split("..")[0], high: code.split("..")[1] };
    if (kind === "blank") return { id: String(n), right, typed: plain(code) };
    const [id, target] = code.split(">");
    return { id: id || `none${n}`, right, target };
  });
  const marked = ([kind, unit, lines, chosen]) => {
    const { score, got, of, extra, hit } = markAnswer(kind, keyOf(kind, lines), chosen, unit);
    return kind === "one" ? [score, score, 1, hit] : [score, Math.max(0, got - extra), of, hit];
  };
  const read = (text, unit) => {
    const one = toNumber(text, unit);
    return one && `${one.value} ${-one.scale}`;
  };
"""


@pytest.fixture(scope="module")
def script(chromium: Browser, kinds_base: str) -> Iterator[Page]:
    """An empty page beside the scripts as a site sends them."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{kinds_base}assets/coursebook/questions.css")
    yield page
    context.close()


def in_browser(page: Page, body: str, given: object) -> Any:
    """What JavaScript makes of `given`, with the functions of mark.mjs at hand."""
    names = "markAnswer, normalize, plain, toNumber"
    code = f'const {{ {names} }} = await import("/assets/coursebook/mark.mjs"); {IN_SCRIPT} {body}'
    return page.evaluate(f"async (given) => {{ {code} }}", given)


def lines_of(pair: Pair) -> list[KeyLine]:
    lines = []
    for code, right in pair.lines:
        low, _, high = code.partition("..") if pair.kind == "number" else ("", "", "")
        text = compared(code) if pair.kind == "blank" else ""
        lines.append(
            KeyLine(code, right, low=Decimal(low) if low else None, high=Decimal(high) if high else None, typed=text)
        )
    return lines


def marked(pair: Pair) -> tuple[Fraction, str]:
    """The credit, and the line that a typed answer meets."""
    lines = lines_of(pair)
    met = line_met(pair.kind, lines, pair.chosen[0], pair.unit) if pair.kind in TYPED and pair.chosen else None
    return credit(pair.kind, lines, pair.chosen, pair.unit), "" if met is None else str(lines.index(met))


def as_given(pair: Pair) -> list[object]:
    return [pair.kind, pair.unit, pair.lines, pair.chosen]


def differences(found: list[Any], made: list[Pair]) -> list[str]:
    """Pairs of which the script says something else, each as a vector to add."""
    told = []
    for pair, (score, got, of, hit) in zip(made, found, strict=True):
        ours, met = marked(pair)
        if (Fraction(got, of or 1), score, hit) != (ours, float(ours), met):
            told.append(f"{json.dumps(as_given(pair))}: Python {ours}, line '{met}'; script {got}/{of}, line '{hit}'")
    return told


@pytest.mark.parametrize("one", VECTORS["marks"], ids=lambda one: one["name"])
def test_marking_as_the_vectors_say(one: dict[str, Any]) -> None:
    met = "" if one.get("met") is None else str(one["met"])
    assert marked(Pair(one["kind"], one["unit"], one["lines"], one["chosen"])) == (Fraction(one["credit"]), met)


def test_the_script_marks_as_the_vectors_say(script: Page) -> None:
    found = in_browser(script, "return given.map(marked);", [as_given(pair) for pair in MARKS])
    for one, (score, got, of, hit) in zip(VECTORS["marks"], found, strict=True):
        met = "" if one.get("met") is None else str(one["met"])
        assert (Fraction(got, of or 1), hit) == (Fraction(one["credit"]), met), one["name"]
        assert as_fraction(score) == Fraction(one["credit"]), one["name"]


def test_texts_numbers_and_percents_as_the_vectors_say(script: Page) -> None:
    texts, numbers, percents = VECTORS["texts"], VECTORS["numbers"], VECTORS["percents"]
    credits_ = [[Fraction(credit) for credit in one["credits"]] for one in percents]
    found = in_browser(
        script,
        """const { percent } = await import("/assets/coursebook/percent.mjs");
        const [texts, numbers, percents] = given;
        return [
          texts.map((one) => plain(one.typed)),
          numbers.map((one) => read(one.typed, one.unit)),
          percents.map(percent),
        ];""",
        [texts, numbers, [[float(credit) for credit in each] for each in credits_]],
    )
    values = [read_number(one["typed"], one["unit"]) for one in numbers]
    assert [compared(one["typed"]) for one in texts] == found[0] == [one["compared"] for one in texts]
    assert values == [None if one["value"] is None else Decimal(one["value"]) for one in numbers]
    assert list(map(in_digits, values)) == [one or "" for one in found[1]]
    assert [percent(each) for each in credits_] == found[2] == [one["percent"] for one in percents]
    assert [percent(map(as_fraction, map(float, each))) for each in credits_] == found[2]


def test_a_credit_that_was_kept_as_a_number_is_the_fraction_it_was() -> None:
    """Of every number of rows that a question may have; of more, it is taken as it is."""
    every = [Fraction(got, of) for of in range(1, 101) for got in range(of + 1)]
    assert [as_fraction(float(one)) for one in every] == every
    assert as_fraction(50 / 101) != Fraction(50, 101)
    assert abs(as_fraction(50 / 101) - Fraction(50, 101)) < Fraction(1, 2**52)


def in_digits(value: Decimal | None) -> str:
    """Its digits and its power of ten, as they were written; nothing where there is no number."""
    if value is None:
        return ""
    power = int(value.as_tuple().exponent)
    return f"{int(value.scaleb(-power))} {power}"


def test_generated_answers_are_marked_alike(script: Page) -> None:
    """12,000 keys with an answer each: units, slips that overlap, edges, groups, signs, powers, any character."""
    made = pairs(COUNT, SEED)
    told = differences(in_browser(script, "return given.map(marked);", [as_given(pair) for pair in made]), made)
    assert told == [], f"{len(told)} differences; the first ones are vectors to add"
    credits_ = [marked(pair)[0] for pair in made if pair.kind == "number"]
    assert 0.2 < sum(credits_) / len(credits_) < 0.8, "answers that are all wrong compare nothing"


def test_every_character_is_read_alike(script: Page) -> None:
    """Alone, and at the end of a word; what is not a plain letter also behind a number, and as its unit."""
    found = in_browser(
        script,
        """return given.map((code) => {
          const sign = String.fromCodePoint(code);
          const texts = [normalize(sign), plain(`a${sign}`)];
          const numbers = texts[0] === sign && code > 0x3000 ? [] : [read(`4${sign}`, "mm"), read(`4${sign}`, sign)];
          return [...texts, ...numbers].join("\\n");
        });""",
        CODES,
    )
    assert [f"U+{code:04X}" for code, one in zip(CODES, found, strict=True) if as_read(chr(code)) != one] == []


def as_read(sign: str) -> str:
    texts, numbers = [normalize(sign), compared(f"a{sign}")], list[str]()
    if texts[0] != sign or ord(sign) <= 0x3000:
        numbers = [in_digits(read_number(f"4{sign}", unit)) for unit in ("mm", sign)]
    return "\n".join((*texts, *numbers))


def test_normalizing_twice_changes_nothing() -> None:
    """Else a key that keeps a text as compared could not be met."""
    assert [f"U+{code:04X}" for code in CODES if compared(once := compared(f"a{chr(code)}b")) != once] == []


def test_the_list_of_characters_is_that_of_its_unicode_version() -> None:
    """All are assigned in the version of this Python, and none is missing where that is the version of the list."""
    listed = set("".join(KNOWN.findall("".join(map(chr, range(0x110000))))))
    assigned = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")}
    assert listed <= assigned
    if unicodedata.unidata_version == "14.0.0":
        assert listed == assigned


@pytest.mark.slow
def test_node_marks_as_python_does(tmp_path: Path) -> None:
    """Another engine than Chromium's page, and other seeds. `make peers` runs it."""
    if not shutil.which("node"):
        pytest.skip("there is no node")
    made = [pair for seed in range(3) for pair in pairs(20_000, seed)]
    assets = ROOT / "hooks" / "coursebook" / "assets"
    code = f"""import {{ markAnswer, plain }} from {json.dumps((assets / "mark.mjs").as_uri())};
      import {{ readFileSync }} from "node:fs"; {IN_SCRIPT}
      console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8")).map(marked)));"""
    (tmp_path / "run.mjs").write_text(code, "utf-8")
    (tmp_path / "pairs.json").write_text(json.dumps([as_given(pair) for pair in made]), "utf-8")
    done = subprocess.run(
        ["node", tmp_path / "run.mjs", tmp_path / "pairs.json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert differences(json.loads(done.stdout), made) == []
    print(f"{len(made)} pairs", file=sys.stderr)
