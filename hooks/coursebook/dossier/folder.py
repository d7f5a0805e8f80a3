"""Where a dossier is written: a folder that no site publishes, with a document to read and one to print."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .pdf import page_count, page_numbers, to_pdf

NAME = "dossier-confidential"
"""Of both files: they should be recognized without being opened."""
PAGE = re.compile(r'(<span class="page" data-page-of="([^"]+)">)')
"""Where the contents of a dossier have the number of a page, with the id that is on it."""


def published(folder: Path, sites: Iterable[Path]) -> Path | None:
    """The first of the published folders that contains a folder, under any name; None where none does."""
    path = folder.resolve()
    above = [parent for parent in (path, *path.parents) if parent.exists()]
    for site in sites:
        if path.is_relative_to(site.resolve()) or (site.exists() and any(map(site.samefile, above))):
            return site
    return None


def write_private(text: str, file: Path) -> None:
    """Writes a file that only its owner may read, whole or not at all. Raises OSError."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(file)


def print_out(html: Path, pdf: Path) -> int:
    """Prints a dossier with page numbers in its contents, and returns how many pages it has. Raises CannotPrint, and
    OSError where no temporary folder can be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        # The first print finds the page of each part; numbers take no line of their own, and move nothing.
        first, numbered = Path(folder) / "first.pdf", Path(folder) / "numbered.html"
        to_pdf(html, first)
        numbers = page_numbers(first)
        filled = PAGE.sub(lambda match: f"{match[1]}{numbers.get(match[2], '')}", html.read_text("utf-8"))
        numbered.write_text(filled, "utf-8")
        to_pdf(numbered, pdf)
    os.chmod(pdf, 0o600)
    return page_count(pdf)
