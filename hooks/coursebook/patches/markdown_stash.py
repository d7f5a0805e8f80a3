"""What Python-Markdown set aside while it reads a page: code, raw HTML, character references."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE

from . import Patch

PATCH = Patch(
    of="markdown",
    versions=">=3.8,<4",
    upstream="https://github.com/Python-Markdown/markdown/blob/570625884328ea3c71000391de77776691074033/"
    "markdown/util.py#L205",
    until="the stash has a method that returns what a placeholder stands for (not so in 3.11), or questions are read "
    "from the HTML of their parts",
)


def replace_stashed(md: Markdown, text: str, write: Callable[[str | etree.Element], str]) -> str:
    """A text of the tree with `write` of what each placeholder stands for; one that is unknown is dropped."""
    stashed = md.htmlStash.rawHtmlBlocks

    def written(match: re.Match[str]) -> str:
        number = int(match[1])
        return write(stashed[number]) if number < len(stashed) else ""

    return HTML_PLACEHOLDER_RE.sub(written, text)
