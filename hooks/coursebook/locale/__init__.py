"""Every word of the interface, in one catalog a language; a new language is one new file in this folder.

The language is that of the theme (`theme: language:` in mkdocs.yml). English is complete; what another lacks is said in
English. Messages for authors are English in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path

CATALOGS: dict[str, dict[str, str]] = {
    file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(Path(__file__).parent.glob("*.toml"))
}
EN = CATALOGS["en"]


class Language(dict[str, str]):
    """The words of one language by name, every one of them in English where its catalog lacks it.

    `tag` is the language without its region: `es`.
    """

    def __init__(self, tag: str) -> None:
        super().__init__({**EN, **CATALOGS.get(tag, {})})
        self.tag = tag

    @staticmethod
    @cache
    def of(code: str) -> Language:
        """The language with a code, `es` or `es-MX`; English words where there is no catalog for it."""
        return Language(code.lower().partition("-")[0])

    def only(self, names: Collection[str]) -> dict[str, str]:
        """Some of the words, in the order of the catalog."""
        return {name: text for name, text in self.items() if name in names}

    def date(self, day: date) -> str:
        """A date as people write it: November 21, 2026."""
        return self["day"].format(month=self["months"].split()[day.month - 1], day=day.day, year=day.year)
