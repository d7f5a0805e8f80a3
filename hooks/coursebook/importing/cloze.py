"""Cloze, Moodle's text with blanks in it: `The {1:SHORTANSWER:=first#Yes~*#No} of {:MULTICHOICE:=many~few}.`

A block asks one thing, so a text with several blanks becomes a case: the text, and a question for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .draft import Draft, DraftAnswer, FormattedText
from .marks import QuestionReport, accepted, number, options, short
from .rich import plain

BLANK = re.compile(
    r"""
    (?<!\\)\{ (?P<grade>\d*) : (?P<kind>
        MULTICHOICE(?:_[HV]?S?)? | MC[HV]?S? | MULTIRESPONSE(?:_[HV]?S?)? | MR[HV]?S?
      | SHORTANSWER(?:_C)? | SAC? | MWC? | NUMERICAL | NM ) :
    (?P<inside> (?: \\. | [^{}\\] )* ) \}
    """,
    re.VERBOSE | re.DOTALL,
)
ANSWER = re.compile(r"^\s*(?:(?P<right>=)|%(?P<weight>-?\d+(?:\.\d+)?)%)?(?P<rest>.*)$", re.DOTALL)
SEPARATOR = re.compile(r"(?<!\\)~")
FEEDBACK = re.compile(r"(?<!\\)#")
LINE = "_____"


def split(draft: Draft, report: QuestionReport) -> Draft:
    """The draft as a question, or as a case with a question for each blank; as `none` where no blank is valid.
    Its stem is HTML or Markdown.
    """
    text, form = draft.stem.text, draft.stem.form
    matches = list(BLANK.finditer(text))
    if not matches or re.search(r"(?<!\\)\{\d*:[A-Z_]+:", BLANK.sub("", text)):
        report.add("M004", problem="malformed blanks", fix="write one question for each blank")
        return replace(draft, kind="none", kept=(*report.kept, text))
    grades = [match["grade"] or "1" for match in matches]
    if len(set(grades)) > 1:
        report.lost(f"the marks of its blanks ({', '.join(grades)})", "each question counts the same")
    blanks = [_blank(match, report) for match in matches]
    line = LINE.replace("_", "\\_") if form == "markdown" else LINE
    numbers = [""] if len(matches) == 1 else [f"({n}) " for n in range(1, len(matches) + 1)]
    parts, at = [], 0
    for number_, match in zip(numbers, matches, strict=True):
        parts += [text[at : match.start()], number_, line]
        at = match.end()
    stem = FormattedText("".join([*parts, text[at:]]), form)
    if len(blanks) == 1:
        return replace(draft, kind=blanks[0].kind, stem=stem, answers=blanks[0].answers, kept=tuple(report.kept))
    return as_case(replace(draft, stem=stem, kept=tuple(report.kept)), blanks, report)


def as_case(draft: Draft, blanks: Sequence[Draft], report: QuestionReport) -> Draft:
    """A text with several blanks as a case: the text with numbered blanks, and a question for each."""
    report.add("M010", count=len(blanks))
    asked = [
        replace(blank, source=draft.source, stem=FormattedText(f"What belongs in blank {n}?"), hints=draft.hints)
        for n, blank in enumerate(blanks, start=1)
    ]
    return replace(draft, kind="case", hints=(), inner=tuple(asked))


def _blank(match: re.Match[str], report: QuestionReport) -> Draft:
    kind = match["kind"]
    answers = [_answer(piece) for piece in SEPARATOR.split(match["inside"]) if piece.strip()]
    if kind.startswith(("MULTI", "MC", "MR")):
        many = kind.startswith(("MULTIRESPONSE", "MR"))
        if len(answers) < 2:
            report.add("M004", problem="a blank has only one option", fix="write more options, or type: blank")
        return Draft("choice", report.source, answers=options(answers, not many, report))
    answers = [
        DraftAnswer(FormattedText(plain(answer.words.text)), answer.right, answer.rationale, answer.weight)
        for answer in answers
    ]
    if kind in ("NUMERICAL", "NM"):
        return Draft("number", report.source, answers=accepted([_number(answer, report) for answer in answers], report))
    if kind.endswith("C"):
        report.lost("case sensitivity", "check the answers: matching here ignores case")
    return Draft("blank", report.source, answers=accepted(answers, report))


def _answer(piece: str) -> DraftAnswer:
    words, *feedback = FEEDBACK.split(piece, maxsplit=1)
    match = ANSWER.match(words)
    assert match is not None  # every part of the pattern may be empty
    weight = 100.0 if match["right"] else float(match["weight"] or 0)
    said = FormattedText(_unescape(feedback[0]), "html") if feedback else FormattedText("")
    return DraftAnswer(FormattedText(_unescape(match["rest"]), "html"), weight > 0, said, weight)


def _number(answer: DraftAnswer, report: QuestionReport) -> DraftAnswer:
    value, _, tolerance = (part.strip() for part in answer.words.text.partition(":"))
    if value == "*":
        return DraftAnswer(FormattedText("*"), False, answer.rationale, answer.weight)
    text = number(value, tolerance)
    if text is None:
        report.add("M004", problem=f"'{short(answer.words.text)}' is not a number", fix="write 4 or 4 ± 0.5")
        return answer
    return DraftAnswer(FormattedText(text), answer.right, answer.rationale, answer.weight)


def _unescape(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\=])", r"\1", text).strip()
