"""A small course through the steps of the engine without the host's build: no theme, no other plugin, no static files
but those of the author. `make slow` compares what comes out with what the host builds (test_golden.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from conftest import TESTS, TODAY, Built
from coursebook.host.config import ASSETS, prepare_host, read_settings
from coursebook.report.printers import as_text
from coursebook.steps.content import shown_html
from coursebook.steps.pipeline import Pipeline
from coursebook.steps.sources import Files
from mkdocs.config import load_config
from mkdocs.structure.files import Files as HostFiles
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page


class SmallCourse:
    """A copy of a course below tests/courses in a new folder, whose settings are read once. What is slow to make
    (references that pandoc formats, charts) is kept from one build to the next.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.source, self.folder = TESTS / "courses" / name, folder
        shutil.copytree(self.source, folder)
        self.config = load_config(str(self.folder / "mkdocs.yml"), site_dir=str(self.folder / "site"))
        self.settings = read_settings(self.config, self.config.plugins["coursebook"].config, date.fromisoformat(TODAY))
        prepare_host(self.config, self.settings)

    def build(self, files: Mapping[str, str]) -> Built:
        """The course with these files laid over it. Pages are written as the theme `bare` of the tests writes them."""
        for part in ("docs", "bib", "site"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
        shutil.copytree(self.source, self.folder, dirs_exist_ok=True)
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, "utf-8", newline="")
        found = get_files(self.config)
        build = self._read(found)
        for path, page in self._pages(found).items():
            text = build.sources.texts[path]
            page.markdown, page.meta = text.body, dict(text.meta)
            build.render(path, str(page.title))
        site = Path(self.config.site_dir)
        for path, url in build.sources.urls.items():
            file = site / url / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(build.compose(path, shown_html(build.sources, build.pages[path])) + "\n", "utf-8")
        build.check()
        found.copy_static_files()
        build.write(site)
        for asset in ASSETS.iterdir():  # links to them are checked, what is in them is not
            (site / "assets" / "coursebook" / asset.name).touch()
        build.check_output(site)
        return Built(site, as_text(build.found), [], build)

    def _read(self, found: HostFiles) -> Pipeline:
        """What the plugin does before a page is rendered."""
        order = tuple(page.url.removeprefix("./") for page in get_navigation(found, self.config).pages)
        build = Pipeline(
            self.settings, tuple(self.config.markdown_extensions), dict(self.config.mdx_configs or {}), order
        )
        pages = self._pages(found)
        targets = {file.src_uri: file.url.removeprefix("./") for file in found}
        build.read(
            Files(
                {path: self.folder / "docs" / path for path in pages},
                {path: targets[path] for path in pages},
                targets,
                tuple(file.url for file in found if not file.is_documentation_page()),
                {file.src_uri: file.url for file in found if file.inclusion.is_excluded()},
            )
        )
        return build

    def _pages(self, found: HostFiles) -> dict[str, Page]:
        """The pages that are published, by path."""
        return {file.src_uri: file.page for file in found.documentation_pages() if file.page}
