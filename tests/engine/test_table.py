"""The one reader of CSV tables: every fault of form, its place, and what is still read."""

from __future__ import annotations

from pathlib import Path

import pytest
from coursebook.read.table import Table, number, read_table

HEAD = "id,value,kind\n"
FAULTS = [
    # text, findings as line:code, ids that are read
    (HEAD + "a,1,x\n", [], "a"),
    ("\ufeff" + HEAD + "a,1,x\r\nb,2,x\r\n", [], "a b"),
    ("id , value, kind\na ,1, x\n", [], "a"),
    ("kind,id,note,value\nx,a,more,1\n", [], "a"),
    (HEAD + '\n , ,\n"a\nb",1,x\nc,2,x\n', [], "a\nb c"),
    (HEAD + 'a, "1,5",x\n', [], "a"),
    ("", ["1:T003"], ""),
    ("\n\nid,value\n", ["3:T003"], ""),
    ("id;value;kind\na;1;x\n", ["1:T003"], ""),
    ("id,value,kind,kind\na,1,x,x\n", ["1:T003"], ""),
    ("id,value,kind,,\na,1,x,,\n", [], "a"),
    (HEAD + "a,1,x,y\nb,2\nc,3,x\n", ["2:T004", "3:T004"], "c"),
    (HEAD + "a,1,x\nA,2,x\n", ["3:T005"], "a"),
    (HEAD + ",1,x\nb,2,x\n", ["2:T008"], "b"),
    (HEAD + 'a,1,x\nb,"2,x\nc,3,x\n', ["3:T002"], "a"),
    (HEAD + 'a,"1" and 2,x\n', ["2:T002"], ""),
    (HEAD + 'a,"1\n2",x\nb,2\n', ["4:T004"], "a"),
    (HEAD.encode() + b"a,1,\xe4\nb,2,x\n", ["2:F001"], "a b"),
]  # fmt: skip


def read(tmp_path: Path, text: str | bytes, **options: bool) -> Table:
    file = tmp_path / "table.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table("table.csv", file, ("id", "value", "kind"), id_="id", **options)


def told(table: Table) -> list[str]:
    return [f"{one.place.line}:{one.code}" for one in table.found]


@pytest.mark.parametrize(("text", "faults", "ids"), FAULTS)
def test_faults_of_form(tmp_path: Path, text: str | bytes, faults: list[str], ids: str) -> None:
    table = read(tmp_path, text)
    assert told(table) == faults
    assert [row["id"] for row in table.rows] == ids.split(" ") if ids else table.rows == []
    assert table.readable == ("T003" not in "".join(faults))


def test_a_closed_table_has_no_other_columns(tmp_path: Path) -> None:
    assert told(read(tmp_path, HEAD.strip() + ",more\na,1,x,y\n", closed=True)) == ["1:T003"]


def test_a_column_with_a_wrong_name_is_guessed(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "id,valeu,kind\n").found
    assert found.fix().startswith("did you mean 'valeu'?")


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    assert told(read_table("none.csv", file, ("id",))) == ["None:T001"]
    assert told(read_table("none.csv", file, ("id",), needed=False)) == []


def test_cells(tmp_path: Path) -> None:
    table = read(tmp_path, HEAD + "a,many,z\nb,,\nc,inf,x\nd,-1.5,x; y\n")
    assert [row.number("value") for row in table.rows] == [None, None, None, number("-1.5")]
    assert [row.choice("kind", ("x", "y"), "y") for row in table.rows] == ["", "y", "x", ""]
    assert table.rows[3].list("kind") == ("x", "y")
    assert table.rows[0]["no such column"] == ""
    assert told(table) == ["2:T006", "4:T006", "2:T007", "5:T007"]


@pytest.mark.parametrize(
    ("text", "value"), [("7,629", "7629"), ("\u22121.5", "-1.5"), ("1e3", "1000"), ("nan", None), ("4,5 mm", None)]
)
def test_numbers(text: str, value: str | None) -> None:
    assert number(text) == (None if value is None else number(value))
