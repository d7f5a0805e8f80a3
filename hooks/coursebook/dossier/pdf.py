"""HTML to PDF, by the Chromium of the system: tagged, with an outline, without a network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = "COURSEBOOK_CHROMIUM"
"""Names a Chromium that is not on the PATH."""
TIMEOUT = 180.0
"""Seconds after which a print is taken for hung: a document of 300 pages takes about ten."""
ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # what is printed stands alone, and tells no host that it was printed
    "--no-pdf-header-footer",  # the pages' own style says what stands in the margins
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)


class CannotPrint(RuntimeError):
    """No PDF was written. `fact` says why, `mend` what to do."""

    def __init__(self, fact: str, mend: str) -> None:
        super().__init__(f"{fact}\n    fix: {mend}")
        self.fact, self.mend = fact, mend


def find_chromium() -> str | None:
    """The path of a Chromium, or None where there is none."""
    return os.environ.get(CHROMIUM) or next(filter(None, map(shutil.which, NAMES)), None)


def to_pdf(html: Path, pdf: Path, timeout: float = TIMEOUT) -> None:
    """Prints an HTML file that stands alone to a tagged PDF with an outline of its headings.

    Size and margins of the pages are those of its `@page`. `pdf` is replaced whole or not at all. Raises CannotPrint
    where there is no Chromium, where it fails, or where it takes longer than `timeout` seconds.
    """
    chromium = find_chromium()
    if chromium is None:
        raise CannotPrint("Chromium was not found", f"install Chromium, or set its path in {CHROMIUM}")
    with tempfile.TemporaryDirectory(prefix="coursebook-print-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "made.pdf"
        command = [chromium, *ARGUMENTS, f"--user-data-dir={Path(folder) / 'profile'}", f"--print-to-pdf={made}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses to start as root with one
        told = _run([*command, html.resolve().as_uri()], timeout)
        if not _whole(made):
            raise CannotPrint(
                f"{chromium} did not write a PDF: {_last(told)}",
                f"check that it starts, or set another path in {CHROMIUM}",
            )
        part = pdf.with_name(f".{pdf.name}.part")
        try:
            shutil.copyfile(made, part)
            part.replace(pdf)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CannotPrint(f"cannot write {pdf}: {error.strerror}", "choose a writable folder") from error


def page_numbers(pdf: Path) -> dict[str, int]:
    """On which page, from 1, each place is that a link of the document leads to, by its id."""
    document = PdfReader(pdf)
    places = ((name, document.get_destination_page_number(to)) for name, to in document.named_destinations.items())
    return {name.removeprefix("/"): page + 1 for name, page in places if page is not None}


def page_count(pdf: Path) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(pdf).pages)


def _run(command: list[str], timeout: float) -> str:
    """Runs Chromium; what it told on stderr."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        mend = f"install Chromium, or set its path in {CHROMIUM}"
        raise CannotPrint(f"cannot start {command[0]}: {error.strerror}", mend) from error
    with process:
        try:
            return process.communicate(timeout=timeout)[1]
        except subprocess.TimeoutExpired as error:
            fact = f"{command[0]} did not finish in {timeout:g} seconds"
            raise CannotPrint(fact, "try again when the machine is less busy") from error
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    """Ends what is left of a Chromium: it is several processes, in a group of their own."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
        process.wait()


def _whole(pdf: Path) -> bool:
    """Whether a PDF was written to its end."""
    try:
        content = pdf.read_bytes()
    except OSError:
        return False
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-32:]


def _last(told: str) -> str:
    """The last line of what Chromium told, but for its complaints of a missing desktop."""
    lines = [line.strip() for line in told.splitlines() if line.strip() and "dbus" not in line]
    return lines[-1] if lines else "no output"
