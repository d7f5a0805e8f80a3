"""Which questions an exam asks: the definition. assets/draw.mjs draws by it, sheets are checked against it, and the
build reports what it cannot give; tests run all three on the same vectors (tests/engine/marking/vectors.json).

1. Units. A question is drawn by itself; a case is drawn whole, and its questions keep together.
2. Count. An exam asks as many questions as it draws, each once; all where it draws none or more than there are.
3. Least. Of each objective it asks at least `least` questions, or all that there are. A question that names no
   objective counts for none. Where everything is asked, there is nothing to choose.
4. Chance. What is drawn, its order and that of options come from the seed of the attempt alone. Options that all begin
   with a number keep their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

MOST_STATES = 20_000
"""Limit of the search: with more states there are so many cases that some exam exists."""


class Drawable(Protocol):
    """What the draw needs of a question. `objective` and `case` may be empty."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def objective(self) -> str:
        """The objective that it tests."""

    @property
    def case(self) -> str:
        """The case with which it is drawn."""


def size(draw: int, there: int) -> int:
    """Rule 2: how many questions an exam asks."""
    return min(draw or there, there)


def mismatch(drawn: Sequence[str], bank: Mapping[str, Drawable], draw: int, least: int) -> str:
    """The rule that a drawn exam breaks, as the end of a sentence about a sheet; empty if it keeps all."""
    if strange := sorted(set(drawn) - set(bank)):
        return f"it contains a question that is not in the key: '{strange[0][:60]}'"
    if len(set(drawn)) != len(drawn):
        return "it contains a question twice"
    if len(drawn) != (wanted := size(draw, len(bank))):
        return f"it contains {len(drawn)} questions, not {wanted}"
    asked, there = (_objectives(bank[id_] for id_ in ids) for ids in (drawn, bank))
    for objective, count in there.items():
        if asked[objective] < min(least, count):
            return f"it contains too few questions on the objective '{objective}'"
    cases = {bank[id_].case for id_ in drawn} - {""}
    for id_, question in bank.items():
        if question.case in cases and id_ not in drawn:
            return f"it contains only part of the case '{question.case}'"
    return ""


def possible(bank: Iterable[Drawable], draw: int, least: int) -> bool:
    """Whether any exam keeps the rules."""
    questions = list(bank)
    wanted, there = size(draw, len(questions)), _objectives(questions)
    least_of = {name: min(least, count) for name, count in there.items()}
    alone = [question for question in questions if not question.case]
    single = _objectives(alone)
    for have, sizes in _choices(questions, least_of).items():
        lacks = [(max(0, least_of[name] - count), single[name]) for name, count in zip(least_of, have, strict=True)]
        lack = sum(few for few, _ in lacks)
        # What is lacking is taken from single questions, and as many more of them as there is room for.
        if all(few <= most for few, most in lacks) and any(
            sizes >> taken & 1 for taken in range(max(0, wanted - len(alone)), wanted - lack + 1)
        ):
            return True
    return False


def fewest(bank: Iterable[Drawable], least: int) -> int:
    """The least number of questions of an exam. An objective with fewer than `least` counts as if it had them: the
    author will have to write them.
    """
    questions = list(bank)
    there = _objectives(questions)
    single = _objectives(question for question in questions if not question.case)
    for name, count in there.items():
        single[name] += max(0, least - count)
    found = [
        lack + (sizes & -sizes).bit_length() - 1
        for have, sizes in _choices(questions, dict.fromkeys(there, least)).items()
        if all(least - count <= single[name] for name, count in zip(there, have, strict=True))
        for lack in (sum(max(0, least - count) for count in have),)
    ]
    return min(found, default=least * len(there))


def _objectives(questions: Iterable[Drawable]) -> Counter[str]:
    return Counter(question.objective for question in questions if question.objective)


def _choices(questions: Iterable[Drawable], least_of: Mapping[str, int]) -> dict[tuple[int, ...], int]:
    """The results of all choices of cases: the questions of each objective (up to the number wanted) and the possible
    sizes, as an integer with bit n set for n questions. Above MOST_STATES: enough of everything, in any size.
    """
    cases: dict[str, Counter[str]] = {}
    for question in questions:
        if question.case:
            cases.setdefault(question.case, Counter())[question.objective] += 1
    found = {(0,) * len(least_of): 1}
    for case in cases.values():
        for have, sizes in list(found.items()):
            each = zip(have, least_of.items(), strict=True)
            more = tuple(min(wanted, count + case[name]) for count, (name, wanted) in each)
            found[more] = found.get(more, 0) | sizes << case.total()
        if len(found) > MOST_STATES:
            return {tuple(least_of.values()): -1 << sum(least_of.values())}
    return found
