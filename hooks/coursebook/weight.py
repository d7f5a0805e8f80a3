"""The weight of a page: what no page can match, and white space that nobody sees, is not sent.

No library on the Python registry does this for a whole site; PurgeCSS, which does, needs Node. A rule goes when every
one of its selectors needs a class that no page holds and no script names, or a right-to-left page. What is left looks
the same on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
CLASSES = re.compile(r'class="([^"]*)"')
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`')
BUILT = re.compile(r"([A-Za-z_][\w-]*--)\$\{")
OPTIONAL = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")
ICON = re.compile(r'(--[\w-]+-icon(?:--[\w-]+)?):url\("(?:[^"\\]|\\.)*"\);?')
COMMENT = re.compile(r"/\*.*?\*/\s*|^\s*//[^\n]*\n|(?<=[;,{]) //[^\n]*", re.DOTALL | re.MULTILINE)
"""Comments of the engine's own assets, in which neither sign stands within a text, and no text runs over lines."""
SHOWN = re.compile(r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.DOTALL)
BLANK = re.compile(r"\n\s+")
JOINT = re.compile(r"(?<=[{(\[,;])\n|\n(?=[})\]])")
"""Where a script needs no new line: behind a sign that cannot end a statement, or does; before one that closes."""
SIGN = re.compile(r'"(?:[^"\\]|\\.)*"|[{};]')


def lighten(css: str, pages: Iterable[str], scripts: Iterable[str], right_to_left: bool = False) -> str:
    """`css` without the rules that match nothing in `pages` (HTML), whatever `scripts` (JavaScript) do to them."""
    values = {value for page in pages for value in CLASSES.findall(page)}
    used = {name for value in values for name in value.split()}
    code = "\n".join(scripts)
    used.update(name for string in STRING.finditer(code) for name in re.findall(r"[A-Za-z_][\w-]*", string[0]))
    built = tuple(set(BUILT.findall(code)))
    used.update(name for name in CLASS.findall(css) if name.startswith(built))
    css = _rules(css, used, right_to_left)
    while (shorter := _without_unused_icons(css)) != css:
        css = shorter
    return css


def _without_unused_icons(css: str) -> str:
    return ICON.sub(lambda match: match[0] if f"var({match[1]}" in css else "", css)


def _rules(css: str, used: set[str], right_to_left: bool) -> str:
    kept = []
    for head, body in _blocks(css):
        if body is None:
            kept.append(f"{head};")
        elif head.startswith(("@media", "@supports")):
            if inner := _rules(body, used, right_to_left):
                kept.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            selectors = [
                one
                for one in _selectors(head)
                if set(CLASS.findall(OPTIONAL.sub("", OPTIONAL.sub("", one)))) <= used
                and (right_to_left or "[dir=rtl]" not in one)
            ]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """What stands at the top level: head and body of each block; no body for a statement."""
    start = opened = depth = 0
    for match in SIGN.finditer(css):
        sign = match[0]
        if sign == "{":
            depth += 1
            if depth == 1:
                opened = match.start()
        elif sign == "}":
            depth -= 1
            if not depth:
                yield css[start:opened].strip(), css[opened + 1 : match.start()]
                start = match.end()
        elif sign == ";" and not depth:
            yield css[start : match.start()].strip(), None
            start = match.end()


def _selectors(head: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"[()\[\],]", head):
        if match[0] == "," and not depth:
            parts.append(head[start : match.start()])
            start = match.end()
        elif match[0] != ",":
            depth += 1 if match[0] in "([" else -1
    return [*parts, head[start:]]


def lighten_site(site: Path, right_to_left: bool = False) -> None:
    """Rewrites the theme's stylesheet, the engine's own assets and the HTML of a built site in place."""
    pages = {page: page.read_text("utf-8") for page in site.rglob("*.html")}
    scripts = [script.read_text("utf-8") for script in site.glob("assets/*/*js")]
    for sheet in site.glob("assets/stylesheets/main.*.css"):
        sheet.write_text(lighten(sheet.read_text("utf-8"), pages.values(), scripts, right_to_left), "utf-8")
    for own in (*site.glob("assets/coursebook/*.css"), *site.glob("assets/coursebook/*js")):
        text = COMMENT.sub("", own.read_text("utf-8"))
        own.write_text(tight(text) if own.suffix == ".css" else JOINT.sub("", BLANK.sub("\n", text)), "utf-8")
    for page, html in pages.items():
        if (light := trim(html)) != html:
            page.write_text(light, "utf-8")


def tight(css: str) -> str:
    """A stylesheet without the white space around its signs; what stands in quotes stays as it is."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', css)
    parts[::2] = [re.sub(r" ?([{};,>]) ?", r"\1", re.sub(r"\s+", " ", part)).replace(": ", ":") for part in parts[::2]]
    return "".join(parts).replace(";}", "}").strip()


def trim(html: str) -> str:
    """HTML without indentation and empty lines, except where they are shown."""
    parts = SHOWN.split(html)
    parts[::2] = [BLANK.sub("\n", part) for part in parts[::2]]
    return "".join(parts)
