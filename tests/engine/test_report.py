"""Findings: the table of codes, and how printers put findings into words."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import ROOT
from coursebook.model import Source
from coursebook.report.finding import CODES, Finding, Superfluous, finding, read_codes, resolve
from coursebook.report.printers import as_github, as_json, as_sarif, as_text

ENGINE = ROOT / "hooks" / "coursebook"
GIVEN = {"proposal", "known"}
"""Names that a finding fills in itself."""


def names(text: str) -> set[str]:
    """What is filled in: `{key}`."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every `finding("CODE", place, ...)` of the engine, with its place."""
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding":
                yield f"{path.relative_to(ENGINE)}:{node.lineno}", node


def test_every_finding_fills_its_texts() -> None:
    """A parameter that is missing would only show when the finding is printed."""
    wrong = []
    for place, call in calls():
        code = call.args[0]
        given = {one.arg for one in call.keywords}
        if isinstance(code, ast.Constant) and None not in given:  # with **names what is given is not known here
            wanted = names(CODES[str(code.value)].message) | names(CODES[str(code.value)].fix)
            wrong += [f"{place}: {code.value} lacks {name}" for name in wanted - given - GIVEN]
    assert wrong == []


def test_a_table_has_no_other_entries() -> None:
    with pytest.raises(TypeError):
        read_codes('[A001]\nmessage = "a"\nfix = "b"\nmend = "c"\n')


MANY = finding("C001", Source("docs/a,b:c%.md", 7), ["Witt2009", "Brady2014"], key="Wit2009", bib="bib")


def test_a_guess_is_made_of_what_is_known() -> None:
    assert MANY.message() == "unknown citation key 'Wit2009': it is not in the bibliography"
    assert MANY.fix() == "did you mean 'Witt2009'? If not, add the reference to a file in bib/"
    other = finding("C001", Source("docs/a.md", 7), ["Brady2014"], key="Wit2009", bib="bib")
    assert other.fix() == "add the reference to a file in bib/"


def test_another_table_gives_other_words() -> None:
    spanish = {**CODES, "C001": replace(CODES["C001"], message="la clave '{key}' no existe", fix="añádala en {bib}/")}
    assert MANY.message(spanish) == "la clave 'Wit2009' no existe"
    assert MANY.fix(spanish).endswith("añádala en bib/")


def test_annotations_are_escaped() -> None:
    """As workflow commands are: in a property also the signs that end one."""
    assert as_github([MANY]) == (
        "::error file=docs/a%2Cb%3Ac%25.md,line=7,title=C001::unknown citation key 'Wit2009': "
        "it is not in the bibliography%0Afix: did you mean 'Witt2009'? If not, add the reference to a file in bib/"
    )
    hundred = finding("L010", Source("docs/a.md", 1), target="100%", why="a\nb", made="")
    assert as_github([hundred]).startswith("::error file=docs/a.md,line=1,title=L010::invalid link '100%25'")
    assert "a%0Ab" in as_github([hundred])


def test_a_place_without_a_line_is_its_path() -> None:
    whole = finding("C008", Source("docs/a.bib"), bib="bib")
    assert as_text([whole]).startswith("docs/a.bib: this .bib file is among the pages")
    assert as_github([whole]).startswith("::error file=docs/a.bib,title=C008::")
    assert json.loads(as_json([whole]))[0]["line"] is None
    location = json.loads(as_sarif([whole]))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "docs/a.bib"}}
    later = finding("C008", Source("docs/a.bib", 2), bib="bib")
    assert as_text([later, whole]).index("docs/a.bib: ") < as_text([later, whole]).index("docs/a.bib:2: ")


def test_a_place_without_a_line_is_hidden_by_none() -> None:
    nowhere = finding("C003", Source("docs/a.md"), text="[@a]", fix="")
    assert len(resolve([nowhere, finding("C002", Source("docs/a.md"), text="[@a]")])) == 2


def test_json_has_the_words() -> None:
    assert json.loads(as_json([MANY])) == [
        {
            "code": "C001",
            "severity": "error",
            "path": "docs/a,b:c%.md",
            "line": 7,
            "message": MANY.message(),
            "fix": MANY.fix(),
        }
    ]


def test_code_scanners_get_every_rule() -> None:
    run = json.loads(as_sarif([MANY]))["runs"][0]
    assert [one["ruleId"] for one in run["results"]] == ["C001"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(CODES)


def told(*found: Finding, superfluous: tuple[Superfluous, ...] = ()) -> list[tuple[str, int]]:
    """Code and line of what is left of some findings."""
    return [(one.code, one.place.line) for one in resolve(found, superfluous)]


def at(code: str, line: int) -> Finding:
    """A finding whose texts say nothing."""
    params = dict.fromkeys(names(CODES[code].message) | names(CODES[code].fix), "")
    return finding(code, Source("docs/a.md", line), **params)


def test_a_finding_hides_what_it_names() -> None:
    assert told(at("Q040", 5).hiding((3, "Q002")), at("Q002", 3), at("Q003", 3)) == [("Q003", 3), ("Q040", 5)]
    elsewhere = finding("Q002", Source("docs/b.md", 3), id="q")
    assert told(at("Q040", 5).hiding((3, "Q002")), elsewhere) == [("Q040", 5), ("Q002", 3)]


def test_a_finding_is_hidden_under_the_line_of_its_block() -> None:
    inside = at("Q010", 9).hiding(about=3)
    assert told(at("Q040", 5).hiding((3, "Q010")), inside) == [("Q040", 5)]
    assert told(at("Q040", 5).hiding((9, "Q010")), inside) == [("Q040", 5), ("Q010", 9)]


def test_what_is_hidden_hides_nothing() -> None:
    chain = at("Q040", 5).hiding((6, "Q010")), at("Q010", 6).hiding((6, "Q011")), at("Q011", 6)
    assert told(*chain) == [("Q040", 5), ("Q011", 6)]


def test_findings_with_the_same_words_hide_what_each_of_them_names() -> None:
    twice = at("Q045", 5).hiding((1, "Q010")), at("Q045", 5).hiding((3, "Q010"))
    assert told(*twice, at("Q010", 1), at("Q010", 3)) == [("Q045", 5)]


@pytest.mark.parametrize("code", [code for code, kind in CODES.items() if kind.hidden_by])
def test_a_code_is_hidden_where_the_table_says_so(code: str) -> None:
    for other in CODES[code].hidden_by:
        assert told(at(code, 4), at(other, 4)) == [(other, 4)]
        assert len(told(at(code, 4), at(other, 5))) == 2


def test_what_no_finding_explains() -> None:
    assert told(at("Q008", 4), superfluous=(("docs/a.md", 4, "Q008"),)) == []
