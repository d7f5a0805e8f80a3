"""The rules of bodies: the engine's (rules.csv), and what a course adds in bib/ce-rules.csv.

The columns `codes` and `shown` of the engine's table name findings with another code that enforce a rule, too, and the
blocks of the pages that show what it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from ..model import Source
from ..read.table import read_table
from ..report.finding import Finding

FILE = "ce-rules.csv"
"""A course's own table, in the folder of its bibliography."""
TABLE, REFERENCES = (Path(__file__).with_name(name) for name in ("rules.csv", "rules.bib"))
"""The engine's rules, and their references."""
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
    is for: rules that only others ask for are left out (None: no rule is).

    A cell that the course fills replaces the engine's; its references are added to them. K001 for an id that is none.
    """
    rules: dict[str, Rule] = {}
    left_out = set()
    for row in read_table(f"accreditation/{TABLE.name}", TABLE, (*COLUMNS, "bodies", "codes", "shown")).rows:
        bodies = row.list("bodies")
        if named is not None and bodies and not set(bodies) & set(named):
            left_out.add(row["id"])
            continue
        rules[row["id"]] = Rule(
            row["id"], row.place, row["area"], row["requirement"], row["asked_by"], row.list("references"),
            row["severity"], row["person"], row.list("codes"), row.list("shown"),
        )  # fmt: skip
    table = read_table(path, file, COLUMNS, id_="id", needed=False)
    for row in table.rows:
        if not ID.match(row["id"]):
            row.report("K001", id=row["id"])
        elif row["id"] not in left_out:
            base = rules.get(row["id"], Rule(row["id"], row.place))
            severity = row.choice("severity", SEVERITIES, base.severity)
            rules[row["id"]] = replace(
                base,
                source=row.place,
                area=row["area"] or base.area,
                requirement=row["requirement"] or base.requirement,
                asked_by=row["asked_by"] or base.asked_by,
                references=tuple(dict.fromkeys((*base.references, *row.list("references")))),
                severity=severity or base.severity,
                person=row["person"] or base.person,
            )
    return list(rules.values()), table.found
