"""Weights of answers in other systems, reduced to correct and incorrect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from ..model import Source
from ..report.finding import Finding, finding
from .draft import DraftAnswer, FormattedText
from .rich import plain

FULL = 99.9
"""Percent from which an answer counts as correct; other systems round thirds."""
SHORT = 40
LONGEST = 30
"""Most digits before or after the decimal point of a number that is written out."""


class QuestionReport:
    """Collects what is lost of one question: findings with its name, and lines to keep in a comment."""

    def __init__(self, source: Source, name: str) -> None:
        self.source, self.name = source, name
        self.findings: list[Finding] = []
        self.kept: list[str] = []

    def add(self, code: str, **names: object) -> None:
        """A finding about the question."""
        self.findings.append(finding(code, self.source, **{"who": f"question '{self.name}'", **names}))

    def lost(self, what: str, fix: str, line: str = "") -> None:
        """M006; `line` is kept in the comment."""
        self.add("M006", what=what, fix=fix)
        if line:
            self.kept.append(line)


def reader(words: FormattedText) -> str:
    """The visible text, on one line."""
    text = plain(words.text) if words.form == "html" else words.text
    return " ".join((text.replace("\\_", "_") if words.form == "markdown" else text).split())


def short(text: str) -> str:
    """The beginning of a text, short enough for a finding."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"


def options(answers: Sequence[DraftAnswer], single: bool, report: QuestionReport) -> tuple[DraftAnswer, ...]:
    """Options with their key. `single` says that a learner may choose only one. Reports lost weights (M005)."""
    weights = [answer.weight or 0.0 for answer in answers]
    best = max(weights, default=0.0)
    if best <= 0:
        report.add("M004", problem="no correct answer", fix="mark one option with [x]")
        return tuple(replace(answer, right=False) for answer in answers)
    key = [weight >= min(best, FULL) if single else weight > 0 for weight in weights]
    odd = any(not right and weight for right, weight in zip(key, weights, strict=True))
    if single and sum(key) > 1:
        _weights(
            answers, report, "several answers earn full marks alone, but here all of them must be chosen: keep one [x]"
        )
    elif single and (odd or best < FULL):
        _weights(answers, report, "options here are either correct or incorrect: check that [x] marks the best one")
    elif not single and not _fair(weights):
        _weights(answers, report, "all correct options here count the same, and an incorrect one subtracts as much")
    return tuple(replace(answer, right=right) for answer, right in zip(answers, key, strict=True))


def accepted(answers: Sequence[DraftAnswer], report: QuestionReport, open_end: str = "*") -> tuple[DraftAnswer, ...]:
    """Answers that a learner types, with their key. A catch-all (`*`) is kept as a comment."""
    done: list[DraftAnswer] = []
    for answer in answers:
        if answer.words.text.strip() != open_end:
            done.append(answer)
        elif answer.rationale or answer.weight:
            line = f"any other answer ({_percent(answer.weight or 0)}): {reader(answer.rationale)}"
            report.lost("the feedback for any other answer", "write it as a foreseen wrong answer: - [ ] text", line)
    weights = [100.0 if answer.weight is None else answer.weight for answer in done]
    best = max(weights, default=0.0)
    if best <= 0:
        report.add("M004", problem="no correct answer", fix="write the correct one: - [x] text")
        return tuple(replace(answer, right=False) for answer in done)
    key = [weight >= min(best, FULL) for weight in weights]
    if best < FULL or any(not right and weight for right, weight in zip(key, weights, strict=True)):
        _weights(done, report, "answers here are either correct or incorrect: check that [x] marks all that you accept")
    right = [replace(answer, right=True) for answer, good in zip(done, key, strict=True) if good]
    wrong = [replace(answer, right=False) for answer, good in zip(done, key, strict=True) if not good]
    return (*right, *wrong)


def number(value: str, tolerance: str = "") -> str | None:
    """A number with its tolerance, as a block writes it; None where one of them is invalid."""
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


def settings(seen: Iterable[tuple[Source, str, str]], fix_for: Callable[[str], str]) -> list[Finding]:
    """M013 once for each setting of the questions of a file: first place, count, values."""
    first: dict[str, Source] = {}
    values: dict[str, list[str]] = {}
    for source, name, value in seen:
        first.setdefault(name, source)
        values.setdefault(name, []).append(value)
    found = []
    for name, all_values in values.items():
        named = ", ".join(list(dict.fromkeys(all_values))[:5])
        count = f"{len(all_values)} question{'s' if len(all_values) > 1 else ''}"
        found.append(finding("M013", first[name], count=count, what=f"{name} ({named})", fix=fix_for(name)))
    return found


def _fair(weights: Sequence[float]) -> bool:
    """Whether correct options weigh the same, and incorrect ones 0 or the negative of that."""
    right = [weight for weight in weights if weight > 0]
    wrong = {round(weight, 1) for weight in weights if weight < 0}
    return max(right) - min(right) < 0.1 and wrong <= {-round(right[0], 1)}


def _weights(answers: Sequence[DraftAnswer], report: QuestionReport, fix: str) -> None:
    line = ", ".join(
        f"'{short(reader(answer.words))}' {_percent(100 if answer.weight is None else answer.weight)}"
        for answer in answers
        if answer.weight is None or answer.weight
    )
    report.add("M005", weights=line, fix=fix)
    report.kept.append(f"weights: {line}")


def _percent(weight: float) -> str:
    return f"{weight:g}%"
