"""The evaluation form: what bodies want to know of every learner. It works on paper; a script saves it as a file."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..markdown.templates import fill_template
from .material import Material


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `kind` is `scale` (1 to 5), `choice`, `number` or `text`; `words` a key of the catalogue."""

    id: str
    kind: str
    words: str
    choices: tuple[str, ...] = ()


YES_PARTLY_NO = ("evaluation-yes", "evaluation-partly", "evaluation-no")
ASKED = (
    Ask("current", "scale", "evaluation-current"),
    Ask("useful", "scale", "evaluation-useful"),
    Ask("faculty", "scale", "evaluation-faculty"),
    Ask("balance", "scale", "evaluation-balance"),
    Ask("bias", "choice", "evaluation-bias", ("evaluation-no", "evaluation-yes")),
    Ask("bias-where", "text", "evaluation-bias-where"),
    Ask("method", "scale", "evaluation-method"),
    Ask("level", "choice", "evaluation-level", ("evaluation-easy", "evaluation-fitting", "evaluation-hard")),
    Ask("test", "scale", "evaluation-test"),
    Ask("access", "choice", "evaluation-access", YES_PARTLY_NO),
    Ask("change", "text", "evaluation-change"),
    Ask("barriers", "text", "evaluation-barriers"),
    Ask("minutes", "number", "evaluation-minutes"),
    Ask("topics", "text", "evaluation-topics"),
    Ask("remarks", "text", "evaluation-remarks"),
    Ask("follow-up", "choice", "evaluation-follow-up", ("evaluation-yes", "evaluation-no")),
)
"""Drawn from the forms and rules of TX PT 341.3, ACPE, Wright State and COPA; see EV-01 and EV-02."""
SCALE = (1, 2, 3, 4, 5)


def evaluation_page(material: Material, page: str) -> Markup:
    """The form, with one row an objective. Complete as it is: answers are written on the print."""
    return fill_template(
        "evaluation.html",
        modules=material.course.modules, asked=ASKED, scale=SCALE, partly=YES_PARTLY_NO, title=material.course.title,
        id=material.id, edition=material.edition(), words=material.words,
    )  # fmt: skip
