"""GIFT, the text format of Moodle, read as Moodle's own importer reads it.

    ::title:: Stem { =right ~wrong #feedback ~%50%partly ####general feedback } rest of the stem

Questions are divided by empty lines. `//` begins a comment, `$CATEGORY:` a category. A backslash goes before
`: # = { } ~` and stands with n for a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Source
from ..read.source import decode
from ..report.finding import finding
from .draft import NOTHING, Draft, DraftAnswer, Form, FormattedText, Intake, Kind, Pair, Prose
from .marks import QuestionReport, accepted, decimal, number, options, short

ESCAPED = ":#={}~n"
FIRST = 0xFDD0
"""Escaped characters are replaced with noncharacters of Unicode, which no text may contain."""
ASIDE = re.compile("[\ufdd0-\ufdef]")
WEIGHT = re.compile(r"^%(?P<weight>-*\d{1,2}\.?\d*)%")
FORMAT = re.compile(r"^\[(?P<form>html|markdown|plain|moodle)\]")
FORMS: dict[str, Form] = {"html": "html", "markdown": "markdown", "plain": "plain"}
MARKUP = re.compile(r"</?(?:p|br|b|i|u|em|strong|sub|sup|span|div|img|a|ul|ol|li|table|pre|code|h\d)\b[^<>]*>|&#?\w+;")
OWN_ID = re.compile(r"\[id:((?:\\]|[^\x00-\x1f\x7f\]])+)]")
TAG = re.compile(r"\[tag:((?:\\]|[^\x00-\x1f\x7f\]])+)]")
BLANK = "_____"
"""What Moodle puts in place of answers in the middle of a sentence."""
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")


def looks_like(text: str) -> bool:
    """Whether a text has answers in braces, as GIFT does."""
    return bool(
        re.search(r"(?m)^\s*(?:::|\$CATEGORY:)", text)
        or re.search(r"(?<!\\)\{\s*(?:[=~#]|TRUE|FALSE|T\b|F\b|\})", text)
    )


def read_gift(raw: bytes, path: str) -> Intake:
    """The questions of a GIFT file. `path` is the name to report."""
    text, found = decode(raw, path)
    intake = Intake(findings=list(found))
    if found:
        return intake
    if ASIDE.search(text):
        problem = "invalid characters (U+FDD0 to U+FDEF)"
        intake.findings.append(finding("M001", Source(path), format="GIFT", problem=problem, fix="remove them"))
        return intake
    for line, lines in _divide(text.replace("\r", "\n")):
        _piece(Source(path, line), lines, intake)
    return intake


def _divide(text: str) -> Iterator[tuple[int, list[str]]]:
    """Pieces between empty lines, each with its first line."""
    piece: list[str] = []
    start = 0
    for at, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            start = start if piece else at
            piece.append(line)
        elif piece:
            yield start, piece
            piece = []


def _piece(source: Source, lines: list[str], intake: Intake) -> None:
    notes = [line.strip()[2:] for line in lines if line.strip().startswith("//")]
    body = [(n, line) for n, line in enumerate(lines) if not line.strip().startswith("//")]
    while body and (match := re.match(r"\s*\$CATEGORY:(.*)", body[0][1])):
        intake.parts.append(_category(match[1], source.below(body[0][0])))
        body = body[1:]
    if not body:
        return
    place = source.below(body[0][0])
    text = _set_aside("\n".join(line for _, line in body).strip())
    title = ""
    if match := re.match(r"::(.*?)::", text, re.DOTALL):
        title = " ".join(_back(match[1]).split())
        text = text[match.end() :].strip()
    report = QuestionReport(place, title or short(_back(FORMAT.sub("", text.split("{")[0]))) or "without words")
    ids = [id_ for note in notes for id_ in OWN_ID.findall(note)]
    tags = [_unbracket(tag) for note in notes for tag in TAG.findall(note)]
    if tags:
        report.lost(f"its tags ({', '.join(tags)})", "set the objective that it tests", f"tags: {', '.join(tags)}")
    part = _question(text, title, _unbracket(ids[0]) if ids else "", report)
    intake.parts.append(part)
    intake.findings += report.findings


def _category(path: str, source: Source) -> Prose:
    names = [name.strip() for name in re.split(r"(?<!/)/(?!/)", path.strip())]
    names = [name.replace("//", "/") for name in names if name and not re.fullmatch(r"\$\w+\$|top", name)]
    return Prose(FormattedText(" / ".join(names) or "Questions"), source, heading=2)


def _question(text: str, title: str, own_id: str, report: QuestionReport) -> Draft | Prose:
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        if report.kept:
            return Draft("none", report.source, title, own_id, kept=(*report.kept, _back(text)))
        return Prose(_words(text), report.source)
    if start < 0 or end < start:
        fix = "close the braces, remove empty lines inside, and write \\{ and \\} for literal braces"
        report.add("M004", problem="unbalanced braces", fix=fix)
        return Draft("none", report.source, title, own_id, kept=(*report.kept, _back(text, escaped=True)))
    rest = text[end + 1 :]
    if "{" in rest:
        report.add("M004", problem="several pairs of braces", fix="write one question for each blank")
        return Draft("none", report.source, title, own_id, kept=(*report.kept, _back(text, escaped=True)))
    inside, mark, general = text[start + 1 : end].rpartition("####")
    if not mark:
        inside, general = general, ""
    named = FORMAT.match(text)
    form = FORMS.get(named["form"]) if named else None
    blank = BLANK.replace("_", "\\_") if form == "markdown" else BLANK
    stem = _words(text[:start] + (blank + rest if rest.strip() else ""))
    kind, answers, pairs = _answers(inside.strip(), form, report)
    kept = list(report.kept)
    if kind == "none":
        kept = [*kept, _back(text, escaped=True)]
    return Draft(
        kind,
        report.source,
        title,
        own_id,
        stem,
        answers,
        pairs,
        explanation=_words(general, form),
        kept=tuple(kept),
    )


def _answers(
    inside: str, form: Form | None, report: QuestionReport
) -> tuple[Kind, tuple[DraftAnswer, ...], tuple[Pair, ...]]:
    """Kind, answers and rows, from the text in braces, by Moodle's order of tests."""
    if not inside:
        report.add("M003", kind="an essay")
        return "none", (), ()
    if inside.startswith("#"):
        return "number", _numbers(inside[1:], form, report), ()
    if "~" in inside:
        answers = [_option(piece, form) for piece in _pieces(inside.replace("=", "~="), "~")]
        if len(answers) < 2:
            report.add("M004", problem="only one option", fix="write each option on a line of its own")
        return "choice", options(answers, "=" in inside, report), ()
    if "=" in inside and "->" in inside:
        return _rows(inside, form, report)
    word, *feedback = inside.split("#", 2)
    if word.strip() in TRUE + FALSE:
        wrong, right = (_words(text, form) for text in (*feedback, "", "")[:2])
        true = word.strip() in TRUE
        report.add("M007")
        return "choice", true_or_false(true, right if true else wrong, wrong if true else right), ()
    return "blank", accepted([_typed(piece, form, report) for piece in _pieces(inside, "=")], report), ()


