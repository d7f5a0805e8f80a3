"""The evaluation form: what bodies want to know of every learner. It works on paper; a script saves it as a file.

Its questions are in evaluation.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from markupsafe import Markup

from ..markdown.templates import fill_template
from ..steps.course import Course
from ..steps.registry import block

ASKED = [
    {"id": id_, "kind": "scale", "choices": (), **parts}
    for id_, parts in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
]
YES_PARTLY_NO = ("evaluation-yes", "evaluation-partly", "evaluation-no")
"""The answers to whether an objective was reached."""


@block("evaluation")
def evaluation_page(course: Course, path: str, argument: str) -> Markup:
    """The form, with one row an objective. Complete as it is: answers are written on the print."""
    return fill_template(
        "evaluation.html",
        modules=course.syllabus.modules, asked=ASKED, scale=(1, 2, 3, 4, 5), partly=YES_PARTLY_NO,
        title=course.syllabus.title, id=course.sources.outline.id, edition=course.edition, words=course.words,
    )  # fmt: skip
