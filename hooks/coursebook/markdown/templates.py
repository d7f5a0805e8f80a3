"""The engine's Jinja templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent.parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.filters["px"] = px
    return environment


def px(length: float) -> str:
    """A length in a drawing, to the tenth of a unit: `31.8`, `30`."""
    return f"{length:.1f}".removesuffix(".0")


def fill_template(template: str, **names: object) -> Markup:
    """A template of the engine, filled; everything that is not Markup is escaped."""
    return Markup(_templates().get_template(template).render(**names))


def fill_drawing(template: str, **names: object) -> Markup:
    """A template of SVG, filled, without its line breaks."""
    return Markup("").join(Markup(line.strip()) for line in fill_template(template, **names).splitlines())
