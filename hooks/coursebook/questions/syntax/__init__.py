"""The syntax lint: lines that Markdown takes for plain text, and the author for a block, a setting, an answer, a reason
or a hint. Markdown has no errors: what it does not understand is a paragraph.

Each check looks at the author's lines for one way to miss. A finding hides those that follow from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...read.source import Text
from ...report.finding import Finding
from . import answers, blocks, feedback, settings, tags
from .draft import Draft

CHECKS = (
    settings.ids,
    settings.written,
    settings.misplaced,
    tags.tags,
    feedback.hints,
    answers.answers,
    answers.shaped,
    answers.unmarked,
    feedback.reasons,
)


def lint(page: Text, known: Collection[str]) -> Iterator[Finding]:
    """All that is nearly syntax on a page. `known` are the names of the blocks it may use."""
    yield from blocks.openers(page, known)
    yield from blocks.closers(page)
    yield from blocks.fences(page)
    for draft in drafts(page):
        for check in CHECKS:
            yield from check(draft)


def drafts(page: Text) -> Iterator[Draft]:
    """Every question and case of a page as its author wrote it."""
    return (Draft(page, block) for block in page.blocks if block.name.lower() == "question")
