"""`coursebook import`: which file is in which format, what is read, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..model import Source
from ..report.finding import Finding, finding
from . import gift, moodle, quizpages
from .draft import Draft, Intake
from .writer import Ids, Writer, WrittenPage

LARGEST = 64
"""Megabytes up to which a file is read; embedded pictures make Moodle's exports large."""
LARGEST_TEXT = 8
"""Megabytes for the other formats, which contain text only."""
READERS: dict[str, tuple[Callable[[str], bool], Callable[[bytes, str], Intake]]] = {
    "moodle": (moodle.looks_like, moodle.read_moodle),
    "mkdocs-quiz": (quizpages.looks_like, quizpages.read_quiz_page),
    "gift": (gift.looks_like, gift.read_gift),
}
"""By format: whether a text looks like it, and its reader; in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What to import. `out` is a page (`.md`) or a folder; None for standard output."""

    files: tuple[Path, ...]
    form: str = ""
    out: Path | None = None
    objective: str = ""
    prefix: str = ""


class CannotImport(Exception):
    """Nothing was done, and why."""


def run(order: ImportOptions) -> tuple[str, list[Finding], list[str]]:
    """Imports files. Returns the text for standard output, the findings, and a line for each file written.

    Raises CannotImport, before anything is written, for an invalid request; an existing file is never replaced.
    """
    if len(order.files) > 1 and (order.out is None or order.out.suffix == ".md"):
        raise CannotImport("several files become several pages\n    fix: give a folder for them: -o FOLDER")
    ids = Ids(order.prefix)
    found: list[Finding] = []
    text = ""
    todo: list[tuple[Path, WrittenPage]] = []
    for file in order.files:
        page = _page_of(file, order.out)
        intake = read(file, order.form)
        found += intake.findings
        if intake.parts:
            folder = f"{page.stem}-files" if page else ""
            written = Writer(ids, order.objective, folder).page(intake, _title(file))
            found += written.findings
            todo += [(page, written)] if page else []
            text += "" if page else written.text
    return text, found, _write(todo)


def read(file: Path, form: str = "") -> Intake:
    """The content of a file; its format is detected unless given."""
    path = file.as_posix()
    try:
        size = file.stat().st_size
        raw = file.read_bytes() if size <= LARGEST * 1024**2 else b""
    except OSError as error:
        raise CannotImport(f"{file}: {error.strerror or error}") from error
    if size > LARGEST * 1024**2:
        return _not(path, form, f"the file is larger than {LARGEST} MB", "split it")
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        return _not(path, form, "not a text file", "give the exported file")
    form = form or detect(raw, file.suffix.lower())
    if not form:
        return Intake(findings=[finding("M002", Source(path))])
    if form != "moodle" and size > LARGEST_TEXT * 1024**2:
        return _not(path, form, f"the file is larger than {LARGEST_TEXT} MB", "split it")
    return take(raw, path, form)


def take(raw: bytes, path: str, form: str) -> Intake:
    """The content of a file of a known format; M001 where it is empty."""
    intake = READERS[form][1](raw, path)
    if not intake.findings and not any(isinstance(part, Draft) for part in intake.parts):
        fix = "check that it is the right file and the right format: --from"
        intake.findings.append(finding("M001", Source(path), format=form, problem="it contains no questions", fix=fix))
    return intake


def detect(raw: bytes, suffix: str) -> str:
    """The format of a file by its content, or an empty string."""
    text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", errors="replace")
    if suffix == ".gift":
        return "gift"
    if suffix == ".xml":
        return "moodle"
    return next((form for form, (looks_like, _) in READERS.items() if looks_like(text)), "")


def _not(path: str, form: str, problem: str, fix: str) -> Intake:
    return Intake(findings=[finding("M001", Source(path), format=form or "a quiz", problem=problem, fix=fix)])


def _page_of(file: Path, out: Path | None) -> Path | None:
    if out is None or out.suffix == ".md":
        return out
    return out / f"{file.stem}.md"


def _title(file: Path) -> str:
    return re.sub(r"[\s_-]+", " ", file.stem).strip().capitalize() or "Questions"


def _write(todo: list[tuple[Path, WrittenPage]]) -> list[str]:
    """Writes pages and pictures, all of them or none. Gives a line on each page."""
    new: dict[Path, bytes] = {}
    for page, written in todo:
        files = {page: written.text.encode()}
        files |= {page.with_name(f"{page.stem}-files") / name: content for name, content in written.pictures.items()}
        for path, content in files.items():
            if path in new or path.exists():
                raise CannotImport(f"{path}: the file already exists\n    fix: choose another with -o")
            new[path] = content
    try:
        for path, content in new.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
    except OSError as error:
        raise CannotImport(f"{error.filename}: {error.strerror or error}") from error
    return [f"wrote {page}" for page, _ in todo]
