"""The kinds of figures by the name that an author writes: the engine's, and those in the course's own Python."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from . import estimates, levels, series, texts, tiles
from .kind import Kind

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        series.bar, series.line, estimates.forest, estimates.events, tiles.tiles, texts.timeline, texts.decision,
        levels.levels,
    )
}  # fmt: skip


class NotLoaded(Exception):
    """A file of a course's own Python cannot be used. The message says which, and why."""


def load_kinds(paths: Iterable[Path]) -> Mapping[str, Kind]:
    """All kinds by name. `paths` are Python files, or folders of them. Raises NotLoaded."""
    kinds = dict(KINDS)
    for path in paths:
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            for kind in _kinds_in(file):
                if kind.name in kinds:
                    raise NotLoaded(f"{file.name}: duplicate kind of figure '{kind.name}'")
                kinds[kind.name] = kind
    return kinds


def _kinds_in(file: Path) -> list[Kind]:
    name = f"coursebook_course_{file.stem}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise NotLoaded(f"{file.name}: not a Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise NotLoaded(f"{file.name}: {type(error).__name__}: {error}") from error
    finally:
        del sys.modules[name]
    return [value for value in vars(module).values() if isinstance(value, Kind)]