def true_or_false(true: bool, for_true: FormattedText, for_false: FormattedText) -> tuple[DraftAnswer, ...]:
    """The two options of a true/false question."""
    return (
        DraftAnswer(FormattedText("True"), true, for_true),
        DraftAnswer(FormattedText("False"), not true, for_false),
    )


def _rows(
    inside: str, form: Form | None, report: QuestionReport
) -> tuple[Kind, tuple[DraftAnswer, ...], tuple[Pair, ...]]:
    pairs = []
    for piece in _pieces(inside, "="):
        left, arrow, right = piece.partition("->")
        if not arrow or not right.strip():
            report.add("M004", problem=f"'{short(_back(piece))}' has no two sides", fix="write =left -> right")
            return "none", (), ()
        pairs.append(Pair(_words(left, form), _words(right, "plain")))
    return "match", (), tuple(pairs)


def _pieces(text: str, mark: str) -> list[str]:
    first, *others = text.split(mark)
    return [piece.strip() for piece in ([first] if first.strip() else []) + others]


def _option(piece: str, form: Form | None) -> DraftAnswer:
    weight = 0.0
    if piece.startswith("="):
        weight, piece = 100.0, piece[1:].strip()
    if match := WEIGHT.match(piece):
        weight, piece = _weight(match), piece[match.end() :]
    words, _, feedback = piece.partition("#")
    return DraftAnswer(_words(words, form), weight > 0, _words(feedback, form), weight)


