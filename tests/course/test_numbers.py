"""The figures of bib/numbers.csv that this course worked out itself are right, and the pages tell those figures."""

from __future__ import annotations

import ast
import math
import operator
from decimal import Decimal

import pytest
from conftest import ROOT, Course
from coursebook.citations.bibliography import read_bibliography
from coursebook.model import Number, module_of
from coursebook.numbers.read import read_numbers
from coursebook.numbers.rules import check_numbers

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def rows() -> dict[str, Number]:
    bibliography, _ = read_bibliography([(file.name, file) for file in (ROOT / "bib").glob("*.bib")])
    numbers, found = read_numbers("bib/numbers.csv", ROOT / "bib" / "numbers.csv", bibliography.by_key)
    assert not found
    return numbers


NUMBERS = rows()


def poisson(most: int, mean: float) -> float:
    """The probability of at most so many events where `mean` are expected."""
    return sum(math.exp(-mean + n * math.log(mean) - math.lgamma(n + 1)) for n in range(most + 1))


def solve(target: float, most: int) -> float:
    low, high = 1e-9, most + 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if poisson(most, middle) > target else (low, middle)
    return low


def exact(events: int) -> tuple[float, float]:
    """Exact 95% interval of a count of events (Garwood, Biometrika 1936); none seen: the rule of three."""
    return (0, 3) if events == 0 else (solve(0.975, events - 1), solve(0.025, events))


def evaluate(text: str) -> float:
    def value(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))  # type: ignore[no-any-return]
        assert isinstance(node, ast.Constant)
        return float(node.value)  # type: ignore[arg-type]

    return value(ast.parse(text, mode="eval").body)


def printed(value: float, like: Decimal) -> Decimal:
    return Decimal(str(value)).quantize(like)


@pytest.mark.parametrize("row", [row for row in NUMBERS.values() if row.interval == "ours"], ids=lambda row: row.id)
def test_our_intervals_are_exact(row: Number) -> None:
    assert row.events is not None
    assert row.denominator is not None
    assert row.low is not None
    assert row.high is not None
    assert row.per is not None
    low, high = (end / row.denominator * float(row.per) for end in exact(row.events))
    assert abs(printed(low, row.low) - row.low) <= Decimal(1).scaleb(row.low.as_tuple().exponent)  # type: ignore[arg-type]
    assert abs(printed(high, row.high) - row.high) <= Decimal(1).scaleb(row.high.as_tuple().exponent)  # type: ignore[arg-type]


@pytest.mark.parametrize("row", [row for row in NUMBERS.values() if row.ours], ids=lambda row: row.id)
def test_our_arithmetic_is_right(row: Number) -> None:
    assert row.value is not None
    assert printed(evaluate(row.ours), row.value) == row.value


@pytest.mark.parametrize(
    "row", [row for row in NUMBERS.values() if row.events and row.denominator and row.per], ids=lambda row: row.id
)
def test_rates_are_their_counts(row: Number) -> None:
    assert row.events is not None
    assert row.denominator is not None
    assert row.per is not None
    assert row.value is not None
    rate = row.events / row.denominator * float(row.per)
    assert abs(printed(rate, row.value) - row.value) <= Decimal(1).scaleb(row.value.as_tuple().exponent)  # type: ignore[arg-type]


def test_the_numbers_on_the_pages_are_those_of_the_data(course: Course) -> None:
    """What differs is told (N001), so a course without findings has none; this holds that many are read."""
    sources = course.build.sources
    read = [
        check_numbers(text, sources.numbers.values(), sources.bibliography.by_key).matched
        for path, text in sources.texts.items()
        if module_of(path) in sources.outline.modules
    ]
    assert sum(read) >= 700
