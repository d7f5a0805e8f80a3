"""Short cuts give what the long way gives: both are tried on made-up input, much of it nearly plain."""

from __future__ import annotations

from pathlib import Path
from random import Random

from coursebook.links import site as sites
from coursebook.links.site import Html, Site, read_page
from coursebook.links.targets import Targets
from coursebook.read.slashes import _as_yaml, plain_settings

NAMES = ["objective", "type", "allow", "yes", "no", "y", "null", "n1"]
VALUES = [
    "a",
    "m00-2",
    "no",
    "On",
    "true",
    "null",
    "e5",
    "0x1",
    " ",
    " - ",
    ": ",
    ", ",
    ".",
    " #",
    "'",
    "[",
    "~",
    ";",
    "_",
]
PARTS = [
    "..",
    ".",
    "a",
    "b",
    "c.html",
    "index.html",
    "A",
    "",
    "x y",
    "%62",
    "b?q=1",
    "b#there",
    "#here",
    "//a",
    "http:",
    "-",
]
HTML = [
    '<a href="x">', "<A NAME=there>", "<map name=m>", "<img src=a.png>", "<image src=b>", '<img srcset="c 1x, d 2x">',
    "](x) ", "]&#40;y)", "&#93;(z)", "&rsqb;[w]", "]<!-- c -->(v)", "<p style = 'background:url(e.png)'>",
    "<style>@import 'f.css';</style>", "<video POSTER = g.png src=h>", '<form action="i">', "<button formaction=j>",
    '<object data="k"></object>', "<base href='/l/'>", '<meta http-equiv="&#114;efresh" content="0; url=m">',
    "<svg><use xlink:href='#n'/></svg>", "<p id=o>", "reaction posters", "<code>[a](b)</code>", "</p>",
    "<script>a](b)</script>",
]  # fmt: skip


def test_plain_settings_are_what_yaml_makes_of_them() -> None:
    random, plain = Random(1), 0
    for _ in range(4000):
        rows = []
        for _ in range(random.randint(1, 3)):
            value = "".join(random.choices(VALUES, k=random.randint(1, 3)))
            indent, colon = random.choice(["    "] * 4 + ["     "]), random.choice([": ", ": ", ":  ", ":"])
            rows.append(f"{indent}{random.choice(NAMES)}{colon}{value}")
        found = plain_settings(rows, 7)
        plain += found is not None
        assert found is None or found == tuple(_as_yaml(rows, 7)), rows
    assert plain > 100


def test_plain_addresses_lead_where_all_others_do() -> None:
    random, plain = Random(2), 0
    files = frozenset(("index.html", "a/index.html", "a/b/index.html", "a/b/c.html", "b.html", "b/a", "a/A/index.html"))
    pages = {name: Html() for name in files if name.endswith(".html")}
    for _ in range(4000):
        address = "/".join(random.choices(PARTS, k=random.randint(1, 4))) + random.choice(["", "/", "#a:b", "/#top"])
        file = random.choice(sorted(pages))
        targets = Targets(Site(Path(), files, pages, {}))
        short = targets._plainly(file.rpartition("/")[0], address)
        plain += short is not None
        assert short is None or short == targets._resolve(file, address), (file, address)
    assert plain > 500


def test_a_page_is_read_as_if_its_whole_tree_were_walked_for_everything() -> None:
    random = Random(3)
    for _ in range(1500):
        raw = "".join(random.choices(HTML, k=random.randint(1, 6))).encode()
        page, tree = read_page(raw), sites.parse(raw)
        if tree is None:
            continue
        addresses = sites.ADDRESSES(tree)
        addresses += [one for value in sites.SETS(tree) for one in sites.in_srcset(value)]
        addresses += [one for value in sites.STYLES(tree) for one in sites.in_css(value)]
        match = sites.REFRESH_TO.match(sites.REFRESH(tree))
        assert sorted(page.addresses) == sorted(addresses), raw
        assert (page.ids, page.names, page.base) == (sites.IDS(tree), sites.NAMES(tree), sites.BASE(tree)), raw
        assert (page.left, page.pictures) == (sites.LEFT(tree), sites.PICTURES(tree)), raw
        assert page.refresh == (match[1].strip() if match else ""), raw
