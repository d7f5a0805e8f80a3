"""HTML as Markdown, by pandoc: all fragments of a file in two runs, however many there are.

pandoc knows the structure of HTML, and writes that of Markdown. How plain words are escaped depends on who reads the
Markdown, and that is Python-Markdown here; so between the two runs every run of words is replaced by what `escape`
makes of it. HTML is cleaned first: only markup that Markdown has words for gets as far as pandoc.
"""

from __future__ import annotations

import html
import json
import re
import secrets
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import nh3
import pypandoc

from .escape import CONTROL, escape, paragraph

WRITER = "markdown_strict+pipe_tables+raw_html+four_space_rule"
SECONDS = 120
"""Seconds that pandoc may take; after that, the text is imported without markup."""
DEEPEST = 60
TAGS = set(
    """a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small
    span strong sub sup table tbody td tfoot th thead tr tt u ul var""".split()
)
SILENT = TAGS | set("body html head article section figure figcaption center nobr wbr colgroup col caption".split())
"""Tags that are dropped without a finding: they have no meaning for a reader."""
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
VOID = {"br", "hr", "img", "col", "wbr"}
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
STYLE = re.compile(r"""style\s*=\s*["'](?!\s*text-align:\s*(?:left|start);?\s*["'])[^"']*["']""", re.IGNORECASE)
FILE = "@@PLUGINFILE@@/"
"""How Moodle writes the address of an embedded file."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a fragment. `lost` names markup that Markdown cannot express; `images` are addresses."""

    markdown: str
    lost: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


@dataclass
class _Notes:
    lost: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


def plain(fragment: str) -> str:
    """The words of a fragment of HTML, without markup."""
    broken = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h\d)>", "\n", fragment)
    bare = nh3.clean(broken, tags=set(), clean_content_tags={"script", "style"})
    return CONTROL.sub("", html.unescape(bare)).strip()


def carry(fragments: Iterable[str]) -> dict[str, Carried]:
    """Each fragment with what became of it."""
    todo = list(dict.fromkeys(fragments))
    cleaned = {fragment: _clean(fragment) for fragment in todo}
    shallow = [fragment for fragment in todo if _depth(cleaned[fragment]) <= DEEPEST]
    done = {fragment: _without_markup(fragment) for fragment in todo}
    notes = {fragment: _Notes(lost=list(_lost(fragment))) for fragment in shallow}
    try:
        texts = _through_pandoc([cleaned[fragment] for fragment in shallow], [notes[key] for key in shallow])
    except (OSError, subprocess.SubprocessError, ValueError, RecursionError):
        return done
    for fragment, text in zip(shallow, texts, strict=True):
        note = notes[fragment]
        done[fragment] = Carried(text, tuple(dict.fromkeys(note.lost)), tuple(dict.fromkeys(note.images)))
    return done


def _without_markup(fragment: str) -> Carried:
    return Carried(paragraph(plain(fragment), formulas=True), ("all markup, which is too deeply nested or too long",))


