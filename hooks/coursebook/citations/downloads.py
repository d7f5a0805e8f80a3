"""References for machines: BibTeX, RIS and CSL-JSON to take away, and COinS, which Zotero reads from a page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from ..model import Reference
from .bibliography import Bibliography, Formatted, full_name
from .normalize import TABLES, word_list

PRIVATE = word_list("private")
IDENTIFIERS = {"doi": "DOI", "url": "URL", "pmid": "PMID", "pmcid": "PMCID", "issn": "ISSN", "isbn": "ISBN"}
JOURNAL, BOOK, OTHER = "journal", "book", "dc"
FORMATS = {"article-journal": JOURNAL, "article-newspaper": JOURNAL, "book": BOOK, "chapter": BOOK, "report": BOOK}
"""Formats of COinS by CSL type."""
NAMES = ("references.bib", "references.ris", "references.json")
"""The files."""


def downloads(bibliography: Bibliography, formatted: Formatted) -> dict[str, str]:
    """File name to content. The same references in three formats."""
    items = [_csl(formatted.csl[r.key], r) for r in bibliography.references if r.key in formatted.csl]
    bibtex = "\n".join(_bibtex(reference) for reference in bibliography.references)
    ris = "".join(_ris(item) for item in items)
    return dict(zip(NAMES, (bibtex, ris, json.dumps(items, ensure_ascii=False, indent=1) + "\n"), strict=True))


def _bibtex(reference: Reference) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in reference.fields if name not in PRIVATE)
    return f"@{reference.type}{{{reference.key},\n{fields}}}\n"


def _csl(item: dict[str, Any], reference: Reference) -> dict[str, Any]:
    """CSL-JSON as the schema has it: identifiers in capitals, PMID and PMCID added, nothing private."""
    out = {IDENTIFIERS.get(name, name): value for name, value in sorted(item.items()) if name not in PRIVATE}
    out["type"] = out.get("type") or "document"
    for name in ("pmid", "pmcid"):
        if value := reference.field(name):
            out[IDENTIFIERS[name]] = value
    return out


def _ris(item: dict[str, Any]) -> str:
    start, _, end = str(item.get("page", "")).replace("–", "-").partition("-")
    date = (item.get("issued", {}).get("date-parts") or [[""]])[0]
    fields = {**item, "year": date[0], "first-page": start, "last-page": end}
    lines = [("TY", TABLES["ris_types"].get(item.get("type", ""), "GEN"))]
    lines += [("AU", full_name(name)) for name in item.get("author", [])]
    lines += [("ED", full_name(name)) for name in item.get("editor", [])]
    lines += [(tag, fields.get(name, "")) for tag, name in TABLES["ris_fields"].items()]
    body = "".join(f"{tag}  - {' '.join(str(value).split())}\r\n" for tag, value in lines if value)
    return body + "ER  - \r\n"


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
