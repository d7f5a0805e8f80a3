"""The review page: for its script which questions there are and where they stand; without it the way to the quizzes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Page, Question, Syllabus, module_of


def review_page(
    course: Syllabus,
    questions: Iterable[tuple[str, Question]],
    titles: Mapping[str, tuple[str, str]],
    here: str,
    words: Language,
) -> Markup:
    """The page at address `here`. `questions` come with the path of their page; `titles` are title and address by path.

    The index keeps to what the script needs: address and module of each page, hash and page of each question.
    """
    modules = {module.name: module.title for module in course.modules}
    pages: dict[str, int] = {}
    listed: dict[str, tuple[str, int]] = {}
    for path, question in questions:
        listed[question.id] = (question.content_hash, pages.setdefault(path, len(pages)))
    index = {
        "pages": [(relative(titles[path][1], here), modules.get(module_of(path), titles[path][0])) for path in pages],
        "questions": listed,
    }
    quizzes = [(module, max(module.pages, key=_questions)) for module in course.modules if module.questions]
    rows = [(module.title, relative(page.url, here), page.questions) for module, page in quizzes]
    return fill_template("review.html", index=index, rows=rows, words=words)


def _questions(page: Page) -> int:
    return page.questions


def record_panel(words: Language) -> Markup:
    """The place where a learner saves, loads and deletes her record, and what is said there without scripts."""
    return fill_template("record.html", words=words)
