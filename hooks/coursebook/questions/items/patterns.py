"""The rules of rules.toml: words that have no place in an option, or in the sentence that asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...report.finding import Finding
from .item import DATA, Item, rule

NOTHING = r"(?!)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of the table. What is found is one finding for each text."""

    code: str
    giveaway: str
    places: Collection[str]
    find: re.Pattern[str]
    without: re.Pattern[str]
    whole: bool

    def __call__(self, item: Item) -> Iterator[Finding]:
        if "asked" in self.places and (found := self._words(item.asked)):
            yield item.stem(self.code, *found)
        if "options" in self.places:
            broken = [(option, found) for option in item.options if (found := self._words(option.text))]
            code = self.code if any(option.right for option, _ in broken) else self.giveaway
            yield from (item.option(code, option, *found) for option, found in broken)

    def _words(self, text: str) -> list[str]:
        text = self.without.sub("", text)
        if self.whole:
            return [text] if self.find.fullmatch(text.strip()) else []
        return list(dict.fromkeys(match[0] for match in self.find.finditer(text)))


for row in DATA["pattern"]:
    find, without = (re.compile(row.get(name, NOTHING), re.IGNORECASE) for name in ("find", "except"))
    code = row["code"]
    rule(code)(Pattern(code, row.get("giveaway", code), row["in"], find, without, row.get("whole", False)))
