"""Plain text as Markdown that reads the same.

Only what has a meaning at its position is escaped, so that the page remains readable. Python-Markdown
takes a backslash before some characters only; the others become character references.
"""

from __future__ import annotations

import re

ALWAYS = re.compile(r"[\\`*_{}\[]|<(?=[a-zA-Z/!?]|\S{0,200}@|\S*$)|&(?=#|\w+;)|(?<==)>|\$(?=\$)")
FORMULA = re.compile(r"\\\((?P<round>.{1,999}?)\\\)|\$\$(?P<dollar>.{1,999}?)\$\$|\\\[(?P<square>.{1,999}?)\\\]")
"""TeX as Moodle writes it; the course has the round form in a line."""
GUARD = "\ufffe"
"""Stands for a backslash until the others have been escaped; a character that no text has."""
BRACKETS = re.compile(r"\[[^\[\]]*\]")
CITES = re.compile(r"(?<![\w\\@/.])@(?=\w)")
"""An @ that could be read as a citation; in brackets the escaped bracket is enough."""
LEADING = re.compile(
    r"""
      (?P<backslash> [#>] | [-+](?=\s|$) | -(?=[\s:|-]*$) | -(?=-*8<) | !(?=!!) )    # heading, quote, list, rule
    | (?P<number> \d+ ) \. (?=\s|$)                                                  # numbered list
    | (?P<reference> /(?=//) | =(?==*\s*$) | ~(?=~~) | \?(?=\?\?) | :(?=\s) | [|:](?=[\s:|-]*$) )
    """,
    re.VERBOSE,
)
"""What means something at the start of a line only."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""Characters that are invalid in a page; Python-Markdown uses two of them for itself."""


def escape(text: str, at_start: bool = True, formulas: bool = False) -> str:
    """One line of plain text, as Markdown. `at_start` says whether it begins a line there; `formulas`, whether TeX in
    it is one.
    """
    match = FORMULA.search(text) if formulas else None
    if match:
        tex = next(filter(None, match.groups())).strip()
        before, after = escape(text[: match.start()], at_start), escape(text[match.end() :], False, True)
        return f"{before}\\({tex}\\){after}"
    parts: list[str] = []
    at = 0
    for match in BRACKETS.finditer(text):
        parts += [CITES.sub(f"{GUARD}@", text[at : match.start()]), match[0]]
        at = match.end()
    parts.append(CITES.sub(f"{GUARD}@", text[at:]))
    escaped = ALWAYS.sub(_guard, "".join(parts)).replace(GUARD, "\\")
    return LEADING.sub(_lead, escaped, count=1) if at_start and LEADING.match(escaped) else escaped


def paragraph(text: str, at_start: bool = True, formulas: bool = False) -> str:
    """Plain text of any number of lines: an empty line begins a paragraph, another one breaks the line."""
    blocks = re.split(r"\n\s*\n", CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip())
    done = []
    for block in blocks:
        lines = [" ".join(line.split()) for line in block.split("\n")]
        done.append("  \n".join(escape(line, at_start or n > 0, formulas) for n, line in enumerate(lines) if line))
        at_start = True
    return "\n\n".join(filter(None, done))


def comment(text: str) -> str:
    """Text for an HTML comment: nothing in it ends the comment or opens a block."""
    text = CONTROL.sub("", text.replace("\r", "\n"))
    text = re.sub(r"--(?=!?>)", "-- ", text).replace("<!--", "<! --")
    return re.sub(r"(?m)^(\s*)(?=/{3}|`{3}|~{3})", r"\1| ", text)


def _guard(match: re.Match[str]) -> str:
    return {"<": "&lt;", "&": "&amp;", "$": "&#36;"}.get(match[0], f"\\{match[0]}")


def _lead(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match['number']}\\."
    if match["reference"]:
        return f"&#{ord(match['reference'])};"
    return f"\\{match['backslash']}"
