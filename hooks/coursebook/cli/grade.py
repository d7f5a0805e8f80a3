"""`coursebook grade`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from ..credentials.badge import Signer, certificate, read_issuer, why_not
from ..dossier.pdf import CannotPrint, find_chromium, to_pdf
from ..marking.grade import NO_UNITS, REFUSED, RESULTS, MarkedSheet, Unreadable, grade
from ..marking.key import Key
from .common import FILE, WrongUse, answer_key, key_file, not_published, not_written

BADGES, CERTIFICATES = "badges", "certificates"


@click.command("grade")
@click.argument("sheets", type=FILE)
@key_file
@click.option("-o", "--output", type=FILE, required=True, metavar="FOLDER", help="Output folder.")
@click.option(
    "--sign", type=FILE, metavar="FILE", help="From coursebook signing-key: sign certificates for learners who passed."
)
@click.option("--pdf", is_flag=True, help="With --sign: also print each certificate as PDF (about a second each).")
@click.option("--unsealed", is_flag=True, help="Also mark sheets without a ticket.")
@click.option("--attempts", type=int, default=0, metavar="N", help="Attempts allowed per ticket (default: any number).")
def command(sheets: Path, key: Path, output: Path, sign: Path | None, pdf: bool, unsealed: bool, attempts: int) -> int:
    """Mark a folder of answer sheets. 0: all marked, 1: some rejected, 2: wrong usage."""
    not_published(output, "results name the learners")
    answers = answer_key(key)
    if not sheets.is_dir():
        raise WrongUse(f"{sheets}: no such folder", "give the folder with the learners' answer sheets")
    if pdf and not sign:
        raise WrongUse("--pdf requires --sign", "add --sign FILE")
    now = datetime.now(UTC)
    closed = why_not(answers) if sign else ""
    issue = partial(_issue, output, answers, _signer(sign, answers, pdf, closed), now, pdf) if sign else None
    try:
        tally = grade(sheets, answers, output, now, unsealed=unsealed, attempts=attempts, issue=issue)
    except Unreadable as error:
        hint = "restore the original file (spreadsheet programs change it), or choose a new folder"
        raise WrongUse(str(error), hint) from None
    except OSError as error:
        raise not_written(error.filename, error) from None
    except CannotPrint as error:
        raise WrongUse(error.message, error.fix) from None
    if closed:
        print(f"badges only, no printed certificates: {closed}", file=sys.stderr)
    if answers.without_units:
        hint = "create a new key with coursebook key and --tickets-of this one; tickets and sheets remain valid"
        print(f"{key}: {NO_UNITS}\n    fix: {hint}", file=sys.stderr)
    print(f"{tally.marked} marked, {tally.passed} passed: {output / RESULTS}")
    if tally.refused:
        print(f"{tally.refused} rejected: {output / REFUSED}", file=sys.stderr)
    return 1 if tally.refused else 0


def _signer(file: Path, key: Key, pdf: bool, closed: str) -> Signer:
    """The signer for a key. `closed` is why no certificates can be printed. Raises WrongUse."""
    if pdf and closed:
        raise WrongUse(closed)
    if pdf and not find_chromium():
        raise WrongUse("Chromium was not found", "install Chromium, or omit --pdf")
    try:
        return Signer(read_issuer(file), key)
    except ValueError as error:
        raise WrongUse(f"{file}: {error}", "create one with coursebook signing-key") from None


def _issue(out: Path, key: Key, signer: Signer, now: datetime, pdf: bool, result: MarkedSheet) -> str:
    """Writes the badge of a pass and, where the key has the facts, its certificate. Returns the name of the badge."""
    name = result.sheet.attempt
    _write(out / BADGES / f"{name}.jwt", signer.sign(result, now) + "\n")
    if key.certificate and key.certificate.ready:
        html = out / CERTIFICATES / f"{name}.html"
        _write(html, certificate(result, key, key.certificate, signer.thumbprint))
        if pdf:
            to_pdf(html, html.with_suffix(".pdf"))
    return f"{BADGES}/{name}.jwt"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
