"""Ids and settings of a question that are not read, or not as they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...report.finding import Finding, finding
from ..block import SETTINGS
from .written import WrittenQuestion, invisible, shown

ID = re.compile(r"[^\W_]+(?:[._-]+[^\W_]+)*")
LONGEST = 80
LIKE_SETTING = re.compile(rf"^[*_`\"']*(?P<name>{'|'.join(SETTINGS)})[*_`\"']*\s*(?P<sign>[:=]|\s-)", re.IGNORECASE)
FOLLOWS = {"objective": ("Q008",), "type": ("Q002", "Q003", "Q010", "Q011")}
"""What follows where a setting is missing."""


def ids(written: WrittenQuestion) -> Iterator[Finding]:
    """Q019: an invalid id."""
    id_ = written.block.argument
    hidden = invisible(id_)
    odd = next((c for c in id_ if not (c.isalnum() or c in "._-")), "")
    capital = next((c for c in id_ if c != c.lower()), "")
    faults = {
        f"has an invisible character ({hidden})": hidden,
        f"is {len(id_)} characters long; the limit is {LONGEST}": len(id_) > LONGEST,
        f"has {'a space' if odd.isspace() else repr(odd)}": odd,
        f"has the capital letter '{capital}'": capital,
        "must begin and end with a letter or digit": not ID.fullmatch(id_),
        "has a combining accent": unicodedata.normalize("NFC", id_) != id_,
    }
    problem = next((problem for problem, present in faults.items() if present), "")
    if id_ and problem:
        better = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", id_).lower()).strip("-")[:LONGEST].strip("-")
        place = written.page.source(written.block.line)
        fix = f"write {better or 'module-topic-1'}"
        yield finding("Q019", place, id=shown(id_), problem=problem, fix=fix)


def values(written: WrittenQuestion) -> Iterator[Finding]:
    """Q018 for settings whose values cannot be used; Q046 for invisible characters that change what is read."""
    page, block = written.page, written.block
    follow = [(block.line, code) for code in ("Q008", "Q009", "Q010")]
    for setting in block.settings:
        place, line = page.source(setting.line), page.lines[setting.line - 1]
        if hidden := invisible(line.strip(" ")):
            yield finding("Q046", place, character=hidden, words=shown(line)).hiding(*follow)
        if setting.wrong:
            name = re.split(r"\W", setting.name)[0]
            fix = f"write it once, as '    {name if name in SETTINGS else 'objective'}: value'"
            names = {"id": block.argument, "words": shown(setting.name), "problem": setting.wrong, "fix": fix}
            yield finding("Q018", place, **names).hiding(*follow)


def misplaced(written: WrittenQuestion) -> Iterator[Finding]:
    """Q018 for lines that look like settings, below what is read as such."""
    for line in written.lines:
        if not line.text.strip("-"):
            continue  # as in front matter
        match = LIKE_SETTING.match(line.text.strip())
        if line.code or not match or (match["name"] != match["name"].lower() and match["sign"] != ":"):
            return  # settings come first
        if match["sign"] != ":":
            problem = f"it has '{match['sign'].strip()}' instead of a colon"
        elif line.column >= 4:
            problem = "there is an empty line above it"
        else:
            problem = f"it is indented by {line.column}, not by four" if line.column else "it is not indented"
        name = match["name"].lower()
        follow = [(written.block.line, code) for code in (*FOLLOWS.get(name, ()), "Q012")]
        fix = f"write it directly below the first line, as '    {name}: value'"
        yield written.report("Q018", line, problem, fix).hiding(*follow)
