"""HTML that an author wrote into a question: what would break the form around it, or vanish from the page (Q045)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...report.finding import Finding
from .written import WrittenLine, WrittenQuestion

TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\s[^<>]*|/)?)>")
START = "<!--"
HANDLER = re.compile(r"""\son\w+\s*=|=\s*["']?\s*javascript:""", re.IGNORECASE)
SCRIPT_LINK = re.compile(r"\]\(\s*<?\s*javascript:[^)]*\)?", re.IGNORECASE)
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
NEVER = frozenset(
    "form script style html head body base meta link title textarea template iframe object embed frame frameset "
    "noscript plaintext xmp select option input button fieldset legend".split()
)
"""What belongs to a whole page, and would end, hide or change the form of a question."""
OTHER = ("math", "svg")
"""Elements that have elements of their own inside."""
KNOWN = frozenset(
    "a abbr address article aside audio b bdi bdo blockquote br caption center circle cite code col colgroup data dd "
    "del details dfn div dl dt em figcaption figure footer g h1 h2 h3 h4 h5 h6 header hr i img ins kbd li line main "
    "map mark math menu meter mi mn mo mrow msub msup nav ol p path picture pre progress q rect rp rt ruby s samp "
    "section small source span strike strong sub summary sup svg table tbody td text tfoot th thead time tr track tt u "
    "ul use var video wbr".split()
)


def tags(written: WrittenQuestion) -> Iterator[Finding]:
    """Each tag, link and comment that harms."""
    page, block = written.page, written.block
    start, end = page.end_of(block.head), page.end_of(block.end - 1) if block.end else len(page.text)

    def report(at: int, words: str, problem: str, fix: str) -> Finding:
        number = page.line(at)
        return written.misread("Q045", WrittenLine(number, 0, words, False, False), problem, fix, (number, "Q010"))

    for link in SCRIPT_LINK.finditer(page.text, start, end):
        if not page.is_hidden(link.start()):
            yield report(link.start(), link[0], "it runs a script", "use another address")
    found = [tag for tag in TAG.finditer(page.text, start, end) if not page.is_hidden(tag.start())]
    begun = {tag["name"].lower() for tag in found if not tag["close"]}
    opened: list[tuple[str, int]] = []
    for tag in found:
        name, rest, at = tag["name"].lower(), tag["rest"], tag.start()
        names = [one for one, _ in opened]
        if HANDLER.search(rest):
            yield report(at, tag[0], "it runs a script", "remove it")
        elif any(rest.count(mark) % 2 for mark in "\"'"):
            yield report(at, tag[0], "unclosed quotation mark", "close it")
        if name in NEVER:
            if not tag["close"] or name not in begun:
                fix = f"remove it, or write &lt;{name}> to show it"
                yield report(at, tag[0], "it is not allowed in a question", fix)
        elif name not in KNOWN and not any(outer in OTHER for outer in names):
            yield report(at, tag[0], "it is read as an HTML tag, so its text disappears", f"write &lt;{tag[0][1:]}")
        elif tag["close"] and name not in names:
            yield report(at, tag[0], "there is no matching opening tag", "remove it, or open it in the same question")
        elif tag["close"]:
            while (last := opened.pop())[0] != name:
                yield report(last[1], f"<{last[0]}>", "it is not closed", f"write </{last[0]}> where it ends")
        elif name not in VOID and rest[-1:] != "/":
            opened.append((name, at))
    for name, at in opened:
        yield report(at, f"<{name}>", "it is not closed", f"write </{name}> where it ends, or remove it")
    for comment in re.finditer(START, page.text[:end]):
        if comment.start() >= start and not page.is_hidden(comment.start()):
            yield report(comment.start(), START, "the comment is not closed", "end it with -->")
            break
