"""Which entries the front matter of docs/index.md may have (fields.toml), and what the facts in them cite."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..locale import Language
from ..model import Citation, Source
from .facts import Facts


@dataclass(frozen=True, slots=True)
class Field:
    """One entry, as fields.toml describes it. `rule` is empty where nobody has to state it."""

    key: str
    kind: str
    rule: str = ""
    label: str = ""
    what: str = ""
    example: str = ""
    problem: str = ""
    mend: str = ""
    least: float = 0
    too_small: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


EVERY = {
    key: Field(key, **parts)
    for key, parts in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
FIELDS = tuple(field for field in EVERY.values() if field.rule)
"""What a provider has to state, in the order in which a learner reads it."""
CERTIFICATE = {
    "activity": ("activity number", "certificate-activity"),
    "provider_number": ("provider number", "certificate-provider-number"),
    "category": ("credit category", "certificate-category"),
    "signer": ("name and title of the signer", "certificate-signer"),
}
"""Parts of the entry `certificate`: what each is, and its label. A provider who has no number writes `none`."""
ELSEWHERE = (
    "profile", "id", "allow", "title", "description", "modules", "evidence_years", "hide", "icon", "status", "subtitle",
    "tags", "template", "search", "social", "author", "authors", "date", "robots", "render_macros", "words",
)  # fmt: skip
"""Entries that other parts of the engine, or the theme, read."""
OF_PAGES = ("objectives", "practice", "reviewed", "expires", "clinical", "quiz", "was", "glossary", "documents",
            "styles")  # fmt: skip
"""Entries of other pages that the engine reads; a theme may read any others."""
KNOWN = (*EVERY, *ELSEWHERE)

CITED = re.compile(r"\[@(?P<keys>[^\]\[]+)\]")
KEY = re.compile(r"@?([\w:.+-]*\w)")


def keys_of(cited: re.Match[str]) -> list[str]:
    """The keys of one citation in a fact: `[@A; @B]`."""
    return KEY.findall(cited["keys"].replace("@", " @").replace(";", " "))


def texts_of(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every text of the facts in which an author may cite, with its entry."""
    for one in FIELDS:
        if one.key in facts.texts:
            yield one.key, facts.texts[one.key]
    if facts.needs:
        yield "current", facts.needs.current
        yield "ideal", facts.needs.ideal


def citations(facts: Facts, page: str, at: Callable[[str], Source], words: Language) -> Iterator[Citation]:
    """What the facts cite, as citations of the page that shows them; `at` gives the line of an entry."""
    cited = [(key, name) for name, text in texts_of(facts) for one in CITED.finditer(text) for key in keys_of(one)]
    if facts.needs:
        cited += [(key, "needs") for key in facts.needs.sources]
    for key, name in cited:
        where = words["fact-needs"] if name == "needs" else words["facts"]
        yield Citation(key, at(name), page, where, "facts-all")
