"""Builds the same courses with the engine of a reference commit and with this one, and compares what came out.

    git worktree add --detach REFERENCE COMMIT && (cd REFERENCE && make .venv/dev.stamp)
    .venv/bin/python tests/same.py REFERENCE

Compared are every file of the site, the findings, and an inventory of each course: questions with their hashes,
citations, claims, words, time. With `--articles` only the articles of pages are compared. Both
engines read the docs/ and bib/ of this work tree; each uses its own mkdocs.yml, with the navigation of this one.
`tests/accepted.toml` lists the intended differences, each with its reason; any other one fails. It is emptied when the
reference moves to a later commit. With `--strict` nothing is accepted.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
COURSES = ("minimal", "kinds", "progress", "provider", "broken")
SHOWN = 12
"""Lines shown of a difference."""
ARTICLE = re.compile(r"<h1.*?</article>", re.DOTALL)
BLANK = re.compile(r"\n\s*(?=\n|$)|\s*</article>")
NAV = re.compile(r"^nav:\n(?:[ -].*\n)+", re.MULTILINE)
RUNNER = r"""
import json, logging, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
os.environ.setdefault("COURSEBOOK_ON", "2026-11-21")
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
logging.disable(logging.CRITICAL)
import inventory
taken = inventory.take(Path(sys.argv[2]), Path(sys.argv[3]))
Path(sys.argv[4]).write_text(json.dumps(taken, ensure_ascii=False, indent=1), "utf-8")
"""
OLD_INVENTORY = r"""
from conftest import run
from coursebook.findings import as_json
import json

def take(config, site):
    build, warnings = run(config, site)
    questions = [
        {"id": q.id, "kind": q.kind, "case": q.case, "objective": q.objective, "stem": q.stem, "at": str(q.source),
         "anchor": q.anchor, "hash": q.content_hash, "asked": q.asked_hash, "hints": q.hints, "allow": q.allow,
         "options": [[o.text, o.right, o.has_rationale, o.target, o.says, str(o.source)] for o in q.options]}
        for path in build.urls for q in build.questions[path]
    ]
    cited = [[c.key, str(c.source), c.page, c.where, c.anchor] for path in build.urls for c in build.cited[path]]
    uses = [[u.id, u.page, u.anchor, str(u.source)] for path in build.urls for u in build.uses[path]]
    taught = {o: [[s.page, s.anchor, s.title, str(s.source)] for s in rows] for o, rows in build.taught.items()}
    return {"questions": questions, "cited": cited, "uses": uses, "taught": taught, "words": build.words,
            "minutes": build.reviewing.minutes if build.texts.get("index.md") else 0, "hash": build.content_hash,
            "steps": [[s.url, s.minutes, list(s.questions)] for s in build.learning.steps],
            "findings": json.loads(as_json(build.found)), "warnings": sorted(warnings) if warnings else []}
"""


def main() -> int:
    """0: the same but for what is accepted, 1: not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=Path, help="a work tree of the reference commit, with its .venv")
    parser.add_argument("--only", nargs="*", default=None, help="courses by name; `course` is that of this project")
    parser.add_argument("--articles", action="store_true", help="leave out what the theme puts around a page")
    parser.add_argument("--keep", type=Path, help="a folder for builds of the reference, used again if nothing changed")
    parser.add_argument("--strict", action="store_true", help="accept no difference")
    given = parser.parse_args()
    accepted = [] if given.strict else tomllib.loads((TESTS / "accepted.toml").read_text("utf-8"))["accepted"]
    wrong = 0
    for name in given.only or ("course", *COURSES):
        with tempfile.TemporaryDirectory() as folder:
            old = _built((given.keep or Path(folder)) / _digest(name), name, given.reference)
            new = _built(Path(folder) / "new", name, ROOT)
            differences = _compare(old, new, accepted, name, given.articles)
        wrong += len(differences)
        print(f"{name}: {len(differences)} differences")
        for title, lines in differences[:25]:
            print(f"  {title}")
            print("".join(f"      {line[:300]}\n" for line in lines[:SHOWN]), end="")
    return 1 if wrong else 0


