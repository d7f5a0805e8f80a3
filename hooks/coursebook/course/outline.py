"""The course as its front matter says: modules in docs/index.md, objectives in each module's index.md; and what the
engine writes about them on pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Objective, Plan, Syllabus, to_five
from ..read.source import Text
from ..report.finding import Finding, finding

HOME = "index.md"


@dataclass(frozen=True)
class Outline:
    """What the front matter says of the course, before any page is built.

    `id` names the learner's record in their browser; a course that is renamed keeps its id.
    """

    id: str
    title: str
    modules: tuple[str, ...]
    objectives: Mapping[str, tuple[Objective, ...]]

    @property
    def by_id(self) -> dict[str, Objective]:
        """Every objective of the course by its id."""
        return {objective.id: objective for of_module in self.objectives.values() for objective in of_module}


NO_COURSE = Outline("", "", (), {})


def read_outline(pages: Mapping[str, Text]) -> tuple[Outline, list[Finding]]:
    """The outline of the course; O002 to O005 for what is wrong with it. `pages` are by path in docs."""
    found: list[Finding] = []
    home = pages.get(HOME)
    if home is None:
        return NO_COURSE, found
    named = home.meta.get("modules") or []
    if not isinstance(named, list):
        found.append(finding("O005", home.entry("modules"), problem="'modules' is not a list"))
        named = []
    folders = {path.split("/")[0] for path in pages if "/" in path}
    modules = []
    objectives: dict[str, tuple[Objective, ...]] = {}
    first: dict[str, Objective] = {}
    for number, name in enumerate(map(str, named)):
        index = pages.get(f"{name}/index.md")
        if index is None:
            place = home.entry("modules", number)
            found.append(finding("O003", place, folders - {name}, module=name))
            continue
        modules.append(name)
        objectives[name] = tuple(_objectives(index, name, found))
        for objective in objectives[name]:
            if first.setdefault(objective.id, objective) is not objective:
                place = first[objective.id].source
                found.append(finding("O004", objective.source, objective=objective.id, first=place))
    title = str(home.meta.get("title") or "")
    return Outline(str(home.meta.get("id") or title), title, tuple(modules), objectives), found


def _objectives(index: Text, module: str, found: list[Finding]) -> list[Objective]:
    written = index.meta.get("objectives")
    if not isinstance(written, dict) or not written:
        if not any(fault.code in ("F002", "F003") for fault in index.findings):  # reported already
            found.append(finding("O002", index.entry("objectives"), module=module))
        return []
    return [
        Objective(str(id_), " ".join(str(text).split()), index.entry("objectives", str(id_)))
        for id_, text in written.items()
    ]


TITLE_END = re.compile(r"</h1>")


def with_objectives(html: str, objectives: tuple[Objective, ...], words: Language) -> str:
    """A module's first page with its objectives below the title."""
    box = str(fill_template("objectives.html", objectives=objectives, words=words))
    return TITLE_END.sub(lambda match: match[0] + box, html, count=1)


def cards(course: Syllabus, page: str, plan: Plan, words: Language) -> Markup:
    """A card a module, for the page at address `page`, each with its part of the time to plan for."""
    rows = [
        {
            "number": number,
            "module": module,
            "minutes": to_five(plan.of_module.get(module.name, 0)),
            "href": relative(module.pages[0].url, page),
        }
        for number, module in enumerate(course.modules, start=1)
    ]
    hours = words["hours"].format(hours=plan.whole // 60, minutes=plan.whole % 60)
    total = words["course-total"].format(hours=hours, count=plan.questions) if course.modules else ""
    return fill_template("modules.html", rows=rows, total=total, words=words)
