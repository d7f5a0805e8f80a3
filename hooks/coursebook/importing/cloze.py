"""Cloze, Moodle's text with blanks in it: `The {1:SHORTANSWER:=first#Yes~*#No} of {:MULTICHOICE:=many~few}.`

A block asks one thing, so a text with several blanks becomes as many questions over the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .draft import Answer, Draft, Words
from .marks import Teller, accepted, is_number, number, options, short
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


@dataclass(frozen=True, slots=True)
class _Blank:
    kind: str
    answers: tuple[Answer, ...]


def split(draft: Draft, tell: Teller) -> list[Draft]:
    """One question for each blank of the stem, which is HTML or Markdown. The draft itself, as `none`, where there is
    no blank that can be read.
    """
    text, form = draft.stem.text, draft.stem.form
    matches = list(BLANK.finditer(text))
    left = BLANK.sub("", text)
    if not matches or re.search(r"(?<!\\)\{\d*:[A-Z_]+:", left):
        tell.say("M004", problem="its blanks cannot be read", mend="write one question for each blank")
        return [_as_comment(draft, tell)]
    line = LINE.replace("_", "\\_") if form == "markdown" else LINE
    if len(matches) > 1:
        tell.say("M010", count=len(matches))
    grades = [match["grade"] or "1" for match in matches]
    if len(set(grades)) > 1:
        tell.loses(f"the marks of its blanks ({', '.join(grades)})", "each question counts the same")
    drafts = []
    for n, match in enumerate(matches):
        own = Teller(tell.source, tell.name)
        blank = _blank(match, own)
        stem = _stem(text, matches, n, line, form == "html")
        tell.findings += own.findings
        kept = (*(tell.kept if n == 0 else ()), *own.kept)
        explained = draft.explanation if n == len(matches) - 1 else Words("")
        drafts.append(
            Draft(
                "choice" if blank.kind in ("one", "many") else "number" if blank.kind == "number" else "blank",
                draft.source,
                draft.name,
                draft.own_id,
                Words(stem, form),
                blank.answers,
                explanation=explained,
                hints=draft.hints,
                kept=kept,
                files=draft.files,
            )
        )
    return drafts


def _as_comment(draft: Draft, tell: Teller) -> Draft:
    return Draft("none", draft.source, draft.name, draft.own_id, kept=(*tell.kept, draft.stem.text), files=draft.files)


def _stem(text: str, matches: list[re.Match[str]], own: int, line: str, markup: bool) -> str:
    """The text with its blanks numbered, and which of them is asked for."""
    if len(matches) == 1:
        return text[: matches[0].start()] + line + text[matches[0].end() :]
    parts, at = [], 0
    for n, match in enumerate(matches, start=1):
        parts += [text[at : match.start()], f"({n}) {line}"]
        at = match.end()
    asked = f"What belongs in blank {own + 1}?"
    parts += [text[at:], f"<p>{asked}</p>" if markup else f"\n\n{asked}"]
    return "".join(parts)


def _blank(match: re.Match[str], tell: Teller) -> _Blank:
    kind = match["kind"]
    answers = [_answer(piece) for piece in SEPARATOR.split(match["inside"]) if piece.strip()]
    if kind.startswith(("MULTI", "MC", "MR")):
        many = kind.startswith(("MULTIRESPONSE", "MR"))
        if len(answers) < 2:
            tell.say("M004", problem="a blank of it has only one option", mend="write more options, or type: blank")
        return _Blank("many" if many else "one", options(answers, not many, tell))
    answers = [Answer(Words(plain(one.words.text)), one.right, one.rationale, one.weight) for one in answers]
    if kind in ("NUMERICAL", "NM"):
        return _Blank("number", accepted([_number(answer, tell) for answer in answers], tell))
    if kind.endswith("C"):
        tell.loses("that capitals matter", "compare the answers: here capitals never matter")
    return _Blank("blank", accepted(answers, tell))


def _answer(piece: str) -> Answer:
    words, *feedback = FEEDBACK.split(piece, maxsplit=1)
    match = ANSWER.match(words)
    assert match is not None  # every part of the pattern may be empty
    weight = 100.0 if match["right"] else float(match["weight"] or 0)
    said = Words(_unescape(feedback[0]), "html") if feedback else Words("")
    return Answer(Words(_unescape(match["rest"]), "html"), weight > 0, said, weight)


def _number(answer: Answer, tell: Teller) -> Answer:
    value, _, tolerance = (part.strip() for part in answer.words.text.partition(":"))
    if value == "*":
        return Answer(Words("*"), False, answer.rationale, answer.weight)
    if not is_number(value) or (tolerance and not is_number(tolerance)):
        tell.say("M004", problem=f"'{short(answer.words.text)}' is no number", mend="write 4 or 4 ± 0.5")
        return answer
    return Answer(Words(number(value, tolerance)), answer.right, answer.rationale, answer.weight)


def _unescape(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\=])", r"\1", text).strip()
