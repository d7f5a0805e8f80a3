"""What a provider mistypes: each mistake is told where it stands, and nothing of it is taken for something else."""

from __future__ import annotations

import re

import pytest
from test_rules_of_bodies import HOME, LESSON, PROVIDER, codes

LAW, PILOT = "docs/law.csv", "docs/pilot.csv"
FACTS = (PROVIDER / HOME).read_text("utf-8")
PEOPLE, REVIEWS, NEEDS = (
    re.findall(rf"^{name}:\n(?: .*\n)+", FACTS, re.MULTILINE)[0] for name in ("people", "reviews", "needs")
)
ANN = """    credentials: PT, PhD
    employer: Example University
    collected: 2026-09-01
    disclosures: none
"""
CLAIM = "{body: AMA, claimed: 0.5}"
OTHER = "{body: X, claimed: 0.5, unit: hour, minutes: 60, increment: 0.5, rounding: down, assessment: true}"
MISTAKES = [
    # of the wrong kind, or too large
    (
        HOME,
        "released: 2026-11-01",
        "released: 2026-11-31",
        "16: the front matter is not valid YAML: '2026-11-31' is impossible",
    ),
    (
        HOME,
        "released: 2026-11-01",
        "released: 2026-11-31\nloop: &x [*x]",
        "16: the front matter is not valid YAML: '2026-",
    ),
    (
        HOME,
        "released: 2026-11-01",
        "released: 2026-11-31\nodd: !odd 3",
        "16: the front matter is not valid YAML: '2026-",
    ),
    (
        LESSON,
        "reviewed: 2026-10-01",
        "reviewed: 2027-02-29",
        "4: the front matter is not valid YAML: '2027-02-29' is impossible",
    ),
    (HOME, "roles: [author, planner]", "roles: {a: b}", "22: 'roles' has the invalid value '{'a': 'b'}'"),
    (HOME, "sources: [Witt2009Safety, Brady2014Adverse]", "sources: 5", "41: 'sources' has the invalid value '5'"),
    (HOME, "credentials: PT, PhD", "credentials: [PT, PhD]", "23: 'credentials' is '['PT', 'PhD']', which is not text"),
    (HOME, "name: Ann Author", "name: [Ann, Author]", "21: 'name' is '['Ann', 'Author']', which is not text"),
    (HOME, "decision: accepted", "decision: {a: b}", "35: 'decision' is '{'a': 'b'}', which is not text"),
    (HOME, CLAIM, "{body: AMA, claimed: .inf}", "71: 'claimed' has the invalid value 'inf'"),
    (HOME, CLAIM, "{body: AMA, claimed: 1" + 400 * "0" + "}", "71: 'claimed' has the invalid value 'very large'"),
    (HOME, CLAIM, OTHER.replace("minutes: 60", "minutes: 0.3"), "71: 'minutes' has the invalid value '0.3'"),
    (HOME, CLAIM, OTHER.replace("minutes: 60", "minutes: 50.5"), "71: 'minutes' has the invalid value '50.5'"),
    (
        HOME,
        CLAIM,
        OTHER.replace("increment: 0.5", "increment: 1.0e-320"),
        "71: 'increment' has the invalid value '1e-320'",
    ),
    (HOME, "talk.mp3: 30", "talk.mp3: -30", "61: 'media' does not give minutes"),
    (HOME, "talk.mp3: 30", "talk.mp3: .inf", "61: 'media' does not give minutes"),
    (HOME, "value: 2,", "value: .inf,", "57: 'difficulty' has the invalid value 'inf'"),
    (HOME, "rated_by", "rated", "57: 'difficulty' has an unknown entry 'rated'"),
    (HOME, "follow_up: 3", "follow_up: .inf", "50: 'follow_up' has the invalid value 'inf'"),
    # stated, and saying nothing
    (HOME, PEOPLE, "people: none\n", "20: the front matter does not state the people responsible [FM-01]"),
    (HOME, REVIEWS, "reviews: none\n", "34: no outside expert has reviewed the course [PP-05]"),
    (HOME, NEEDS, "needs:\n", "37: the needs statement does not state the practice gap"),
    (HOME, "difficulty: {value: 2, rated_by: Rob Reviewer}", "difficulty:", "57: the difficulty is not stated [CR-05]"),
    (HOME, "audience: [physical therapists]", "audience: []", "9: the front matter does not state the audience"),
    (
        HOME,
        "methods: [reading, questions]",
        "methods: none",
        "12: warning: the front matter does not state the teaching",
    ),
    # people, and what they are
    (
        HOME,
        "[author, planner]\n" + ANN,
        "Author, Planner\n    credentials: PT\n",
        "21: Ann Author has not disclosed anything [PP-01]",
    ),
    (HOME, "reviewer: Rob Reviewer, date", "reviewer: ann  author, date", "35: the reviewer ann author is an author"),
    (
        HOME,
        "employer: Example University",
        "employer: 'Example Needles Inc., sales'",
        "21: Ann Author is employed by or",
    ),
    (HOME, "nature: speaker fee", "nature: Employee (part-time)", "27: Rob Reviewer is employed by or owns"),
    (HOME, "nature: speaker fee", "nature: co-owner", "27: Rob Reviewer is employed by or owns"),
    # days that are not yet, or none
    (
        HOME,
        "collected: 2026-09-01",
        "collected: 2062-09-01",
        "21: Ann Author has last disclosed on 2062-09-01, which is",
    ),
    (HOME, "collected: 2026-09-01", "collected: 2025-11-20", "21: Ann Author has last disclosed on 2025-11-20, more"),
    (HOME, "date: 2026-09-20", "date: 2062-09-20", "35: the review by Rob Reviewer on 2062-09-20 is in the future"),
    (HOME, "  reviewed: 2026-09-01", "  reviewed: 2062-09-01", "37: the needs statement does not state a review date"),
    (LESSON, "reviewed: 2026-10-01", "reviewed: 9999-10-01", "4: the review date 9999-10-01 is in the future [DT-01]"),
    (
        LESSON,
        "reviewed: 2026-10-01",
        "reviewed: 01.10.2020",
        "4: 'reviewed' is '01.10.2020', which is not a date [O008]",
    ),
    (
        LESSON,
        "reviewed: 2026-10-01",
        "reviwed: 2020-10-01",
        "4: unknown entry 'reviwed' in the front matter [O007]",
    ),
    (LAW, ",2026-11-01,", ",2062-11-01,", "2: 'seen_at' of Kansas is '2062-11-01', which is in the future [O008]"),
    (
        HOME,
        "released: 2026-11-01",
        "released: 2029-01-01",
        "16: the release date 2029-01-01 is after the end date 2028",
    ),
    (HOME, "support: none", "support: [A company, www.example.org]", "36: warning: the supporter 'www.example.org' is"),
    (
        LESSON,
        "harms of two methods.",
        "harms and correctly select a method.",
        "6: warning: the objective 'one-1' combines",
    ),
    # approvals and claims
    (HOME, "2026-10-15", "2026-11-22", "76: 'AMA PRA Category 1' names a credit, but no approval"),
    (HOME, "number: EXAMPLE-0", "number: none", "76: 'AMA PRA Category 1' names a credit, but no approval"),
    (HOME, "- body: AMA", "- body: Ama", "64: 'approvals' names 'Ama', but claims no credit of that body [O008]"),
    (
        HOME,
        CLAIM,
        "{body: AMA, claimed: 0.5, minutes: 50}",
        "71: the credit of 'AMA' is counted at 50 minutes per unit",
    ),
    (HOME, CLAIM, "{body: AMA, claimed: 0.5, unit: CEU}", "71: the credit of 'AMA' is counted in 'CEU'"),
    (HOME, CLAIM, f"{CLAIM}\n  - {CLAIM}", "72: the credit of 'AMA' is claimed twice [CR-07]"),
    (
        HOME,
        "talk.mp3: 30",
        "talk.mp3: 30\n  one/tlak.mp3: 30",
        "63: 'media' names 'one/tlak.mp3', which does not exist",
    ),
    # tables
    (PILOT, "T1,2026-09-05,40", "T1,2026-09-05,40,5", "2: the row has 4 fields, but the header has 3 [T004]"),
    (PILOT, "T1,2026-09-05,40", "T1,2026-09-05,inf", "2: invalid number 'inf' in the column 'minutes' [T006]"),
    (PILOT, "T2", "t1", "3: duplicate tester 't1'; first used at docs/pilot.csv:2 [T005]"),
    (
        PILOT,
        "tester,date,minutes",
        "tester;date;minutes",
        "1: the header of the table has no column 'tester', 'date'",
    ),
    (PILOT, "T2", "T" * 200_000, "3: invalid CSV from this line on: field larger than field limit"),
    ("docs/law.md", "in-person | law.csv", "in-person | lwa.csv", "6: the table 'lwa.csv' does not exist [T001]"),
    ("docs/law.md", "in-person | law.csv", "in-person", "6: the table '' does not exist [T001]"),
]

