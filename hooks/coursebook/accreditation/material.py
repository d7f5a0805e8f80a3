"""What the rules look at: one build's pages, questions, citations and facts, gathered once all pages are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..locale import Language
from ..model import (
    Citation,
    ClaimUse,
    Module,
    Objective,
    Page,
    Plan,
    Question,
    Reference,
    Section,
    Source,
    Syllabus,
    module_of,
)  # fmt: skip
from ..read.source import Text
from ..read.wordlists import GENERAL, WordLists
from ..report.finding import Finding
from .bodies import Body, general
from .credit import Effort
from .facts import Facts

HOME = "index.md"


@dataclass(frozen=True)
class Material:
    """`id` names the course in learners' browsers. Pages are by path in docs; `homes` says which page has a generated
    block, `closed` what a page holds, `html` what it shows once it is filled: what is written into a page can look at
    the first only. `static` are the files of docs that are no pages; `entry` gives the short name of a reference and
    the address of its entry in the bibliography (empty where no page shows it). `reasons` says of rules what other
    parts of the engine leave to a person, and why; `words` are those of the interface; `content_hash` says which
    sources were built (contents.py); `lists` are the words that checks look for.
    """

    id: str
    texts: Mapping[str, Text]
    urls: Mapping[str, str]
    titles: Mapping[str, tuple[str, str]]
    html: Mapping[str, str]
    closed: Mapping[str, str]
    course: Syllabus
    facts: Facts
    effort: Effort
    questions: Mapping[str, Sequence[Question]]
    taught: Mapping[str, Sequence[Section]]
    cited: Sequence[Citation]
    uses: Sequence[ClaimUse]
    homes: Mapping[str, str]
    static: Sequence[str]
    docs: Path
    shown_docs: str
    bib: Path
    shown_bib: str
    references: Mapping[str, Reference]
    entry: Callable[[str], tuple[str, str]]
    today: date
    words: Language
    content_hash: str = ""
    lists: WordLists = GENERAL
    bodies: Mapping[str, Body] = field(default_factory=general)
    reasons: Mapping[str, str] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)

    @property
    def home(self) -> Text:
        """The page whose front matter states the facts."""
        return self.texts[HOME]

    @property
    def lessons(self) -> dict[str, Text]:
        """Pages of modules, in the order of the site."""
        names = {module.name for module in self.course.modules}
        return {path: text for path, text in self.texts.items() if module_of(path) in names}

    @property
    def objectives(self) -> list[Objective]:
        """Every objective, in the order of the modules."""
        return [objective for module in self.course.modules for objective in module.objectives]

    def at(self, *keys: str) -> Source:
        """The line of an entry of the front matter of docs/index.md."""
        return self.home.entry(*keys)

    def practice(self, objective: Objective) -> bool:
        """Whether the module of an objective has practice in person."""
        page = next((text for text in self.texts.values() if text.path == objective.source.path), None)
        return page is not None and page.meta.get("practice") == "in-person"

    @property
    def named(self) -> tuple[Body, ...]:
        """The bodies that the course names, in its order; those of the engine where it names none."""
        ids = self.facts.lists.get("bodies")
        return (
            tuple(general().values()) if ids is None else tuple(self.bodies[one] for one in ids if one in self.bodies)
        )

    def edition(self) -> str:
        """What a learner quotes to say which course she took."""
        return self.facts.texts.get("edition", "")


def in_order(module: Module) -> list[Page]:
    """The pages of a module as they are read: its quiz comes last."""
    return sorted(module.pages, key=lambda page: page.path.endswith("/quiz.md"))


Findings = list[Finding]
Check = Callable[[Material], Findings]
"""One rule: what it finds wrong."""
