"""Pages of mkdocs-quiz 1.7: Markdown with `<quiz>` blocks, read as the plugin itself reads them.

The rest of the page stays as it is. A quiz with `[[answer]]` anywhere is a text with blanks; any other has options as
a task list, their feedback as a quote right below, and a section of content after the last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from textwrap import dedent

from ..model import Source
from ..read.source import Text, read
from ..report.finding import finding
from .cloze import as_case
from .draft import Draft, DraftAnswer, FormattedText, Intake, Prose
from .marks import QuestionReport, short

OPEN, CLOSE = "<quiz>", "</quiz>"
MOST_REPORTED = 20
"""Most tags without a counterpart that are reported; a page may have thousands."""
FENCED = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?\n.*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
BLANK = re.compile(r"\[\[([^\]]{1,500})\]\]")
BOX = re.compile(r"^[-*] \[(.?)\] (.*)$")
QUOTE = re.compile(r"^\s*>\s?(.*)$")
OLD = re.compile(r"<\?/?quiz\?>")
PLACES = re.compile(r"<!-- mkdocs-quiz (intro|results) -->\n?")
LINE = r"\_\_\_\_\_"
FALLS = "the quiz is kept as a comment; rewrite it as /// question"


def looks_like(text: str) -> bool:
    """Whether a page has quizzes of mkdocs-quiz, of this or an earlier syntax."""
    return bool(re.search(r"<quiz>|<\?quiz\?>", text))


def read_quiz_page(raw: bytes, path: str) -> Intake:
    """A page of mkdocs-quiz: its prose and its quizzes in their order. `path` is the name to report."""
    page = read(raw, path)
    intake = Intake(findings=list(page.findings), whole=True)
    if any(item.code == "F001" for item in page.findings):
        return intake
    text = page.text.replace("\r", "\n")
    quizzes = list(_quizzes(text))
    code = [match.span() for match in FENCED.finditer(text) if not _within(match.start(), quizzes)]

    def in_code(at: int) -> bool:
        return _within(at, code)

    if old := next((match for match in OLD.finditer(text) if not in_code(match.start())), None):
        problem = "it was written for mkdocs-quiz before 1.0"
        place = page.source(page.line(old.start()))
        fix = "run mkdocs-quiz migrate first"
        intake.findings.append(finding("M001", place, format="mkdocs-quiz", problem=problem, fix=fix))
        return intake
    head, at = _front_matter(page, intake), page.body_start
    for start, end in quizzes:
        if start < at or in_code(start):
            continue
        _prose(head + text[at:start], page.source(page.line(at)), intake)
        head, at = "", end
        _quiz(text, start, end, page.source(page.line(start)), intake)
    _prose(head + text[at:], page.source(page.line(at)), intake)
    for left in islice(re.finditer(r"</?quiz>", text[at:]), MOST_REPORTED):
        if not in_code(at + left.start()):
            place = page.source(page.line(at + left.start()))
            report = QuestionReport(place, left[0])
            report.add(
                "M004", problem="the tag has no counterpart", fix="write <quiz> before and </quiz> after each quiz"
            )
            intake.findings += report.findings
    return intake


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a position lies in one of the spans, which are in order. Code in a quiz is part of it; code around a
    quiz only shows one.
    """
    n = bisect_right(spans, (at, at)) - 1
    return any(start <= at < end for start, end in spans[max(n, 0) : n + 2])


def _front_matter(page: Text, intake: Intake) -> str:
    """The front matter without the settings of mkdocs-quiz, which have another meaning here."""
    head = page.text[: page.body_start]
    if "quiz" not in page.meta:
        return head
    what = f"the settings 'quiz: {page.meta['quiz']}'"
    fix = "see CONTRIBUTING for the settings of a quiz page"
    intake.findings.append(finding("M006", page.entry("quiz"), who="the page", what=what, fix=fix))
    kept = re.sub(r"(?m)^quiz[ \t]*:.*\n(?:[ \t]+.*\n|[ \t]*\n)*", "", head)
    return "" if re.fullmatch(r"-{3}\s*\n\s*(?:-{3}|\.{3})\s*", kept) else kept