def _clean(fragment: str) -> str:
    clean = nh3.clean(
        CONTROL.sub("", fragment),
        tags=TAGS,
        attributes=ATTRIBUTES,
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    return re.sub(r"</?tbody>", "", clean)  # pandoc finds no head in a table whose rows all lie in a body


def _lost(fragment: str) -> Iterator[str]:
    for _, tag in TAG.findall(fragment):
        if tag.lower() not in SILENT:
            yield f"<{tag.lower()}>"
    if STYLE.search(fragment):
        yield "style"
    if re.search(r"""src\s*=\s*["']?data:""", fragment, re.IGNORECASE):
        yield "a picture inside the text (data:)"


def _depth(cleaned: str) -> int:
    depth = deepest = 0
    for close, tag in TAG.findall(cleaned):
        if tag not in VOID:
            depth += -1 if close else 1
            deepest = max(deepest, depth)
    return deepest


def _through_pandoc(cleaned: list[str], notes: list[_Notes]) -> list[str]:
    if not cleaned:
        return []
    page = "".join(f'<div id="fragment">{content}</div>' for content in cleaned)
    tree = json.loads(_pandoc(page, "html-auto_identifiers", "json"))
    found = [block["c"][1] for block in tree["blocks"] if block["t"] == "Div" and block["c"][0][0] == "fragment"]
    if len(found) != len(cleaned):
        raise ValueError("pandoc returned a different number of fragments")
    mark = secrets.token_hex(8)
    blocks: list[Any] = []
    for part, note in zip(found, notes, strict=True):
        blocks += [*_blocks(part, note), {"t": "RawBlock", "c": ["markdown", mark]}]
    written = _pandoc(json.dumps({**tree, "blocks": blocks}), "json", WRITER)
    return [part.strip("\n") for part in written.split(mark)[:-1]]


def _pandoc(text: str, source: str, target: str) -> str:
    command = [pypandoc.get_pandoc_path(), "--sandbox", f"--from={source}", f"--to={target}", "--wrap=none"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True, timeout=SECONDS)
    return done.stdout


def _blocks(blocks: list[Any], note: _Notes) -> list[Any]:
    done: list[Any] = []
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            done.append({"t": kind, "c": _inlines(content, note)})
        elif kind == "Header":
            done.append({"t": "Para", "c": [{"t": "Strong", "c": _inlines(content[2], note, at_start=False)}]})
        elif kind in ("Div", "Figure"):
            done += _blocks(content[-1], note)
        elif kind == "BlockQuote":
            done.append({"t": kind, "c": _blocks(content, note)})
        elif kind == "BulletList":
            done.append({"t": kind, "c": [_blocks(item, note) for item in content]})
        elif kind == "OrderedList":
            if content[0][1]["t"] not in ("Decimal", "DefaultStyle"):
                note.lost.append("the lettering of a list")
            done.append({"t": kind, "c": [content[0], [_blocks(item, note) for item in content[1]]]})
        elif kind == "DefinitionList":
            for term, meanings in content:
                done.append({"t": "Para", "c": [{"t": "Strong", "c": _inlines(term, note, at_start=False)}]})
                done += [each for meaning in meanings for each in _blocks(meaning, note)]
        elif kind == "HorizontalRule":
            done.append({"t": "RawBlock", "c": ["markdown", "---"]})
        elif kind == "Table":
            done.append(_table(block, note))
        else:
            done.append(block)
    return done


def _table(table: Any, note: _Notes) -> Any:
    """A table that pipes can draw gets its words escaped; any other stays HTML, which escapes for itself."""
    cells = [cell for cell in _cells(table["c"]) if cell[4]]
    simple = all(
        cell[2] == cell[3] == 1 and len(cell[4]) == 1 and cell[4][0]["t"] in ("Plain", "Para") for cell in cells
    )
    if not simple or '"LineBreak"' in json.dumps(table):
        note.lost.append("a table that only HTML can express")
        return table
    for cell in cells:
        cell[4][0] = {"t": "Plain", "c": _inlines(cell[4][0]["c"], note, at_start=False, pipes=True)}
    return table


def _cells(content: list[Any]) -> Iterator[Any]:
    head, bodies, foot = content[3], content[4], content[5]
    rows = [*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part), *foot[1]]
    for row in rows:
        yield from row[1]


def _inlines(
    inlines: list[Any], note: _Notes, at_start: bool = True, link: bool = False, pipes: bool = False
) -> list[Any]:
    """Inlines with every run of words as raw Markdown."""
    done: list[Any] = []
    run: list[str] = []

    def flush() -> None:
        nonlocal at_start
        if not run:
            return
        text = escape("".join(run), at_start, formulas=True)
        text = text.replace("]", "\\]") if link else text
        text = text.replace("|", "\\|") if pipes else text
        done.append({"t": "RawInline", "c": ["markdown", text]})
        run.clear()
        at_start = False

    for inline in _flat(inlines):
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            run.append(content)
        elif kind in ("Space", "SoftBreak"):
            run.append(" ")
        else:
            flush()
            at_start = kind == "LineBreak"
            if kind in ("Link", "Image"):
                if kind == "Image":
                    note.images.append(unquote(content[2][0]))
                words = _inlines(content[1], note, at_start=False, link=True, pipes=pipes)
                inline = {"t": kind, "c": [["", [], []], words, content[2]]}
            elif kind in ("Emph", "Strong", "Strikeout", "Subscript", "Superscript", "Underline", "SmallCaps"):
                inline = {"t": kind, "c": _inlines(content, note, False, link, pipes)}
            elif kind == "Code":
                inline = {"t": kind, "c": [["", [], []], content[1]]}
            done.append(inline)
    flush()
    return done


def _flat(inlines: list[Any]) -> Iterator[Any]:
    """Inlines without spans around them, and with quotation marks as characters."""
    for inline in inlines:
        if inline["t"] == "Span":
            yield from _flat(inline["c"][1])
        elif inline["t"] == "Quoted":
            marks = "“”" if inline["c"][0]["t"] == "DoubleQuote" else "‘’"
            yield from [{"t": "Str", "c": marks[0]}, *_flat(inline["c"][1]), {"t": "Str", "c": marks[1]}]
        else:
            yield inline
