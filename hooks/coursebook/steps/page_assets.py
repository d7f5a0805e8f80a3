"""What a page loads by what it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from ..locale import Language

MANIFEST = tomllib.loads((Path(__file__).parent.parent / "assets.toml").read_text("utf-8"))
SCRIPTS: dict[str, list[str]] = MANIFEST["scripts"]
STYLES: dict[str, list[str]] = MANIFEST["styles"]
WORDS: dict[str, list[str]] = MANIFEST["words"]


def assets_for(html: str, words: Language) -> dict[str, object]:
    """For the theme: the scripts and the style sheets of a page, and the words that its scripts say."""
    scripts = [["frame.mjs"], *(script for name, script in SCRIPTS.items() if f'class="{name}"' in html)]
    styles = {style for name, styles in STYLES.items() if f'class="{name}"' in html for style in styles}
    return {
        "coursebook_scripts": list(dict.fromkeys(name for name, *_ in scripts)),
        "coursebook_styles": sorted(styles),
        "coursebook_words": words.only(words_of_scripts(name for names in scripts for name in names)),
    }


def served(asset: Path) -> str | bytes:
    """One of the engine's files as the site has it: scripts and styles without comments and white space.

    rjsmin changes white space in a template literal that holds another one: no script has two spaces there (tested).
    """
    shorten = {".mjs": jsmin, ".js": jsmin, ".css": cssmin}.get(asset.suffix)
    return str(shorten(asset.read_text("utf-8"))) if shorten else asset.read_bytes()


def words_of_scripts(scripts: Iterable[str]) -> set[str]:
    """The names of the words that some scripts say."""
    return {word for script in scripts for word in WORDS.get(script, ())}
