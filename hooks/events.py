"""What MkDocs calls, in the order in which it calls it. No logic: that is in coursebook.

Every event is told here in firing order. Priority 100 comes before mkdocs-bibtex, -100 after it.
"""

from __future__ import annotations

import logging
from pathlib import Path

from coursebook.build import Build
from coursebook.citations import adapter
from coursebook.dressing import searchable
from coursebook.report.printers import tell
from coursebook.settings import ASSETS, Settings, prepare_host, read_settings
from coursebook.weight import lighten_site, trim
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.hooks.coursebook")

settings: Settings
build: Build
inclusion = InclusionLevel.is_included


def on_startup(command: str, dirty: bool) -> None:
    global inclusion  # a preview has drafts, too
    inclusion = InclusionLevel.is_in_serve if command == "serve" else InclusionLevel.is_included


@event_priority(100)
def _configure_before_bibtex(config: MkDocsConfig) -> None:
    global settings, build
    settings = read_settings(config)
    prepare_host(config, settings)
    build = Build(settings.docs, settings.bib, settings.shown, settings.cache, settings.today, settings.language)
    adapter.prepare(config.plugins["bibtex"], settings.cache)
    others = [one for one in config.markdown_extensions if type(one).__module__.split(".")[0] != "coursebook"]
    config.markdown_extensions = [*others, *build.extensions()]


@event_priority(-100)
def _configure_after_bibtex(config: MkDocsConfig) -> None:
    adapter.take_over(config.plugins["bibtex"])


on_config = CombinedEvent(_configure_before_bibtex, _configure_after_bibtex)


@event_priority(-50)
def on_files(files: Files, config: MkDocsConfig) -> None:
    for asset in ASSETS.iterdir():
        name = f"assets/coursebook/{asset.name}"
        files.append(File.generated(config, name, abs_src_path=str(asset)))
    pages = {file.src_uri: file for file in files.documentation_pages(inclusion=inclusion) if file.abs_src_path}
    static = tuple(file.url for file in files if not file.is_documentation_page())
    urls = {path: file.url.removeprefix("./") for path, file in pages.items()}
    left_out = {file.src_uri: file.url for file in files if file.inclusion.is_excluded()}
    build.read({path: Path(file.abs_src_path or "") for path, file in pages.items()}, urls, static, left_out)
    for path, text in build.texts.items():
        if text.findings:
            pages[path].content_string = text.text


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    build.links.in_nav = tuple(page.url.removeprefix("./") for page in nav.pages)


@event_priority(100)
def _markdown_before_bibtex(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return build.open_page(page.file.src_uri, str(page.title))


@event_priority(-100)
def _markdown_after_bibtex(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return build.restore(markdown)


on_page_markdown = CombinedEvent(_markdown_before_bibtex, _markdown_after_bibtex)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return build.close_page(page.file.src_uri, html)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    for file in files.documentation_pages():
        if file.page is not None and file.page.content is not None:
            file.page.content = build.fill(file.src_uri, file.page.content)
    tell(build.finish(), build.found, log)


@event_priority(100)
def _context_before_search(context: TemplateContext, page: Page, config: MkDocsConfig, nav: object) -> None:
    context["coursebook_content"], page.content = page.content, searchable(page.content or "")


@event_priority(-100)
def _context_after_search(context: TemplateContext, page: Page, config: MkDocsConfig, nav: object) -> None:
    page.content = str(context["coursebook_content"])
    context.update(build.context(page.content))


on_page_context = CombinedEvent(_context_before_search, _context_after_search)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return build.links.ahead.begin(trim(output))


def on_post_build(config: MkDocsConfig) -> None:
    site = Path(config.site_dir)
    build.write(site)
    lighten_site(site, config.theme.get("direction") == "rtl")
    tell(build.prove(site, settings), build.found, log)
