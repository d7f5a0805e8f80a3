"""The dossier of a course: one document of what an accrediting body requires (see dossier/). Its parts are templates
over the course, `dossier-NAME.html`; all addresses in them are as seen from the site's root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from string import ascii_uppercase
from textwrap import shorten
from typing import Any

from markupsafe import Markup

from ..accreditation import dates, pages, rules
from ..accreditation.provider import missing
from ..citations.pages import Use, bibliography_rows, spelled_out
from ..dossier.standalone import Place, css_string, lowered, stand_alone
from ..markdown.blocks import fill
from ..markdown.templates import fill_template
from ..model import Page
from ..questions.view import SPELLED_OUT, Entry, seen, with_notes
from ..questions.view import entries as entries_of
from ..report.finding import Finding, refuses
from .course import Course
from .generated import WRITERS

DRAWING = re.compile(r'<div class="cb-drawing" role="img" aria-label="([^"]*)".*?</div>', re.DOTALL)
"""A drawing has the colors of the site. Here its alternative text replaces it; a question's figure has its table."""
APART = ("draft", "objectives", "people", "reviews", "needs")
"""Facts that have a part of their own."""
PARTS = {
    "open": "dossier-open", "facts": "dossier-facts", "needs": "dossier-needs", "objectives": "dossier-objectives",
    "outline": "dossier-outline", "blueprint": "dossier-blueprint", "assessment": "dossier-assessment",
    "credit": "dossier-credit", "people": "dossier-people", "reviews": "dossier-reviews",
    "evaluation": "dossier-evaluation", "rules": "dossier-rules", "items": "dossier-items", "references": "references",
}  # fmt: skip
"""The parts in the order in which a reviewer reads, each with the word of the interface that is its title."""
SHOWN_AS = {
    "blueprint": "blueprint", "worksheet": "credit", "rules": "rules", "evaluation": "evaluation",
    "bibliography": "references",
}  # fmt: skip
"""Blocks whose pages a part shows."""


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of a module, or those of none; `timed` where a learner's minutes on them count."""

    title: str
    pages: tuple[Page, ...]
    timed: bool


def write_dossier(course: Course, found: Sequence[Finding], site: str = "") -> str | None:
    """The dossier as a self-contained HTML document; None where the course has errors, or no first page.

    `found` are the findings of the course, `site` is the address of the published site, empty where it is not known.
    """
    if refuses(found):
        return None
    return stand_alone(document(course, found), places(course), partial(picture, course), site)


def groups_of(course: Course) -> list[Group]:
    """Every page of the site once, those of modules first."""
    modules = [Group(module.title, tuple(module.in_order), True) for module in course.syllabus.modules]
    taken = {page.path for group in modules for page in group.pages}
    others = tuple(course.page(path) for path in course.named if path not in taken)
    return [*modules, Group(course.words["dossier-others"], others, False)]


def ids_of(course: Course) -> dict[str, str]:
    """The id of each page in the dossier, by path."""
    return {path: f"page-{number}" for number, path in enumerate(course.sources.urls, start=1)}


def document(course: Course, found: Sequence[Finding]) -> str:
    """The whole of it, in the order in which a reviewer reads; each part has its own running title on the print."""
    words, edition, made = course.words, course.edition, course.words.date(course.today)
    names = context(course, found)
    titles = {page.path: _title(course, group, page) for group in names["groups"] for page in group.pages}
    banks = [(f"items-{names['ids'][page.path]}", titles[page.path]) for page in names["asking"]]
    parts = [
        {
            "id": f"part-{name}",
            "title": words[title],
            "html": fill_template(f"dossier-{name}.html", **names, titles=titles),
            "inside": banks if name == "items" else (),
        }
        for name, title in PARTS.items()
    ]
    marks = (f"{words['fact-edition']} {edition}" if edition else "", course.sources.content_hash[:16], made)
    imprint = ", ".join(filter(None, marks))
    return str(fill_template("dossier.html", **names, parts=parts, imprint=imprint, css=css_string))


