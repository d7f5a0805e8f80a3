"""The only module that knows mkdocs-bibtex (4.4.0, archived by its author, pinned).

It does on a page what it does well: it finds the citations `marks.rewrite` left for it, numbers them,
and writes the footnotes. What a reference says comes from `format`, and is put in place of a token once
Markdown has run, so that no character of a title is ever read as Markdown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs_bibtex.registry import ReferenceRegistry

TOKEN = "\ue002{alias}\ue003"
OPTIONS: dict[str, Any] = {
    "bib_by_default": True,
    "enable_inline_citations": False,
    "footnote_format": "ref-{key}",
    "csl_file": None,
}


class Registry(ReferenceRegistry):
    """Answers mkdocs-bibtex from references that are formatted already. Keys are aliases."""

    def __init__(self) -> None:
        super().__init__([], OPTIONS["footnote_format"])

    def validate_citation_blocks(self, citation_blocks: list[Any]) -> None:
        """Nothing to do: `marks.rewrite` let only known keys through."""

    def validate_inline_references(self, inline_references: list[Any]) -> set[Any]:
        """None: inline references are off."""
        return set()

    def inline_text(self, citation_block: Any) -> str:
        """The footnote marks of a citation."""
        return "".join(f"[^{self.footnote_format.format(key=c.key)}]" for c in citation_block.citations)

    def reference_text(self, citation: Any) -> str:
        """The token that `pages.fill` replaces by the reference."""
        return TOKEN.format(alias=citation.key)


def prepare(plugin: Any, cache: Path) -> None:
    """Before mkdocs-bibtex reads its configuration: our options, and an empty .bib, since we read the real ones."""
    stub = cache / "empty.bib"
    stub.write_text("", "utf-8")
    plugin.config.update(OPTIONS | {"bib_file": str(stub), "bib_dir": None})
    plugin.last_configured = None


def take_over(plugin: Any) -> None:
    """After it: our registry in place of its own."""
    plugin.registry = Registry()
