"""Pages of mkdocs-quiz 1.7: Markdown with `<quiz>` blocks, read as the plugin itself reads them.

The rest of the page stays as it is. A quiz with `[[answer]]` anywhere is a text with blanks; any other has options as
a task list, their feedback as a quote right below, and a section of content after the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

from ..findings import finding
from ..model import Source
from ..source import Text, read
from .draft import NOTHING, Answer, Draft, Intake, Kind, Prose, Words
from .marks import Teller, short

QUIZ = re.compile(r"<quiz>(.*?)</quiz>", re.DOTALL)
FENCED = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?\n.*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
BLANK = re.compile(r"\[\[([^\]]+)\]\]")
BOX = re.compile(r"^[-*] \[(.?)\] (.*)$")
QUOTE = re.compile(r"^\s*>\s?(.*)$")
OLD = re.compile(r"<\?/?quiz\?>")
PLACES = re.compile(r"<!-- mkdocs-quiz (intro|results) -->\n?")
LINE = r"\_\_\_\_\_"
FALLS = "the quiz is kept as a comment; write it anew as /// question"


def looks_like(text: str) -> bool:
    """Whether a page has quizzes of mkdocs-quiz, of this or an earlier syntax."""
    return bool(re.search(r"<quiz>|<\?quiz\?>", text))


def read_quiz_page(raw: bytes, path: str) -> Intake:
    """A page of mkdocs-quiz: its prose and its quizzes in their order. `path` is the name to tell."""
    page = read(raw, path)
    intake = Intake(findings=list(page.findings), whole=True)
    text = page.text.replace("\r", "\n")
    code = [match.span() for match in FENCED.finditer(text) if not _inside_quiz(text, match)]

    def in_code(at: int) -> bool:
        return any(start <= at < end for start, end in code)

    if old := next((match for match in OLD.finditer(text) if not in_code(match.start())), None):
        problem = "it is written for mkdocs-quiz before 1.0"
        place = page.source(page.line(old.start()))
        mend = "run mkdocs-quiz migrate on it first"
        intake.findings.append(finding("M001", place, format="mkdocs-quiz", problem=problem, mend=mend))
        return intake
    head, at = _front_matter(page, intake), page.body_start
    for match in QUIZ.finditer(text, at):
        if in_code(match.start()):
            continue
        _prose(head + text[at : match.start()], page.source(page.line(at)), intake)
        head, at = "", match.end()
        _quiz(match, text, page.source(page.line(match.start())), intake)
    _prose(head + text[at:], page.source(page.line(at)), intake)
    for left in re.finditer(r"</?quiz>", text[at:]):
        if not in_code(at + left.start()):
            place = page.source(page.line(at + left.start()))
            tell = Teller(place, left[0])
            tell.say("M004", problem="it has no counterpart", mend="write <quiz> before and </quiz> after each quiz")
            intake.findings += tell.findings
    return intake


def _inside_quiz(text: str, code: re.Match[str]) -> bool:
    """Whether a code block lies in a quiz; one around a quiz shows it only."""
    return any(quiz.start() < code.start() < quiz.end() for quiz in QUIZ.finditer(text))


def _front_matter(page: Text, intake: Intake) -> str:
    """The front matter without the settings of mkdocs-quiz, which mean something else here."""
    head = page.text[: page.body_start]
    if "quiz" not in page.meta:
        return head
    line = page.find_key("quiz")
    what = f"the settings 'quiz: {page.meta['quiz']}'"
    mend = "see CONTRIBUTING for what a quiz page can set"
    intake.findings.append(finding("M006", page.source(line), who="the page", what=what, mend=mend))
    kept = re.sub(r"(?m)^quiz[ \t]*:.*\n(?:[ \t]+.*\n|[ \t]*\n)*", "", head)
    return "" if re.fullmatch(r"-{3}\s*\n\s*(?:-{3}|\.{3})\s*", kept) else kept


def _prose(text: str, source: Source, intake: Intake) -> None:
    for match in PLACES.finditer(text):
        what = f"the place for its {match[1]}"
        mend = "nothing to do: a quiz page tells count and score by itself"
        place = Source(source.path, source.line + text.count("\n", 0, match.start()))
        intake.findings.append(finding("M006", place, who="the page", what=what, mend=mend))
    text = PLACES.sub("", text)
    if text.strip():
        intake.parts.append(Prose(Words(text.strip("\n"), "markdown"), source))


def _quiz(match: re.Match[str], text: str, source: Source, intake: Intake) -> None:
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    indent = before if not before.strip() else ""
    lines = dedent(match[1]).strip("\n").split("\n")
    words = "\n".join(lines)
    tell = Teller(source, short(BLANK.sub("_____", words)) or "without words")
    drafts = list(_blanks(words, source, tell)) if BLANK.search(words) else [_choice(lines, source, tell)]
    if any(finding.code == "M004" for finding in tell.findings):
        drafts = [Draft("none", source, kept=(*tell.kept, match[0]))]
    for draft in drafts:
        intake.parts.append(_indented(draft, indent))
    intake.findings += tell.findings


def _indented(draft: Draft, indent: str) -> Draft:
    """The draft at the depth of its quiz, which may stand in a tab or a box."""
    return Draft(
        draft.kind,
        draft.source,
        stem=draft.stem,
        answers=draft.answers,
        explanation=draft.explanation,
        kept=draft.kept,
        indent=indent.expandtabs(4),
    )


def _blanks(words: str, source: Source, tell: Teller) -> Iterator[Draft]:
    """One question a blank; the key is the text in the brackets, spaces and capitals left aside."""
    stem, content = words, ""
    for n, line in enumerate(words.split("\n")):
        if line.strip() == "---" and n:
            lines = words.split("\n")
            stem, content = "\n".join(lines[:n]), "\n".join(lines[n + 1 :])
            break
    keys = [match[1].strip() for match in BLANK.finditer(stem)]
    if not keys:
        tell.say("M004", problem="its blanks stand below the line ---", mend="write them above it")
    if BLANK.search(content):
        tell.loses("the brackets [[ ]] below its line ---", "mkdocs-quiz shows them as they are; see what was meant")
    if len(keys) > 1:
        tell.say("M010", count=len(keys))
    for n, key in enumerate(keys, start=1):
        count = iter(range(1, len(keys) + 1))
        numbered = BLANK.sub(lambda _: f"({next(count)}) {LINE}" if len(keys) > 1 else LINE, stem)  # noqa: B023
        asked = f"\n\nWhat belongs in blank {n}?" if len(keys) > 1 else ""
        last = n == len(keys)
        explanation = Words(content.strip("\n"), "markdown") if last else NOTHING
        kept = tuple(tell.kept) if n == 1 else ()
        answer = Answer(Words(key), True)
        stemmed = Words(numbered.strip("\n") + asked, "markdown")
        yield Draft("blank", source, stem=stemmed, answers=(answer,), explanation=explanation, kept=kept)


def _choice(lines: list[str], source: Source, tell: Teller) -> Draft:
    """A quiz with options. What mkdocs-quiz refuses or shows otherwise than it looks is told."""
    first = next((n for n, line in enumerate(lines) if BOX.match(line)), None)
    if first is None:
        tell.say("M004", problem="it has no options", mend=FALLS)
        return Draft("none", source)
    answers: list[Answer] = []
    at = first
    while at < len(lines):
        box = BOX.match(lines[at])
        if box and box[1] not in ("x", "X", " ", ""):
            tell.say("M004", problem=f"'[{box[1]}]' is no box", mend="write [x] or [ ]")
        if box:
            quote: list[str] = []
            while at + 1 < len(lines) and (line := QUOTE.match(lines[at + 1])):
                quote.append(line[1])
                at += 1
            right = box[1] in ("x", "X")
            answers.append(Answer(Words(box[2], "markdown"), right, Words("\n".join(quote), "markdown")))
        elif lines[at].strip():
            break
        at += 1
    content = "\n".join(lines[at:])
    if any(BOX.match(line) for line in lines[at:]):
        tell.say("M004", problem="options stand below other text, where mkdocs-quiz sees none", mend=FALLS)
    if not any(answer.right for answer in answers):
        tell.say("M004", problem="no option of it is right", mend="mark one with [x]")
    kind: Kind = "choice"
    stem = Words("\n".join(lines[:first]).strip("\n"), "markdown")
    return Draft(kind, source, stem=stem, answers=tuple(answers), explanation=Words(content.strip("\n"), "markdown"))
