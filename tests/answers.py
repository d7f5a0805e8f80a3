"""Keys and answers near them, made by chance from a seed: marking reads them alike in Python and in the browser."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

SPACES = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufe0f\ufeff\U000e0041"
MINUS = "-\u2212\u2013\u2010\u2011\uff0d\ufe63\u2012"
LOOKS = "²³¹⁴₂①⑩½¼４٣𝟒Ⅳ㏠🯴"
"""What looks like a digit; some of it is one."""
NEWER = "\U0001e030\U0001ccd6\U0001ccf4\ua7cb\ua7dc\U00010d5a\u1c89\U0001fae9"
"""Assigned after Unicode 14: letters with a compatibility form, digits, letters with case, a picture."""
UNITS = ("", "", "mm", "mm", "per 10,000", "%", "°C", "µg/mL", "cm²", "mmol/L", "kg·m²", "weeks", "N m", "Ω", "s⁻¹")
OTHERS = ("cm", "banana", "mm mm", "4", "e", "e5", "percent", "per 1000", "²", "/2", "-5", ". 5", "½", "°F", "m", "٪")
JUNK = (
    "", " ", "-", "+", ".", ",", "e5", "1e400", "1e99", "1e100", "1e-99", "1e99999", "4 5", "4-5", "4,5", "4.5.6", "4½",
    "10²", "٣", "0x10", "Infinity", "NaN", "1_000", "0,250", "1,2345", "12,34", "1,234,56", "1 234,567", "1,234 567",
    "four", "½", "²", "--4", "+-4", "4e", "4e+", "4e5e5", "0" * 31, "1" * 30, "1" * 31, "00004", "4..", "4/5", "⁄4",
)  # fmt: skip
TEXTS = (
    "pneumothorax", "collapsed lung", "C–T junction", "Heberden’s nodes", "Straße", "λόγος", "ΛΌΓΟΣ Σ", "पानी", "naïve",
    "İstanbul", "nai\u0308ve", "fluid-filled", "T1/T2", "≥", "...", "ﬁbrosis", "ŉ", "C7", "x²", "a  b", "(see) it?",
    "한국어", "ẞ", "ǰ", "ᾳ", "Ω", "K", "lung 🫁", "it's", "№ 5", "e\u0301", "Å", "ςς", "🙂",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A key and an answer. `lines` are code and whether it is right: `low..high`, a text, a name or `row>target`."""

    kind: str
    unit: str
    lines: tuple[tuple[str, bool], ...]
    chosen: tuple[str, ...]


def pairs(count: int, seed: int) -> list[Pair]:
    """So many pairs; the same seed gives the same."""
    chance = random.Random(seed)
    return [MAKERS[chance.choice(tuple(MAKERS))](chance) for _ in range(count)]


def _decimal(chance: random.Random) -> Decimal:
    digits = chance.choice((1, 1, 2, 3, 4, 5, 7, 12, 20, 28))
    number = Decimal(chance.randrange(10**digits)).scaleb(-chance.choice((0, 0, 1, 2, 3, min(digits, 15))))
    return -number if chance.random() < 0.15 else number


def _range(chance: random.Random, low: Decimal) -> tuple[Decimal, Decimal]:
    wide = abs(_decimal(chance)) if chance.random() < 0.6 else Decimal(0)
    return low, low + wide


def _number(chance: random.Random) -> Pair:
    rights = [_range(chance, _decimal(chance)) for _ in range(chance.choice((1, 1, 1, 2)))]
    slips = []
    for _ in range(chance.choice((0, 1, 1, 2))):
        low, high = chance.choice(rights)
        slips.append(
            chance.choice(
                (
                    _range(chance, low * 10),
                    _range(chance, high),  # touches
                    (low - 1, high + 1),  # holds it
                    ((low + high) / 2, high + 3),  # overlaps
                    (low, high),
                    _range(chance, _decimal(chance)),
                )
            )
        )
    lines = [(f"{low:f}..{high:f}", right) for right, all_ in ((True, rights), (False, slips)) for low, high in all_]
    chance.shuffle(lines)
    unit = chance.choice(UNITS)
    return Pair("number", unit, tuple(lines), (_typed_number(chance, unit, rights + slips),))


