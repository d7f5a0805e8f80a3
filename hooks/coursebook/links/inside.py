"""Links, anchors and images within the course, checked in the HTML of its pages and told in the author's file.

MkDocs' own check names no line, and sees no raw HTML; it is switched off in mkdocs.yml so that no fault is told twice.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from ..findings import Finding, finding, guess
from ..html import Rendered, resolve
from ..source import Text

Address = str


def check_links(
    page: Text,
    path: str,
    url: Address,
    rendered: Mapping[Address, Rendered],
    paths: Mapping[Address, str],
    files: Iterable[str],
    docs: str,
) -> Iterator[Finding]:
    """L001 link to nowhere, L002 anchor that is not there, L003 image that is not there.

    `path` and `url` are the page's, relative to docs and to the site; `rendered` all pages by address, `paths` their
    paths by address, `files` everything else that is on the site; `docs` is the folder to name in
    hints.
    """
    static = set(files)
    for link in rendered[url].links:
        target = resolve(link, url)
        if target is None:
            continue
        address, fragment = target
        if address in rendered:
            if fragment and fragment not in rendered[address].ids:
                place = page.source(page.find(f"#{fragment})", f"#{fragment}", link, after=page.body_start))
                close = guess(fragment, rendered[address].ids).replace("'", "'#", 1)
                shown = _as_written(page, link, fragment)
                yield finding("L002", place, target=shown, page=paths[address], guess=close)
        elif address not in static:
            place = page.source(page.find(f"]({link}", link, after=page.body_start))
            yield finding("L001", place, target=link, guess=_nearest(link, path, [*paths.values(), *static]))
    for image in rendered[url].images:
        target = resolve(image, url)
        if target is not None and target[0] not in static:
            name = posixpath.basename(image)
            place = page.source(page.find(f"]({image}", image, name, after=page.body_start))
            yield finding("L003", place, target=image, guess=_nearest(image, path, static), docs=docs)


def _as_written(page: Text, link: str, fragment: str) -> str:
    """The target of a link as its author wrote it, where it can be found; else as the HTML has it."""
    match = re.search(rf"\]\(([^()\s]*#{re.escape(fragment)})[\s)]", page.body)
    return match[1] if match else link


def _nearest(link: str, path: str, known: Iterable[str]) -> str:
    """The nearest existing target, written as a link from the page."""
    folder = posixpath.dirname(path)
    targets = [posixpath.relpath(target, folder or ".") for target in known]
    return guess(link.partition("#")[0], targets)
