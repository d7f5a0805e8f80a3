"""HTML that an author wrote into a question: what would break the form around it, or vanish from the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..read.slashes import Block
from ..read.source import Text

TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\s[^<>]*|/)?)>")
CODE = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
START = "<!--"
HANDLER = re.compile(r"""\son\w+\s*=|=\s*["']?\s*javascript:""", re.IGNORECASE)
SCRIPT_LINK = re.compile(r"\]\(\s*<?\s*javascript:[^)]*\)?", re.IGNORECASE)
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
NEVER = frozenset(
    "form script style html head body base meta link title textarea template iframe object embed frame frameset "
    "noscript plaintext xmp select option input button fieldset legend".split()
)
"""What stands for itself on a page, and would end, hide or change the form of a question."""
OTHER = ("math", "svg")
"""Elements that have elements of their own inside."""
KNOWN = frozenset(
    "a abbr address article aside audio b bdi bdo blockquote br caption center circle cite code col colgroup data dd "
    "del details dfn div dl dt em figcaption figure footer g h1 h2 h3 h4 h5 h6 header hr i img ins kbd li line main "
    "map mark math menu meter mi mn mo mrow msub msup nav ol p path picture pre progress q rect rp rt ruby s samp "
    "section small source span strike strong sub summary sup svg table tbody td text tfoot th thead time tr track tt u "
    "ul use var video wbr".split()
)


def tags(page: Text, block: Block) -> Iterator[tuple[int, str, str, str]]:
    """Line, words, problem and mend of each tag of a block that harms."""
    last = block.end or len(page.lines) + 1
    lines = [
        line if page.is_read(n) else "" for n, line in enumerate(page.lines[block.head : last - 1], block.head + 1)
    ]
    text = _blank(COMMENT, _blank(CODE, "\n".join(lines)))
    for link in SCRIPT_LINK.finditer(text):
        yield block.head + 1 + text.count("\n", 0, link.start()), link[0], "it runs a script", "give another address"
    if "<" not in text:
        return
    opened: list[tuple[str, int]] = []
    starts = [(text.count("\n", 0, m.start()), m) for m in TAG.finditer(text)]
    for line, tag in starts:
        name, at = tag["name"].lower(), block.head + 1 + line
        if HANDLER.search(tag["rest"] or ""):
            yield at, tag[0], "it runs a script", "leave that out"
        elif any((tag["rest"] or "").count(mark) % 2 for mark in "\"'"):
            yield at, tag[0], "its quotation mark is not closed", "close it"
        if name in NEVER:
            opens = any(other["name"].lower() == name and not other["close"] for _, other in starts)
            if not tag["close"] or not opens:
                yield at, tag[0], "it cannot stand in a question", f"leave it out, or write &lt;{name}> to show it"
        elif name not in KNOWN and not any(one in OTHER for one, _ in opened):
            yield at, tag[0], "it is read as an HTML tag, and its words vanish", f"write &lt;{tag[0][1:]}"
        elif tag["close"]:
            names = [one for one, _ in opened]
            if name not in names:
                yield at, tag[0], "it closes nothing", "remove it, or open it in the same question"
            while name in [one for one, _ in opened]:
                left, start = opened.pop()
                if left == name:
                    break
                yield start, f"<{left}>", "it is not closed", f"write </{left}> where it ends"
        elif name not in VOID and tag["rest"][-1:] != "/":
            opened.append((name, at))
    for left, start in opened:
        yield start, f"<{left}>", "it is not closed", f"write </{left}> where it ends, or leave it out"
    if START in text:
        line = text.count("\n", 0, text.index(START))
        yield block.head + 1 + line, START, "the comment is not closed", "end it with -->"


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches replaced by spaces, its lines kept."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
