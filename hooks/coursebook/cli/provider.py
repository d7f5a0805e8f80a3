"""What the provider's commands do. Each answers the exit status: 0 done, 1 some sheets refused, 2 wrong use."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ..credentials.badge import Signer, new_issuer, read_issuer, write_issuer
from ..credentials.paper import certificate, why_not
from ..marking.grade import NO_UNITS, REFUSED, RESULTS, Result, Unreadable, grade
from ..marking.key import Key, read_key, to_json, write_private
from ..marking.tickets import ticket
from ..model import Source
from ..printing import CannotPrint, find_chromium, to_pdf
from ..read.source import decode
from ..read.table import NotCsv, rows_of
from ..report.finding import Finding, finding
from ..report.printers import as_text

BADGES, CERTIFICATES = "badges", "certificates"
HEADS = ("id", "learner", "learner id")
"""How the first column of a list of learners may be named."""


def run_tickets(learners: Path, key_file: Path) -> int:
    """Prints a CSV of ids and tickets."""
    key = _key(key_file)
    if key is None:
        return 2
    try:
        ids, wrong = read_learners(learners)
    except OSError as error:
        return _wrong(f"{learners}: it cannot be read: {error.strerror}")
    if wrong:
        return _wrong(as_text(wrong))
    made = []
    for id_, number in ids.items():
        try:
            made.append((id_, ticket(key.secret, key.course, key.quiz, id_)))
        except ValueError as error:
            return _wrong(f"{learners}:{number}: {error}")
    if not made:
        return _wrong(f"{learners}: it lists nobody", "write an id a line: letters, digits, - and _")
    csv.writer(sys.stdout, lineterminator="\n").writerows([("learner", "ticket"), *made])
    return 0


def read_learners(file: Path) -> tuple[dict[str, int], list[Finding]]:
    """The ids in the first column of a CSV file, which its first line may name, each with its line; and what is wrong
    with them. Raises OSError.
    """
    text, found = decode(file.read_bytes(), str(file))
    ids, wrong = dict[str, int](), list(found)
    try:
        rows = list(rows_of(text))
    except NotCsv as error:
        return {}, [*wrong, finding("T002", Source(str(file), error.line), problem=error)]
    named = bool(rows) and rows[0][1][0].lower().replace("_", " ") in HEADS
    for line, (id_, *_) in rows[named:]:
        place = Source(str(file), line)
        if not id_:
            wrong.append(finding("T008", place, column="id"))
        elif (first := ids.setdefault(id_, line)) != line:
            wrong.append(finding("T005", place, column="id", text=id_, first=Source(str(file), first)))
    return ids, wrong


def run_signing_key(name: str, id_: str, file: Path) -> int:
    """Writes a new signing key into a file."""
    try:
        write_issuer(new_issuer(id_, name), file)
    except ValueError as error:
        return _wrong(str(error))
    except OSError as error:
        return _wrong(f"{file}: it cannot be written: {error.strerror}", "name a new file; a key is never replaced")
    print(f"wrote {file}: keep it secret, and keep a copy")
    return 0


def keep_key(key: Key, file: Path, tickets_of: Path | None) -> int:
    """Keeps a new answer key in a file."""
    if tickets_of is not None:
        earlier = _key(tickets_of)
        if earlier is None:
            return 2
        if (earlier.course, earlier.quiz) != (key.course, key.quiz):
            theirs, ours = f"'{earlier.quiz}' of '{earlier.course}'", f"'{key.quiz}' of '{key.course}'"
            fact = f"{tickets_of}: its tickets are for the quiz {theirs}, and would not be good for {ours}"
            return _wrong(fact, "leave --tickets-of out, and make new tickets")
        key = replace(key, secret=earlier.secret)
    try:
        write_private(file, to_json(key))
    except OSError as error:
        return _wrong(f"{file}: it cannot be written: {error.strerror}", "name a new file; a key is never replaced")
    print(f"wrote {file}: {len(key.items)} questions, edition {key.edition}; keep it secret")
    return 0


def run_grade(
    sheets: Path, key_file: Path, output: Path, *, sign: Path | None, pdf: bool, unsealed: bool, attempts: int
) -> int:
    """Marks a folder and says what came out."""
    key = _key(key_file)
    if key is None:
        return 2
    if not sheets.is_dir():
        return _wrong(f"{sheets}: there is no such folder", "name the folder with the sheets that learners saved")
    issue, closed = None, ""
    now = datetime.now(UTC)
    if pdf and not sign:
        return _wrong("--pdf prints certificates, and nothing is certified", "add --sign FILE")
    if sign:
        closed = why_not(key)
        if pdf and (closed or not find_chromium()):
            return _wrong(
                closed or "there is no Chromium to print with", "" if closed else "install chromium, or leave --pdf out"
            )
        try:
            signer = Signer(read_issuer(sign), key)
        except ValueError as error:
            return _wrong(f"{sign}: {error}", "make one with coursebook signing-key")
        issue = partial(_issue, output, key, signer, now, pdf)
    try:
        tally = grade(sheets, key, output, now, unsealed=unsealed, attempts=attempts, issue=issue)
    except Unreadable as error:
        return _wrong(str(error), "put back the file as it was (spreadsheets save it otherwise), or name a new folder")
    except OSError as error:
        return _wrong(f"{error.filename}: it cannot be written: {error.strerror}")
    except CannotPrint as error:
        return _wrong(error.fact, error.mend)
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


def _key(file: Path) -> Key | None:
    try:
        return read_key(file)
    except ValueError as error:
        _wrong(f"{file}: {error}", "make one with coursebook key")
        return None


def _wrong(fact: str, hint: str = "") -> int:
    print(f"{fact}\n    hint: {hint}" if hint else fact, file=sys.stderr)
    return 2
