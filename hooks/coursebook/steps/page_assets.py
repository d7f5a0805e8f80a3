"""What a page loads by what it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from ..locale import Language

ACCREDITATION = (
    "cb-facts", "cb-banner", "cb-notice", "cb-blueprint", "cb-worksheet", "cb-rule-table", "cb-evaluation",
)  # fmt: skip
"""Elements that show the facts of a course; they have a style sheet of their own."""
SCRIPTS = {
    "cb-question": ("frame.mjs", "questions.mjs", "mark.mjs", "record.mjs"),
    "cb-quiz": ("quiz.mjs", "draw.mjs"),
    "cb-sheet": ("sheet.mjs",),
    "cb-review": ("review.mjs", "spacing.mjs", "questions.mjs", "mark.mjs", "record.mjs"),
    "cb-record": ("keep.mjs", "questions.mjs", "mark.mjs", "record.mjs"),
    "cb-filter": ("filter.mjs",),
    "cb-evaluation": ("evaluation.mjs", "record.mjs"),
    "cb-certificate": ("certificate.mjs", "questions.mjs", "mark.mjs", "record.mjs"),
}
"""A page loads a script, and what the script imports, only where it holds an element of that class."""
STYLES = {
    "cb-question": ("questions.css",),
    "cb-quiz": ("quiz.css",),
    "cb-handout": ("questions.css", "quiz.css"),
    "cb-review": ("questions.css", "review.css"),
    "cb-record": ("questions.css", "review.css"),
    **dict.fromkeys(("cb-figure", "cb-figure-title"), ("figures.css",)),
    "cb-bibliography": ("bibliography.css",),
    "cb-filter": ("filter.css",),
    "cb-certificate": ("questions.css", "certificate.css"),
    **dict.fromkeys(ACCREDITATION, ("accreditation.css",)),
    "cb-evaluation": ("questions.css", "accreditation.css"),  # for its buttons
}
"""The same for a style sheet."""
WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent.parent / "assets.toml").read_text("utf-8"))["words"]
"""The words that each script says, by name: it is sent no others."""


def dressed(html: str, words: Language) -> dict[str, object]:
    """For the theme: the scripts and the style sheets of a page, and the words that its scripts say."""
    scripts = [("frame.mjs",), *(script for name, script in SCRIPTS.items() if f'class="{name}"' in html)]
    styles = {style for name, styles in STYLES.items() if f'class="{name}"' in html for style in styles}
    return {
        "coursebook_scripts": list(dict.fromkeys(name for name, *_ in scripts)),
        "coursebook_styles": sorted(styles),
        "coursebook_words": words.only(said_by(name for names in scripts for name in names)),
    }


def served(asset: Path) -> str | bytes:
    """One of the engine's files as the site has it: scripts and styles without comments and white space.

    rjsmin changes white space in a template literal that holds another one: no script has two spaces there (tested).
    """
    shorten = {".mjs": jsmin, ".js": jsmin, ".css": cssmin}.get(asset.suffix)
    return str(shorten(asset.read_text("utf-8"))) if shorten else asset.read_bytes()


def said_by(scripts: Iterable[str]) -> set[str]:
    """The names of the words that some scripts say."""
    return {word for script in scripts for word in WORDS.get(script, ())}
