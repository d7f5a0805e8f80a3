"""What the engine writes about modules: the objectives on a module's first page, the cards on the home page."""

from __future__ import annotations

import re

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Objective, Plan, Syllabus, to_five

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
