"""The engine's Jinja templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent.parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )


def fill_template(template: str, **names: object) -> Markup:
    """A template of the engine, filled; everything that is not Markup is escaped."""
    return Markup(_templates().get_template(template).render(**names))
