"""How an answer is marked: the definition. assets/mark.mjs is its translation for the page; tests run both on the same
vectors (tests/engine/marking/vectors.json) and on thousands of generated answers.

1. Characters. Characters that nobody sees are dropped; every kind of space is a space, the minus sign and the short
   dashes are a hyphen, the typographic apostrophes a straight one. What remains takes its compatibility form (NFKC),
   then lower, upper and lower case in turn, so that `ß` is `ss`; a final sigma is a sigma. The sets are listed in
   `characters.mjs`; characters that are newer than the Unicode version named there are compared as they are.
2. Text (a blank). Runs of spaces are one space. What is neither letter, mark nor number is dropped from both ends; if
   nothing remains, the text stays as it was. Two texts are equal, or the answer is another one.
3. Number. An optional sign; groups of three digits, all set off by commas or all by single spaces, or digits; an
   optional point with or without digits behind it; an optional power, `e` with one or two digits. At least one digit,
   at most 30, power aside. A character that merely looks like a digit (`10²`, `4½`, `①`) is not a digit. The decimal
   sign is the point: `4,5` is no number, and `1.250` is 1.25.
4. Unit. What follows the number, without its spaces and commas, is empty or equals the unit of the question, which is
   the text that is shown beside the field. Else the answer is no number.
5. Range. A line accepts what lies between its bounds, bounds included. Values are compared exactly, as decimals.
6. Order of lines. Correct lines first, in their order, then foreseen slips in theirs. The first that is met counts.
7. Credit, a fraction from 0 to 1. one, number, blank: 1 or 0. many: (correct chosen - incorrect chosen) / correct
   options, at least 0. match, order: rows with their target, and no other, / rows. What is chosen and not in the key
   earns nothing and costs nothing.
8. Percent. The mean of the credits in whole percent, rounded down, in integers. An attempt passes if that is at least
   the pass mark.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

RULES = 1
"""The version of these rules, which a key names."""
MOST_DIGITS = 30
MOST_ROWS = 100
"""The largest denominator of a credit: a question has no more rows or correct options than a sheet may choose."""
CHARACTERS = Path(__file__).parent.parent / "assets" / "characters.mjs"
NUMBER = re.compile(
    r"([+-]?) ?([1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])|[0-9]*)(\.[0-9]*)?"
    r"(?:e([+-]?[0-9]{1,2})(?![0-9]))?(.*)",
    re.DOTALL,
)
"""Rule 3 on normalized text. mark.mjs has the same expression: it names its characters one by one, so that it means the
same in both languages."""
GOES_ON = re.compile(r" ?[.,/⁄-]? ?[0-9]|e[+-]?[0-9]")
"""How the rest begins where a number goes on; looked at where the unit is not known."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of a key: an option, an accepted or foreseen answer, or a row.

    `code` is what a sheet and a record write for it: an option's short name; `low..high`; a text as compared;
    `row>target`. By kind, `low` and `high` are its bounds, `typed` its text as compared. `text` is the author's.
    """

    code: str
    right: bool
    text: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    typed: str = ""


def _set(ranges: str) -> str:
    """The characters of `A B-D` (hexadecimal)."""
    ends = [[int(end, 16) for end in part.split("-")] for part in ranges.split()]
    return "".join(chr(code) for first, *last in ends for code in range(first, (last or [first])[0] + 1))


def _runs(gaps: str) -> re.Pattern[str]:
    """Runs of characters from a list of gap and length in turn (base 36)."""
    numbers, end, parts = [int(digits, 36) for digits in gaps.split()], 0, []
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        start, end = end + gap, end + gap + length
        parts.append(f"\\U{start:08x}-\\U{end - 1:08x}")
    return re.compile(f"[{''.join(parts)}]+")


_LISTS: dict[str, str] = json.loads(CHARACTERS.read_text("utf-8").partition(" = ")[2].rstrip().removesuffix(";"))
KNOWN = _runs(_LISTS["known"])
_INVISIBLE = str.maketrans("", "", _set(_LISTS["invisible"]))
_SIGNS = str.maketrans({sign: to for name, to in (("space", " "), ("dash", "-"), ("apostrophe", "'"))
                        for sign in _set(_LISTS[name])} | {"ς": "σ"})  # fmt: skip


def normalize(text: str) -> str:
    """Rule 1."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return KNOWN.sub(_fold, text.translate(_INVISIBLE)).translate(_SIGNS)