HIDDEN = [
    ("Worth 1 ANCC&nbsp;credit.", "CR-12"), ("Worth 1 *ANCC* credits.", "CR-12"), ("Worth 1 ANCC-credit.", "CR-12"),
    ("Worth 1 <b>ANCC</b> credit.", "CR-12"),
    ('<video src="talk.mp3" poster="https://example.org/x.png"><track src="talk.vtt"></video>\n\n', "CT-10"),
    ('<img alt="x" src="bars.svg" srcset="bars.svg 1x, https://example.org/x.png 2x">\n\n', "CT-10"),
    ("<style>@import url(https://example.org/x.css);</style>\n\n", "PV-01"),
    ('<p style="background: url(//example.org/x.png)">x</p>\n\n', "PV-01"),
    ('<a href="https://example.org/?a=1&ref=x">Read</a>', "CT-09"), ("<https://example.org/?utm_source=x>", "CT-09"),
    ("[Read][r].\n\n[r]: https://example.org/?utm_source=x\n\n", "CT-09"),
    ("He was born 3 May 1980.", "PV-02"), ("Date of birth: May 3, 1980.", "PV-02"), ("DOB 03.05.1980", "PV-02"),
]  # fmt: skip
"""What breaks a rule in a dress."""


@pytest.mark.parametrize(("words", "rule"), HIDDEN)
def test_a_rule_is_not_broken_in_a_dress(build_course, words: str, rule: str) -> None:  # type: ignore[no-untyped-def]
    lesson = (PROVIDER / LESSON).read_text("utf-8").replace("Serious harm", f"{words} Serious harm", 1)
    built = build_course(PROVIDER, {LESSON: lesson, "docs/one/talk.vtt": "WEBVTT\n"}, bare=True)
    assert codes(built.findings) == [rule], built.findings


