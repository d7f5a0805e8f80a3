"""What a learner has to do, for one build: which pages count, and the map of them for the scripts of the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from .dressing import said_by
from .model import SECONDS_A_QUESTION, Page, module_of
from .progress.map import NAME, Step, Test, course_map
from .progress.marks import resume_button, with_end

if TYPE_CHECKING:
    from .build import Build

__all__ = ["NAME", "Learning"]
SCRIPTS = ("progress.mjs", "done.mjs", "marks.mjs")
"""Scripts that take their words from the map."""


class Learning:
    """Is used once every page has been read."""

    def __init__(self, build: Build) -> None:
        self.build = build

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The pages that are a part of the course, in the order of study: modules, then the quizzes outside them."""
        build = self.build
        course = build.course()
        rank = {url: n for n, url in enumerate(build.links.in_nav)}
        within = [page for module in course.modules for page in _sorted(module.pages, rank)]
        inside = {page.path for page in within}
        outside = [build.page_of(path) for path in build.quizzes if path in build.titles and path not in inside]
        seconds = sum(page.seconds for page in within)
        rate = build.reviewing.minutes / seconds if seconds else 0
        former: dict[str, list[str]] = {}
        for old, new in build.links.moves.pages.items():
            former.setdefault(new, []).append(build.links.moves.url_of(old))
        steps = []
        for page in (*within, *_sorted(outside, rank)):
            quiz = build.quizzes.get(page.path)
            spent = page.seconds
            if page.path not in inside and quiz and quiz.draw:  # the bank is larger than what is asked
                spent -= SECONDS_A_QUESTION * max(0, page.questions - quiz.draw)
            steps.append(
                Step(
                    url=page.url,
                    title=page.title,
                    module=module_of(page.path) if page.path in inside else "",
                    minutes=rate * spent,
                    text=build.texts[page.path].body,
                    questions=tuple(question.id for question in build.questions[page.path]),
                    was=tuple(former.get(page.path, ())),
                    quiz=Test(quiz.id, quiz.pass_mark, quiz.private) if quiz else None,
                )
            )
        return tuple(steps)

    def map(self) -> str:
        """The map as JSON, with the words of the scripts that read it."""
        build = self.build
        home = build.homes.get("evaluation")
        evaluation = (build.urls[home], build.titles[home][0]) if home else None
        outline = build.outline
        words = build.words.only(said_by(SCRIPTS))
        return course_map(outline.id, outline.title, build.course().modules, self.steps, evaluation, words)

    def is_lesson(self, path: str) -> bool:
        """Whether a page is done by reading it and answering its questions."""
        return module_of(path) in self.build.outline.modules and path not in self.build.quizzes

    def end(self, path: str, html: str) -> str:
        """A lesson with the place at its end, above its references, where a learner says that she has read it."""
        if not self.is_lesson(path):
            return html
        return with_end(html, self.build.urls[path], self.build.texts[path].body)

    def resume(self, path: str) -> Markup:
        """The button that begins the course, on a page."""
        return resume_button(self.steps, self.build.urls[path], self.build.words)


def _sorted(pages: Iterable[Page], rank: Mapping[str, int]) -> list[Page]:
    """Pages in the order of the navigation; those that it has not come last."""
    return sorted(pages, key=lambda page: rank.get(page.url, len(rank)))
