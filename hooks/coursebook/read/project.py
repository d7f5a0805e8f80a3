"""Where the parts of a project are, read from its mkdocs.yml without the host."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ENGINE = Path(__file__).parent.parent


class NotAProject(Exception):
    """The file names no such folders. The message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Project:
    """Folders of a project, which exist; `root` holds `config`, its mkdocs.yml. `public` are those that are or will be
    published. `theme` are folders of templates, the project's own first; `site_url` is empty where it is not known;
    `asks` are scripts, styles and fonts of every page, by their address.
    """

    root: Path
    docs: Path
    bib: Path
    config: Path = Path("mkdocs.yml")
    theme: tuple[Path, ...] = ()
    site_url: str = ""
    asks: tuple[str, ...] = ()
    public: tuple[Path, ...] = ()

    def shown(self, path: Path) -> str:
        """A path as findings name it: relative to the project, with forward slashes."""
        path = path.resolve()
        for folder in (self.root, ENGINE.parent):  # the engine's own files are elsewhere once it is installed
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
        return path.as_posix()


class _Loader(yaml.SafeLoader):
    """Leaves out what only the host understands: `!ENV`, `!!python/name:`."""


_Loader.add_multi_constructor("!", lambda *_: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def read_project(config: Path) -> Project:
    """The project of a mkdocs.yml. Raises NotAProject."""
    try:
        found = yaml.load(config.read_bytes(), _Loader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise NotAProject(f"cannot read the file: {str(error).splitlines()[0]}") from error
    if not isinstance(found, dict):
        raise NotAProject("the file has no settings")
    root = config.resolve().parent
    docs = root / str(found.get("docs_dir") or "docs")
    plugins = found.get("plugins")
    bib = root / str(_option(plugins, "coursebook", "bib_dir") or _option(plugins, "bibtex", "bib_dir") or "bib")
    for folder in (docs, bib):
        if not folder.is_dir():
            raise NotAProject(f"the folder '{folder.name}' does not exist")
    theme = found.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    named = [str(found.get("site_dir") or "site"), "site", *([str(custom)] if custom else [])]
    return Project(root, docs, bib, config, public=(docs, *(root / name for name in dict.fromkeys(named))))


def _option(plugins: Any, plugin: str, name: str) -> Any:
    """An option of a plugin; None where it is not set."""
    every = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    options = [one[plugin] for one in every if isinstance(one, dict) and isinstance(one.get(plugin), dict)]
    return options[0].get(name) if options else None
