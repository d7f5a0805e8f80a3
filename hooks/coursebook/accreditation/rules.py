"""The rules of bodies (rules.csv, and what a course adds in bib/ce-rules.csv), and the state of each: computed from the
codes and pages there are.

A rule is enforced where a finding stands for it, shown where a page has what it asks for, and for a person where the
table says what is left to a person. A rule may be all three. Nothing of this is typed but the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Citation, Source
from ..read.table import read_table
from ..report.codes import CODES
from ..report.finding import finding
from .material import Findings, Material

FILE = "ce-rules.csv"
"""A course's own table, in the folder of its bibliography."""
TABLE, REFERENCES = (Path(__file__).with_name(name) for name in ("rules.csv", "rules.bib"))
"""The engine's rules, and their references."""
COLUMNS = ("id", "area", "requirement", "asked_by", "references", "severity", "person")
ID = re.compile(r"[A-Z]{2}-\d\d\Z")
SEVERITIES = ("error", "warning", "info")
ENFORCED: Mapping[str, tuple[str, ...]] = {
    "AS-06": ("Q011",),
    "CT-01": ("C004", "C005"),
    "CT-02": ("E003", "E005"),
    "CT-07": ("C001", "B004", "V001", "V002", "V009"),
    "DT-01": ("D001",),
    "FM-01": ("O007", "O008"),
    "OB-04": ("O001",),
}
"""Rules that findings with another code enforce, too."""
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "facts": (
        "CR-12", "FM-01", "FM-02", "FM-03", "FM-04", "FM-05", "FM-06", "FM-07", "FM-08", "DT-01", "DT-02", "PP-01",
        "PP-02", "PP-04", "PP-05", "CT-04", "CT-11", "EV-02", "RC-01", "RC-02", "PV-01",
    ),
    "worksheet": ("CR-01", "CR-02", "CR-03", "CR-04", "CR-05", "CR-06", "CR-07", "CR-08", "CR-10"),
    "blueprint": ("OB-03", "OB-04", "OB-05", "FM-04"),
    "evaluation": ("EV-01", "EV-02"),
    "certificate": ("CE-01", "CE-02", "CE-03", "RC-02"),
    "bibliography": ("CT-07", "CT-08"),
    "ledger": ("CT-02",),
    "regulation": ("CT-06", "DT-03"),
    "in-person": ("CT-05",),
}  # fmt: skip
"""What a page shows that has one of these blocks."""


KINDS = {
    "enforced": "rule-enforced",
    "shown": "rule-shown",
    "person": "rule-person",
    "open": "rule-open",
}
"""What the states are called."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `references` are keys of the bibliography; `person` says what a person has to do, and why."""

    id: str
    area: str
    requirement: str
    asked_by: str
    references: tuple[str, ...]
    severity: str
    person: str
    source: Source


@dataclass(frozen=True, slots=True)
class State:
    """`codes` enforce the rule, `shown` are the titles and addresses of pages that have what it asks for."""

    rule: Rule
    codes: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        """`enforced`, `shown`, `person` or `open`, the first that holds."""
        if self.codes:
            return "enforced"
        return "shown" if self.shown else "person" if self.rule.person else "open"


