"""The words that the rules of bodies look for (wording.toml), and the one check of those that no page may have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..read.source import Text
from ..report.finding import Finding, finding
from ..steps.course import Course
from ..steps.registry import STATED, check

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What no page may say, as wording.toml describes it."""

    code: str
    pattern: re.Pattern[str]
    lessons: bool = False
    text: bool = False
    unquoted: bool = False
    what: str = ""

    def found(self, page: Text) -> Iterator[Finding]:
        """A finding for each place of a page that says it."""
        quoted = [one.span() for one in QUOTED.finditer(page.text)] if self.unquoted else []
        for match in self.pattern.finditer(page.text, page.body_start):
            read = not self.text or page.is_text(match.start())
            if read and not any(start <= match.start() < end for start, end in quoted):
                yield finding(self.code, page.source(page.line(match.start())), words=match[0], what=self.what)


def pattern(*of: str) -> re.Pattern[str]:
    """A pattern of wording.toml, by its table and name."""
    return re.compile(WORDS[of[0]][of[1]], re.IGNORECASE)


UNWANTED = tuple(Unwanted(**{**one, "pattern": re.compile(one["pattern"], re.IGNORECASE)}) for one in WORDS["unwanted"])


@check(STATED)
def unwanted(course: Course) -> Iterator[Finding]:
    """CT-03: promises; CT-09: brands, what sells, links that pay; PV-02: what identifies a patient."""
    names = "|".join(re.escape(name) for name in course.facts.lists.get("brands", ()))
    brands = [Unwanted("CT-09", re.compile(rf"\b(?:{names})\b", re.IGNORECASE), text=True)] if names else []
    for one in (*UNWANTED, *brands):
        for page in (course.lessons if one.lessons else course.sources.texts).values():
            yield from one.found(page)
