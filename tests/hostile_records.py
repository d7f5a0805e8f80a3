"""What may stand in a browser's storage under the name of the record, and what is made of it.

Each case: its name, the text, the state that `parse` tells, and the ids of the answers that are kept. Whatever is not
`ok` or `migrated` has to be found in the storage afterwards as it was.
"""

from __future__ import annotations

import json

GOOD = {"hash": "abc", "chosen": ["a1b2c3"], "right": True, "score": 1, "sure": None, "at": "2026-11-01T10:00:00.000Z"}
CARD = {
    "hash": "abc",
    "ease": 2.5,
    "interval": 1,
    "repetitions": 1,
    "due": "2026-11-02",
    "at": "2026-11-01T10:00:00.000Z",
}
ATTEMPT = {
    "id": "one",
    "at": "2026-11-01T10:00:00.000Z",
    "mode": "exam",
    "seed": 7,
    "drawn": ["q"],
    "answers": {"q": {"hash": "abc", "chosen": ["x"], "sure": None, "flag": False}},
    "done": None,
    "score": None,
    "passed": None,
}
OLD = {"hash": "abc", "chosen": [1], "right": True, "at": "2025-01-01T10:00:00.000Z"}
MARKUP = "<img src=x onerror='window.hacked=1'>"

Case = tuple[str, str, str, tuple[str, ...]]


def _record(**parts: object) -> str:
    return json.dumps({"version": 2, "answers": {}, "attempts": {}, "cards": {}, **parts})


def _answer(name: str, **changes: object) -> Case:
    """A bad answer beside a good one."""
    bad = {key: value for key, value in {**GOOD, **changes}.items() if value != "left out"}
    return f"an answer: {name}", _record(answers={"good": GOOD, "bad": bad}), "damaged", ("good",)


def _card(name: str, **changes: object) -> Case:
    text = _record(answers={"good": GOOD}, cards={"good": CARD, "bad": {**CARD, **changes}})
    return f"a card: {name}", text, "damaged", ("good",)


def _attempt(name: str, **changes: object) -> Case:
    text = _record(answers={"good": GOOD}, attempts={"quiz": [ATTEMPT, {**ATTEMPT, "id": "bad", **changes}]})
    return f"an attempt: {name}", text, "damaged", ("good",)


def _page(name: str, mark: object) -> Case:
    good = {"hash": "abc", "at": "2026-11-01T10:00:00.000Z", "done": True}
    return f"a mark: {name}", _record(answers={"good": GOOD}, pages={"a/": good, "b/": mark}), "damaged", ("good",)


def _saved(name: str, saved: object) -> Case:
    return f"a saved form: {name}", _record(answers={"good": GOOD}, saved={"evaluation": saved}), "damaged", ("good",)


def _raw(name: str, text: str, state: str = "damaged", kept: tuple[str, ...] = ()) -> Case:
    return name, text, state, kept


