"""The map of a course: what there is to do and in which order, as the browser's scripts read it.

A page of a module is a lesson, which is done by a press and its questions, or a quiz, which is done by passing it. A
quiz outside the modules, such as the final assessment, is a part of the course, too; no other page is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Module, Quiz

NOT_READ = re.compile(r"<!--.*?-->|\{:[^{}\n]*\}|(?<=\])\([^()\s]*\)", re.DOTALL)
"""What of an author's Markdown no learner reads: comments, attributes, and where links lead."""
NAME = "course.json"


@dataclass(frozen=True, slots=True)
class Step:
    """A page that is a part of the course. `url` is relative to the site, `was` its former addresses; `minutes` are an
    estimate; `text` is as its author wrote it; `quiz` is None for a lesson.
    """

    url: str
    title: str
    module: str
    minutes: float
    text: str
    questions: tuple[str, ...]
    was: tuple[str, ...]
    quiz: Quiz | None


def read_hash(text: str) -> str:
    """Eight hexadecimal digits that change when the words of a page change; not with its comments or links."""
    return hashlib.sha256(" ".join(NOT_READ.sub("", text).split()).encode()).hexdigest()[:8]


def course_map(
    id_: str,
    title: str,
    modules: Iterable[Module],
    steps: Iterable[Step],
    evaluation: tuple[str, str] | None,
    words: Mapping[str, str],
) -> str:
    """The map as JSON. `steps` are in the order of study, `evaluation` is address and title of the page with the
    evaluation form, `words` are those that its scripts say.
    """
    return json.dumps(
        {
            "id": id_,
            "title": title,
            "modules": [{"name": module.name, "title": module.title, "url": module.pages[0].url} for module in modules],
            "pages": [_page(step) for step in steps],
            "evaluation": evaluation and {"url": evaluation[0], "title": evaluation[1]},
            "words": dict(words),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _page(step: Step) -> dict[str, object]:
    page: dict[str, object] = {
        "url": step.url,
        "title": step.title,
        "module": step.module,
        "minutes": round(step.minutes, 1),
        "hash": "" if step.quiz else read_hash(step.text),  # of the text of a private quiz nothing may be said
        "questions": step.questions,
        "was": step.was,
    }
    if step.quiz:
        page["quiz"] = {"id": step.quiz.id, "pass": step.quiz.pass_mark, "private": step.quiz.private}
    return page


REFERENCES = '<div class="footnote"'


def with_end(html: str, url: str, text: str) -> str:
    """A lesson with the place, above its references, where a learner marks it as read. `text` is the page as
    its author wrote it.
    """
    place = str(fill_template("done.html", url=url, hash=read_hash(text)))
    before, found, after = html.rpartition(REFERENCES)
    return before + place + found + after if found else html + place


def resume_button(steps: tuple[Step, ...], page: str, words: Language) -> Markup:
    """The button that begins the course, as seen from the page at an address; a script makes it go on with it."""
    if not steps:
        return Markup()
    return fill_template("resume.html", href=relative(steps[0].url, page), title=steps[0].title, words=words)