def _fold(run: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", run[0]).lower().upper().lower()


def compared(text: str) -> str:
    """Rule 2: a typed answer as it is compared."""
    plain = " ".join(filter(None, normalize(text).split(" ")))
    kept = [n for n, sign in enumerate(plain) if unicodedata.category(sign)[0] in "LMN" or not KNOWN.match(sign)]
    return plain[kept[0] : kept[-1] + 1] if kept else plain


def read_number(text: str, unit: str | None = "") -> Decimal | None:
    """Rules 3 and 4; None where the text is no number in `unit`. Of a unit of None nothing is known: then any words may
    follow, but nothing with which the number goes on.
    """
    match = NUMBER.fullmatch("".join(map(_as_digit, text)).strip(" "))
    if not match:
        return None
    sign, whole, part, power, rest = (group or "" for group in match.groups())
    digits = re.sub("[, ]", "", whole)
    if not 1 <= len(digits + part.strip(".")) <= MOST_DIGITS:
        return None
    rest = normalize(rest)
    if GOES_ON.match(rest) if unit is None else _as_unit(rest) not in ("", _as_unit(unit)):
        return None
    return Decimal(f"{sign}{digits or 0}{part}e{power or 0}")


def _as_digit(sign: str) -> str:
    """A character of a number in normal form; what merely looks like a digit is unchanged."""
    if "0" <= sign <= "9":
        return sign
    plain = normalize(sign)
    return sign if re.search("[0-9]", plain) and unicodedata.category(sign) != "Nd" else plain


def _as_unit(text: str) -> str:
    return re.sub("[ ,]", "", normalize(text))


def line_met(kind: str, lines: Sequence[KeyLine], text: str, unit: str | None = "") -> KeyLine | None:
    """Rules 5 and 6: the line that a typed answer meets, or None."""
    ordered = sorted(lines, key=lambda line: not line.right)
    if kind == "blank":
        plain = compared(text)
        return next((line for line in ordered if plain and line.typed == plain), None)
    value = read_number(text, unit)
    return next((line for line in ordered if value is not None and _holds(line, value)), None)


def _holds(line: KeyLine, value: Decimal) -> bool:
    return line.low is not None and line.high is not None and line.low <= value <= line.high


def credit(kind: str, lines: Sequence[KeyLine], chosen: Sequence[str], unit: str | None = "") -> Fraction:
    """Rule 7: the credit for an answer, as a sheet or a record writes it."""
    if kind in ("number", "blank"):
        met = line_met(kind, lines, chosen[0], unit) if chosen else None
        return Fraction(int(bool(met and met.right)))
    own = set(chosen)
    right = {line.code for line in lines if line.right}
    got, extra = len(own & right), len(own & {line.code for line in lines if not line.right})
    if kind == "one":
        return Fraction(int(got == 1 and not extra))
    if kind == "many":
        return max(Fraction(0), Fraction(got - extra, max(1, len(right))))
    rows = [code.partition(">")[0] for code in own]
    return Fraction(sum(rows.count(code.partition(">")[0]) == 1 for code in own & right), max(1, len(right)))


def as_fraction(score: float) -> Fraction:
    """A credit that was kept as a number from 0 to 1: the fraction that has it, with the smallest denominator."""
    for of in range(1, MOST_ROWS + 1):
        got = int(score * of + 0.5)
        if got / of == score:
            return Fraction(got, of)
    return Fraction(int(score * 2**53), 2**53)


def percent(credits: Iterable[Fraction]) -> int:
    """Rule 8; 0 without credits."""
    each = list(credits)
    return int(100 * sum(each) / len(each)) if each else 0
