"""The glossary: words with their meaning in the front matter of the page that shows them, explained on every page.

glossary:
  CI: confidence interval, the range in which the true value is likely to lie
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markdown import Extension, Markdown
from markdown.extensions.abbr import AbbrExtension
from markupsafe import Markup

from ..findings import Finding, finding
from ..html import render
from ..source import Text


def read_glossary(pages: Mapping[str, Text]) -> tuple[dict[str, str], list[Finding]]:
    """Every word with its meaning, as plain text; G001 for what is none, and for a word that stands twice."""
    glossary: dict[str, str] = {}
    found: list[Finding] = []
    for page in pages.values():
        written = page.meta.get("glossary")
        if written is None:
            continue
        if not isinstance(written, dict):
            found.append(finding("G001", page.source(page.find_key("glossary")), problem="is not a list"))
            continue
        for word, meaning in written.items():
            place = page.source(page.find_key("glossary", str(word)))
            if not isinstance(word, str) or not isinstance(meaning, str) or not meaning.strip():
                found.append(finding("G001", place, problem=f"has no meaning for '{word}'"))
            elif word in glossary:
                found.append(finding("G001", place, problem=f"has '{word}' a second time"))
            else:
                glossary[word] = " ".join(meaning.split())
    return glossary, found


def glossary_page(glossary: Mapping[str, str]) -> Markup:
    """The glossary as a list, in the order of the alphabet."""
    return render("glossary.html", words=sorted(glossary.items(), key=lambda row: row[0].casefold()))


class GlossaryExtension(Extension):
    """Markdown's own abbreviations, those of the glossary among them. A page may add `*[CI]: ...` of its own.

    Nothing is appended to the text of a page, so lines stay where the author wrote them.
    """

    def __init__(self, glossary: Callable[[], Mapping[str, str]]) -> None:
        super().__init__()
        self.glossary = glossary

    def extendMarkdown(self, md: Markdown) -> None:
        """See markdown. A new one for each page: an extension used again would keep what a page added."""
        AbbrExtension(glossary=dict(self.glossary())).extendMarkdown(md)
