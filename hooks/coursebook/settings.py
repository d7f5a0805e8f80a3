"""Settings, read from the host's configuration. With events.py the only place that knows MkDocs."""

from __future__ import annotations

import gc
import logging
import os
import posixpath
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

THEME = Path(__file__).parent / "theme"
TEMPLATES = Path(__file__).parent / "templates"
ASSETS = Path(__file__).parent / "assets"
ALLOCATIONS = 100_000
"""New objects after which Python looks for garbage (700 by itself). That spares a build of 200 pages 3% of its time,
and takes 15 MB."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the project's parts lie, and the day of the build. All folders exist; `root` holds mkdocs.yml."""

    root: Path
    docs: Path
    bib: Path
    config: Path
    theme: tuple[Path, ...] = ()
    """Folders of templates: the project's own, then the engine's."""
    site_url: str = ""
    today: date = field(default_factory=date.today)
    language: str = "en"
    asks: tuple[str, ...] = ()
    """Scripts, styles and fonts of every page, by their address."""

    @property
    def cache(self) -> Path:
        """Results that may be thrown away."""
        return self.root / ".cache" / "coursebook"

    def shown(self, path: Path) -> str:
        """A path as findings name it: relative to the project, with forward slashes."""
        path = path.resolve()
        for folder in (self.root, THEME.parent.parent):  # the engine's own files lie elsewhere once it is installed
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
        return path.as_posix()

    def docs_path(self, path: str) -> str:
        """The same for a path within docs."""
        return posixpath.join(self.shown(self.docs), path)


def read_settings(config: MkDocsConfig) -> Settings:
    """Settings from mkdocs.yml, and the day from COURSEBOOK_ON if that is set (`coursebook check --on DATE`).

    Raises ConfigurationError, with what to write, where something is missing.
    """
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    plugin = config.plugins.get("bibtex")
    if plugin is None:
        raise ConfigurationError("mkdocs.yml: add 'bibtex: { bib_dir: bib }' to plugins")
    folder = root / str(plugin.config.get("bib_dir") or "bib")
    if not folder.is_dir():
        raise ConfigurationError(f"mkdocs.yml: the folder '{folder.name}' of the bibtex plugin does not exist")
    for needed in ("footnotes", "attr_list", "md_in_html"):
        if needed not in config.markdown_extensions:
            raise ConfigurationError(f"mkdocs.yml: add '{needed}' to markdown_extensions")
    try:
        today = date.fromisoformat(os.environ.get("COURSEBOOK_ON") or date.today().isoformat())
    except ValueError as error:
        raise ConfigurationError(f"COURSEBOOK_ON: {error}; write a date as 2026-11-21") from error
    custom = (Path(config.theme.custom_dir),) if config.theme.custom_dir else ()
    file = Path(config.config_file_path or "mkdocs.yml").resolve()
    theme = (*custom, THEME, TEMPLATES)
    language = str(config.theme.get("language") or "en")
    asks = [str(one) for one in (*config.extra_javascript, *config.extra_css)]
    if config.theme.name == "material" and config.theme.get("font") and "material/privacy" not in config.plugins:
        asks.append("https://fonts.googleapis.com")
    site = config.site_url or ""
    return Settings(root, Path(config.docs_dir), folder, file, theme, site, today, language, tuple(asks))


def prepare_host(config: MkDocsConfig, settings: Settings) -> None:
    """Tells MkDocs of the engine's templates and styles, and to watch the evidence. Switches off what MkDocs would tell
    of links and navigation: the engine tells it too, with the line. And Python looks for garbage less often: a build
    makes many objects and little garbage.
    """
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
    config.extra_css.append("assets/coursebook/coursebook.css")
    config.watch.append(str(settings.bib))
    settings.cache.mkdir(parents=True, exist_ok=True)
    gc.set_threshold(ALLOCATIONS, 10, 10)
    for part in (config.validation.links, config.validation.nav):
        for name in part:
            if isinstance(part[name], int):  # `relative_to_docs` says how absolute links are read
                part[name] = logging.DEBUG