def _sources(name: str, tree: Path = ROOT) -> Path:
    """The folder of a course in a work tree."""
    return tree if name == "course" else tree / "tests" / "courses" / name


def _digest(name: str) -> str:
    """A name for the sources of a course as they are now."""
    ours = _sources(name)
    files = sorted(path for part in ("docs", "bib", "mkdocs.yml") for path in (ours / part, *(ours / part).rglob("*")))
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.relative_to(ours).as_posix().encode() + (path.read_bytes() if path.is_file() else b""))
    return f"{name}-{whole.hexdigest()[:16]}"


def _built(folder: Path, name: str, tree: Path) -> Path:
    """Builds a course with the engine of a work tree: `site/` and `inventory.json` in the folder."""
    if (folder / "inventory.json").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    tree = tree.resolve()
    course = folder / "course"
    for part in ("docs", "bib"):
        shutil.copytree(_sources(name) / part, course / part)
    config = (_sources(name, tree) / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"(?:\.\./)*hooks/", f"{tree}/hooks/", config)
    if wanted := NAV.search((_sources(name) / "mkdocs.yml").read_text("utf-8")):
        config = NAV.sub(lambda _: wanted[0], config)
    (course / "mkdocs.yml").write_text(config, "utf-8")
    if (tree / "tests" / "inventory.py").exists():
        shutil.copy(tree / "tests" / "inventory.py", folder / "inventory.py")
    else:
        (folder / "inventory.py").write_text(OLD_INVENTORY, "utf-8")
    (folder / "run.py").write_text(f"import sys; sys.path.insert(0, {str(folder)!r})\n{RUNNER}", "utf-8")
    python = tree / ".venv" / "bin" / "python"
    command = [str(python), str(folder / "run.py"), str(tree / "tests"), str(course / "mkdocs.yml")]
    command += [str(folder / "site"), str(folder / "inventory.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{name} with {tree}:\n{done.stderr}")
    return folder


Rules = list[dict[str, str]]
Differences = list[tuple[str, list[str]]]


def _compare(old: Path, new: Path, accepted: Rules, course: str, articles: bool) -> Differences:
    found: Differences = []
    sides = (old / "site", new / "site")
    names = [{path.relative_to(side).as_posix() for path in side.rglob("*") if path.is_file()} for side in sides]
    for name in sorted(names[0] | names[1]):
        if articles and not name.endswith((".html", ".json", ".bib", ".ris")):
            continue
        texts = [_text(side / name) if name in there else "" for side, there in zip(sides, names, strict=True)]
        if articles and name.endswith(".html"):
            texts = [BLANK.sub("", "".join(ARTICLE.findall(text)[:1])) for text in texts]
        found += _differ(name, texts, accepted, course)
    kept = [json.loads((side / "inventory.json").read_text("utf-8")) for side in (old, new)]
    for part in kept[0]:
        texts = [json.dumps(side.get(part), ensure_ascii=False, indent=1) for side in kept]
        found += _differ(f"inventory:{part}", texts, accepted, course)
    return found


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if path.name == "sitemap.xml.gz":
        raw = gzip.decompress(raw)
    return raw.decode("utf-8", "surrogateescape")


def _differ(name: str, texts: list[str], accepted: Rules, course: str) -> Differences:
    for rule in accepted:
        if re.fullmatch(rule["files"], name) and re.fullmatch(rule.get("courses", ".*"), course):
            if "pattern" not in rule:
                return []
            texts = [re.sub(rule["pattern"], rule.get("becomes", ""), text) for text in texts]
    if texts[0] == texts[1]:
        return []
    if not texts[0] or not texts[1]:
        return [(f"{name}: only {'new' if texts[1] else 'old'}", [])]
    if name.endswith("html"):
        texts = [re.sub(r"(<[a-z!/])", r"\n\1", text) for text in texts]
    lines = list(difflib.unified_diff(*(text.splitlines() for text in texts), lineterm="", n=0))
    lines = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return [(f"{name}: {len(lines)} lines", lines)]


if __name__ == "__main__":
    sys.exit(main())
