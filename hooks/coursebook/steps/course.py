"""A course: what it says, and what it asks of a learner. Nothing in it changes.

Checks, generated pages, exports, keys and receipts are functions of it.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..accreditation.credit import LOWEST_DIFFICULTY, PILOT, Effort, read_pilot, word_rate
from ..model import Module, Objective, Page, Plan, Syllabus, module_of
from ..progress.map import Step
from ..report.finding import Finding
from .content import Content


@dataclass(frozen=True)
class Course(Content):
    """What the pages say (`Content`), put in the order of study, with the time and the credit of it."""

    @cached_property
    def syllabus(self) -> Syllabus:
        """The modules with their pages."""
        outline = self.sources.outline
        modules = []
        for name in outline.modules:
            index = f"{name}/index.md"
            inside = [path for path in self.titles if module_of(path) == name]
            pages = tuple(self.page(path) for path in sorted(inside, key=lambda path: not path.endswith("index.md")))
            description = str(self.sources.texts[index].meta.get("description") or "")
            modules.append(Module(name, self.titles.get(index, name), description, outline.objectives[name], pages))
        return Syllabus(outline.title, tuple(modules))

    @property
    def objectives(self) -> list[Objective]:
        """Every objective, in the order of the modules."""
        return [objective for module in self.syllabus.modules for objective in module.objectives]

    def page(self, path: str) -> Page:
        """A page with what it asks of a learner."""
        title, url = self.named[path]
        needed = self.asked_on(path) if path in self.sources.quizzes or path.endswith("/quiz.md") else 0
        return Page(path, title, url, self.pages[path].words, len(self.questions[path]), needed)

    def is_lesson(self, path: str) -> bool:
        """Whether a page is done by reading it and answering its questions."""
        return module_of(path) in self.sources.outline.modules and path not in self.sources.quizzes

    @property
    def pilot_file(self) -> str:
        """Where testers' times are kept, within docs: beside the page with the worksheet."""
        return posixpath.join(posixpath.dirname(self.sources.homes.get("worksheet", "")), PILOT)

    @cached_property
    def pilot(self) -> tuple[tuple[float, ...], list[Finding]]:
        """The times that testers measured, and what is wrong with their table."""
        name = self.pilot_file
        return read_pilot(f"{self.sources.docs}/{name}", self.sources.settings.docs / name)

    @cached_property
    def effort(self) -> Effort:
        """What the whole course asks of a learner: learning text, and the questions to answer to complete it."""
        pages = [page for module in self.syllabus.modules for page in module.pages]
        return Effort(
            words=sum(page.words for page in pages),
            questions=sum(page.needed for page in pages),
            media=sum(self.facts.media.values()),
            difficulty=self.facts.difficulty.value if self.facts.difficulty else LOWEST_DIFFICULTY,
            pilot=self.pilot[0],
        )

    @property
    def minutes(self) -> float:
        """The credit figure of the whole course."""
        return self.effort.minutes()

    def asked_on(self, path: str) -> int:
        """How many questions a page asks: all, or as many as its quiz draws."""
        count, quiz = len(self.questions[path]), self.sources.quizzes.get(path)
        return min(count, quiz.draw) if quiz and quiz.draw else count

    @cached_property
    def plan(self) -> Plan:
        """What a learner plans for: everything that is required, by the word rate (see accreditation/credit.py)."""
        of_module: dict[str, float] = defaultdict(float)
        for step in self.steps:
            of_module[step.module] += step.minutes
        words = sum(page.words for page in self.study)
        questions = sum(self.asked_on(page.path) for page in self.study)
        return Plan(sum(of_module.values()), dict(of_module), words, questions)

    @cached_property
    def study(self) -> tuple[Page, ...]:
        """The pages of the course in the order of study: modules by the navigation, then the quizzes outside them."""
        rank = {url: n for n, url in enumerate(self.reading_order)}
        inside = {page.path for module in self.syllabus.modules for page in module.pages}
        outside = [self.page(path) for path in self.sources.quizzes if path in self.titles and path not in inside]
        groups = [*(module.pages for module in self.syllabus.modules), outside]
        return tuple(page for group in groups for page in sorted(group, key=lambda one: rank.get(one.url, len(rank))))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What a learner does: the pages of `study`."""
        sources = self.sources
        return tuple(
            Step(
                url=page.url,
                title=page.title,
                module=module_of(page.path) if module_of(page.path) in sources.outline.modules else "",
                minutes=word_rate(page.words, self.asked_on(page.path)),
                text=sources.texts[page.path].body,
                questions=tuple(question.id for question in self.questions[page.path]),
                was=tuple(sources.moves.url_of(old) for old, new in sources.moves.pages.items() if new == page.path),
                quiz=sources.quizzes.get(page.path),
            )
            for page in self.study
        )
