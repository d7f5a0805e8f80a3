"""The house: imports run one way, only two files know the host, nothing is documented that is not there."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT
from coursebook.locale import EN
from coursebook.report.finding import CODES
from coursebook.steps.page_assets import WORDS

ENGINE = ROOT / "hooks" / "coursebook"
MODULES = sorted(ENGINE.rglob("*.py"))
BASE = (
    "marking.rules", "marking.draw", "model.source", "model.question", "model.evidence", "model.course", "model",
    "credentials.certificate", "read.content_hash", "locale", "report.finding",
    "report.printers", "markdown.positions", "read.front_matter", "read.slashes",
    "read.sites", "read.source", "read.paragraphs", "read.table", "read.labels", "read.wordlists", "read.regions",
    "read.project",
    "markdown.templates", "markdown.html", "markdown.collect", "markdown.addresses", "markdown.blocks",
)  # fmt: skip
"""What every feature may import, in the order of the layers."""
PARTS = ("host", "steps", "cli")
"""What joins the features: no feature imports from them."""
FEATURES = sorted(path.name for path in ENGINE.iterdir() if (path / "__init__.py").exists() and path.name not in PARTS)
ABOVE = {"credentials": "marking"}
"""A feature that builds on another one: a credential is of a result."""
OF_COURSE = ("steps.course", "steps.registry")
"""What the checks and pages of a feature may import that are functions of a whole course."""
OVER_COURSE = {"accreditation"}
"""Such features. The course is made of these modules of theirs, which know nothing of it."""
UNDER_COURSE = {f"accreditation.{name}" for name in ("__init__", "bodies", "credit", "facts", "reading", "rule_table")}
TOP = (
    "steps.page_assets", "markdown.formulas", "steps.render", "steps.sources", "steps.content",
    "steps.course", "steps.registry", "steps.taught", "steps.generated", "steps.dossier",
    "steps.compose", "steps.check", "steps.pipeline", "host.config", "host.plugin", "host.build",
)  # fmt: skip
"""What joins the features, in the order of the layers; the commands come after it."""
HOST = {"host.config", "host.build", "host.plugin"}
ALLOWED_HOST_ADAPTER = {"patches.mkdocs_bibtex"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ENGINE).with_suffix("").parts)


def imports(path: Path) -> set[str]:
    """Imported modules; those of the engine as `coursebook.x`."""
    found = set()
    parts = path.relative_to(ENGINE).parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = ["coursebook", *parts[:-1]][: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base} if node.module else {f"{base}.{alias.name}" for alias in node.names}
    return found


def engine_imports(path: Path) -> set[str]:
    return {one.removeprefix("coursebook.") for one in imports(path) if one.startswith("coursebook.")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_settings_knows_the_host(path: Path) -> None:
    hosts = {one for one in imports(path) if one.split(".")[0] == "mkdocs"}
    assert not hosts or name_of(path) in HOST
    adapters = {one for one in imports(path) if one.split(".")[0] == "mkdocs_bibtex"}
    assert not adapters or name_of(path) in ALLOWED_HOST_ADAPTER


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    name = name_of(path)
    wanted = {one for one in engine_imports(path) if not one.startswith("patches.")}
    if name in BASE:
        assert wanted <= set(BASE[: BASE.index(name)])
    elif name in TOP:
        below = set(TOP[: TOP.index(name)])
        assert {
            one for one in wanted if one not in BASE and one.split(".")[0] not in FEATURES and one not in below
        } == set()
    elif name.split(".")[0] in FEATURES:
        own = name.split(".")[0]
        may = {own, ABOVE.get(own, own)}
        above = {"credentials"} if own in OVER_COURSE and name not in UNDER_COURSE else set()
        allowed = {*BASE, *(OF_COURSE if above else ())}
        assert {one for one in wanted if one not in allowed and one.split(".")[0] not in may | above} == set()
    else:  # every module has its layer
        assert name.split(".")[0] in ("cli", "__init__", "__main__") or name in ("host.__init__", "steps.__init__")


def test_no_import_goes_round() -> None:
    """Imports for the type checker are counted, too."""
    names = {name_of(path): path for path in MODULES}
    graph = {name: {one for one in engine_imports(path) if one in names} for name, path in names.items()}
    TopologicalSorter(graph).prepare()


def test_a_patch_is_imported_by_one_module() -> None:
    """Whoever wants to remove one finds all that rests on it."""
    others = [path for path in MODULES if path.parent.name != "patches"]
    wanted = [one for path in others for one in engine_imports(path) if one.startswith("patches.")]
    patches = {name_of(path) for path in (ENGINE / "patches").glob("[a-z]*.py")}
    assert sorted(wanted) == sorted(patches)


def test_every_word_is_said() -> None:
    """By a script, which the manifest tells, by a template, by the code or by a table of it."""
    said = [
        *ENGINE.rglob("*.py"),
        *ENGINE.rglob("*.html"),
        *ENGINE.rglob("*.svg"),
        *(ENGINE / "accreditation").glob("*.toml"),
    ]
    text = "".join(path.read_text("utf-8") for path in said)
    scripts = {word for words in WORDS.values() for word in words}
    assert {word for word in EN if word not in scripts and f'"{word}"' not in text and f"'{word}'" not in text} == set()


def test_every_code_is_in_a_golden_file() -> None:
    told = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.txt"))
    assert {code for code in CODES if f"[{code}]" not in told} == set()


def test_every_code_is_documented(update: bool) -> None:
    """The table in CONTRIBUTING.md is the table of codes; `pytest --update` rewrites it."""
    path = ROOT / "CONTRIBUTING.md"
    head, rows, foot = re.split(
        r"((?:^\| (?:[A-Z]\d{3}|[A-Z]{2}-\d\d[a-z-]*) \|.*\n)+)", path.read_text("utf-8"), flags=re.MULTILINE
    )
    table = "".join(f"| {code} | {_cell(kind.message)} | {_cell(kind.fix)} |\n" for code, kind in CODES.items())
    if update:
        path.write_text(head + table + foot, "utf-8")
    else:
        assert rows == table


def _cell(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")


def test_every_make_target_is_in_the_readme() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {target for target in targets if f"make {target}" not in readme} == set()
    named = set(re.findall(r"`make ([a-z]+)`", readme))
    assert named <= set(targets)


def test_lock_files_have_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "http" not in text
        assert "index-url" not in text
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block


def test_every_slow_test_has_a_target() -> None:
    targets = (ROOT / "Makefile").read_text("utf-8")
    files = [file for file in (ROOT / "tests").glob("*/test_*.py") if "mark.slow" in file.read_text("utf-8")]
    assert [
        file.name
        for file in files
        if file.relative_to(ROOT).as_posix() not in targets and file.name != Path(__file__).name
    ] == []


OF_THE_COURSE = {"course", "base", "watch"}
"""Fixtures that build the course of this repository. `watch` opens what is at `base`, which a file may override."""
FILES_OF_THE_COURSE = re.compile(r"""ROOT / ["'](?:docs|bib|mkdocs)""")


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("test_*.py")), ids=lambda path: path.stem)
def test_no_test_of_the_engine_needs_the_course(path: Path) -> None:
    """Another course in another repository can run them; what needs docs/ or bib/ of this one is in tests/course."""
    text = path.read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    asked = {argument.arg for one in functions if _by_pytest(one) for argument in one.args.args}
    own = {one.name for one in functions}
    assert asked & OF_THE_COURSE - own - ({"watch"} if "base" in own else set()) == set()
    if path != Path(__file__):
        assert FILES_OF_THE_COURSE.findall(text) == []


def _by_pytest(function: ast.FunctionDef) -> bool:
    """Whether it is a test or a fixture, whose arguments are fixtures."""
    return function.name.startswith("test_") or any("fixture" in ast.unparse(one) for one in function.decorator_list)