def _title(course: Course, group: Group, page: Page) -> str:
    """A page's title, with that of its module where it is another page than the first."""
    title = course.titles[page.path]
    return f"{group.title}: {title}" if group.timed and group.title not in title else title


def context(course: Course, found: Sequence[Finding]) -> dict[str, Any]:
    """What the templates of the parts may name."""
    sources, groups = course.sources, groups_of(course)
    asking = [page for group in groups for page in group.pages if course.questions.get(page.path)]
    rows = rules.states(course, "")
    cited = [*course.cited, *course.unseen]  # a private quiz hides from learners what its keys cite; a reviewer sees it
    modules = {module.name: module.title for module in course.syllabus.modules}
    use = Use([*course.all_cited, *course.unseen], course.named, modules, sources.checked)
    return {
        "facts": course.facts, "found": found, "gaps": missing(course),
        "groups": groups, "ids": ids_of(course), "asking": asking, "count": sum(page.questions for page in asking),
        "facts_page": pages.facts(course, "", APART), "worksheet": lowered(pages.worksheet(course, "")),
        "inline": partial(pages.inline, course, ""), "teaches": partial(teaches, course),
        **pages.blueprint(course, "", cited), "asked": pages.ASKED,
        "partly": pages.YES_PARTLY_NO, "rules": rows, **rules.summary(rows, course.words), "dates": dates,
        "checked": max(sources.checked.values(), default=None),
        "entries": partial(entries, course), "letters": ascii_uppercase,
        "references": bibliography_rows(sources.bibliography, course.marked, use, ""),
    }  # fmt: skip


def teaches(course: Course, path: str, anchor: str) -> list[str]:
    """The objectives that a section teaches."""
    return [
        objective
        for objective, sections in course.taught.items()
        if any((section.page, section.anchor) == (path, anchor) for section in sections)
    ]


def entries(course: Course, path: str) -> Iterator[Entry]:
    """The questions of a page, with keys, rationales and sources."""
    sources, page = course.sources, course.pages[path]
    url = sources.urls[path]

    def block(name: str, argument: str) -> str:
        return DRAWING.sub(r"<p>[\1]</p>", str(WRITERS[name](course, path, argument)))

    def label(key: str) -> str:
        return shorten(course.entry(key)[0], 48, placeholder="\u2026")

    def shown(html: str) -> Markup:
        """A part of the page, with what the engine writes on it."""
        whole = with_notes(fill(html, block), page.notes)
        written = spelled_out(whole, sources.bibliography, label, sources.address("bibliography", url))
        return seen(written, url, "", hidden=SPELLED_OUT)

    return entries_of(page, shown)


def places(course: Course) -> dict[Place, str]:
    """Which id of the dossier shows what an address of the site shows."""
    sources, homes, ids = course.sources, course.sources.homes, ids_of(course)
    found: dict[Place, str] = {}
    for group in groups_of(course):
        for page in group.pages:
            found[page.url, ""] = ids[page.path]
            for heading in course.pages[page.path].headings if group.timed else ():
                found[page.url, heading.id] = f"{ids[page.path]}-{heading.id}"
    for path, questions in course.questions.items():
        found |= {(sources.urls[path], question.anchor): f"q-{question.id}" for question in questions}
    home = {block: sources.urls[path] for block, path in homes.items()}
    found |= {(home[block], ""): f"part-{part}" for block, part in SHOWN_AS.items() if block in home}
    if "facts" in home:
        found[home["facts"], "facts-all"] = "part-facts"
    for block, references in (("bibliography", sources.bibliography), ("rules", sources.rule_references)):
        url = home.get(block, "")
        found |= {(url, f"ref-{alias}"): f"ref-{alias}" for alias in references.aliases.values()}
    return found | {(home["rules"], rule.id): rule.id for rule in sources.rules}


def picture(course: Course, address: str) -> bytes | None:
    """A picture of the course, by its address; None where docs has no such file."""
    docs = course.sources.settings.docs.resolve()
    file = (docs / address).resolve()
    return file.read_bytes() if file.is_relative_to(docs) and file.is_file() else None