def test_a_picture_that_knows_too_much_or_names_credit(build_course) -> None:  # type: ignore[no-untyped-def]
    lesson = (PROVIDER / LESSON).read_text("utf-8").replace("bars.svg", "back.png")
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x10eXIfMM"
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>Ten ANCC credits</text></svg>'
    built = build_course(PROVIDER, {LESSON: lesson, "docs/one/back.png": picture, "docs/one/bars.svg": svg}, bare=True)
    assert codes(built.findings) == ["CR-12", "PV-02"]


def test_nothing_of_another_host_by_the_settings(build_course) -> None:  # type: ignore[no-untyped-def]
    """The theme's own default is a font of Google."""
    config = (PROVIDER / "mkdocs.yml").read_text("utf-8")
    more = "extra_javascript:\n  - https://example.org/a.js\n  - own.js\nextra_css: [//example.org/a.css]\n"
    asked = build_course(PROVIDER, {"mkdocs.yml": config.replace("  font: false\n", "") + more, "docs/own.js": ""})
    told = [line.rpartition(" ")[0] for line in asked.findings.splitlines() if line.endswith("[PV-01]")]
    assert [line.partition("another host: on every page ")[2] for line in told] == [
        "https://fonts.googleapis.com", "https://example.org/a.js", "//example.org/a.css",
    ]  # fmt: skip
    assert told[1].startswith("mkdocs.yml:21: ")


