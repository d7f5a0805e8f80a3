"""Where the parts of a project are, read from its mkdocs.yml without the host."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    every = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    named = (entry.get(name) for name in ("coursebook", "bibtex") for entry in every if isinstance(entry, dict))
    bib = root / next(
        (str(given["bib_dir"]) for given in named if isinstance(given, dict) and given.get("bib_dir")), "bib"
    )
    for folder in (docs, bib):
        if not folder.is_dir():
            raise NotAProject(f"the folder '{folder.name}' does not exist")
    theme = found.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    built = [str(found.get("site_dir") or "site"), "site", *([str(custom)] if custom else [])]
    return Project(root, docs, bib, config, public=(docs, *(root / name for name in dict.fromkeys(built))))
