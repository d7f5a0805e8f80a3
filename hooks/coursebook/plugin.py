"""The plugin: what the host calls, in the order in which it calls it. No logic: that is in the rest of the package.

`plugins: [search, coursebook]`. Priority 100 comes before mkdocs-bibtex and other plugins, -100 after them.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from .build import Build
from .citations import adapter
from .config import ASSETS, NAME, CoursebookConfig, Settings, prepare_host, read_settings
from .dressing import searchable
from .findings import emit
from .weight import lighten_site, trim

log = logging.getLogger(f"mkdocs.plugins.{NAME}")


class CoursebookPlugin(BasePlugin[CoursebookConfig]):
    """One course. `today` is the day of the build unless it is None; `build` is what the last build learned."""

    def __init__(self) -> None:
        super().__init__()
        self.today: date | None = None
        self.inclusion = InclusionLevel.is_included
        self.settings: Settings | None = None
        self.build: Build | None = None

    def on_startup(self, command: str, dirty: bool) -> None:
        """See mkdocs. That this exists keeps the object from one build of a preview to the next."""
        self.inclusion = InclusionLevel.is_in_serve if command == "serve" else InclusionLevel.is_included  # drafts, too

