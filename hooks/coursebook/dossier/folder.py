"""Where a dossier is kept: a folder that no site publishes, with a document to read and one to print."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .page import with_pages
from .pdf import page_count, page_numbers, to_pdf

NAME = "dossier-confidential"
"""Of both files: nobody should have to open one to learn what it is."""


def published(folder: Path, sites: Iterable[Path]) -> Path | None:
    """The first of the folders that are published in which a folder lies, however it is named; None where in none."""
    inside = [one for one in (folder.resolve(), *folder.resolve().parents) if one.exists()]
    for site in sites:
        if folder.resolve().is_relative_to(site.resolve()) or any(
            site.exists() and one.samefile(site) for one in inside
        ):
            return site
    return None


def keep(text: str, file: Path) -> None:
    """Writes a file that only its owner may read, whole or not at all. Raises OSError."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(file)


def print_out(html: Path, pdf: Path) -> int:
    """Prints a dossier with the numbers of pages in its contents. Gives how many pages it has.

    Raises CannotPrint, and OSError where a folder for what is temporary cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        # The first print finds out where the parts stand; numbers take no line of their own, and move nothing.
        first, numbered = Path(folder) / "first.pdf", Path(folder) / "numbered.html"
        to_pdf(html, first)
        numbered.write_text(with_pages(html.read_text("utf-8"), page_numbers(first)), "utf-8")
        to_pdf(numbered, pdf)
    os.chmod(pdf, 0o600)
    return page_count(pdf)
