"""The plugin: what the host calls, in the order in which it calls it. No logic: that is in the rest of the package.

`plugins: [coursebook]`. Priority 100 comes before mkdocs-bibtex and other plugins, -100 after them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from ..patches.mkdocs_bibtex import prepare, protect, restore, take_over
from ..report.printers import emit
from ..steps.compose import template_context
from ..steps.content import shown_html
from ..steps.page_assets import served
from ..steps.pipeline import Pipeline
from ..steps.sources import NAME
from ..steps.sources import Files as Found
from .config import ASSETS, CoursebookConfig, prepare_host, read_settings

log = logging.getLogger(f"mkdocs.plugins.{NAME}")


@dataclass
class Run:
    """One build of one course: what its events share. `today` is the day of the build unless it is None."""

    today: date | None = None
    pipeline: Pipeline | None = None
    cited: list[str] = field(default_factory=list)
    hidden: str = ""

    @property
    def build(self) -> Pipeline:
        """The steps. Raises RuntimeError before on_config."""
        if self.pipeline is None:
            raise RuntimeError("no build: on_config comes first")
        return self.pipeline


def run_of(config: MkDocsConfig) -> Run:
    """The run of a configuration. It is kept with the configuration, since the host shares a plugin object between all
    configurations of a process once it has on_startup.
    """
    run: Run | None = getattr(config, "_coursebook_run", None)
    if run is None:
        run = Run()
        setattr(config, "_coursebook_run", run)  # noqa: B010
    return run


class CoursebookPlugin(BasePlugin[CoursebookConfig]):
    """The events. The object itself keeps what is the same for all builds of a process."""

    def __init__(self) -> None:
        super().__init__()
        self.inclusion = InclusionLevel.is_included

    def on_startup(self, command: str, dirty: bool) -> None:
        """That this exists keeps the object from one build of a preview to the next."""
        self.inclusion = InclusionLevel.is_in_serve if command == "serve" else InclusionLevel.is_included  # drafts, too

    @event_priority(100)
    def _configure(self, config: MkDocsConfig) -> None:
        run = run_of(config)
        run.pipeline = None
        settings = read_settings(config, self.config, run.today)
        prepare_host(config, settings)
        if bibtex := config.plugins.get("bibtex"):
            prepare(bibtex, settings.cache)
        run.pipeline = Pipeline(settings, tuple(config.markdown_extensions), dict(config.mdx_configs or {}))

    @event_priority(-100)
    def _configure_bibtex(self, config: MkDocsConfig) -> None:
        if bibtex := config.plugins.get("bibtex"):
            take_over(bibtex)

    on_config = CombinedEvent(_configure, _configure_bibtex)

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        for asset in ASSETS.iterdir():
            name = f"assets/coursebook/{asset.name}"
            files.append(File.generated(config, name, content=served(asset)))
        pages = {
            file.src_uri: file for file in files.documentation_pages(inclusion=self.inclusion) if file.abs_src_path
        }
        static = tuple(file.url for file in files if not file.is_documentation_page())
        urls = {path: file.url.removeprefix("./") for path, file in pages.items()}
        left_out = {file.src_uri: file.url for file in files if file.inclusion.is_excluded()}
        targets = {file.src_uri: file.url.removeprefix("./") for file in files}
        paths = {path: Path(file.abs_src_path or "") for path, file in pages.items()}
        run_of(config).build.read(Found(paths, urls, targets, static, left_out))

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The text as the engine decoded it: a damaged file is a finding, not the end of the build."""
        text = run_of(config).build.sources.texts.get(page.file.src_uri)
        return text.text if text else None

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        run_of(config).build.reading_order = tuple(page.url.removeprefix("./") for page in nav.pages)

    @event_priority(100)
    def _protect(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if "bibtex" not in config.plugins:
            return markdown
        markdown, run_of(config).cited = protect(markdown)
        return markdown

    @event_priority(-100)
    def _render(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The page is rendered here, once; the host has nothing left to do."""
        if "bibtex" in config.plugins:
            markdown = restore(markdown, run_of(config).cited)
        run_of(config).build.render(page.file.src_uri, str(page.title), markdown)
        return ""

    on_page_markdown = CombinedEvent(_protect, _render)

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """What the host would have made of the page."""
        build, path = run_of(config).build, page.file.src_uri
        doc = build.pages[path]
        page.markdown = build.sources.texts[path].body  # plugins of feeds and blogs read it
        page.toc = get_toc(cast(Any, list(doc.toc)))
        page.present_anchor_ids = set(doc.ids)
        if doc.title and "title" not in page.meta and "title" not in vars(page):
            page.title = doc.title
        return shown_html(build.sources, doc)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are rendered: the course is frozen, and its pages are composed and checked."""
        build = run_of(config).build
        for file in files.documentation_pages(inclusion=self.inclusion):
            if file.page is not None and file.page.content is not None:
                file.page.content = build.compose(file.src_uri, file.page.content)
        # For pages that are no course's, such as 404.html:
        env.globals.update(template_context(build.course, ""), coursebook_say=build.sources.words)
        emit(build.check(), log)

    @event_priority(100)
    def _hide(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """The host's search gets titles alone: its index would hold every answer, and the engine has a search."""
        run = run_of(config)
        run.hidden, page.content = (
            page.content or "",
            "" if {"search", "material/search"} & {*config.plugins} else page.content,
        )

    @event_priority(-100)
    def _context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        run = run_of(config)
        page.content = run.hidden
        cast("dict[str, object]", context).update(template_context(run.build.course, page.content))

    on_page_context = CombinedEvent(_hide, _context)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        run, site = run_of(config), Path(config.site_dir)
        run.build.write(site)
        emit(run.build.check_output(site), log)
