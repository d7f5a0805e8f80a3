"""Makes a document stand alone: links lead to places in it, pictures are in it, and nothing leads to a site that the
reader does not have.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import lxml.html
from markupsafe import Markup

from ..markdown.addresses import relative, resolve

HEADING = re.compile(r"<(/?)h([2-5])\b")
NOT_PLAIN = re.compile(r'["\\<>\x00-\x1f\x7f]')
Place = tuple[str, str]
"""An address of the site, and a fragment of it."""


def stand_alone(html: str, places: Mapping[Place, str], picture: Callable[[str], bytes | None], site: str = "") -> str:
    """A whole HTML document in which nothing has to be loaded.

    Its addresses are as seen from the site's root. `places` says by address which id of the document shows the same,
    `picture` gives the content of a file of the site, `site` is the address of the published site, if there is one.
    A link to a page that the document does not show leads to the published site, or becomes plain text.
    """
    document = lxml.html.document_fromstring(html)
    ids: set[str] = set()
    for element in document.iter():
        if (name := element.get("id")) is not None:
            if name in ids:
                del element.attrib["id"]
            ids.add(name)
    for link in list(document.iter("a")):
        address = link.get("href")
        if address is None or urlsplit(address).scheme or (address.startswith("#") and address[1:] in ids):
            continue
        if target := _target(address, places, site):
            link.set("href", target)
        else:
            link.drop_tag()
    for image in list(document.iter("img")):
        _embed(image, picture)
    for details in document.iter("details"):
        details.set("open", "")
    return str(lxml.html.tostring(document, encoding="unicode", doctype="<!doctype html>"))


def _target(address: str, places: Mapping[Place, str], site: str) -> str:
    """What a link leads to; empty where that is not in the document, and there is no site."""
    found = resolve(address, "")
    if found is None:
        return ""
    if here := places.get(found) or places.get((found[0], "")):
        return f"#{here}"
    fragment = relative("#".join(filter(None, found)), "").removeprefix("./")
    return f"{site.rstrip('/')}/{fragment}" if site else ""


def _embed(image: lxml.html.HtmlElement, picture: Callable[[str], bytes | None]) -> None:
    """Puts a picture into the document, or its words in place of one that does not exist."""
    address = image.get("src") or ""
    if address.startswith("data:"):
        return
    path, _ = resolve(address, "") or ("", "")
    content = picture(path) if path else None
    if content is None:
        words = lxml.html.Element("span")
        words.text, words.tail = f"[{image.get('alt') or address}]", image.tail
        image.getparent().replace(image, words)
    else:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        image.set("src", f"data:{kind};base64,{base64.b64encode(content).decode()}")


def css_string(text: str) -> Markup:
    """A text as a CSS string that cannot end the style sheet it is in."""
    return Markup('"' + NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", text) + '"')


def lowered(html: Markup) -> Markup:
    """HTML of a page of the site with its headings one level lower, as a part of something larger."""
    return Markup(HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", str(html)))
