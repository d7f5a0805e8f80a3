"""Quiz pages: what `quiz:` in a page's front matter says, what can be wrong with it, and the panel it becomes.

    quiz: {id: safety, pass: 80, draw: 10, least: 2, shuffle: true}

`key: private` builds the page without the key, for a provider who marks. Everything may be left out. The browser
makes practice and exam of the panel; without scripts it says how many questions there are and where to read again.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf
from typing import Any

from ..locale import Language
from ..markdown.templates import fill_template
from ..marking.draw import fewest, possible
from ..model import Objective, Question, Quiz, Source, edition_of, module_of
from ..read.source import Text
from ..report.finding import Finding, finding

KEY = "quiz"
PASS_MARK = "pass_mark"
PRIVATE = "private"
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def _counts(value: object, most: float = inf) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


SETTINGS: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": (
        lambda value: isinstance(value, str) and NAME.fullmatch(value) is not None,
        "a name of lowercase letters, digits and hyphens",
    ),
    "pass": (lambda value: _counts(value, 100), "a whole number from 1 to 100"),
    "draw": (_counts, "the number of questions in an attempt, 1 or more"),
    "least": (_counts, "the minimum number of questions per objective, 1 or more"),
    "shuffle": (lambda value: isinstance(value, bool), "true or false"),
    "key": (lambda value: value == PRIVATE, "private, or remove it"),
}
"""What a quiz may say: which values are valid, and how that is put."""
FIRST_QUESTION = re.compile(
    r'(?:<h2\b[^>]*>(?:(?!</h2>).)*</h2>\s*)?(?:<form class="cb-question"|<section class="cb-case")', re.DOTALL
)
"""The first question, with a heading right above it: the panel is of the whole page, not of that heading."""


def read_quizzes(pages: Mapping[str, Text], home: str) -> tuple[dict[str, Quiz], list[Finding]]:
    """The quizzes by page; Q030 to Q032, Q037, Q038. `pages` are by path in docs, `home` has the course's pass mark."""
    found: list[Finding] = []
    quizzes: dict[str, Quiz] = {}
    first: dict[str, Source] = {}
    course = pages[home].meta if home in pages else {}
    default = None
    if PASS_MARK in course:
        default = _valid(pages[home], "pass", course[PASS_MARK], (PASS_MARK,), None, found)
    for path, page in pages.items():
        if KEY not in page.meta:
            continue
        quiz = _read(page, module_of(path), default, found)
        quizzes[path] = quiz
        if not quiz.id:
            found.append(finding("Q038", quiz.source))
        elif first.setdefault(quiz.id, quiz.source) is not quiz.source:
            found.append(finding("Q037", quiz.source, id=quiz.id, first=first[quiz.id]))
    return quizzes, found


def _read(page: Text, module: str, default: int | None, found: list[Finding]) -> Quiz:
    place, written = page.entry(KEY), page.meta[KEY]
    if written is None or written is True:
        written = {}
    if not isinstance(written, dict):
        found.append(finding("Q030", place, value=written))
        written = {}
    for name in written:
        if name not in SETTINGS:
            found.append(finding("Q031", page.entry(KEY, str(name)), SETTINGS, setting=name))
    values: dict[str, Any] = {"id": module, "pass": default, "draw": 0, "least": 0, "shuffle": False, "key": ""}
    for name in SETTINGS:
        if name in written:
            fallback = None if name == "pass" else values[name]
            values[name] = _valid(page, name, written[name], (KEY, name), fallback, found)
    private = values["key"] == PRIVATE
    return Quiz(values["id"], values["pass"], values["draw"], values["least"], values["shuffle"], private, place)


def _valid(page: Text, name: str, value: object, keys: tuple[str, ...], fallback: object, found: list[Finding]) -> Any:
    """The value of a setting; the fallback, and a finding (Q032), where it is not valid."""
    is_valid, wanted = SETTINGS[name]
    if is_valid(value):
        return value
    shown = str(value).lower() if isinstance(value, bool) else value
    found.append(finding("Q032", page.entry(*keys), name=keys[-1], value=shown, wanted=wanted))
    return fallback


def check_quiz(quiz: Quiz, questions: Iterable[Question]) -> Iterator[Finding]:
    """What an exam of these questions could not keep to: Q033 to Q036, and Q039."""
    bank = list(questions)
    if not bank:
        yield finding("Q036", quiz.source)
        return
    if quiz.draw > len(bank):
        yield finding("Q033", quiz.source, draw=quiz.draw, count=len(bank))
    objectives = Counter(question.objective for question in bank if question.objective)
    needed, singly = fewest(bank, quiz.least), quiz.least * len(objectives)
    if 0 < quiz.draw < needed:
        whole = " with their cases, which are drawn whole" if needed > singly else ""
        names = {"draw": quiz.draw, "least": quiz.least, "objectives": len(objectives), "needed": needed}
        yield finding("Q034", quiz.source, **names, whole=whole)
    elif not possible(bank, quiz.draw, quiz.least):
        near = next(more for more in range(quiz.draw, len(bank) + 1) if possible(bank, more, quiz.least))
        yield finding("Q039", quiz.source, draw=quiz.draw, near=near)
    for objective, count in objectives.items():
        if count < quiz.least:
            yield finding("Q035", quiz.source, objective=objective, count=count, least=quiz.least)


def with_panel(
    html: str,
    quiz: Quiz,
    questions: Iterable[Question],
    objectives: Mapping[str, Objective],
    sections: Mapping[str, list[tuple[str, str]]],
    words: Language,
    professions: Mapping[str, str],
) -> str:
    """The page with the quiz's panel before its first question. `sections` are address and title of what teaches an
    objective; `professions` are those of which an answer sheet asks for one, with their names.
    """
    bank = list(questions)
    edition = edition_of(bank) if quiz.private else ""
    tested = dict.fromkeys(question.objective for question in bank)
    reread = [(objectives[name], sections.get(name, [])) for name in tested if name in objectives]
    asked = json.dumps(dict(professions), ensure_ascii=False) if professions and quiz.private else ""
    panel = str(
        fill_template(
            "quiz.html", quiz=quiz, count=len(bank), reread=reread, edition=edition, professions=asked, words=words
        )
    )
    return FIRST_QUESTION.sub(lambda match: panel + match[0], html, count=1)
