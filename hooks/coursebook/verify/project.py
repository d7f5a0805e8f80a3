"""Where a project's pages and bibliography lie, read from its mkdocs.yml without the host."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class NotAProject(Exception):
    """The file tells no such folders. The message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Project:
    """Its folders. Findings name their files relative to `root`, which holds mkdocs.yml. What lies in one of `public`
    is published, or will be.
    """

    root: Path
    docs: Path
    bib: Path
    public: tuple[Path, ...] = ()

    def shown(self, path: Path) -> str:
        """A path as findings name it."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
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
        raise NotAProject(f"it cannot be read: {str(error).splitlines()[0]}") from error
    if not isinstance(found, dict):
        raise NotAProject("it holds no settings")
    root = config.resolve().parent
    docs = root / str(found.get("docs_dir") or "docs")
    bib = root / str(_bibtex(found.get("plugins")).get("bib_dir") or "bib")
    for folder in (docs, bib):
        if not folder.is_dir():
            raise NotAProject(f"the folder '{folder.name}' does not exist")
    theme = found.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    named = [str(found.get("site_dir") or "site"), "site", *([str(custom)] if custom else [])]
    return Project(root, docs, bib, (docs, *(root / name for name in dict.fromkeys(named))))


def _bibtex(plugins: Any) -> dict[str, Any]:
    every = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    for one in every:
        if isinstance(one, dict) and isinstance(one.get("bibtex"), dict):
            return dict(one["bibtex"])
    return {}
