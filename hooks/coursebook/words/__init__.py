"""Every word of the interface, in one catalog a language; a new language is one new file in `locale`.

The language is that of the theme (`theme: language:` in mkdocs.yml). English is complete; what another lacks is said in
English. What authors are told by the checks is English in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
CATALOGS: dict[str, dict[str, str]] = {
    file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(LOCALE.glob("*.toml"))
}
EN = CATALOGS["en"]


class Words(Mapping[str, str]):
    """The words in the language that is spoken now: one build at a time, one language a build."""

    def __init__(self) -> None:
        self._words = EN
        self.language = "en"

    def speak(self, language: str) -> None:
        """Takes a language by its code, `es` or `es-MX`; English where there is no catalog for it."""
        self.language = language.lower().partition("-")[0]
        self._words = {**EN, **CATALOGS.get(self.language, {})}

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


WORDS = Words()


def spoken(code: str) -> dict[str, str]:
    """The words that a script names: it is sent no others."""
    return {name: text for name, text in WORDS.items() if f'"{name}"' in code}
