"""What the provider's commands do. Each answers the exit status: 0 done, 1 some sheets refused, 2 wrong use."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ..printing import CannotPrint, find_chromium, to_pdf
from .badges import Signer, new_issuer, read_issuer, write_issuer
from .certificates import certificate, why_not
from .grade import REFUSED, RESULTS, Result, Unreadable, grade
from .key import Key, read_key, to_json, write_private
from .tickets import ticket

BADGES, CERTIFICATES = "badges", "certificates"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """The options of the provider's commands. Gives that of `key`, which takes the course, too."""
    key = commands.add_parser("key", help="write the answer key of a quiz that is built without it")
    key.add_argument("quiz", help="the id of the quiz")
    key.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a new file; keep it secret")
    key.add_argument("--tickets-of", type=Path, metavar="FILE", help="an earlier key whose tickets stay good")
    tickets = commands.add_parser("tickets", help="make a ticket for each learner of a list")
    tickets.add_argument("learners", type=Path, help="a CSV file; its first column is the learner's id")
    tickets.add_argument("--key", type=Path, required=True, metavar="FILE", help="from coursebook key")
    signing = commands.add_parser("signing-key", help="make the key that signs certificates")
    signing.add_argument("--name", required=True, help="the provider's name")
    signing.add_argument("--id", required=True, metavar="ADDRESS", help="the provider's address: https://...")
    signing.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a new file; keep it secret")
    grading = commands.add_parser("grade", help="mark a folder of answer sheets")
    grading.add_argument("sheets", type=Path, help="the folder")
    grading.add_argument("--key", type=Path, required=True, metavar="FILE", help="from coursebook key")
    grading.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="where results go")
    grading.add_argument("--sign", type=Path, metavar="FILE", help="from coursebook signing-key: certify who passed")
    grading.add_argument("--pdf", action="store_true", help="with --sign: print each certificate, too (a second each)")
    grading.add_argument("--unsealed", action="store_true", help="mark sheets without a ticket, too")
    grading.add_argument("--attempts", type=int, default=0, metavar="N", help="so many a ticket (default: any number)")
    return key


def run_tickets(given: argparse.Namespace) -> int:
    """Prints a CSV of ids and tickets."""
    learners, key = given.learners, _key(given.key)
    if key is None:
        return 2
    try:
        with learners.open(encoding="utf-8-sig", newline="") as file:
            table = csv.reader(file)
            ids = [(table.line_num, row[0].strip()) for row in table if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return _wrong(f"{learners}: it cannot be read: {error}")
    if ids and ids[0][1].lower().replace("_", " ") in ("id", "learner", "learner id"):
        ids = ids[1:]
    made, seen = [], dict[str, int]()
    for number, id_ in ids:
        if not id_:
            return _wrong(f"{learners}:{number}: its first column is empty", "write the learner's id there")
        try:
            made.append((id_, ticket(key.secret, key.course, key.quiz, id_)))
        except ValueError as error:
            return _wrong(f"{learners}:{number}: {error}")
        if (first := seen.setdefault(id_, number)) != number:
            return _wrong(f"{learners}:{number}: '{id_}' stands a second time, first in line {first}")
    if not made:
        return _wrong(f"{learners}: it lists nobody", "write an id a line: letters, digits, - and _")
    csv.writer(sys.stdout, lineterminator="\n").writerows([("learner", "ticket"), *made])
    return 0


def run_signing_key(given: argparse.Namespace) -> int:
    """Writes a new signing key."""
    file = given.output
    try:
        write_issuer(new_issuer(given.id, given.name), file)
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


def run_grade(given: argparse.Namespace) -> int:
    """Marks a folder and says what came out."""
    key = _key(given.key)
    if key is None:
        return 2
    if not given.sheets.is_dir():
        return _wrong(f"{given.sheets}: there is no such folder", "name the folder with the sheets that learners saved")
    issue, closed = None, ""
    now = datetime.now(UTC)
    if given.pdf and not given.sign:
        return _wrong("--pdf prints certificates, and nothing is certified", "add --sign FILE")
    if given.sign:
        closed = why_not(key)
        if given.pdf and (closed or not find_chromium()):
            return _wrong(
                closed or "there is no Chromium to print with", "" if closed else "install chromium, or leave --pdf out"
            )
        try:
            signer = Signer(read_issuer(given.sign), key)
        except ValueError as error:
            return _wrong(f"{given.sign}: {error}", "make one with coursebook signing-key")
        issue = partial(_issue, given.output, key, signer, now, given.pdf)
    try:
        tally = grade(
            given.sheets, key, given.output, now, unsealed=given.unsealed, attempts=given.attempts, issue=issue
        )
    except Unreadable as error:
        return _wrong(str(error), "put back the file as it was (spreadsheets save it otherwise), or name a new folder")
    except OSError as error:
        return _wrong(f"{error.filename}: it cannot be written: {error.strerror}")
    except CannotPrint as error:
        return _wrong(error.fact, error.mend)
    if closed:
        print(f"badges alone, and no printed certificates: {closed}", file=sys.stderr)
    print(f"{tally.marked} marked, {tally.passed} passed: {given.output / RESULTS}")
    if tally.refused:
        print(f"{tally.refused} refused: {given.output / REFUSED}", file=sys.stderr)
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


PROVIDER: dict[str, Callable[[argparse.Namespace], int]] = {
    "tickets": run_tickets,
    "signing-key": run_signing_key,
    "grade": run_grade,
}
"""Commands that need no course."""