def _prose(text: str, source: Source, intake: Intake) -> None:
    for match in PLACES.finditer(text):
        what = f"the placeholder for its {match[1]}"
        fix = "nothing to do: a quiz page shows its count and score"
        place = source.below(text.count("\n", 0, match.start()))
        intake.findings.append(finding("M006", place, who="the page", what=what, fix=fix))
    text = PLACES.sub("", text)
    if text.strip():
        intake.parts.append(Prose(FormattedText(text.strip("\n").rstrip(), "markdown"), source))


def _quizzes(text: str) -> Iterator[tuple[int, int]]:
    """Where each quiz begins and ends, tags included."""
    end = 0
    while (start := text.find(OPEN, end)) >= 0 and (close := text.find(CLOSE, start)) >= 0:
        end = close + len(CLOSE)
        yield start, end


def _quiz(text: str, start: int, end: int, source: Source, intake: Intake) -> None:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    indent = before if not before.strip() else ""
    lines = dedent(text[start + len(OPEN) : end - len(CLOSE)]).strip("\n").split("\n")
    words = "\n".join(lines)
    report = QuestionReport(source, short(BLANK.sub("_____", words)) or "without words")
    draft = _blanks(words, source, report) if BLANK.search(words) else _choice(lines, source, report)
    if any(item.code == "M004" for item in report.findings):
        draft = Draft("none", source, kept=(*report.kept, text[start:end]))
    intake.parts.append(replace(draft, indent=indent.expandtabs(4)))
    intake.findings += report.findings


def _blanks(words: str, source: Source, report: QuestionReport) -> Draft:
    """The key of a blank is the text in its brackets; mkdocs-quiz ignores spaces and case, too."""
    lines = words.split("\n")
    rule = next((n for n, line in enumerate(lines) if n and line.strip() == "---"), len(lines))
    stem, content = "\n".join(lines[:rule]), "\n".join(lines[rule + 1 :])
    keys = [match[1].strip() for match in BLANK.finditer(stem)]
    if not keys:
        report.add("M004", problem="its blanks are below the line ---", fix="write them above it")
    elif BLANK.search(content):
        report.lost("the blanks below its line ---", "mkdocs-quiz shows them as plain text; check what was meant")
    numbers = iter(range(1, len(keys) + 1))
    numbered = BLANK.sub(lambda _: f"({next(numbers)}) {LINE}" if len(keys) > 1 else LINE, stem)
    blanks = [Draft("blank", source, answers=(DraftAnswer(FormattedText(key), True),)) for key in keys]
    draft = Draft(
        "blank",
        source,
        stem=FormattedText(numbered.strip("\n"), "markdown"),
        explanation=FormattedText(content.strip("\n"), "markdown"),
        kept=tuple(report.kept),
    )
    return (
        as_case(draft, blanks, report) if len(keys) > 1 else replace(draft, answers=blanks[0].answers if keys else ())
    )


def _choice(lines: list[str], source: Source, report: QuestionReport) -> Draft:
    """A quiz with options. Reports what mkdocs-quiz rejects or shows differently."""
    first = next((n for n, line in enumerate(lines) if BOX.match(line)), None)
    if first is None:
        report.add("M004", problem="no options", fix=FALLS)
        return Draft("none", source)
    answers: list[DraftAnswer] = []
    at = first
    while at < len(lines):
        box = BOX.match(lines[at])
        if box and box[1] not in ("x", "X", " ", ""):
            report.add("M004", problem=f"'[{box[1]}]' is not a checkbox", fix="write [x] or [ ]")
        if box:
            quote: list[str] = []
            while at + 1 < len(lines) and (line := QUOTE.match(lines[at + 1])):
                quote.append(line[1])
                at += 1
            right = box[1] in ("x", "X")
            answers.append(
                DraftAnswer(FormattedText(box[2], "markdown"), right, FormattedText("\n".join(quote), "markdown"))
            )
        elif lines[at].strip():
            break
        at += 1
    content = "\n".join(lines[at:])
    if any(BOX.match(line) for line in lines[at:]):
        report.add("M004", problem="options come after other text, where mkdocs-quiz does not read them", fix=FALLS)
    if not any(answer.right for answer in answers):
        report.add("M004", problem="no correct option", fix="mark one with [x]")
    stem = FormattedText("\n".join(lines[:first]).strip("\n"), "markdown")
    return Draft(
        "choice", source, stem=stem, answers=tuple(answers), explanation=FormattedText(content.strip("\n"), "markdown")
    )