def _typed_number(chance: random.Random, unit: str, ranges: list[tuple[Decimal, Decimal]]) -> str:
    if chance.random() < 0.12:
        return _disturbed(chance, chance.choice(JUNK) + chance.choice(("", "", f" {unit}")))
    low, high = chance.choice(ranges)
    near = Decimal(1).scaleb(-chance.choice((1, 3, 9, 10, 12, 15, 18)))
    half = (low + high) / 2
    value = chance.choice((low, low, high, high, low - near, high + near, half, half, low + near, -low, high * 10))
    text = _written(chance, value)
    after = chance.choice(("", "", "", unit, f" {unit}", f" {unit}", unit.upper(), chance.choice(OTHERS)))
    if chance.random() < 0.1:
        after = f" {chance.choice(OTHERS)}"
    return _disturbed(chance, text + after)


def _written(chance: random.Random, value: Decimal) -> str:
    sign, text = ("-" if value < 0 else ""), f"{abs(value):f}"
    whole, point, part = text.partition(".")
    way = chance.random()
    if way < 0.2:
        whole = f"{int(whole):,}".replace(",", chance.choice((",", " ", "\xa0", "\u2009", "\u202f", "'", "")))
    elif way < 0.3:
        power = chance.randrange(-12, 13)
        moved = f"{abs(value).scaleb(-power):f}"
        return sign + moved + chance.choice("eE") + chance.choice(("", "+")) * (power >= 0) + str(power)
    elif way < 0.35 and whole == "0":
        whole = ""
    elif way < 0.4:
        point, part = ".", part + "0" * chance.randrange(4)
    sign = chance.choice(MINUS) if sign else chance.choice(("", "", "", "+"))
    return sign + chance.choice(("", "", "", " ")) * bool(sign) + whole + point + part


def _disturbed(chance: random.Random, text: str) -> str:
    """A text with what a keyboard, a phone or a paste puts into it."""
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3))):
        at = chance.randrange(len(text) + 1)
        way = chance.random()
        if way < 0.3:
            text = text[:at] + chance.choice(SPACES) + text[at:]
        elif way < 0.5:
            text = text[:at] + chance.choice(INVISIBLE) + text[at:]
        elif way < 0.6:
            text = text[:at] + chance.choice(LOOKS) + text[at:]
        elif way < 0.65:
            text = text[:at] + chance.choice(NEWER) + text[at:]
        elif way < 0.75:
            text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
        elif way < 0.8:
            text = text[:at] + _any_character(chance) + text[at:]
        else:
            text = chance.choice((" ", "\n", "\u3000", "\ufeff")) + text + chance.choice((" ", "\t", "\x1c", "\u200b"))
    return text


def _any_character(chance: random.Random) -> str:
    code = chance.choice((chance.randrange(0x3100), chance.randrange(0x10000), chance.randrange(0x110000)))
    return "?" if 0xD800 <= code < 0xE000 else chr(code)


def _blank(chance: random.Random) -> Pair:
    texts = [chance.choice(TEXTS) for _ in range(chance.choice((1, 2, 3)))]
    lines = tuple((_disturbed(chance, text), chance.random() < 0.6) for text in texts)
    typed = chance.choice((*texts, *texts, chance.choice(TEXTS)))
    change: Callable[[str], str] = chance.choice(
        (str, str, str.upper, str.lower, str.title, lambda one: f"“{one}”.", lambda one: one.replace(" ", "  "))
    )
    return Pair("blank", "", lines, (_disturbed(chance, change(typed)),))


def _choice(chance: random.Random) -> Pair:
    kind, names = chance.choice(("one", "many", "many")), "abcdefg"[: chance.randrange(2, 8)]
    rights = set(chance.sample(names, 1 if kind == "one" else chance.randrange(1, len(names) + 1)))
    picked = [one for one in names if chance.random() < 0.45] + chance.choice(([], [], ["x"], ["a", "a"]))
    return Pair(kind, "", tuple((one, one in rights) for one in names), tuple(picked))


def _rows(chance: random.Random) -> Pair:
    kind, count = chance.choice(("match", "order")), chance.randrange(1, 7)
    targets = [str(n + 1) for n in range(count)]
    lines = [(f"r{n}>{target}", True) for n, target in enumerate(targets)]
    if kind == "match" and chance.random() < 0.5:
        lines.append((">9", False))
    given = chance.sample(targets, count) if chance.random() < 0.6 else targets
    chosen = [f"r{n}>{target}" for n, target in enumerate(given) if chance.random() < 0.9]
    last = [f"r{count - 1}>{one}" for one in targets]
    chosen += chance.choice(([], [], [], ["r0>1", "r0>2"], ["r9>1"], last, [">9"]))
    return Pair(kind, "", tuple(lines), tuple(chosen))


MAKERS = {"number": _number, "numbers": _number, "more": _number, "blank": _blank, "choice": _choice, "rows": _rows}
