"""References on built pages: the list below a page, and the bibliography of the course."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from markupsafe import Markup

from ..html import relative, render
from ..model import Citation
from ..words import EN
from .bibliography import Bibliography

REFERENCE = re.compile("\ue002([A-Za-z0-9_-]+)\ue003")
MARK = re.compile(
    r'<sup id="(?P<id>fnref\d*:ref-(?P<alias>[A-Za-z0-9_-]+))"><a class="footnote-ref" href="(?P<href>[^"]*)"'
)
LIST = re.compile(r'<div class="footnote">\s*<hr\s*/?>')
LEVELS = {"1": "level 1", "2": "level 2", "3": "level 3", "4": "level 4", "5": "level 5"}


def fill_references(html: str, bibliography: Bibliography, formatted: dict[str, str], all_at: str) -> str:
    """A page with its references in place of mkdocs-bibtex's tokens. `all_at` is the bibliography as seen from it.

    The list gets a heading and stays out of the search index; each mark says what it is to a screen reader.
    """
    keys = {alias: key for key, alias in bibliography.aliases.items()}

    def reference(match: re.Match[str]) -> str:
        more = f' <a class="cb-cited-in" href="{escape(all_at)}#ref-{match[1]}">{EN["cited-in"]}</a>' if all_at else ""
        return f'<span class="cb-reference">{formatted.get(keys.get(match[1], ""), "")}</span>{more}'

    def mark(match: re.Match[str]) -> str:
        return match[0].replace('<a class="footnote-ref"', '<a class="footnote-ref" role="doc-noteref"')

    html = REFERENCE.sub(reference, MARK.sub(mark, html))
    head = f'<div class="footnote" data-search-exclude><h2 class="cb-references">{EN["references"]}</h2>'
    return LIST.sub(head, html)


def with_anchors(html: str, cited: Iterable[Citation], bibliography: Bibliography) -> list[Citation]:
    """The citations of a page, each with the id of its mark, in the order in which they stand on the page."""
    ids: dict[str, list[str]] = defaultdict(list)
    for match in MARK.finditer(html):
        ids[match["alias"]].append(match["id"])
    placed = []
    for citation in cited:
        waiting = ids[bibliography.aliases[citation.key]]
        placed.append(replace(citation, anchor=waiting.pop(0) if waiting else ""))
    return placed


@dataclass(frozen=True)
class Place:
    """Where a reference is cited: a page, and the addresses of the marks on it."""

    title: str
    marks: tuple[str, ...]


def bibliography_page(
    bibliography: Bibliography,
    formatted: dict[str, str],
    cited: Iterable[Citation],
    titles: dict[str, tuple[str, str]],
    page: str,
) -> Markup:
    """All references that are cited, by first author, each with where it is cited.

    `titles` maps a page's path to its title and address; `page` is the address of the bibliography.
    """
    places: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for citation in cited:
        title, url = titles[citation.page]
        places[citation.key][title].append(relative(f"{url}#{citation.anchor}", page))
    rows = [
        {
            "anchor": f"ref-{bibliography.aliases[reference.key]}",
            "html": Markup(formatted.get(reference.key, "")),
            "design": reference.field("design"),
            "level": LEVELS.get(reference.field("level"), ""),
            "pmid": reference.field("pmid"),
            "pmcid": reference.field("pmcid"),
            "places": [Place(title, tuple(marks)) for title, marks in places[reference.key].items()],
        }
        for reference in sorted(bibliography.references, key=lambda r: _sort_key(formatted.get(r.key, r.key)))
        if reference.key in places
    ]
    return render("bibliography.html", rows=rows, words=EN)


def _sort_key(html: str) -> str:
    return re.sub(r"<[^>]+>|[^\w\s]", "", html).casefold()