def test_no_credit_is_named_by_the_settings(build_course) -> None:  # type: ignore[no-untyped-def]
    """A site's name stands on every page."""
    config = (PROVIDER / "mkdocs.yml").read_text("utf-8")
    name = re.search(r"(?m)^site_name: .*$", config)[0]  # type: ignore[index]
    built = build_course(PROVIDER, {"mkdocs.yml": config.replace(name, f"{name}, ten ANCC credits")})
    assert [line.partition(":")[0] for line in built.findings.splitlines() if "[CR-12]" in line] == ["mkdocs.yml"]


def findings(build_course, file: str, old: str, new: str) -> str:  # type: ignore[no-untyped-def]
    text = (PROVIDER / file).read_text("utf-8")
    assert old in text
    built = build_course(PROVIDER, {file: text.replace(old, new, 1)}, bare=True)
    return str(built.findings)


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES, ids=lambda value: str(value)[:32])
def test_a_mistake_is_told_where_it_stands(build_course, file: str, old: str, new: str, told: str) -> None:  # type: ignore[no-untyped-def]
    assert f"{file}:{told}" in findings(build_course, file, old, new)


def test_a_text_that_looks_like_a_number_stays_as_it_was_typed(build_course) -> None:  # type: ignore[no-untyped-def]
    """YAML takes 2026.10 for 2026.1, 0123 for 83 and 1_000 for 1000."""
    home = (PROVIDER / HOME).read_text("utf-8")
    for old, new in (("2026.1", "2026.10"), ("activity: EXAMPLE-2026-1", "activity: 0123"), ("EXAMPLE-0", "1_000")):
        home = home.replace(old, new)
    built = build_course(PROVIDER, {HOME: home}, bare=True)
    assert built.findings == ""
    certificate = re.sub(r"<[^>]+>", " ", built.html("docs/certificate.md"))
    assert [text for text in ("2026.10", "0123", "1_000") if text not in certificate] == []


def test_a_heading_with_spaces_is_a_heading(build_course) -> None:  # type: ignore[no-untyped-def]
    assert findings(build_course, PILOT, "tester,date,minutes", "tester, date, minutes") == ""


def test_stock_is_no_ownership(build_course) -> None:  # type: ignore[no-untyped-def]
    assert findings(build_course, HOME, "nature: speaker fee", "nature: stock ownership") == ""


RENEWED = """  - body: AMA
    number: EXAMPLE-1
    designated: 2026-11-01
    expires: 2028-12-01
    statement: Half a credit.
    others: Took part.
"""


def test_a_renewed_approval_gives_the_credit_once_and_is_not_told(build_course) -> None:  # type: ignore[no-untyped-def]
    home = FACTS.replace("expires: 2028-10-01\n    statement", "expires: 2026-12-01\n    statement")
    home = home.replace("credit:\n", f"{RENEWED}credit:\n")
    built = build_course(PROVIDER, {HOME: home}, bare=True)
    assert built.findings == ""
    spans = re.findall(r'data-since="(.*?)" data-until="(.*?)"', built.html("docs/certificate.md"))
    assert dict(spans) == {"2026-10-15": "2026-10-31", "2026-11-01": "2028-12-01"}