def read_rules(path: str, file: Path, named: Collection[str] | None = None) -> tuple[list[Rule], Findings]:
    """The engine's rules with what a course says of them in its own table, if it has one, then the course's own; and
    what is wrong with that table. `path` is its path as findings name it, `named` the ids of the bodies that the course
    is for: rules that only others ask for are left out (None: no rule is).

    A cell that the course fills replaces the engine's; its references are added to them. K001 for an id that is none.
    """
    rules: dict[str, Rule] = {}
    for row in read_table(f"accreditation/{TABLE.name}", TABLE, (*COLUMNS, "bodies")).rows:
        of = row["area"], row["requirement"], row["asked_by"]
        bodies = row.list("bodies")
        if named is None or not bodies or set(bodies) & set(named):
            rules[row["id"]] = Rule(row["id"], *of, row.list("references"), row["severity"], row["person"], row.place)
    ours = set(rules) | {row["id"] for row in read_table(TABLE.name, TABLE, COLUMNS).rows}
    table = read_table(path, file, COLUMNS, id_="id", needed=False)
    for row in table.rows:
        known = rules.get(row["id"])
        if not ID.match(row["id"]):
            row.report("K001", id=row["id"])
        elif known or row["id"] not in ours:
            severity = row.choice("severity", SEVERITIES, known.severity if known else "")
            base = known or Rule(row["id"], "", "", "", (), severity, "", row.place)
            rules[row["id"]] = Rule(
                row["id"],
                row["area"] or base.area,
                row["requirement"] or base.requirement,
                row["asked_by"] or base.asked_by,
                tuple(dict.fromkeys((*base.references, *row.list("references")))),
                severity or base.severity,
                row["person"] or base.person,
                row.place,
            )
    return list(rules.values()), table.found


def rules_of(material: Material) -> tuple[list[Rule], Findings]:
    """The rules of a course."""
    named = material.facts.lists.get("bodies")
    return read_rules(f"{material.shown_bib}/{FILE}", material.bib / FILE, named)


def states(material: Material, rules: Iterable[Rule]) -> list[State]:
    """The state of each rule in this build."""
    return [
        State(
            replace(rule, person=material.reasons.get(rule.id, rule.person)), _codes(rule.id), _shown(material, rule.id)
        )
        for rule in rules
    ]


def _codes(rule: str) -> tuple[str, ...]:
    own = [code for code in CODES if code == rule or code.startswith(f"{rule}-")]
    return (*own, *(code for code in ENFORCED.get(rule, ()) if code in CODES))


def _shown(material: Material, rule: str) -> tuple[tuple[str, str], ...]:
    pages = [material.homes[block] for block, of in BLOCKS.items() if rule in of and block in material.homes]
    return tuple(dict.fromkeys(material.titles[page] for page in pages if page in material.titles))


def check_rules(material: Material) -> Findings:
    """K001 for the table, C001 for a reference that is not there, K002 for a rule nobody looks after."""
    if "rules" not in material.homes:
        return []
    rules, found = rules_of(material)
    for state in states(material, rules):
        if state.kind == "open":
            found.append(finding("K002", state.rule.source, rule=state.rule.id))
    for rule in rules:
        for key in rule.references:
            if key not in material.references:
                found.append(finding("C001", rule.source, key=key, bib=material.shown_bib))
    return found


def cited(material: Material) -> list[Citation]:
    """The references of the rules, as citations of the page that shows them."""
    home = material.homes.get("rules")
    if not home:
        return []
    return [
        Citation(key, rule.source, home, rule.id, rule.id)
        for rule in rules_of(material)[0]
        for key in rule.references
        if key in material.references
    ]


def rule_rows(material: Material, page: str) -> list[dict[str, Any]]:
    """Every rule with its state, with addresses as seen from a page."""
    rows = []
    for state in states(material, rules_of(material)[0]):
        sources = [material.entry(key) for key in state.rule.references if key in material.references]
        rows.append(
            {
                "rule": state.rule,
                "kind": state.kind,
                "codes": [(code, CODES[code].severity) for code in state.codes],
                "shown": [(title, relative(address, page)) for title, address in state.shown],
                "sources": [(label, relative(address, page) if address else "") for label, address in sources],
            }
        )
    return rows


def rules_page(material: Material, page: str) -> Markup:
    """The table of all rules with their state, for the page at an address."""
    rows = rule_rows(material, page)
    areas = Counter(row["rule"].area for row in rows)
    return fill_template(
        "rules.html", rows=rows, counts=tally(rows), areas=areas, kinds=kinds(material.words), words=material.words
    )


def kinds(words: Language) -> dict[str, str]:
    """What each state is called."""
    return {kind: words[word] for kind, word in KINDS.items()}


def tally(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many rules are in each state, those in none left out."""
    count = Counter(row["kind"] for row in rows)
    return {kind: count[kind] for kind in KINDS if count[kind]}
