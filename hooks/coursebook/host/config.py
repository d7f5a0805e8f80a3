"""What mkdocs.yml may say to the engine, and what is read from it. Only plugin.py and build.py know the host, too."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from ..figures.kind import Kind
from ..figures.kinds import KINDS, NotLoaded, load_kinds
from ..read.project import ENGINE
from ..read.wordlists import GENERAL, word_lists
from ..steps.sources import Settings

THEME, TEMPLATES, ASSETS = ENGINE / "theme", ENGINE / "templates", ENGINE / "assets"
BLOCK = "plugins:\n  - coursebook\n"
"""What a mkdocs.yml needs."""
THEMES = frozenset(("material", "materialx"))
"""Material and the fork that continues it: the engine's templates fit both."""
NEEDED = ("attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.superfences")
"""Markdown extensions that the engine's syntax rests on; those that mkdocs.yml does not list are switched on."""
SILENCED = {
    "links": ("not_found", "anchors", "absolute_links", "unrecognized_links"),
    "nav": ("omitted_files", "not_found", "absolute_links"),
}
"""What the host would report of links and navigation: the engine reports it, too, with the line."""


class ListsConfig(Config):
    """Words that a course adds to those that the checks look for (wordlists.toml)."""

    hands = config_options.ListOfItems(config_options.Type(str), default=[])
    recommendations = config_options.ListOfItems(config_options.Type(str), default=[])
    names = config_options.ListOfItems(config_options.Type(str), default=[])
    opposites = config_options.ListOfItems(config_options.Type(str), default=[])


class CoursebookConfig(Config):
    """The settings below `coursebook:` in `plugins`."""

    bib_dir = config_options.Optional(config_options.Type(str))
    """The folder of bibliography, ledger and numbers; `bib` unless the bibtex plugin names another."""
    word_lists = config_options.SubConfig(ListsConfig)
    """`hands`, `recommendations`, `names` and `opposites`, each a list of words."""
    python = config_options.ListOfItems(config_options.Type(str), default=[])
    """Python files of the course, or folders of them, relative to mkdocs.yml: its own kinds of figures."""


def read_settings(config: MkDocsConfig, options: CoursebookConfig, today: date | None = None) -> Settings:
    """Settings from mkdocs.yml; `today` is the day of the build unless it is given.

    Raises ConfigurationError, with everything that is missing and what to write.
    """
    file = Path(config.config_file_path or "mkdocs.yml").resolve()
    root = file.parent
    problems = []
    bibtex = config.plugins.get("bibtex")
    name = options.bib_dir or (bibtex and bibtex.config.get("bib_dir")) or "bib"
    bib = root / str(name)
    if not bib.is_dir():
        problems.append(
            f"the folder '{name}' does not exist: create it (it contains .bib files, claims.csv and numbers.csv), "
            "or name another: coursebook: { bib_dir: FOLDER }"
        )
    lists = GENERAL
    try:
        lists = word_lists(dict(options.word_lists))
    except ValueError as problem:
        problems.append(f"word_lists of coursebook: {problem}")
    python = tuple(root / path for path in options.python)
    kinds: Mapping[str, Kind] = KINDS
    if missing := [name for name, path in zip(options.python, python, strict=True) if not path.exists()]:
        problems.append(f"python of coursebook: no such file or folder: '{missing[0]}'")
    else:
        try:
            kinds = load_kinds(python)
        except NotLoaded as problem:
            problems.append(f"python of coursebook: {problem}")
    if problems:
        raise ConfigurationError("\n".join(f"{file.name}: {problem}" for problem in problems))
    custom = (Path(config.theme.custom_dir),) if config.theme.custom_dir else ()
    asks = [str(asset) for asset in (*config.extra_javascript, *config.extra_css)]
    private = any(name.endswith("/privacy") for name in config.plugins)  # the theme's plugin, which keeps fonts at home
    if config.theme.name in THEMES and config.theme.get("font") and not private:
        asks.append("https://fonts.googleapis.com")
    return Settings(
        root=root,
        docs=Path(config.docs_dir),
        bib=bib,
        config=file,
        theme=(*custom, THEME, TEMPLATES),
        site_url=config.site_url or "",
        today=today or date.today(),
        language=str(config.theme.get("language") or "en"),
        python=python,
        lists=lists,
        kinds=kinds,
        asks=tuple(asks),
    )


def prepare_host(config: MkDocsConfig, settings: Settings) -> None:
    """Gives the host the engine's templates and styles, and the folders to watch; switches on the Markdown extensions
    that are needed. What the host would report of links and navigation is switched off by name.
    """
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
    config.extra_css.append("assets/coursebook/coursebook.css")
    config.watch += map(str, (settings.bib, *settings.python))
    settings.cache.mkdir(parents=True, exist_ok=True)
    missing = [name for name in NEEDED if name not in config.markdown_extensions]
    config.markdown_extensions = [*config.markdown_extensions, *missing]
    for part, names in SILENCED.items():
        for name in names:
            config.validation[part][name] = logging.DEBUG
