"""`coursebook grade`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from ..credentials.badge import Signer, read_issuer
from ..credentials.paper import certificate, why_not
from ..dossier.pdf import CannotPrint, find_chromium, to_pdf
from ..marking.grade import NO_UNITS, REFUSED, RESULTS, Result, Unreadable, grade
from ..marking.key import Key
from .common import FILE, answer_key, wrong_use

BADGES, CERTIFICATES = "badges", "certificates"


@click.command("grade")
@click.argument("sheets", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="FILE", help="From coursebook key.")
@click.option("-o", "--output", type=FILE, required=True, metavar="FOLDER", help="Where results go.")
@click.option("--sign", type=FILE, metavar="FILE", help="From coursebook signing-key: certify who passed.")
@click.option("--pdf", is_flag=True, help="With --sign: print each certificate, too (a second each).")
@click.option("--unsealed", is_flag=True, help="Mark sheets without a ticket, too.")
@click.option("--attempts", type=int, default=0, metavar="N", help="So many a ticket (default: any number).")
def command(sheets: Path, key: Path, output: Path, sign: Path | None, pdf: bool, unsealed: bool, attempts: int) -> int:
    """Mark a folder of answer sheets. 0: all marked, 1: some refused, 2: wrong use."""
    return run_grade(sheets, key, output, sign=sign, pdf=pdf, unsealed=unsealed, attempts=attempts)


def run_grade(
    sheets: Path, key_file: Path, output: Path, *, sign: Path | None, pdf: bool, unsealed: bool, attempts: int
) -> int:
    """Marks a folder and says what came out."""
    key = answer_key(key_file)
    if key is None:
        return 2
    if not sheets.is_dir():
        return wrong_use(f"{sheets}: there is no such folder", "name the folder with the sheets that learners saved")
    issue, closed = None, ""
    now = datetime.now(UTC)
    if pdf and not sign:
        return wrong_use("--pdf prints certificates, and nothing is certified", "add --sign FILE")
    if sign:
        closed = why_not(key)
        if pdf and (closed or not find_chromium()):
            return wrong_use(
                closed or "there is no Chromium to print with", "" if closed else "install chromium, or leave --pdf out"
            )
        try:
            signer = Signer(read_issuer(sign), key)
        except ValueError as error:
            return wrong_use(f"{sign}: {error}", "make one with coursebook signing-key")
        issue = partial(_issue, output, key, signer, now, pdf)
    try:
        tally = grade(sheets, key, output, now, unsealed=unsealed, attempts=attempts, issue=issue)
    except Unreadable as error:
        return wrong_use(
            str(error), "put back the file as it was (spreadsheets save it otherwise), or name a new folder"
        )
    except OSError as error:
        return wrong_use(f"{error.filename}: it cannot be written: {error.strerror}")
    except CannotPrint as error:
        return wrong_use(error.fact, error.mend)
    if closed:
        print(f"badges alone, and no printed certificates: {closed}", file=sys.stderr)
    if key.without_units:
        hint = "make it anew with coursebook key and --tickets-of this one: tickets and sheets stay good"
        print(f"{key_file}: {NO_UNITS}\n    hint: {hint}", file=sys.stderr)
    print(f"{tally.marked} marked, {tally.passed} passed: {output / RESULTS}")
    if tally.refused:
        print(f"{tally.refused} refused: {output / REFUSED}", file=sys.stderr)
    return 1 if tally.refused else 0


def _issue(out: Path, key: Key, signer: Signer, now: datetime, pdf: bool, result: Result) -> str:
    """Writes the badge of a pass and, where the key has the facts, its certificate. Gives the name of the badge."""
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
