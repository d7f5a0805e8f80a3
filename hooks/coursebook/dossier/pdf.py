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
"""Seconds after which printing is stopped: a document of 300 pages takes about ten."""
ARGUMENTS = (
    "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-extensions", "--disable-sync", "--no-first-run", "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the document stands alone, and no host learns that it was printed
    "--no-pdf-header-footer",  # the pages' own style fills the margins
)  # fmt: skip


class CannotPrint(RuntimeError):
    """No PDF was written. `message` says why, `fix` what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message}\n    fix: {fix}")
        self.message, self.fix = message, fix


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
        output = _run([*command, html.resolve().as_uri()], timeout)
        content = made.read_bytes() if made.exists() else b""
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-32:]:
            # but for its complaints of a missing desktop
            lines = [line.strip() for line in output.splitlines() if line.strip() and "dbus" not in line]
            message = f"{chromium} did not write a PDF: {lines[-1] if lines else 'no output'}"
            raise CannotPrint(message, f"check that it starts, or set another path in {CHROMIUM}")
        part = pdf.with_name(f".{pdf.name}.part")
        try:
            shutil.copyfile(made, part)
            part.replace(pdf)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CannotPrint(f"cannot write {pdf}: {error.strerror}", "choose a writable folder") from error


def page_numbers(pdf: Path) -> dict[str, int]:
    """The page, from 1, of each place that a link of the document leads to, by its id."""
    document = PdfReader(pdf)
    places = ((name, document.get_destination_page_number(to)) for name, to in document.named_destinations.items())
    return {name.removeprefix("/"): page + 1 for name, page in places if page is not None}


def page_count(pdf: Path) -> int:
    """The number of pages of a PDF."""
    return len(PdfReader(pdf).pages)


def _run(command: list[str], timeout: float) -> str:
    """Runs Chromium, and returns what it wrote to stderr."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace", start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        fix = f"install Chromium, or set its path in {CHROMIUM}"
        raise CannotPrint(f"cannot start {command[0]}: {error.strerror}", fix) from error
    with process:
        try:
            return process.communicate(timeout=timeout)[1]
        except subprocess.TimeoutExpired as error:
            message = f"{command[0]} did not finish in {timeout:g} seconds"
            raise CannotPrint(message, "try again when the machine is less busy") from error
        finally:
            if process.poll() is None:  # Chromium is several processes, in a group of their own
                with contextlib.suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
                process.wait()
