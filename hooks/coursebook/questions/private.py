"""An assessment without its key: a static page cannot keep a secret, so what gives the key away is not in it.

Taken out are verdicts, rationales and explanations, the notes that only they refer to, and a hash that would confirm a
guess. The provider marks the answer sheets with the key that `coursebook key` makes from the same source.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import lxml.html

from ..model import Question

PATH_TO_NOTES = ".//div[@class='footnote']/ol/li"


def without_keys(html: str, questions: Iterable[Question]) -> str:
    """The HTML of a page without the keys of its questions. Notes that stay are numbered anew."""
    page = lxml.html.fragment_fromstring(html, create_parent="div")
    hashes = {question.id: question.asked_hash for question in questions}
    for form in page.iter("form"):
        if form.get("data-question") is None:
            continue
        form.set("data-hash", hashes.get(form.get("data-question"), ""))
        form.set("data-private", "")
        for answer in form.findall("details[@class='cb-answer']"):
            answer.drop_tree()
    _renumber(page)
    inner = (page.text or "") + "".join(lxml.html.tostring(child, encoding="unicode") for child in page)
    return inner.strip() + "\n"


def _renumber(page: Any) -> None:
    """Drops notes that nothing on the page refers to, and numbers the rest in the order in which they are met."""
    order: dict[str, int] = {}
    for mark in page.iter("a"):
        if mark.get("class") == "footnote-ref":
            mark.text = str(order.setdefault(mark.get("href", "").removeprefix("#"), len(order) + 1))
    there = {element.get("id") for element in page.iter() if element.get("id")}
    notes = page.findall(PATH_TO_NOTES)
    for note in notes:
        if note.get("id") not in order:
            note.drop_tree()
            continue
        for back in list(note.iter("a")):
            if back.get("class") == "footnote-backref" and back.get("href", "").removeprefix("#") not in there:
                back.drop_tree()
    kept = [note for note in notes if note.get("id") in order]
    if kept:
        list_ = kept[0].getparent()
        list_[:] = sorted(kept, key=lambda note: order[note.get("id")])
    else:
        for block in page.findall(".//div[@class='footnote']"):
            block.drop_tree()
