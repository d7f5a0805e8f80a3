"""The dossier of a course: joins what the rooms know of the course into one document (see dossier/)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from textwrap import shorten
from typing import Any

from markupsafe import Markup

from ..accreditation import dates, evaluation, pages, rules
from ..accreditation.material import Material, in_order
from ..accreditation.objectives import LEVEL, verb_of
from ..accreditation.provider import missing
from ..citations.pages import Use, bibliography_rows, spelled_out
from ..dossier.outline import headings
from ..dossier.page import Document, Part, lowered
from ..dossier.standalone import Place, stand_alone
from ..markdown.blocks import fill
from ..markdown.templates import fill_template
from ..model import Page
from ..questions.bank import Story, bank, with_notes
from ..report.finding import Finding
from ..report.resolve import refuses
from .course import Course
from .generated import write as write_block

DRAWING = re.compile(r'<div class="cb-drawing" role="img" aria-label="([^"]*)".*?</div>', re.DOTALL)
"""A drawing wears the colors of the site. Here its words stand for it; a question's figure has its table, too."""
APART = ("draft", "objectives", "people", "reviews", "needs")
"""Facts that have a part of their own."""


def write_dossier(course: Course, found: Sequence[Finding], site: str = "") -> str | None:
    """The dossier as an HTML document that stands alone; None where the course has errors, or no first page.

    `found` are the findings of the course, `site` is the address of the published site, empty where it is not known.
    """
    if refuses(found):
        return None
    dossier = _Dossier(course, found)
    return stand_alone(dossier.document().html(), dossier.places(), dossier.picture, site)


@dataclass(frozen=True, slots=True)
class _Group:
    """The pages of a module, or those of none; `timed` where a learner's minutes on them count."""

    title: str
    pages: tuple[Page, ...]
    timed: bool


