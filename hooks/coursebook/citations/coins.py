"""References for machines: COinS, by which Zotero and its kind pick up what a page lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from .bibliography import full_name

JOURNAL, BOOK, OTHER = "journal", "book", "dc"
FORMATS = {"article-journal": JOURNAL, "article-newspaper": JOURNAL, "book": BOOK, "chapter": BOOK, "report": BOOK}


def coins(item: dict[str, Any], pmid: str) -> str:
    """The `title` of a `<span class="Z3988">` for a reference in CSL-JSON (field names in lower case).

    Source: OpenURL COinS, a convention on ANSI/NISO Z39.88-2004.
    """
    kind = FORMATS.get(item.get("type", ""), OTHER)
    date = (item.get("issued", {}).get("date-parts") or [[""]])[0]
    names = [full_name(name) for name in item.get("author", [])]
    title = item.get("title", "")
    fields: list[tuple[str, str]] = [("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}")]
    if kind == OTHER:
        fields += [("rft.type", "webpage"), ("rft.title", title), ("rft.identifier", item.get("url", ""))]
        fields += [("rft.creator", name) for name in names]
    else:
        held = item.get("container-title", "")
        fields += [("rft.atitle", title), ("rft.jtitle", held)] if kind == JOURNAL else [("rft.btitle", title)]
        fields += [("rft.genre", "article" if kind == JOURNAL else "book"), ("rft.volume", item.get("volume", ""))]
        fields += [("rft.issue", item.get("issue", "")), ("rft.pages", item.get("page", ""))]
        fields += [("rft.pub", item.get("publisher", ""))]
        fields += [("rft.au", name) for name in names]
    fields += [("rft.date", "-".join(str(part) for part in date))]
    fields += [("rft_id", f"info:doi/{item['doi']}")] if item.get("doi") else []
    fields += [("rft_id", f"info:pmid/{pmid}")] if pmid else []
    return "ctx_ver=Z39.88-2004&" + urlencode([(name, str(value)) for name, value in fields if value])
