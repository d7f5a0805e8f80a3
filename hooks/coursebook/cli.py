"""The `coursebook` command: thin, one function a command."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from .citations.bibliography import read_bibliography
from .citations.proof import check_built
from .dossier.folder import NAME, keep, print_out, published
from .importing.run import READERS, Refused
from .importing.run import Order as ImportOrder
from .importing.run import run as run_import
from .links.built import check_folder
from .links.released import NAME as RELEASED
from .links.released import read_released, write_released
from .marking.key import read_key
from .marking.run import PROVIDER, add_commands, keep_key
from .printing import CannotPrint
from .receipts.course import read_course
from .receipts.run import check_receipts
from .report.finding import Finding
from .report.printers import FORMATS, from_json
from .report.resolve import refuses
from .verify.options import contact, day, days, read_order, seconds
from .verify.project import NotAProject, read_project
from .verify.run import Order
from .verify.run import verify as run_verify


def run_build(
    config: Path,
    site: Path,
    addresses: Path | None = None,
    key: str = "",
    on: date | None = None,
    taught: Path | None = None,
    dossier: Path | None = None,
) -> tuple[list[Finding], str]:
    """Builds into `site`, as if it were the day `on`. Gives the findings, and what MkDocs itself complained about
    (empty where it did not).

    Every address of the course is written into the file `addresses`, if one is named, and the answer key of a private
    quiz where `key` says `quiz:file`; `taught` is a file for what receipts are held against,
    `dossier` a new one for the dossier of a course without errors.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "findings.json"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
        done = subprocess.run(
            [*command, "--site-dir", str(site)],
            env={
                **os.environ,
                **({"COURSEBOOK_ON": on.isoformat()} if on else {}),
                "COURSEBOOK_FINDINGS": str(report),
                "COURSEBOOK_ADDRESSES": str(addresses or ""),
                "COURSEBOOK_KEY": key,
                "COURSEBOOK_TAUGHT": str(taught or ""),
                "COURSEBOOK_DOSSIER": str(dossier or ""),
                "NO_MKDOCS_2_WARNING": "1",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        found = from_json(report.read_text("utf-8")) if report.exists() else []
    told = done.stderr.splitlines()
    own = [line for line in told if line.startswith(("WARNING", "ERROR"))]
    return found, done.stderr if done.returncode and not own else "\n".join(own)


def check(config: Path, style: str, strict: bool, on: date | None = None) -> int:
    """Builds the course as of the day `on`, throws the result away and prints the findings. 0: no errors, 1: some."""
    with tempfile.TemporaryDirectory() as folder:
        found, complaints = run_build(config, Path(folder) / "site", on=on)
    return _tell(found, complaints, style, strict)


def prove(site: Path, style: str) -> int:
    """Reads a built site, whoever built it, for dead links and what is left as text. 0: none, 1: some, 2: no site."""
    pages = sorted(site.rglob("*.html"))
    if not pages:
        print(f"{site}: there is no page in it\n    hint: name the folder of a built site", file=sys.stderr)
        return 2
    found = [one for page in pages for one in check_built(page.as_posix(), page.read_bytes())]
    return _tell(found + check_folder(site), "", style)


def build(config: Path) -> int:
    """Builds the course into site/, and replaces what is there only if nothing is wrong. 0: built, 1: not."""
    new = config.parent / ".cache" / "coursebook" / "site"
    old = new.with_name("site.old")
    shutil.rmtree(new, ignore_errors=True)
    found, complaints = run_build(config, new)
    if _tell(found, complaints, "text"):
        print("site/ was left as it was.", file=sys.stderr)
        return 1
    site = config.parent / "site"
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    print(f"built {site}")
    return 0


def release(config: Path, on: date) -> int:
    """Adds every address that the course has to addresses.csv: from then on none may be lost. 0: done, 1: not."""
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "addresses.txt"
        found, complaints = run_build(config, Path(folder) / "site", new)
        if _tell(found, complaints, "text"):
            print(f"{RELEASED} was left as it was.", file=sys.stderr)
            return 1
        now = new.read_text("utf-8").splitlines()
    file = config.parent / RELEASED
    rows, _ = read_released(file, RELEASED)
    added = write_released(file, rows, now, on.isoformat())
    print(f"{RELEASED}: {len(rows) + added} addresses, {added} of them new on {on.isoformat()}")
    return 0


def make_key(config: Path, quiz: str, file: Path, tickets_of: Path | None) -> int:
    """Writes the answer key of a private quiz into a new file. 0: done, 1: the course has errors, 2: no such quiz."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "key.json"
        found, complaints = run_build(config, Path(folder) / "site", key=f"{quiz}:{made}")
        if _tell(found, complaints, "text"):
            return 1
        if not made.exists():
            print(f"no page has a quiz '{quiz}' that is built without its key", file=sys.stderr)
            print(f"    hint: write in its front matter: quiz: {{id: {quiz}, key: private}}", file=sys.stderr)
            return 2
        return keep_key(read_key(made), file, tickets_of)


def receipt(config: Path, files: list[Path], on: date | None = None) -> int:
    """Holds learners' receipts against the course as it was on a day. 0: all fit, 1: one does not, 2: one is none."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "taught.json"
        found, complaints = run_build(config, Path(folder) / "site", on=on, taught=made)
        if refuses(found) or complaints or not made.exists():
            _tell(found, complaints, "text")
            return 1
        return check_receipts(files, read_course(made))


def export_dossier(config: Path, folder: Path, on: date | None = None) -> int:
    """Writes the dossier as HTML and as PDF into a folder. 0: both, 1: the course has errors or there is no PDF, 2: the
    folder will not do.
    """
    try:
        site = published(folder, read_project(config).public)
    except NotAProject as reason:
        print(f"{config.name}: {reason}", file=sys.stderr)
        return 2
    if site is not None:
        print(f"{folder}: what lies in {site.name}/ is published, and a dossier has the answer keys", file=sys.stderr)
        print("    hint: name a folder beside it: -o dossier", file=sys.stderr)
        return 2
    if folder.exists() and not folder.is_dir():
        print(f"{folder}: it is no folder\n    hint: name one: -o FOLDER", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made:
        html = Path(made) / "dossier.html"
        found, complaints = run_build(config, Path(made) / "site", on=on, dossier=html)
        if _tell(found, complaints, "text"):
            print("no dossier was made: it speaks for a course without errors.", file=sys.stderr)
            return 1
        try:
            folder.mkdir(parents=True, exist_ok=True)
            keep(html.read_text("utf-8"), folder / f"{NAME}.html")
            (folder / f"{NAME}.pdf").unlink(missing_ok=True)  # an older print is not of this dossier
        except OSError as error:
            print(f"{folder}: it cannot be written: {error.strerror}", file=sys.stderr)
            print("    hint: name a folder that you can write: -o FOLDER", file=sys.stderr)
            return 2
    return _print_dossier(folder)


def _print_dossier(folder: Path) -> int:
    """Prints the dossier of a folder, and says what there is now."""
    html, pdf = folder / f"{NAME}.html", folder / f"{NAME}.pdf"
    print(f"wrote {html}")
    try:
        pages = print_out(html, pdf)
    except (CannotPrint, OSError) as error:
        print(f"{pdf} is missing: {error}", file=sys.stderr)
        return 1
    print(f"wrote {pdf}: {pages} pages\nBoth have the answer keys: keep them from learners.")
    return 0


def verify(config: Path, order: Order, style: str, strict: bool) -> int:
    """Verifies references and links online. 0: no errors (with `strict`: nothing at all), 1: some, 2: no project."""
    try:
        project = read_project(config)
    except NotAProject as reason:
        print(f"{config.name}: {reason}", file=sys.stderr)
        return 2
    try:
        files = [(project.shown(file), file) for file in project.bib.rglob("*.bib")]
        bibliography, unread = read_bibliography(files)
        report = run_verify(project, bibliography.references, order)
    except KeyboardInterrupt:
        print("\nstopped; what was checked is kept, and the same command goes on from there", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"{error.filename or project.bib}: {error.strerror or error}", file=sys.stderr)
        return 2
    found = [*unread, *report.findings]
    status = _tell(found, "", style, strict)
    print("\n".join(report.summary), file=sys.stderr)
    return status


def import_questions(order: ImportOrder, style: str) -> int:
    """Turns questions of other systems into blocks. 0: all of them; 1: some not; 2: nothing was done."""
    try:
        text, found, done = run_import(order)
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 2
    if order.out is None:
        # The page goes where it can be piped; what is told goes beside it.
        sys.stdout.write(text)
        if found:
            print(FORMATS[style](found), file=sys.stderr)
        return 1 if refuses(found) else 0
    status = _tell(found, "", style)
    print("\n".join(done), file=sys.stderr)
    return status


def _tell(found: list[Finding], complaints: str, style: str, strict: bool = False) -> int:
    """Prints findings and MkDocs' own complaints. 1 where they refuse the build, else 0."""
    notes = [one for one in found if one.severity == "note"]
    faults = [one for one in found if one.severity != "note"]
    if style == "text" and notes:
        print(FORMATS[style](notes), file=sys.stderr)
        found = faults
    if found or style in ("json", "sarif"):
        print(FORMATS[style](found))
    if complaints:
        print(complaints, file=sys.stderr)
    if faults:
        print(f"{len(faults)} finding{'s' if len(faults) > 1 else ''}", file=sys.stderr)
    return 1 if complaints or refuses(found, strict) else 0


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status: 0 nothing found, 1 findings, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="coursebook", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    building = commands.add_parser("build", help="check the course and build it into site/")
    checking = commands.add_parser("check", help="check the course and print what is wrong")
    checking.add_argument("--format", choices=sorted(FORMATS), default="text")
    checking.add_argument("--strict", action="store_true", help="let warnings fail, too")
    checking.add_argument("--on", type=day, default=None, metavar="DATE", help="take this for today (YYYY-MM-DD)")
    checking.add_argument("--site", type=Path, metavar="FOLDER", help="read a site that is built already, instead")
    verifying = _add_verify(commands)
    releasing = commands.add_parser("release", help="keep every address of the course in addresses.csv")
    releasing.add_argument("--on", type=day, default=None, metavar="DATE", help="the day of the edition (YYYY-MM-DD)")
    exporting = commands.add_parser("export", help="write the dossier that an accrediting body asks for")
    exporting.add_argument("what", choices=("dossier",))
    exporting.add_argument("-o", "--output", type=Path, default=None, metavar="FOLDER", help="default: dossier/")
    exporting.add_argument("--on", type=day, default=None, metavar="DATE", help="take this for today (YYYY-MM-DD)")
    receipting = commands.add_parser("receipt", help="hold learners' receipts against this course")
    receipting.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a receipt saved on the certificate page"
    )
    receipting.add_argument("--on", type=day, default=None, metavar="DATE", help="the course as it was on that day")
    _add_import(commands)
    keying = add_commands(commands)
    for command in (building, checking, verifying, releasing, exporting, receipting, keying):
        command.add_argument("-f", "--config-file", type=Path, default=Path("mkdocs.yml"))
    given = parser.parse_args(arguments)
    if given.command == "import":
        order = ImportOrder(tuple(given.files), given.form, given.out, given.objective, given.prefix)
        return import_questions(order, given.format)
    if given.command in PROVIDER:
        return PROVIDER[given.command](given)
    if getattr(given, "site", None):
        return prove(given.site, given.format)
    config = given.config_file.resolve()
    if not config.is_file():
        print(
            f"{given.config_file}: there is no such file\n    hint: run this beside mkdocs.yml",
            file=sys.stderr,
        )
        return 2
    if given.command == "verify":
        return verify(config, read_order(given), given.format, given.strict)
    if given.command == "receipt":
        return receipt(config, given.files, given.on)
    if given.command == "key":
        return make_key(config, given.quiz, given.output, given.tickets_of)
    if given.command == "export":
        return export_dossier(config, given.output or config.parent / "dossier", given.on)
    if given.command == "release":
        return release(config, given.on or date.today())
    return build(config) if given.command == "build" else check(config, given.format, given.strict, given.on)


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `coursebook import`."""
    command = commands.add_parser("import", help="turn questions of mkdocs-quiz, GIFT or Moodle XML into blocks")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--from", dest="form", choices=sorted(READERS), default="", help="else it is found out")
    command.add_argument("-o", "--out", type=Path, metavar="PAGE", help="a page (.md) or a folder; never replaced")
    command.add_argument("--objective", default="", metavar="ID", help="what all of the questions test")
    command.add_argument("--prefix", default="", metavar="ID", help="begins the id of each question")
    command.add_argument("--format", choices=sorted(FORMATS), default="text", help="how findings are told")


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """The options of `coursebook verify`."""
    command = commands.add_parser("verify", help="check references and links online, and keep the results in bib/")
    command.add_argument("part", nargs="?", choices=("references", "links", "all"), default="all")
    command.add_argument("--format", choices=sorted(FORMATS), default="text")
    command.add_argument("--offline", action="store_true", help="ask nobody; tell what the last runs found")
    command.add_argument("--strict", action="store_true", help="let warnings fail, too")
    command.add_argument("--max-age", type=days, default=90, metavar="DAYS", help="a result counts so long")
    command.add_argument("--fresh", type=days, default=7, metavar="DAYS", help="a good one is not asked anew")
    command.add_argument("--on", type=day, default=None, metavar="DATE", help="take this for today (YYYY-MM-DD)")
    command.add_argument(
        "--contact",
        type=contact,
        default=os.environ.get("COURSEBOOK_CONTACT", ""),
        metavar="ADDRESS",
        help="an e-mail or web address that tells hosts who asks",
    )
    command.add_argument("--timeout", type=seconds, default=30, metavar="SECONDS", help="for one request")
    command.add_argument("--interval", type=seconds, default=0.34, metavar="SECONDS", help="between two to one host")
    return command
