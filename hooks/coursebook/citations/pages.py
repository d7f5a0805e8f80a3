"""References on built pages: the list below a page, and the bibliography of the course."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Any

from markupsafe import Markup

from ..locale import Language
from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Citation, module_of
from .bibliography import Bibliography, Formatted
from .downloads import coins
from .normalize import LEVELS, TABLES

REFERENCE = re.compile("\ue002([A-Za-z0-9_-]+)\ue003")
MARK = re.compile(r'(<sup id="fnref\d*:ref-[A-Za-z0-9_-]+"><a class="footnote-ref")')
ONE_MARK = (
    r'<sup id="fnref\d*:ref-{alias}"><a class="footnote-ref"[^>]*>[^<]*</a></sup>'
    r'(?:<sup class="cb-locator">\({locator}\)</sup>)?'
)
SPELLED = re.compile(ONE_MARK.format(alias="(?P<alias>[A-Za-z0-9_-]+)", locator="(?P<locator>[^<]*)"))
ANY_MARK = ONE_MARK.format(alias="[A-Za-z0-9_-]+", locator="[^<]*")
MARKS = re.compile(rf'{ANY_MARK}(?:<sup class="cb-cite-sep">,</sup>{ANY_MARK})*')
"""The citations of one place, side by side, with the pages they name."""
LIST = re.compile(r'<div class="footnote">\s*<hr\s*/?>')
DESIGNS: dict[str, str] = TABLES["designs"]


def fill_references(html: str, bibliography: Bibliography, formatted: Formatted, all_at: str, words: Language) -> str:
    """A page with its references in place of mkdocs-bibtex's tokens. `all_at` is the bibliography as seen from it.

    The list gets a heading and stays out of the search index; each mark says what it is to a screen reader.
    """
    keys = {alias: key for key, alias in bibliography.aliases.items()}

    def reference(match: re.Match[str]) -> str:
        more = (
            f' <a class="cb-cited-in" href="{escape(all_at)}#ref-{match[1]}">{words["cited-in"]}</a>' if all_at else ""
        )
        return f'<span class="cb-reference">{formatted.html.get(keys.get(match[1], ""), "")}</span>{more}'

    html = REFERENCE.sub(reference, MARK.sub(r'\1 role="doc-noteref"', html))
    head = f'<div class="footnote" data-search-exclude><h2 class="cb-references">{words["references"]}</h2>'
    return LIST.sub(head, html)


def spelled_out(html: str, bibliography: Bibliography, label: Callable[[str], str], all_at: str) -> str:
    """A page whose marks of citations are short names in brackets, for where no list of references follows:
    `[Witt 2009; Brady 2014]`. `label` gives the short name of a key, `all_at` is the address of the bibliography.
    """
    keys = {alias: key for key, alias in bibliography.aliases.items()}

    def name(match: re.Match[str]) -> str:
        short = escape(label(keys.get(match["alias"], match["alias"])))
        where = f", {match['locator']}" if match["locator"] else ""
        return f'<a href="{escape(all_at)}#ref-{match["alias"]}">{short}</a>{where}'

    def group(match: re.Match[str]) -> str:
        return f" [{'; '.join(name(mark) for mark in SPELLED.finditer(match[0]))}]"

    return MARKS.sub(group, html)


def with_unreachable(formatted: Formatted, since: Mapping[str, str], words: Language) -> Formatted:
    """References whose source could not be reached say since when. `since` has the dates by key."""
    notes = {key: f" <strong>{escape(words['unreachable'].format(date=day))}</strong>" for key, day in since.items()}
    return replace(formatted, html={key: html + notes.get(key, "") for key, html in formatted.html.items()})


@dataclass(frozen=True, slots=True)
class Use:
    """What a bibliography shows of the use of its references. `cited` are the places, `titles` maps a page's path to
    its title and address, `modules` a module's folder to its title; `checked` says when a key was last compared with
    the registries.
    """

    cited: Iterable[Citation]
    titles: Mapping[str, tuple[str, str]]
    modules: Mapping[str, str]
    checked: Mapping[str, date]


def bibliography_page(
    bibliography: Bibliography, formatted: Formatted, use: Use, page: str, files: Mapping[str, str], words: Language
) -> Markup:
    """All references by first author, each with where it is cited, and filters over them. `page` is the address of the
    bibliography, `files` the downloads: name to address as seen from it.
    """
    years = sorted({formatted.year(r.key) or 0 for r in bibliography.references} - {0}, reverse=True)
    return fill_template(
        "bibliography.html",
        rows=bibliography_rows(bibliography, formatted, use, page),
        modules=use.modules,
        designs=sorted({design_group(r.field("design")) for r in bibliography.references} - {""}),
        levels=LEVELS,
        years=years[:12],
        files=files,
        checked=max(use.checked.values()).isoformat() if use.checked else "",
        words=words,
    )


def bibliography_rows(bibliography: Bibliography, formatted: Formatted, use: Use, page: str) -> list[dict[str, Any]]:
    """What the bibliography at the address `page` shows of each reference; `places` are the addresses of its marks by
    title of the page and by section or question.
    """
    places: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    used: dict[str, set[str]] = defaultdict(set)
    for citation in use.cited:
        title, url = use.titles[citation.page]
        places[citation.key][title][citation.where].append(relative(f"{url}#{citation.anchor}", page))
        used[citation.key].add(module_of(citation.page))
    return [
        {
            "reference": reference,
            "anchor": f"ref-{bibliography.aliases[reference.key]}",
            "html": Markup(formatted.html.get(reference.key, "")),
            "coins": coins(formatted.csl.get(reference.key, {}), reference.field("pmid")),
            "group": design_group(reference.field("design")),
            "level": reference.field("level") if reference.field("level") in LEVELS else "",
            "year": formatted.year(reference.key) or "",
            "modules": " ".join(sorted(used[reference.key] & use.modules.keys())),
            "checked": use.checked[reference.key].isoformat() if reference.key in use.checked else "",
            "places": places[reference.key],
        }
        for reference in sorted(bibliography.references, key=lambda r: _sort_key(formatted.html.get(r.key, r.key)))
    ]


def design_group(design: str) -> str:
    """The design without its particulars, for a filter: `RCT` for `RCT (dissertation)`."""
    name = re.split(r"[(+/,]", "SR, MA" if design.startswith("SR/MA") else design)[0].strip()
    return DESIGNS.get(name, DESIGNS.get(design.split(" ")[0], "other")) if name else ""


def _sort_key(html: str) -> str:
    return re.sub(r"<[^>]+>|[^\w\s]", "", html).casefold()
