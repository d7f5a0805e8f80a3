"""The plugin: what the host calls, in the order in which it calls it. No logic: that is in the rest of the package.

`plugins: [coursebook]`. Priority 100 comes before mkdocs-bibtex and other plugins, -100 after them.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from .build import Build
from .citations import adapter
from .config import ASSETS, NAME, CoursebookConfig, Settings, prepare_host, read_settings
from .report.printers import emit

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

    @event_priority(100)
    def _configure_before_bibtex(self, config: MkDocsConfig) -> None:
        self.build = None
        self.settings = settings = read_settings(config, self.config, self.today)
        build = Build(
            settings.docs,
            settings.bib,
            settings.shown,
            settings.cache,
            settings.today,
            settings.language,
            settings.options,
        )
        prepare_host(config, settings, build.extensions())
        adapter.prepare(config.plugins["bibtex"], settings.cache)
        self.build = build

    @event_priority(-100)
    def _configure_after_bibtex(self, config: MkDocsConfig) -> None:
        adapter.take_over(config.plugins["bibtex"])

    on_config = CombinedEvent(_configure_before_bibtex, _configure_after_bibtex)

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """See mkdocs."""
        for asset in ASSETS.iterdir():
            name = f"assets/coursebook/{asset.name}"
            files.append(File.generated(config, name, abs_src_path=str(asset)))
        pages = {
            file.src_uri: file for file in files.documentation_pages(inclusion=self.inclusion) if file.abs_src_path
        }
        static = tuple(file.url for file in files if not file.is_documentation_page())
        urls = {path: file.url.removeprefix("./") for path, file in pages.items()}
        left_out = {file.src_uri: file.url for file in files if file.inclusion.is_excluded()}
        build = self._build
        build.read({path: Path(file.abs_src_path or "") for path, file in pages.items()}, urls, static, left_out)
        for path, text in build.texts.items():
            if text.findings:
                pages[path].content_string = text.text

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """See mkdocs."""
        self._build.links.in_nav = tuple(page.url.removeprefix("./") for page in nav.pages)

    @event_priority(100)
    def _markdown_before_bibtex(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self._build.open_page(page.file.src_uri, str(page.title))

    @event_priority(-100)
    def _markdown_after_bibtex(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self._build.restore(markdown)

    on_page_markdown = CombinedEvent(_markdown_before_bibtex, _markdown_after_bibtex)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """See mkdocs."""
        return self._build.close_page(page.file.src_uri, html)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """See mkdocs."""
        for file in files.documentation_pages(inclusion=self.inclusion):
            if file.page is not None and file.page.content is not None:
                file.page.content = self._build.fill(file.src_uri, file.page.content)
        # For pages that are no course's, such as 404.html:
        env.globals.update(self._build.context(""), coursebook_say=self._build.words)
        emit(self._build.finish(), log)

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """See mkdocs."""
        cast("dict[str, object]", context).update(self._build.context(page.content or ""))

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """See mkdocs."""
        return self._build.links.ahead.begin(output)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """See mkdocs."""
        site = Path(config.site_dir)
        self._build.write(site)
        if self.settings:
            emit(self._build.prove(site, self.settings), log)

    @property
    def _build(self) -> Build:
        if self.build is None:
            raise RuntimeError("no build: on_config comes first")
        return self.build
