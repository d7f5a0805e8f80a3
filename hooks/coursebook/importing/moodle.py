"""Moodle XML: `<quiz>` with a `<question type="...">` for each question, most words in it HTML in CDATA.

The file may come from anywhere: no entity is resolved, nothing is fetched, and lxml's limits on depth and size hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from lxml import etree

from ..model import Source
from ..report.finding import finding
from . import cloze
from .draft import NOTHING, Draft, DraftAnswer, Form, FormattedText, Intake, Pair, Prose
from .gift import true_or_false
from .marks import QuestionReport, accepted, decimal, number, options, reader, settings, short
from .moodle_fields import everything_of, files_of, fraction_of, text_of, words_of
from .rich import FILE

READ = set(
    """name questiontext generalfeedback defaultgrade penalty hidden idnumber single shuffleanswers answernumbering
    showstandardinstruction correctfeedback partiallycorrectfeedback incorrectfeedback shownumcorrect answer
    subquestion hint tags units unitgradingtype unitpenalty showunits unitsleft usecase image image_base64
    correctresponsesfeedback subquestionsorten layouttype selecttype selectcount gradingtype showgrading
    numberingstyle file""".split()
)
"""Elements that are imported, reported, or concern Moodle's layout only."""
STANDARD = {"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
"""Moodle's default feedback."""
KINDS = {
    "essay": "an essay",
    "calculated": "a calculated question",
    "calculatedsimple": "a calculated question",
    "calculatedmulti": "a calculated question",
    "random": "a random question",
    "ddwtos": "a drag-and-drop text question",
    "ddimageortext": "a drag-and-drop image question",
    "ddmarker": "an image to mark",
    "gapselect": "a select-words question",
    "stack": "a STACK question",
    "coderunner": "a coding question",
}
SETTINGS: dict[str, Callable[[str], bool]] = {
    "penalty": lambda value: float(value) != 0,
    "defaultgrade": lambda value: float(value) != 1,
    "shuffleanswers": lambda value: value in ("1", "true"),
    "hidden": lambda value: value == "1",
}
MENDS = {
    "penalty": "nothing to do: earlier attempts in practice do not lower the mark",
    "defaultgrade": "all questions count the same; ask more questions on what matters more",
    "shuffleanswers": "to shuffle options, use quiz: {shuffle: true} in its front matter",
    "hidden": "the question was hidden in Moodle; remove it if it should stay hidden",
    "standard feedback": "nothing to do: the page shows Correct and Incorrect",
}


def looks_like(text: str) -> bool:
    """Whether a text begins as Moodle XML does. mkdocs-quiz has a tag of the same name, with no tag right after it."""
    return bool(re.match(r"\s*(?:<\?xml\b|(?:<!--.*?-->\s*)*<quiz>\s*(?:<!--.*?-->\s*)*<question\b)", text, re.DOTALL))


def read_moodle(raw: bytes, path: str) -> Intake:
    """The questions of a Moodle XML file. `path` is the name to report."""
    intake = Intake()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(raw.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        problem = re.sub(r",? \(?line \d+.*$", "", str(error)) or "the file is empty"
        _refuse(intake, Source(path, line or None), problem, "export it again, or fix it in an XML editor")
        return intake
    if root.getroottree().docinfo.internalDTD is not None:
        _refuse(intake, Source(path), "it has a DOCTYPE, which Moodle never writes", "remove the DOCTYPE")
        return intake
    if root.tag != "quiz":
        _refuse(
            intake, Source(path), f"the root element is <{root.tag}>, not <quiz>", "export the questions as Moodle XML"
        )
        return intake
    seen: list[tuple[Source, str, str]] = []
    for element in root.iterchildren(etree.Element):
        place = Source(path, element.sourceline)
        if element.tag == "question":
            _question(element, place, intake, seen)
        else:
            intake.findings.append(
                finding("M006", place, who="the file", what=f"<{element.tag}>", fix="check its content")
            )
    intake.findings += settings(seen, lambda name: MENDS[name])
    return intake


def _refuse(intake: Intake, source: Source, problem: str, fix: str) -> None:
    intake.findings.append(finding("M001", source, format="Moodle XML", problem=problem, fix=fix))


def _question(element: Any, place: Source, intake: Intake, seen: list[tuple[Source, str, str]]) -> None:
    kind = element.get("type", "")
    if kind == "category":
        intake.parts.append(_category(element, place))
        if about := words_of(element.find("info")):
            intake.parts.append(Prose(about, place))
        return
    stem = words_of(element.find("questiontext"))
    name = text_of(element, "name/text") or short(reader(stem)) or "without words"
    report = QuestionReport(place, short(name))
    for what, matters in SETTINGS.items():
        value = text_of(element, what)
        try:
            if value and matters(value):
                seen.append((place, what, f"{float(value):g}" if what in ("penalty", "defaultgrade") else value))
        except ValueError:
            report.lost(f"{what}: {short(value)}", "check what it means", f"{what}: {value}")
    _rest(element, report, seen)
    files = list(files_of(element, report))
    if old := text_of(element, "image"):
        # How Moodle 1 wrote pictures.
        stem = FormattedText(f'{stem.text}<p><img src="{FILE}{escape(old)}"></p>', "html")
    draft = Draft(
        "none",
        place,
        text_of(element, "name/text"),
        text_of(element, "idnumber"),
        stem,
        explanation=words_of(element.find("generalfeedback"), stem.form),
        hints=tuple(filter(None, (_hint(hint, stem.form) for hint in element.iterfind("hint")))),
        files=tuple(files),
    )
    intake.parts += _of_kind(kind, element, draft, report)
    intake.findings += report.findings


def _of_kind(kind: str, element: Any, draft: Draft, report: QuestionReport) -> list[Draft | Prose]:
    form = draft.stem.form
    answers: tuple[DraftAnswer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    unit = ""
    if kind == "multichoice":
        became: Any = "choice"
        single = text_of(element, "single") not in ("false", "0")
        answers = options([_option(answer, form) for answer in element.iterfind("answer")], single, report)
        if len(answers) < 2:
            report.add("M004", problem="fewer than two options", fix="write each as - [ ] text")
    elif kind == "truefalse":
        became, answers = "choice", _true_or_false(element, form, report)
    elif kind == "shortanswer":
        became, answers = "blank", _typed(element, form, report)
    elif kind == "numerical":
        became, answers = (
            "number",
            accepted([_number(answer, form, report) for answer in element.iterfind("answer")], report),
        )
        unit = _unit(element, report)
    elif kind in ("matching", "ddmatch"):
        became, pairs = "match", _pairs(element, form, report)
    elif kind == "ordering":
        became = "order"
        # The fraction is the place at which an item belongs.
        found = sorted(element.iterfind("answer"), key=fraction_of)
        answers = tuple(DraftAnswer(words_of(answer, form), True) for answer in found)
    elif kind in ("cloze", "multianswer"):
        return [cloze.split(draft, report)]
    elif kind == "description" and not (draft.explanation or draft.hints or report.kept or draft.files):
        return [Prose(draft.stem, draft.source)]
    else:
        became = "none"
        named = KINDS.get(kind, f"a question of the kind '{kind}'")
        report.add("M003", kind="a description with more than its text" if kind == "description" else named)
        report.kept += everything_of(element)
    return [
        Draft(
            became,
            draft.source,
            draft.name,
            draft.own_id,
            draft.stem,
            answers,
            pairs,
            draft.explanation,
            draft.hints,
            unit,
            tuple(report.kept),
            draft.files,
        )
    ]


def _category(element: Any, place: Source) -> Prose:
    path = text_of(element, "category/text")
    names = [name.strip().replace("//", "/") for name in re.split(r"(?<!/)/(?!/)", path)]
    names = [name for name in names if name and not re.fullmatch(r"\$\w+\$|top", name)]
    return Prose(FormattedText(" / ".join(names) or "Questions"), place, heading=2)


def _option(answer: Any, form: Form) -> DraftAnswer:
    weight = fraction_of(answer)
    return DraftAnswer(words_of(answer, form), weight > 0, words_of(answer.find("feedback"), form), weight)


def _true_or_false(element: Any, form: Form, report: QuestionReport) -> tuple[DraftAnswer, ...]:
    true, named = False, {}
    for answer in element.iterfind("answer"):
        name = reader(words_of(answer, form)).casefold()
        named[name] = words_of(answer.find("feedback"), form)
        true = true or (name == "true" and fraction_of(answer) > 0)
    if not {"true", "false"} >= set(named) or not named:
        report.add("M004", problem="the answers are not true and false", fix="check that [x] marks the correct one")
    report.add("M007")
    return true_or_false(true, named.get("true", NOTHING), named.get("false", NOTHING))


def _typed(element: Any, form: Form, report: QuestionReport) -> tuple[DraftAnswer, ...]:
    if text_of(element, "usecase") == "1":
        report.lost("case sensitivity", "check the answers: matching here ignores case")
    answers = []
    for answer in element.iterfind("answer"):
        text = text_of(answer, "text")
        if "*" in text and text != "*":
            report.lost(f"the wildcard in '{short(text)}'", "write out every answer that you accept")
        answers.append(
            DraftAnswer(FormattedText(text), True, words_of(answer.find("feedback"), form), fraction_of(answer))
        )
    return accepted(answers, report)


def _number(answer: Any, form: Form, report: QuestionReport) -> DraftAnswer:
    value, tolerance = text_of(answer, "text"), text_of(answer, "tolerance")
    text = value if value == "*" else number(value, tolerance)
    if text is None:
        report.add("M004", problem=f"'{short(value)}' is not a number", fix="write 4 or 4 ± 0.5")
    return DraftAnswer(FormattedText(text or value), True, words_of(answer.find("feedback"), form), fraction_of(answer))


def _unit(element: Any, report: QuestionReport) -> str:
    """The unit in which the answer is given; others cannot be carried."""
    units = {text_of(unit, "unit_name"): text_of(unit, "multiplier") for unit in element.iterfind("units/unit")}
    own = next((name for name, times in units.items() if decimal(times) and float(times) == 1), "")
    others = [f"{name} (times {times})" for name, times in units.items() if name != own]
    if others:
        named = ", ".join(others)
        report.lost(f"its other units: {named}", "state the expected unit in the stem", f"other units: {named}")
    return own


def _pairs(element: Any, form: Form, report: QuestionReport) -> tuple[Pair, ...]:
    pairs = []
    for row in element.iterfind("subquestion"):
        left, right = words_of(row, form), FormattedText(text_of(row, "answer/text"))
        if not right:
            problem = f"'{short(reader(left))}' has no match"
            report.add("M004", problem=problem, fix="write - left => right")
        pairs.append(Pair(left, right))
    return tuple(pairs)


def _hint(hint: Any, form: Form) -> FormattedText:
    return words_of(hint.find("hintcontent") if hint.find("hintcontent") is not None else hint, form)


def _rest(element: Any, report: QuestionReport, seen: list[tuple[Source, str, str]]) -> None:
    """Feedback and other text beside question and answers."""
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        said = reader(words_of(element.find(name)))
        if said in STANDARD:
            seen.append((report.source, "standard feedback", said))
        elif said:
            fix = "add its content to the rationales or the explanation"
            report.lost(f"its {name} ('{short(said)}')", fix, f"{name}: {said}")
    for child in element.iterchildren(etree.Element):
        said = " ".join("".join(child.itertext()).split())
        if said and child.tag not in READ and element.get("type") not in KINDS:
            report.lost(f"<{child.tag}> ({short(said)})", "check what it means", f"{child.tag}: {said}")
    tags = [tag for tag in (text_of(element_, "text") for element_ in element.iterfind("tags/tag")) if tag]
    if tags:
        report.lost(f"its tags ({', '.join(tags)})", "set the objective that it tests", f"tags: {', '.join(tags)}")
