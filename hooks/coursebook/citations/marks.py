"""Citations in an author's text: `[@Key]`, `[@A; @B]`, `[see @A, p. 3]`.

mkdocs-bibtex looks for them with regular expressions over the whole text, code and addresses included,
and drops what it does not understand. So it is shown only what is a citation: here every true citation
is written in the one form it handles right, and every other `@` is hidden from it until it has run.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from html import escape

from ..model import Citation
from ..report.finding import Finding, finding
from ..source import Text

HIDDEN_AT, HIDDEN_BACKSLASH = "\ue000", "\ue001"
BRACKETS = re.compile(r"\[(?<![\\!]\[)(?P<inside>[^\[\]]*?@[^\[\]]*)\](?!\()")
ANY_BRACKETS = re.compile(r"\[[^\[\]]*\]")
ITEM = re.compile(
    r"^\s*(?:(?P<prefix>[^@]*?)\s+)?(?<![\w.])@(?P<key>\w(?:[\w:.#$%&+?<>~/-]*\w)?)(?:\s*,\s*(?P<locator>[^@]+?))?\s*$"
)
BARE = re.compile(r"@(?<![\w\\@/.]@)(?P<key>\w(?:[\w:.+/-]*\w)?)")


def rewrite(page: Text, page_path: str, keys: dict[str, str], bib: str) -> tuple[str, list[Citation], list[Finding]]:
    """The body of a page with its citations in the form mkdocs-bibtex reads, and what was cited.

    `keys` maps every key of the bibliography to its alias; `bib` is the folder to name in hints.
    Findings: C001 unknown key, C002 something that looks like a citation and is not written as one, C007 one where it
    cannot be read as such.
    """
    out: list[str] = []
    cited: list[Citation] = []
    found: list[Finding] = []
    numbers: dict[str, int] = {}
    at = page.body_start
    for match in BRACKETS.finditer(page.text, page.body_start):
        if not page.is_text(match.start() + match["inside"].index("@") + 1) or not _cites(match["inside"]):
            continue
        items = [ITEM.match(item) for item in match["inside"].split(";")]
        if page.text[match.end() : match.end() + 1] == "[" and not all(items):
            continue  # the words of a link: [mail @somebody][address]
        line = page.line(match.start())
        if page.lines[line - 1].lstrip().startswith("#"):
            found.append(finding("C007", page.source(line), place="a heading", text=match[0]))
        out.append(_hide(page.text[at : match.start()]))
        at = match.end()
        if not all(items) or "\n\n" in match["inside"]:
            names = BARE.findall(match["inside"])
            proposal = f": [{'; '.join('@' + name for name in names)}]" if names else ""
            found.append(finding("C002", page.source(line), text=_one_line(match[0]), proposal=proposal))
            out.append(_hide(match[0]))
            continue
        marks: list[tuple[int, str]] = []
        for item in filter(None, items):
            key = item["key"]
            if key not in keys:
                found.append(finding("C001", page.source(line), keys, key=key, bib=bib))
                marks.append((len(keys), _hide(escape(f"@{key}"))))
                continue
            cited.append(Citation(key, page.source(line), page_path, page.where(line)))
            number = numbers.setdefault(key, len(numbers))
            marks.append((number, _mark(keys[key], item["prefix"], item["locator"])))
        out.append('<sup class="cb-cite-sep">,</sup>'.join(mark for _, mark in sorted(set(marks))))
    out.append(_hide(page.text[at:]))
    found += [*_bare(page, keys), *_in_front_matter(page)]
    return "".join(out), cited, found


def restore(markdown: str) -> str:
    """Shows again what `rewrite` hid, once mkdocs-bibtex has run."""
    return markdown.replace(HIDDEN_AT, "@").replace(HIDDEN_BACKSLASH, "\\")


def _cites(inside: str) -> bool:
    """Whether brackets hold a citation: an @ that starts a word and is not escaped."""
    return any(inside[m.start() - 1 : m.start()] != "\\" for m in re.finditer(r"(?<![\w.@])@(?=\w)", inside))


def _mark(alias: str, prefix: str | None, locator: str | None) -> str:
    before = f"{_hide(prefix)} " if prefix else ""
    after = f'<sup class="cb-locator">({_hide(escape(locator))})</sup>' if locator else ""
    return f"{before}[@{alias}]{after}"


def _hide(text: str) -> str:
    """Hides what mkdocs-bibtex would take for its own: every @, and its commands."""
    text = re.sub(r"\\(?=(?:full_)?bibliography)", HIDDEN_BACKSLASH, text)
    return text.replace("@", HIDDEN_AT)


def _bare(page: Text, keys: Container[str]) -> Iterable[Finding]:
    """A key of the bibliography that stands in the text without brackets: the author meant to cite it."""
    found = BARE.finditer(page.text, page.body_start)
    bare = [match for match in found if match["key"] in keys and page.is_text(match.start())]
    inside = [match.span() for match in ANY_BRACKETS.finditer(page.text, page.body_start)] if bare else []
    for match in bare:
        if not any(start < match.start() < end for start, end in inside):
            place = page.source(page.line(match.start()))
            yield finding("C002", place, text=match[0], proposal=f": [{match[0]}]")


def _in_front_matter(page: Text) -> Iterable[Finding]:
    """Titles and descriptions are shown as they are written, brackets and all."""
    for name in ("title", "description"):
        if match := re.search(r"\[@\w[^\]]*\]", str(page.meta.get(name) or "")):
            yield finding("C007", page.source(page.find_key(name)), place=f"'{name}'", text=match[0])


def _one_line(text: str) -> str:
    return " ".join(text.split())
