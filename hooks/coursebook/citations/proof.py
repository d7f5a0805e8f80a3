"""Proof on the built page: nothing that should have become a citation or a footnote is left as text.

Works on any HTML, whatever built it, so that a site built without the hooks is caught as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from ..markdown.html import Rendered, read_html
from ..model import Source
from ..read.source import Text, decode
from ..report.finding import Finding, finding

LEFT = re.compile(
    r"""
    \[(?:[^\[\]@]*\s)?@\w[^\[\]]*\]             # a citation
    | \[\^[^\]\s]+\]:?                          # a footnote, or its definition
    | \\(?:full_)?bibliography\b                # a command of mkdocs-bibtex
    | ^[ \t]*/{3,}[ \t]*[\w-]+[ \t]*(?:\||$)    # a block
    | [\ue000\ue001]                            # an @ or a backslash that stayed hidden
    """,
    re.VERBOSE | re.MULTILINE,
)
PERHAPS = re.compile(r"\[[^\[\]]*@|\[\^|\\(?:full_)?bibliography|/{3}|[\ue000\ue001]|footnote-ref")
"""Where HTML has none of this, nothing is left: most pages need not be parsed."""


def left_over(page: Rendered) -> Iterator[tuple[str, str]]:
    """What is left in a page's text outside code: `[@key]`, `[^note]`, `\\bibliography`, `/// block`; and footnote
    marks that lead nowhere. With each the few characters before it, by which its place can be found.
    """
    for match in LEFT.finditer(page.text):
        before = page.text[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
        yield " ".join(match[0].split()), before
    ids = set(page.ids)
    for note in page.notes:
        if note not in ids:
            yield f"#{note}", ""


def left_as_text(text: Text, page: Rendered, aliases: Mapping[str, str]) -> Iterator[Finding]:
    """C003 for what should have become a citation or a note on a page and did not."""
    remains = list(left_over(page))
    keys = {f"[^ref-{alias}]": f"[@{key}]" for key, alias in aliases.items()} if remains else {}
    for left, before in remains:
        words = keys.get(left, left)
        line = text.find(before + words, words)
        if words.startswith("/") or f"\\{words}" in text.text:
            continue  # a block is reported at its opener; an escaped bracket is meant
        if words.startswith("[^"):
            fix = f"define the footnote below an empty line: {words.rstrip(':')}: text"
        else:
            fix = "move it out of raw HTML, alternative text or the included file: Markdown is not processed there"
        yield finding("C003", text.source(line), text=words, fix=fix)


def check_built(path: str, raw: bytes) -> Iterator[Finding]:
    """C003 for what is left on a page of a built site. `path` is the HTML file, as it shall be named."""
    html, found = decode(raw, path)
    yield from found
    if not PERHAPS.search(unescape(html)):
        return
    for words, before in left_over(read_html(html)):
        at = max(html.find(before + words), html.find(words), 0)
        fix = "build the site with the plugin coursebook, and fix the source page"
        yield finding("C003", Source(path, html.count("\n", 0, at) + 1), text=words, fix=fix)
