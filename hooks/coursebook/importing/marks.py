"""What a question is worth elsewhere, and what of it a block can say: right, or not right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from ..model import Source
from ..report.finding import Finding, finding
from .draft import Answer, Words
from .rich import plain

FULL = 99.9
"""Percent from which an answer counts as right; other systems round thirds."""
SHORT = 40
LONGEST = 30
"""Digits before or behind the point up to which a number is written out."""


class Teller:
    """Collects what is lost of one question: findings with its name, and lines to keep in a comment."""

    def __init__(self, source: Source, name: str) -> None:
        self.source, self.name = source, name
        self.findings: list[Finding] = []
        self.kept: list[str] = []

    def say(self, code: str, **names: object) -> None:
        """A finding about the question."""
        self.findings.append(finding(code, self.source, **{"who": f"question '{self.name}'", **names}))

    def loses(self, what: str, mend: str, line: str = "") -> None:
        """M006; `line` is kept in the comment."""
        self.say("M006", what=what, mend=mend)
        if line:
            self.kept.append(line)


def reader(words: Words) -> str:
    """What a reader sees of some words, on one line."""
    text = plain(words.text) if words.form == "html" else words.text
    return " ".join((text.replace("\\_", "_") if words.form == "markdown" else text).split())


def short(text: str) -> str:
    """The beginning of a text, as a finding can hold it."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"


def options(answers: Sequence[Answer], single: bool, tell: Teller) -> tuple[Answer, ...]:
    """Options with their key. `single` says that a learner may choose only one. Tells weights that are lost (M005)."""
    weights = [answer.weight or 0.0 for answer in answers]
    best = max(weights, default=0.0)
    if best <= 0:
        tell.say("M004", problem="no correct answer", mend="mark one option with [x]")
        return tuple(replace(answer, right=False) for answer in answers)
    key = [weight >= min(best, FULL) if single else weight > 0 for weight in weights]
    odd = any(not right and weight for right, weight in zip(key, weights, strict=True))
    if single and sum(key) > 1:
        _weights(
            answers, tell, "several answers earn full marks alone, but here all of them must be chosen: keep one [x]"
        )
    elif single and (odd or best < FULL):
        _weights(answers, tell, "options here are either correct or incorrect: check that [x] marks the best one")
    elif not single and not _fair(weights):
        _weights(answers, tell, "all correct options here count the same, and an incorrect one subtracts as much")
    return tuple(replace(answer, right=right) for answer, right in zip(answers, key, strict=True))


def accepted(answers: Sequence[Answer], tell: Teller, open_end: str = "*") -> tuple[Answer, ...]:
    """Answers that a learner types, with their key. What answers to anything (`*`) is kept as a comment."""
    done: list[Answer] = []
    for answer in answers:
        if answer.words.text.strip() != open_end:
            done.append(answer)
        elif answer.rationale or answer.weight:
            line = f"any other answer ({_percent(answer.weight or 0)}): {reader(answer.rationale)}"
            tell.loses("the feedback for any other answer", "write it as a foreseen wrong answer: - [ ] text", line)
    weights = [100.0 if answer.weight is None else answer.weight for answer in done]
    best = max(weights, default=0.0)
    if best <= 0:
        tell.say("M004", problem="no correct answer", mend="write the correct one: - [x] text")
        return tuple(replace(answer, right=False) for answer in done)
    key = [weight >= min(best, FULL) for weight in weights]
    if best < FULL or any(not right and weight for right, weight in zip(key, weights, strict=True)):
        _weights(done, tell, "answers here are either correct or incorrect: check that [x] marks all that you accept")
    right = [replace(answer, right=True) for answer, good in zip(done, key, strict=True) if good]
    wrong = [replace(answer, right=False) for answer, good in zip(done, key, strict=True) if not good]
    return (*right, *wrong)


def number(value: str, tolerance: str = "") -> str | None:
    """A number with its tolerance, as a block has it; None where one of them is no number."""
    exact, around = decimal(value), decimal(tolerance or "0")
    if exact is None or around is None:
        return None
    return exact if float(around) == 0 else f"{exact} ± {around.removeprefix('-')}"


def decimal(text: str) -> str | None:
    """A number without exponent, as a block has it, or None."""
    try:
        value = Decimal(text.strip()) if "_" not in text else Decimal("nan")
    except InvalidOperation:
        return None
    return f"{value:f}" if value.is_finite() and abs(value.adjusted()) <= LONGEST else None


def settings(seen: Iterable[tuple[Source, str, str]], mends: Callable[[str], str]) -> list[Finding]:
    """M013 once for each setting that questions of a file have: where first, how many, and which values."""
    first: dict[str, Source] = {}
    values: dict[str, list[str]] = {}
    for source, name, value in seen:
        first.setdefault(name, source)
        values.setdefault(name, []).append(value)
    found = []
    for name, all_values in values.items():
        told = ", ".join(list(dict.fromkeys(all_values))[:5])
        count = f"{len(all_values)} question{'s' if len(all_values) > 1 else ''}"
        found.append(finding("M013", first[name], count=count, what=f"{name} ({told})", mend=mends(name)))
    return found


def _fair(weights: Sequence[float]) -> bool:
    """Whether right options weigh the same, and wrong ones nothing or as much below nothing."""
    right = [weight for weight in weights if weight > 0]
    wrong = {round(weight, 1) for weight in weights if weight < 0}
    return max(right) - min(right) < 0.1 and wrong <= {-round(right[0], 1)}


def _weights(answers: Sequence[Answer], tell: Teller, mend: str) -> None:
    line = ", ".join(
        f"'{short(reader(answer.words))}' {_percent(100 if answer.weight is None else answer.weight)}"
        for answer in answers
        if answer.weight is None or answer.weight
    )
    tell.say("M005", weights=line, mend=mend)
    tell.kept.append(f"weights: {line}")


def _percent(weight: float) -> str:
    return f"{weight:g}%"
