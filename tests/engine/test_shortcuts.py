"""Short cuts give what the long way gives: both are tried on made-up input, much of it nearly plain."""

from __future__ import annotations

from random import Random

from coursebook.links import site as sites
from coursebook.links.site import read_page

HTML = [
    '<a href="x">', "<A NAME=there>", "<map name=m>", "<img src=a.png>", "<image src=b>", '<img srcset="c 1x, d 2x">',
    "](x) ", "]&#40;y)", "&#93;(z)", "&rsqb;[w]", "]<!-- c -->(v)", "<p style = 'background:url(e.png)'>",
    "<style>@import 'f.css';</style>", "<video POSTER = g.png src=h>", '<form action="i">', "<button formaction=j>",
    '<object data="k"></object>', "<base href='/l/'>", '<meta http-equiv="&#114;efresh" content="0; url=m">',
    "<svg><use xlink:href='#n'/></svg>", "<p id=o>", "reaction posters", "<code>[a](b)</code>", "</p>",
    "<script>a](b)</script>",
]  # fmt: skip


def test_text_that_looks_like_a_link_is_found_as_if_all_text_were_looked_at() -> None:
    random = Random(3)
    for _ in range(1500):
        raw = "".join(random.choices(HTML, k=random.randint(1, 6))).encode()
        page, tree = read_page(raw), sites.parse(raw)
        assert tree is None or page.left == sites.LEFT(tree), raw
