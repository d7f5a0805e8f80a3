"""What the engine writes about modules: the objectives on a module's first page, the cards on the home page."""

from __future__ import annotations

import re

from markupsafe import Markup

from ..html import relative, render
from ..locale import Language
from ..model import Objective, Syllabus

TITLE_END = re.compile(r"</h1>")


def with_objectives(html: str, objectives: tuple[Objective, ...], words: Language) -> str:
    """A module's first page with its objectives below the title."""
    box = str(render("objectives.html", objectives=objectives, words=words))
    return TITLE_END.sub(lambda match: match[0] + box, html, count=1)


def cards(course: Syllabus, page: str, minutes: float, words: Language) -> Markup:
    """A card a module, for the page at address `page`. `minutes` is the planning figure of the course: each module has
    the part of it that its words and questions make.
    """
    rows = [
        {
            "number": number,
            "module": module,
            "minutes": course.share(module, minutes),
            "href": relative(module.pages[0].url, page),
        }
        for number, module in enumerate(course.modules, start=1)
    ]
    whole = 5 * round(minutes / 5)
    hours = words["hours"].format(hours=whole // 60, minutes=whole % 60)
    total = words["course-total"].format(hours=hours, count=course.questions) if course.modules else ""
    return render("modules.html", rows=rows, total=total, words=words)
