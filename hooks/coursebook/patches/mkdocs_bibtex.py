"""mkdocs-bibtex with a registry of ours. Nothing else knows the plugin. A course may leave it out: its pages are the
same.

The plugin looks for citations with regular expressions over the whole text, code and addresses included, and drops
what it does not understand. So it is shown only what is a citation, by a number, and every other @ is hidden from it
until it has run. What it answers for a number becomes the author's citation again, which the engine reads. It formats
nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs_bibtex.registry import ReferenceRegistry

from ..read.source import Text
from . import Patch

PATCH = Patch(
    of="mkdocs-bibtex",
    versions="==4.4.0",
    upstream="https://github.com/shyamd/mkdocs-bibtex/blob/2036542901c21f859d13bb2e943dd06566ecdcb1/"
    "src/mkdocs_bibtex/registry.py#L15",
    until="no course lists the plugin: it is archived, so it will not change, and takes no registry from outside",
)
HIDDEN_AT, HIDDEN_BACKSLASH = "\ue000", "\ue001"
ANSWER = re.compile("\ue002c(\\d+)\ue003")
OPTIONS: dict[str, Any] = {
    "bib_by_default": False,
    "enable_inline_citations": False,
    "footnote_format": "ref-{key}",
    "csl_file": None,
}


class _Registry(ReferenceRegistry):
    """Answers the plugin with the number of a citation."""

    def __init__(self) -> None:
        super().__init__([], OPTIONS["footnote_format"])

    def validate_citation_blocks(self, citation_blocks: list[Any]) -> None:
        """Nothing to do: only citations are let through."""

    def validate_inline_references(self, inline_references: list[Any]) -> set[Any]:
        """None: inline references are off."""
        return set()

    def inline_text(self, citation_block: Any) -> str:
        """The number of each."""
        return "".join(f"\ue002{one.key}\ue003" for one in citation_block.citations)

    def reference_text(self, citation: Any) -> str:
        """Nothing: references are formatted elsewhere."""
        return ""


def prepare(plugin: Any, cache: Path) -> None:
    """Before the plugin reads its configuration: our options, and an empty .bib, since we read the real ones."""
    stub = cache / "empty.bib"
    stub.write_text("", "utf-8")
    plugin.config.update(OPTIONS | {"bib_file": str(stub), "bib_dir": None})
    plugin.last_configured = None


def take_over(plugin: Any) -> None:
    """After it: our registry in place of its own."""
    plugin.registry = _Registry()


def protect(markdown: str) -> tuple[str, list[str]]:
    """The text of a page as the plugin may see it, and its citations by number."""
    page = Text("", markdown)
    citations: list[str] = []
    out, at = [], 0
    for one in page.citations:
        out += [_hide(markdown[at : one.start]), f"[@c{len(citations)}]"]
        citations.append(markdown[one.start : one.end])
        at = one.end
    return "".join([*out, _hide(markdown[at:])]), citations


def restore(markdown: str, citations: list[str]) -> str:
    """The text of a page once the plugin has run."""
    markdown = markdown.replace(HIDDEN_AT, "@").replace(HIDDEN_BACKSLASH, "\\")
    return ANSWER.sub(lambda match: citations[int(match[1])], markdown)


def _hide(text: str) -> str:
    text = re.sub(r"\\(?=(?:full_)?bibliography)", HIDDEN_BACKSLASH, text)
    return text.replace("@", HIDDEN_AT)