class _Dossier:
    """All addresses in what it writes are as seen from the site's root."""

    def __init__(self, course: Course, found: Sequence[Finding]) -> None:
        self.course, self.found, self.words = course, found, course.sources.words
        # a private quiz hides from learners what its keys cite; a reviewer sees it
        material = course.material
        self.material: Material = replace(material, cited=[*material.cited, *course.unseen])
        self.ids = {path: f"page-{number}" for number, path in enumerate(course.sources.urls, start=1)}

    @cached_property
    def groups(self) -> tuple[_Group, ...]:
        """Every page of the site once, those of modules first."""
        course = self.material.course
        modules = [_Group(module.title, tuple(in_order(module)), True) for module in course.modules]
        taken = {page.path for group in modules for page in group.pages}
        others = tuple(self.course.page(path) for path in self.course.named if path not in taken)
        return (*modules, _Group(self.words["dossier-others"], others, False))

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """The table of rules, where the course has a page that shows it."""
        return rules.rule_rows(self.material, "") if "rules" in self.material.homes else []

    def document(self) -> Document:
        """The whole of it, in the order in which a reviewer reads."""
        facts, course, words = self.material.facts, self.material.course, self.words
        today = words.date(self.material.today)
        tally = Counter(one.severity for one in self.found)
        approved = [one for one in facts.approvals if facts.approved(one.body, self.material.today)]
        counts = {
            "modules": len(course.modules), "objectives": len(self.material.objectives),
            "questions": self._count(), "references": len(self.course.sources.bibliography.references),
        }  # fmt: skip
        checks = words["dossier-check-is"].format(errors=tally["error"], warnings=tally["warning"], notes=tally["note"])
        approvals = "; ".join(words["fact-approved"].format(body=one.body, number=one.number) for one in approved)
        cover = [
            (words["dossier-state"], words["dossier-stated" if facts.profile == "provider" else "dossier-draft"]),
            (words["fact-provider"], facts.texts.get("provider") or words["dossier-provider-none"]),
            (words["dossier-approval"], approvals or words["dossier-approval-none"]),
            (words["fact-edition"], self.material.edition() or words["dossier-edition-none"]),
            (words["fact-hash"], self.material.content_hash),
            (words["dossier-made"], today),
            (words["dossier-check"], checks),
            (words["dossier-size"], words["dossier-size-is"].format(**counts)),
        ]
        edition = f"{words['fact-edition']} {self.material.edition()}" if self.material.edition() else ""
        imprint = ", ".join(filter(None, (edition, self.material.content_hash[:16], today)))
        parts = tuple(Part(f"part-{name}", title, html(), tuple(inside)) for name, title, html, inside in self._parts())
        return Document(
            course.title, imprint, tuple(row for row in cover if row[1]),
            tuple(words[field.label] for field in missing(self.material)), parts, words,
        )  # fmt: skip

    def _parts(self) -> Iterator[tuple[str, str, Callable[[], Markup], list[tuple[str, str]]]]:
        """Name, title, what writes it, and what of it the contents list, by id and title."""
        banks = [(f"items-{self.ids[page.path]}", self._title(page.path)) for page in self._asking()]
        yield "open", self.words["dossier-open"], self._open, []
        yield "facts", self.words["dossier-facts"], lambda: pages.facts_page(self.material, "", APART), []
        yield "needs", self.words["dossier-needs"], self._needs, []
        yield "objectives", self.words["dossier-objectives"], self._objectives, []
        yield "outline", self.words["dossier-outline"], self._outline, []
        yield "blueprint", self.words["dossier-blueprint"], self._blueprint, []
        yield "assessment", self.words["dossier-assessment"], self._assessment, []
        yield "credit", self.words["dossier-credit"], lambda: lowered(pages.worksheet_page(self.material, "")), []
        yield "people", self.words["dossier-people"], self._people, []
        yield "reviews", self.words["dossier-reviews"], self._reviews, []
        yield "evaluation", self.words["dossier-evaluation"], self._evaluation, []
        yield "rules", self.words["dossier-rules"], self._rules, []
        yield "items", self.words["dossier-items"], self._items, banks
        yield "references", self.words["references"], self._references, []

    def _open(self) -> Markup:
        names = {row["rule"].id for row in self.rules}
        tally = rules.tally(self.rules)
        return fill_template(
            "dossier-open.html",
            gaps=missing(self.material), found=self.found, rules=names, tally=tally,
            partly=sum(row["kind"] == "enforced" and bool(row["rule"].person) for row in self.rules), words=self.words,
        )  # fmt: skip

    def _needs(self) -> Markup:
        needs = self.material.facts.needs
        if needs is None:
            return fill_template("dossier-needs.html", needs=None, words=self.words)
        html = self.course.marked.html
        return fill_template(
            "dossier-needs.html",
            needs=needs, words=self.words,
            current=pages.inline(self.material, needs.current, ""), ideal=pages.inline(self.material, needs.ideal, ""),
            sources=[Markup(html[key]) for key in needs.sources if key in html],
        )  # fmt: skip

    def _objectives(self) -> Markup:
        modules = [
            (module, [(one, LEVEL.get(verb_of(one), "")) for one in module.objectives])
            for module in self.material.course.modules
        ]
        return fill_template("dossier-objectives.html", modules=modules, words=self.words)

    def _outline(self) -> Markup:
        groups = []
        for group in self.groups:
            rows = []
            for page in group.pages:
                teaches: dict[str, list[str]] = {}
                for objective, sections in self.material.taught.items():
                    for section in sections:
                        if section.page == page.path:
                            teaches.setdefault(section.anchor, []).append(objective)
                shown = headings(self.material.closed.get(page.path, "")) if group.timed else ()
                rows.append({"id": self.ids[page.path], "page": page, "headings": shown, "teaches": teaches})
            groups.append({"title": group.title, "rows": rows, "timed": group.timed})
        minutes = round(self.material.effort.minutes())
        return fill_template("dossier-outline.html", groups=groups, minutes=minutes, words=self.words)

    def _blueprint(self) -> Markup:
        return fill_template("dossier-blueprint.html", rows=pages.blueprint_rows(self.material, ""), words=self.words)

    def _assessment(self) -> Markup:
        rows = [
            {
                "quiz": self.course.sources.quizzes[page.path],
                "title": page.title,
                "href": f"#items-{self.ids[page.path]}",
                "count": page.questions,
            }
            for page in self._asking()
            if page.path in self.course.sources.quizzes
        ]
        return fill_template("dossier-assessment.html", rows=rows, words=self.words)

    def _people(self) -> Markup:
        facts = self.material.facts
        support = facts.lists.get("support")
        told = self.words["dossier-support-none"] if support is None else ", ".join(support) or self.words["no-support"]
        return fill_template("dossier-people.html", people=facts.people, support=told, words=self.words)

    def _reviews(self) -> Markup:
        material = self.material
        facts = material.facts
        rows = [(self.words["dossier-course"], facts.days.get("reviewed"), facts.days.get("expires"))]
        if facts.needs:
            looked = facts.needs.reviewed
            rows.append((self.words["dossier-needs"], looked, dates.add_months(looked, 12) if looked else None))
        for module in material.course.modules:
            index = material.texts[f"{module.name}/index.md"]
            title = self.words["dossier-module"].format(title=module.title)
            rows.append((title, dates.page_day(index, "reviewed"), dates.ends(index)))
        for one in facts.approvals:
            title = self.words["dossier-approval-of"].format(body=one.body, number=one.number)
            rows.append((title, one.designated, one.expires))
        checked = max(self.course.sources.checked.values()).isoformat() if self.course.sources.checked else ""
        return fill_template(
            "dossier-reviews.html",
            reviews=facts.reviews, dates=rows, laws=dates.tables(material), days=dates.LAW_DAYS, checked=checked,
            words=self.words,
        )  # fmt: skip

    def _evaluation(self) -> Markup:
        return fill_template(
            "dossier-evaluation.html",
            modules=self.material.course.modules, asked=evaluation.ASKED, partly=evaluation.YES_PARTLY_NO,
            shown="evaluation" in self.material.homes, words=self.words,
        )  # fmt: skip

    def _rules(self) -> Markup:
        areas: dict[str, list[dict[str, Any]]] = {}
        for row in sorted(self.rules, key=lambda row: row["rule"].area):
            areas.setdefault(row["rule"].area, []).append(row)
        return fill_template(
            "dossier-rules.html",
            rows=self.rules, areas=areas, tally=rules.tally(self.rules), kinds=rules.kinds(self.words),
            words=self.words,
        )  # fmt: skip

    def _asking(self) -> list[Page]:
        """Pages with questions, in the order of the course."""
        return [page for group in self.groups for page in group.pages if self.course.questions.get(page.path)]

    def _count(self) -> int:
        return sum(len(self.course.questions[page.path]) for page in self._asking())

    def _title(self, path: str) -> str:
        """A page's title, with that of its module where it is another page than the first."""
        title = self.course.named[path][0]
        modules = {page.path: group.title for group in self.groups if group.timed for page in group.pages}
        return title if modules.get(path, title) in title else f"{modules[path]}: {title}"

    def _items(self) -> Markup:
        groups = [
            {
                "id": f"items-{self.ids[page.path]}",
                "title": self._title(page.path),
                "entries": list(self._entries(page.path)),
            }
            for page in self._asking()
        ]
        return fill_template("dossier-items.html", groups=groups, count=self._count(), words=self.words)

    def _entries(self, path: str) -> Iterator[dict[str, object]]:
        """What a page asks: items, and what cases tell between them."""
        course, sources = self.course, self.course.sources
        url = sources.urls[path]
        page, all_at = course.pages[path], sources.address("bibliography", url)

        def block(name: str, argument: str) -> str:
            return DRAWING.sub(r"<p>[\1]</p>", str(write_block(course, path, name, argument)))

        def filled(html: str) -> str:
            """A part of the page, seen from the page itself, as all that is on it."""
            return spelled_out(with_notes(fill(html, block), page.notes), sources.bibliography, self._label, all_at)

        for one in bank(page, filled, url, self.words):
            if isinstance(one, Story):
                yield {"story": one}
                continue
            at, item = one
            question = course.questions[path][at]
            yield {
                "item": item,
                "number": at + 1,
                "objective": sources.outline.by_id.get(question.objective),
                "hash": question.content_hash,
                "typed": question.kind in ("number", "blank"),
                "chosen": question.kind in ("one", "many"),
            }

    def _label(self, key: str) -> str:
        """The short name of a reference; of one without an author the beginning of its title."""
        return shorten(self.material.entry(key)[0], 48, placeholder="\u2026")

    def _references(self) -> Markup:
        course, sources = self.course, self.course.sources
        modules = {module.name: module.title for module in self.material.course.modules}
        use = Use([*course.all_cited, *course.unseen], course.named, modules, sources.checked)
        rows = bibliography_rows(sources.bibliography, course.marked, use, "")
        return fill_template("dossier-references.html", rows=rows, words=self.words)

    def places(self) -> dict[Place, str]:
        """Which id of the dossier shows what an address of the site shows."""
        course, sources, homes = self.course, self.course.sources, self.material.homes
        found: dict[Place, str] = {}
        for group in self.groups:
            for page in group.pages:
                found[page.url, ""] = self.ids[page.path]
                for heading in headings(self.material.closed.get(page.path, "")) if group.timed else ():
                    found[page.url, heading.id] = f"{self.ids[page.path]}-{heading.id}"
        for path, questions in course.questions.items():
            found |= {(sources.urls[path], question.anchor): f"q-{question.id}" for question in questions}
        for block, part in (
            ("blueprint", "blueprint"), ("worksheet", "credit"), ("rules", "rules"), ("evaluation", "evaluation"),
            ("bibliography", "references"),
        ):  # fmt: skip
            if block in homes:
                found[sources.urls[homes[block]], ""] = f"part-{part}"
        if "facts" in homes:
            found[sources.urls[homes["facts"]], "facts-all"] = "part-facts"
        bibliography = sources.urls[homes["bibliography"]] if "bibliography" in homes else ""
        found |= {(bibliography, f"ref-{alias}"): f"ref-{alias}" for alias in sources.bibliography.aliases.values()}
        if "rules" in homes:
            found |= {(sources.urls[homes["rules"]], row["rule"].id): row["rule"].id for row in self.rules}
        return found

    def picture(self, address: str) -> bytes | None:
        """A picture of the course, by its address; None where docs has no such file."""
        file = (self.course.sources.settings.docs / address).resolve()
        return (
            file.read_bytes()
            if file.is_relative_to(self.course.sources.settings.docs.resolve()) and file.is_file()
            else None
        )