def _typed(piece: str, form: Form | None, report: QuestionReport) -> DraftAnswer:
    weight = None
    if match := WEIGHT.match(piece):
        weight, piece = _weight(match), piece[match.end() :]
    words, _, feedback = piece.partition("#")
    text = _words(words, "plain")
    if "*" in text.text.strip("* ") or ("*" in text.text and text.text != "*"):
        report.lost(f"the wildcard in '{short(text.text)}'", "write out every answer that you accept")
    return DraftAnswer(text, True, _words(feedback, form), weight)


def _numbers(inside: str, form: Form | None, report: QuestionReport) -> tuple[DraftAnswer, ...]:
    inside, tilde, other = inside.partition("~")
    answers = []
    for piece in _pieces(inside, "="):
        answer = _typed(piece, form, QuestionReport(report.source, report.name))
        low, dots, high = (part.strip() for part in answer.words.text.partition(".."))
        value, _, tolerance = (part.strip() for part in answer.words.text.partition(":"))
        found = f"{decimal(low)} to {decimal(high)}" if dots else number(value, tolerance)
        text = found or value
        if value != "*" and (not found or "None" in found):
            report.add(
                "M004", problem=f"'{short(answer.words.text)}' is not a number", fix="write 4, 4:0.5 or 3.5..4.5"
            )
            text = answer.words.text
        answers.append(DraftAnswer(FormattedText(text), True, answer.rationale, answer.weight))
    if tilde:
        answers.append(DraftAnswer(FormattedText("*"), False, _words(other.partition("#")[2], form), 0.0))
    return accepted(answers, report)


def _weight(match: re.Match[str]) -> float:
    return float(re.sub(r"^-+", "-", match["weight"]))


def _words(text: str, form: Form | None = None) -> FormattedText:
    """Text with its format: as named, as the stem's, or as Moodle would guess it."""
    text = text.strip()
    if match := FORMAT.match(text):
        text = text[match.end() :].strip()
        form = FORMS.get(match["form"])
    if not text:
        return NOTHING
    if form in ("html", "markdown"):
        return FormattedText(_back(text), form)
    text = _back(" ".join(text.split()))
    # Without a format Moodle takes tags for what they are.
    return FormattedText(text, "html") if form is None and MARKUP.search(text) else FormattedText(text)


def _set_aside(text: str) -> str:
    """Escaped characters as noncharacters; `\\\\` is a backslash that escapes nothing."""

    def aside(match: re.Match[str]) -> str:
        return "\\" if match[1] == "\\" else chr(FIRST + ESCAPED.index(match[1]))

    return re.sub(rf"\\([\\{re.escape(ESCAPED)}])", aside, text)


def _back(text: str, escaped: bool = False) -> str:
    """The characters that were set aside; `escaped`, as the author wrote them."""

    def back(match: re.Match[str]) -> str:
        at = ord(match[0]) - FIRST
        if at >= len(ESCAPED):
            return match[0]
        return f"\\{ESCAPED[at]}" if escaped else ESCAPED[at].replace("n", "\n")

    return ASIDE.sub(back, text)


def _unbracket(text: str) -> str:
    return text.replace("\\]", "]").strip()