ANSWER_TEXT = json.dumps(GOOD)
CASES: tuple[Case, ...] = (
    # not JSON, or not a record
    _raw("nothing at all", ""),
    _raw("words", "not json"),
    _raw("cut off", _record(answers={"good": GOOD})[:-40]),
    _raw("a byte order mark before it", "\ufeff" + _record()),
    _raw("two records", _record() + _record()),
    _raw("a script", "<script>window.hacked=1</script>"),
    _raw("code", "window.hacked=1"),
    _raw("null", "null"),
    _raw("true", "true"),
    _raw("a number", "2"),
    _raw("a text", '"2"'),
    _raw("a list", "[]"),
    _raw("an empty object", "{}"),
    _raw("zero bytes", "\x00\x00"),
    _raw("half of a surrogate pair", '"\ud800'),
    # versions
    _raw("no version", json.dumps({"answers": {"good": GOOD}})),
    _raw("version 0", json.dumps({"version": 0, "answers": {}})),
    _raw("version -1", json.dumps({"version": -1, "answers": {}})),
    _raw("version 1.5", json.dumps({"version": 1.5, "answers": {}})),
    _raw("version as a text", json.dumps({"version": "2", "answers": {}})),
    _raw("version null", json.dumps({"version": None, "answers": {}})),
    _raw("version an object", json.dumps({"version": {"valueOf": 2}, "answers": {}})),
    _raw("version __proto__", '{"version": "__proto__", "answers": {}}'),
    _raw("version 3", json.dumps({"version": 3, "answers": {"good": {"new": 1}}}), "newer"),
    _raw("version 99", json.dumps({"version": 99, "anything": [1]}), "newer"),
    _raw("version beyond numbers", '{"version": 1e999}', "newer"),
    # version 1
    _raw("version 1", json.dumps({"version": 1, "answers": {"good": OLD}}), "migrated", ("good",)),
    _raw("version 1, empty", json.dumps({"version": 1, "answers": {}}), "migrated"),
    _raw("version 1 without answers", json.dumps({"version": 1})),
    _raw("version 1, answers null", json.dumps({"version": 1, "answers": None})),
    _raw(
        "version 1, an answer is a number",
        json.dumps({"version": 1, "answers": {"good": OLD, "bad": 3}}),
        kept=("good",),
    ),
    _raw("version 1, right is a text", json.dumps({"version": 1, "answers": {"bad": {**OLD, "right": "no"}}})),
    # parts of the wrong type
    _raw("answers a list", _record(answers=[GOOD])),
    _raw("answers a text", _record(answers="all")),
    _raw("answers null", _record(answers=None, cards={"good": CARD})),
    _raw("attempts a list", _record(answers={"good": GOOD}, attempts=[ATTEMPT]), kept=("good",)),
    _raw("attempts of a quiz a number", _record(answers={"good": GOOD}, attempts={"quiz": 1}), kept=("good",)),
    _raw("cards true", _record(answers={"good": GOOD}, cards=True), kept=("good",)),
    # one bad item among good ones
    _answer("null hash", hash=None),
    _answer("chosen a text", chosen="a1b2c3"),
    _answer("chosen numbers", chosen=[1, 2]),
    _answer("chosen nested", chosen=[["a1b2c3"]]),
    _answer("right a number", right=1),
    _answer("right a text", right="true"),
    _answer("no right", right="left out"),
    _answer("score above 1", score=7),
    _answer("score a text", score="1"),
    _answer("score negative", score=-0.5),
    _answer("sure a text", sure="yes"),
    _answer("no date", at="left out"),
    _answer("a date that is none", at="yesterday"),
    _answer("a date that is a number", at=1700000000000),
    _answer("a thirteenth month", at="2026-13-01T00:00:00Z"),
    _raw("an answer: null", _record(answers={"good": GOOD, "bad": None}), kept=("good",)),
    _raw("an answer: a list", _record(answers={"good": GOOD, "bad": [GOOD]}), kept=("good",)),
    _card("ease below what the method knows", ease=0.1),
    _card("an interval that is not a number", interval="6"),
    _card("an interval of ages", interval=1e12),
    _card("due on no day", due="soon"),
    _card("due at an hour", due="2026-11-02T10:00:00Z"),
    _attempt("no list of questions", drawn="q"),
    _attempt("answers a list", answers=[]),
    _attempt("an answer in it is a text", answers={"q": "x"}),
    _attempt("done at no time", done="later"),
    _attempt("a score of 80", score=80),
    _attempt("passed a text", passed="yes"),
    _attempt("a sheet saved at no time", saved="yes"),
    _answer("first given at no time", first="once"),
    _page("a word", "read"),
    _page("nothing", None),
    _page("without a time", {"hash": "abc", "done": True}),
    _page("at no time", {"hash": "abc", "at": "once", "done": True}),
    _page("done a text", {"hash": "abc", "at": "2026-11-01T10:00:00.000Z", "done": "yes"}),
    _page("a hash of markup in a list", {"hash": [MARKUP], "at": "2026-11-01T10:00:00.000Z", "done": True}),
    _saved("a word", "yes"),
    _saved("at no time", {"at": ""}),
    _raw("pages in a list", _record(answers={"good": GOOD}, pages=["a/"]), "damaged", ("good",)),
    _raw("saved a text", _record(answers={"good": GOOD}, saved="evaluation"), "damaged", ("good",)),
    _raw("an attempt: null", _record(answers={"good": GOOD}, attempts={"quiz": [None, ATTEMPT]}), kept=("good",)),
    # keys that reach for the prototype
    _raw(
        "__proto__ beside answers",
        f'{{"version": 2, "answers": {{"good": {ANSWER_TEXT}}}, "__proto__": {{"hacked": 1}}}}',
        "ok",
        ("good",),
    ),
    _raw(
        "__proto__ as the id of a good answer",
        f'{{"version": 2, "answers": {{"__proto__": {ANSWER_TEXT}}}}}',
        "ok",
        ("__proto__",),
    ),
    _raw(
        "__proto__ as the id of a bad answer",
        f'{{"version": 2, "answers": {{"good": {ANSWER_TEXT}, "__proto__": {{"hacked": 1}}}}}}',
        kept=("good",),
    ),
    _raw(
        "__proto__ in an answer",
        f'{{"version": 2, "answers": {{"good": {ANSWER_TEXT[:-1]}, "__proto__": {{"hacked": 1}}}}}}}}',
        "ok",
        ("good",),
    ),
    _raw(
        "__proto__ as a quiz",
        f'{{"version": 2, "answers": {{}}, "attempts": {{"__proto__": [{json.dumps(ATTEMPT)}]}}}}',
        "ok",
    ),
    _raw(
        "constructor as an id",
        _record(answers={"constructor": GOOD, "toString": GOOD}),
        "ok",
        ("constructor", "toString"),
    ),
    _raw("constructor as a part", _record(constructor={"prototype": {"hacked": 1}}), "ok"),
    _raw(
        "version 1 with __proto__",
        f'{{"version": 1, "answers": {{"__proto__": {json.dumps(OLD)}}}}}',
        "migrated",
        ("__proto__",),
    ),
    # markup, depth, size
    _raw("markup as an id", _record(answers={MARKUP: GOOD}), "ok", (MARKUP,)),
    _raw("markup as what was chosen", _record(answers={"good": {**GOOD, "chosen": [MARKUP]}}), "ok", ("good",)),
    _raw("markup as a part", _record(**{MARKUP: MARKUP}), "ok"),
    _raw("nested 20,000 deep", '{"version": 2, "answers": {}, "deep": ' + "[" * 20000 + "]" * 20000 + "}"),
    _raw(
        "an answer nested 20,000 deep",
        '{"version": 2, "answers": {"bad": ' + '{"a":' * 20000 + "1" + "}" * 20000 + "}}",
    ),
    _raw("half a million signs", _record(other="x" * 500_000), "ok"),
    _raw(
        "5,000 answers",
        _record(answers={f"q-{n}": GOOD for n in range(5000)}),
        "ok",
        tuple(f"q-{n}" for n in range(5000)),
    ),
    _raw("control signs in an id", _record(answers={"a\x00b\u2028c": GOOD}), "ok", ("a\x00b\u2028c",)),
    _raw("an empty id", _record(answers={"": GOOD}), "ok", ("",)),
    # what another version of this script may have added
    _raw("a part of later days", _record(answers={"good": GOOD}, later={"at": 3}), "ok", ("good",)),
    _raw("a word of later days in an answer", _record(answers={"good": {**GOOD, "note": "mine"}}), "ok", ("good",)),
    _raw("only a version", '{"version": 2}', "ok"),
)
