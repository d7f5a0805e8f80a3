"""Quiz pages: what `quiz:` in a page's front matter says, what can be wrong with it, and the panel it becomes.

    quiz: {id: safety, pass: 80, draw: 10, least: 2, shuffle: true}

`key: private` builds the page without the key, for a provider who marks. Everything may be left out. The browser
makes practice and exam of the panel; without scripts it says how many questions there are and where to read again.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..locale import Language
from ..markdown.templates import fill_template
from ..marking.draw import fewest, possible
from ..model import Objective, Question, Source, edition_of, module_of
from ..read.source import Text
from ..report.finding import Finding, finding

KEY = "quiz"
PASS_MARK = "pass_mark"
SETTINGS = ("id", "pass", "draw", "least", "shuffle", "key")
PRIVATE = "private"
WANTED = {
    "id": "a name in lower case: letters, digits and hyphens",
    "pass": "a whole number of percent, 1 to 100",
    PASS_MARK: "a whole number of percent, 1 to 100",
    "draw": "how many questions an exam asks, 1 or more",
    "least": "how many questions of each objective it asks at least, 1 or more",
    "shuffle": "true or false",
    "key": "private, or leave it out",
}
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
FIRST_QUESTION = re.compile(
    r'(?:<h2\b[^>]*>(?:(?!</h2>).)*</h2>\s*)?(?:<form class="cb-question"|<section class="cb-case")', re.DOTALL
)
"""The first question, with a heading right above it: the panel is of the whole page, not of that heading."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as its author set it. `pass_mark` is in percent, None where none is set; `draw` is 0 where an exam asks
    everything, `least` 0 where it may leave an objective out.
    """

    id: str
    pass_mark: int | None
    draw: int
    least: int
    shuffle: bool
    private: bool
    source: Source


def read_quizzes(pages: Mapping[str, Text], home: str) -> tuple[dict[str, Quiz], list[Finding]]:
    """The quizzes by page; Q030 to Q032, Q037 and Q038. `pages` are by path in docs, `home` is the one with the
    course's own pass mark.
    """
    found: list[Finding] = []
    quizzes: dict[str, Quiz] = {}
    first: dict[str, Source] = {}
    course = pages[home].meta if home in pages else {}
    default = _whole(pages[home], PASS_MARK, course[PASS_MARK], (PASS_MARK,), found) if PASS_MARK in course else None
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
    place = page.entry(KEY)
    written = page.meta[KEY]
    if written is None or written is True:
        written = {}
    if not isinstance(written, dict):
        found.append(finding("Q030", place, value=written))
        written = {}
    for name in written:
        if name not in SETTINGS:
            where = page.entry(KEY, str(name))
            found.append(finding("Q031", where, SETTINGS, setting=name))
    numbers = {
        name: _whole(page, name, written[name], (KEY, name), found)
        for name in ("pass", "draw", "least")
        if name in written
    }
    name, shuffle = written.get("id", module), written.get("shuffle", False)
    if "id" in written and not (isinstance(name, str) and NAME.fullmatch(name)):
        found.append(_wrong(page, "id", name, (KEY, "id")))
        name = module
    if not isinstance(shuffle, bool):
        found.append(_wrong(page, "shuffle", shuffle, (KEY, "shuffle")))
    pass_mark = numbers.get("pass", default)
    private = written.get("key", "")
    if "key" in written and private != PRIVATE:
        found.append(_wrong(page, "key", private, (KEY, "key")))
    return Quiz(
        name, pass_mark, numbers.get("draw") or 0, numbers.get("least") or 0, shuffle is True, private == PRIVATE, place
    )


def _whole(page: Text, name: str, value: object, keys: tuple[str, ...], found: list[Finding]) -> int | None:
    """A whole number of 1 or more, and of 100 or less where it is a percentage; None and a finding where it is not."""
    most = 100 if name in ("pass", PASS_MARK) else None
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1 and (most is None or value <= most):
        return value
    found.append(_wrong(page, name, value, keys))
    return None


def _wrong(page: Text, name: str, value: object, keys: tuple[str, ...]) -> Finding:
    shown = str(value).lower() if isinstance(value, bool) else value
    return finding("Q032", page.entry(*keys), name=name, value=shown, wanted=WANTED[name])


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
