"""The places of a page where progress is shown. Without scripts they say nothing that could be false."""

from __future__ import annotations

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from .map import Step, read_hash

REFERENCES = '<div class="footnote"'


def with_end(html: str, url: str, text: str) -> str:
    """A lesson with the place, above its references, where a learner says that she has read it. `text` is the page as
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
