"""Makes a document stand alone: links lead to places in it, pictures are in it, and nothing leads to a site that the
reader does not have.
"""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import lxml.html

from ..markdown.addresses import relative, resolve

Place = tuple[str, str]
"""An address of the site, and a fragment of it."""


def stand_alone(html: str, places: Mapping[Place, str], picture: Callable[[str], bytes | None], site: str = "") -> str:
    """A whole HTML document in which nothing has to be loaded.

    Its addresses are as seen from the site's root. `places` says by address which id of the document shows the same,
    `picture` gives the content of a file of the site, `site` is the address of the published site, if there is one.
    A link to a page that the document does not show leads to the published site, or becomes plain text.
    """
    document = lxml.html.document_fromstring(html)
    ids = _single_ids(document)
    for link in list(document.iter("a")):
        address = link.get("href")
        if address is None or urlsplit(address).scheme or (address.startswith("#") and address[1:] in ids):
            continue
        target = _target(address, places, site)
        if target is None:
            link.drop_tag()
        else:
            link.set("href", target)
    for image in list(document.iter("img")):
        _embed(image, picture)
    for details in document.iter("details"):
        details.set("open", "")
    return str(lxml.html.tostring(document, encoding="unicode", doctype="<!doctype html>"))


def _single_ids(document: lxml.html.HtmlElement) -> set[str]:
    """Every id; a second element with the same one loses it."""
    ids: set[str] = set()
    for element in document.iter():
        if (name := element.get("id")) is not None:
            if name in ids:
                del element.attrib["id"]
            ids.add(name)
    return ids


def _target(address: str, places: Mapping[Place, str], site: str) -> str | None:
    found = resolve(address, "")
    if found is None:
        return None
    here = places.get(found) or places.get((found[0], ""))
    if here:
        return f"#{here}"
    if not site:
        return None
    return site.rstrip("/") + "/" + relative("#".join(filter(None, found)), "").removeprefix("./")


def _embed(image: lxml.html.HtmlElement, picture: Callable[[str], bytes | None]) -> None:
    address = image.get("src") or ""
    if address.startswith("data:"):
        return
    found = resolve(address, "")
    content = picture(found[0]) if found else None
    if content is None:
        words = lxml.html.Element("span")
        words.text, words.tail = f"[{image.get('alt') or address}]", image.tail
        image.getparent().replace(image, words)
        return
    kind = mimetypes.guess_type(found[0] if found else "")[0] or "application/octet-stream"
    image.set("src", f"data:{kind};base64,{base64.b64encode(content).decode()}")
