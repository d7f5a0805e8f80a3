"""The pages that a body asks to see: facts, blueprint, worksheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from markdown import Markdown
from markupsafe import Markup

from ..markdown.addresses import relative
from ..markdown.templates import fill_template
from ..model import Citation, Objective, Page
from .claims import body_of, pilot_file, worksheet_rows
from .credit import (
    A_LEVEL,
    A_QUESTION,
    A_WORD,
    CONSTANT,
    CORRECTION,
    MINUTES_A_QUESTION,
    TESTERS,
    WORDS_A_MINUTE,
    WORDS_TRIED,
)  # fmt: skip
from .fields import CERTIFICATE, FIELDS
from .material import Material, in_order
from .objectives import LEVEL, verb_of
from .provider import missing
from .readability import grades

CITED = re.compile(r"\[@(?P<keys>[^\]\[]+)\]")
KEY = re.compile(r"@?([\w:.+-]*\w)")
LINK = re.compile(r"\]\((?P<path>[^)\s#]+\.md)(?P<anchor>#[^)\s]*)?\)")
PARAGRAPH = re.compile(r"\A<p>(.*)</p>\Z", re.DOTALL)


def inline(material: Material, text: str, page: str) -> Markup:
    """A text of the front matter as HTML: its links, its citations as links to the bibliography, its emphasis."""

    def cite(match: re.Match[str]) -> str:
        keys = KEY.findall(match["keys"].replace("@", " @").replace(";", " "))
        return "(" + "; ".join(source(material, key, page) for key in keys) + ")"

    def link(match: re.Match[str]) -> str:
        url = material.urls.get(match["path"])
        return match[0] if url is None else f"]({relative(url + (match['anchor'] or ''), page)})"

    html = Markdown().convert(LINK.sub(link, CITED.sub(cite, text)))
    whole = PARAGRAPH.match(html)
    return Markup(whole[1] if whole else html)


def source(material: Material, key: str, page: str) -> str:
    """A reference as a Markdown link to its entry; the key alone where it is not known."""
    label, address = material.entry(key)
    return f"[{label}]({relative(address, page)})" if address else label


def fact_texts(material: Material) -> dict[str, str]:
    """Every text of the front matter in which an author may cite."""
    texts = {field.key: material.facts.texts[field.key] for field in FIELDS if field.key in material.facts.texts}
    if material.facts.needs:
        texts |= {"current": material.facts.needs.current, "ideal": material.facts.needs.ideal}
    return texts


def fact_citations(material: Material) -> list[Citation]:
    """What the facts cite, as citations of the page that shows them; unknown keys too."""
    home = material.homes.get("facts")
    if not home:
        return []
    keys = [(key, name) for name, text in fact_texts(material).items() for m in CITED.finditer(text) for key in
            KEY.findall(m["keys"].replace(";", " "))]  # fmt: skip
    if material.facts.needs:
        keys += [(key, "needs") for key in material.facts.needs.sources]
    where = {"needs": material.words["fact-needs"]}
    return [
        Citation(key, material.at(name), home, where.get(name, material.words["facts"]), "facts-all")
        for key, name in keys
    ]


def facts_page(material: Material, page: str, without: Collection[str] = ()) -> Markup:
    """The facts of the course in the order in which a learner reads them, and what a provider has to fill in.

    `without` are keys of facts that are left out, `objectives` and `draft` among them.
    """
    facts, words = material.facts, material.words
    gaps = {field.key for field in missing(material)}
    rows = []
    for field in (field for field in FIELDS if field.key not in without):
        value: object = ""
        if field.kind in ("text", "level"):
            text = facts.texts.get(field.key, "")
            begins = text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]  # an address stays as it is
            value = inline(material, begins, page)
        elif field.kind == "texts":
            value = ", ".join(facts.lists.get(field.key, ()))
            value = value[:1].upper() + value[1:]
        elif field.kind in ("number", "percent"):
            value = f"{facts.numbers[field.key]:g}" if field.key in facts.numbers else ""
        elif field.kind == "certificate":
            value = "; ".join(f"{words[CERTIFICATE[part][1]]}: {said}" for part, said in facts.certificate.items())
        elif field.kind == "date" and field.key in facts.days:
            value = words.date(facts.days[field.key])
        rows.append({"field": field, "value": value, "missing": field.key in gaps})
    needs = facts.needs
    said = {
        "current": inline(material, needs.current, page),
        "ideal": inline(material, needs.ideal, page),
        "sources": [Markup(inline(material, source(material, key, page), page)) for key in needs.sources],
    } if needs else {}  # fmt: skip
    blueprint, worksheet = (material.homes.get(name) for name in ("blueprint", "worksheet"))
    return fill_template(
        "facts.html",
        rows=rows, without=without,
        facts=facts, needs=needs, said=said, modules=material.course.modules, count=len(material.objectives),
        approved=[one for one in facts.approvals if facts.approved(one.body, material.today)],
        claims=[(one.claimed, body_of(material, one)) for one in facts.credits],
        minutes=material.plan.whole, content=material.plan,
        hash=material.content_hash, gaps=[words[field.label] for field in FIELDS if field.key in gaps],
        blueprint=relative(material.urls[blueprint], page) if blueprint else "",
        worksheet=relative(material.urls[worksheet], page) if worksheet else "", words=words,
    )  # fmt: skip


def blueprint_page(material: Material, page: str) -> Markup:
    """Objective by section, question and reference: a matrix of counts a module, and behind it what they count."""
    return fill_template("blueprint.html", rows=blueprint_rows(material, page), words=material.words)


def blueprint_rows(material: Material, page: str) -> list[dict[str, object]]:
    """What the blueprint shows of each module, with addresses as seen from a page."""
    rows: list[dict[str, object]] = []
    for module in material.course.modules:
        columns = [one for one in in_order(module) if not one.path.endswith("/index.md")]
        rows.append(
            {
                "module": module,
                "columns": [(one.title, relative(one.url, page)) for one in columns],
                "objectives": [_objective_row(material, objective, columns, page) for objective in module.objectives],
            }
        )
    return rows


def _objective_row(material: Material, objective: Objective, columns: list[Page], page: str) -> dict[str, object]:
    sections = list(material.taught.get(objective.id, ()))
    questions = [
        (path, number, question)
        for path, each in material.questions.items()
        for number, question in enumerate(each, start=1)
        if question.objective == objective.id
    ]
    taught_on = {section.page for section in sections} | {path for path, _, _ in questions}
    where = {section.title for section in sections} | {f"question {number}" for _, number, _ in questions}
    references = dict.fromkeys(
        citation.key for citation in material.cited if citation.page in taught_on and citation.where in where
    )
    cells = [
        {
            "sections": sum(section.page == one.path for section in sections),
            "questions": sum(path == one.path for path, _, _ in questions),
        }
        for one in columns
    ]
    entries = [material.entry(key) for key in references]
    return {
        "objective": objective,
        "verb": LEVEL.get(verb_of(objective), ""),
        "cells": cells,
        "sections": [(one.title, *_link(material, one.page, one.anchor, page)) for one in sections],
        "questions": [(number, *_link(material, path, one.anchor, page)) for path, number, one in questions],
        "ids": [one.id for _, _, one in questions],
        "references": [(label, relative(address, page) if address else "") for label, address in entries],
    }  # fmt: skip


def _link(material: Material, path: str, anchor: str, page: str) -> tuple[str, str]:
    """Title of a page, and the address of a place on it as seen from another page."""
    title, url = material.titles[path]
    return title, relative(f"{url}#{anchor}", page)


def worksheet_page(material: Material, page: str) -> Markup:
    """Every step from the words that were counted to what each body would give."""
    effort = material.effort
    modules = [
        (module.title, [(one, _needed(material, one)) for one in in_order(module)])
        for module in material.course.modules
    ]
    rated = material.facts.difficulty
    figures: Mapping[str, float] = {
        "correction": CORRECTION, "constant": CONSTANT, "word": A_WORD, "question": A_QUESTION, "level": A_LEVEL,
        "speed": WORDS_A_MINUTE, "answer": MINUTES_A_QUESTION, "testers": TESTERS,
        "least": WORDS_TRIED[0], "most": WORDS_TRIED[1],
    }  # fmt: skip
    return fill_template(
        "worksheet.html",
        effort=effort, modules=modules, figures=figures, rated=rated, bodies=worksheet_rows(material, page),
        pilot=pilot_file(material.homes), claimed=bool(material.facts.credits), grades=grades(material),
        plan=material.plan, words=material.words,
    )  # fmt: skip


def _needed(material: Material, page: Page) -> int:
    """How many questions of a page a learner has to answer to complete the course."""
    return needed(material.texts[page.path].meta, page)


def needed(meta: Mapping[str, object], page: Page) -> int:
    """Questions of a quiz, or as many of them as it draws; those of a lesson are for practice."""
    quiz = meta.get("quiz")
    if not quiz and not page.path.endswith("/quiz.md"):
        return 0
    draw = quiz.get("draw") if isinstance(quiz, dict) else None
    return min(page.questions, draw) if isinstance(draw, int) and draw > 0 else page.questions
