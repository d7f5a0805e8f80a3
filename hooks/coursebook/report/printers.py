"""Findings in words: for people, code hosts, programs and code scanners."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict

from .finding import CODES, Finding, in_order


def line_of(one: Finding) -> str:
    """One finding for people: what is wrong and where, and on a second line the fix."""
    kind, fix = "" if one.severity == "error" else f"{one.severity}: ", one.fix()
    return f"{one.place}: {kind}{one.message()} [{one.code}]" + (f"\n    fix: {fix}" if fix else "")


def as_text(found: Iterable[Finding]) -> str:
    """For people: two lines a finding."""
    return "\n".join(map(line_of, in_order(found)))


def as_github(found: Iterable[Finding]) -> str:
    """For a code host: one annotation a finding, escaped as workflow commands are."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for one in in_order(found):
        properties = {"file": _data(one.place.path), "line": one.place.line, "title": one.code}
        named = ",".join(
            f"{name}={str(value).replace(':', '%3A').replace(',', '%2C')}"
            for name, value in properties.items()
            if value
        )
        said = f"{one.message()}\nfix: {fix}" if (fix := one.fix()) else one.message()
        lines.append(f"::{kinds[one.severity]} {named}::{_data(said)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_json(found: Iterable[Finding]) -> str:
    """For programs: a list of objects with code, severity, path, line, message and fix."""
    rows = [
        {"code": one.code, "severity": one.severity, **asdict(one.place), "message": one.message(), "fix": one.fix()}
        for one in in_order(found)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def as_sarif(found: Iterable[Finding]) -> str:
    """For code scanners: SARIF 2.1.0 (OASIS), one result a finding."""
    results = []
    for one in in_order(found):
        location: dict[str, object] = {"artifactLocation": {"uri": one.place.path}}
        if one.place.line is not None:
            location["region"] = {"startLine": one.place.line}
        text = f"{one.message()}. {one.fix()}".strip()
        results.append(
            {"ruleId": one.code, "level": one.severity, "message": {"text": text},
             "locations": [{"physicalLocation": location}]}
        )  # fmt: skip
    rules = [{"id": code, "shortDescription": {"text": kind.message}} for code, kind in CODES.items()]
    driver = {"name": "coursebook", "rules": rules}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}, indent=2)


FORMATS = {"text": as_text, "github": as_github, "json": as_json, "sarif": as_sarif}
"""The printers by name."""


def emit(found: Iterable[Finding], log: logging.Logger) -> None:
    """Reports findings to a log: errors as warnings, so that the host's strict mode fails, the rest as information."""
    for one in found:
        log.log(logging.WARNING if one.severity == "error" else logging.INFO, "%s", line_of(one))
