"""One page through the whole engine, quickly: what MkDocs would do with it, without a site.

The calls are those of plugin.py, in their order; `test_malformed.py` holds the two against each other.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from conftest import MINIMAL
from coursebook.host.config import prepare_host, read_settings
from coursebook.model import Question
from coursebook.report.finding import Finding
from coursebook.steps.pipeline import Pipeline
from coursebook.steps.sources import Files
from mkdocs.config import load_config

PAGE = "one/quiz.md"
ITEMS = ("I", "A")
"""Codes of how questions are written well, IW-* and AS-*, which are of other tests."""
URLS = {
    "index.md": "",
    "bibliography.md": "bibliography/",
    "one/index.md": "one/",
    PAGE: "one/quiz/",
}
MORE = "  - def_list\n  - pymdownx.details\n"
"""Markdown extensions that a page may meet besides those of the minimal course."""
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Shown:
    """What came of a page: its HTML, what was told of it, its questions."""

    html: str
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]

    @property
    def told(self) -> list[tuple[int, str]]:
        """Line and code of each finding on the page but for how well a question is written."""
        return [
            (one.place.line, one.code)
            for one in self.findings
            if one.place.path.endswith(PAGE) and one.code[0] not in ITEMS
        ]


class OnePage:
    """A copy of the minimal course in a folder, one page of which is written anew for each `show`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
        config = (folder / "mkdocs.yml").read_text("utf-8")
        config = config.replace("markdown_extensions:\n", "markdown_extensions:\n" + MORE)
        (folder / "mkdocs.yml").write_text(config, "utf-8")
        self.config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
        self.settings = read_settings(self.config, self.config.plugins["coursebook"].config, TODAY)
        prepare_host(self.config, self.settings)
        self.site = folder / "site"
        build = self._build()
        for path in URLS:
            self._page(build, path)
        for path in URLS:
            self._write(path, build.compose(path, build.course.shown[path]))
        build.check()

    def _build(self) -> Pipeline:
        build = Pipeline(
            self.settings, tuple(self.config.markdown_extensions), self.config.mdx_configs, tuple(URLS.values())
        )
        build.read(Files({path: self.folder / "docs" / path for path in URLS}, URLS, URLS))
        return build

    def _write(self, path: str, html: str) -> None:
        file = self.site / URLS[path] / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, "utf-8", errors="replace")

    def _page(self, build: Pipeline, path: str) -> None:
        build.render(path, path, build.sources.texts[path].body)

    def show(self, text: str | bytes) -> Shown:
        """The page with this text."""
        file = self.folder / "docs" / PAGE
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        build = self._build()
        self._page(build, PAGE)
        html = build.compose(PAGE, build.course.shown[PAGE])
        build.check()
        self._write(PAGE, html)
        build.check_output(self.site)
        return Shown(html, tuple(build.found), build.course.questions[PAGE])


@cache
def the_page() -> OnePage:
    """One for all tests, since pandoc formats the references of each."""
    return OnePage(Path(mkdtemp(prefix="coursebook-")))


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    return re.findall(r"\w+", text)
