"""The rules of bodies: the engine's (rules.csv), and what a course adds in bib/ce-rules.csv.

The columns `codes` and `shown` of the engine's table name findings with another code that enforce a rule, too, and the
blocks of the pages that show what it requires.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..model import Source
from ..read.table import read_table
from ..report.finding import Finding

FILE = "ce-rules.csv"
"""A course's own table, in the folder of its bibliography."""
TABLE, REFERENCES = (Path(__file__).with_name(name) for name in ("rules.csv", "rules.bib"))
"""The engine's rules, and their references."""
TEXTS = ("area", "requirement", "asked_by", "person")
COLUMNS = ("id", "area", "requirement", "asked_by", "references", "severity", "person")
ID = re.compile(r"[A-Z]{2}-\d\d\Z")
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `references` are keys of the bibliography; `person` says what a person has to do, and why; `codes` and
    `shown`: see the module.
    """

    id: str
    source: Source
    area: str = ""
    requirement: str = ""
    asked_by: str = ""
    references: tuple[str, ...] = ()
    severity: str = ""
    person: str = ""
    codes: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


def read_rules(path: str, file: Path, named: Collection[str] | None = None) -> tuple[list[Rule], list[Finding]]:
    """The engine's rules with what a course says of them in its own table, if it has one, then the course's own; and
    what is wrong with that table. `path` is its path as findings name it, `named` the ids of the bodies that the course
    is for: rules that only other bodies have are left out (None: no rule is).

    A cell that the course fills replaces the engine's; its references are added to them. K001 for an invalid id.
    """
    rules: dict[str, Rule] = {}
    left_out = set()
    for row in read_table(f"accreditation/{TABLE.name}", TABLE, (*COLUMNS, "bodies", "codes", "shown")).rows:
        bodies = row.list("bodies")
        if named is not None and bodies and not set(bodies) & set(named):
            left_out.add(row["id"])
        else:
            cells: dict[str, Any] = {name: row[name] for name in (*TEXTS, "severity")}
            cells |= {name: row.list(name) for name in ("references", "codes", "shown")}
            rules[row["id"]] = Rule(row["id"], row.place, **cells)
    table = read_table(path, file, COLUMNS, id_="id", needed=False)
    for row in table.rows:
        if not ID.match(row["id"]):
            row.report("K001", id=row["id"])
        elif row["id"] not in left_out:
            base = rules.get(row["id"], Rule(row["id"], row.place))
            severity = row.choice("severity", SEVERITIES, base.severity) or base.severity
            texts: dict[str, Any] = {name: row[name] or getattr(base, name) for name in TEXTS}
            references = tuple(dict.fromkeys((*base.references, *row.list("references"))))
            rules[base.id] = replace(base, source=row.place, severity=severity, references=references, **texts)
    return list(rules.values()), table.found
