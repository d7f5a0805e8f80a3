"""The fields of a Moodle XML element: their text, files and fractions."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from .draft import NOTHING, Form, FormattedText
from .gift import MARKUP
from .marks import QuestionReport, short

FORMS: dict[str, Form] = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "html"}


def files_of(element: Any, report: QuestionReport) -> Iterator[tuple[str, bytes]]:
    """Embedded files by their path and name; one that cannot be decoded is reported."""
    found = [(f"{file.get('path') or ''}/{file.get('name') or 'file'}", file.text) for file in element.iter("file")]
    if old := text_of(element, "image"):
        found.append((old, text_of(element, "image_base64")))
    for name, coded in found:
        name = name.strip("/")
        try:
            yield name, base64.b64decode("".join((coded or "").split()), validate=True)
        except (binascii.Error, ValueError):
            report.lost(f"the file '{short(name)}', which is damaged", "put it next to the page by hand")


def everything_of(element: Any) -> list[str]:
    """All text of a question that no block can express, line by line, without embedded files."""
    lines = [f"type: {element.get('type', '')}"]
    for node in element.iterdescendants(etree.Element):
        if node.tag != "file" and (node.text or "").strip():
            owner = node.getparent().tag if node.tag == "text" else node.tag
            lines.append(f"{owner}: {node.text.strip()}")
    return lines


def fraction_of(answer: Any) -> float:
    try:
        weight = float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0
    return weight if abs(weight) <= 1000 else 0.0


def text_of(element: Any, path: str) -> str:
    """All text below a path, or an empty string."""
    found = element.find(path)
    return "" if found is None else "".join(found.itertext()).strip()


def words_of(element: Any, form: Form = "html") -> FormattedText:
    """The `<text>` of an element in the format that it names."""
    if element is None:
        return NOTHING
    held = element.find("text")
    text = inside_of(held) if held is not None else (element.text or "").strip()
    named = element.get("format")
    if named == "moodle_auto_format" and not MARKUP.search(text):
        form = "plain"
    elif named:
        form = FORMS.get(named, "html")
    return FormattedText(text, form) if text else NOTHING


def inside_of(element: Any) -> str:
    """The content of an element; HTML without CDATA is HTML, too."""
    if not len(element):
        return (element.text or "").strip()
    parts = [escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts).strip()
