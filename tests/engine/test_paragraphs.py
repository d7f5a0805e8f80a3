"""What is a paragraph of a page, and where things are in its text."""

from __future__ import annotations

import pytest
from coursebook.read.paragraphs import paragraphs
from coursebook.read.source import read

PAGE = """---
title: 5 of 10
---
# Title
Below a heading.[@A2020; see @b:1/x, p. 3]
{: uncited="" claim="C001, C002" number="5: our sum" }

- An item
goes on, [there](other.md).
- Another `[@code]` \\[@not]

> Quoted
and lazy.

| Head | per 100 |
| --- | --- |
| a | 5[@A2020] |
| b | 6 |

a | b
--- | ---
1 | 2

Term

:   Meaning

[^1]: A note.

*[CI]: confidence interval

[ref]: https://example.org

!!! note "Title"
    Inside.

<!--
Hidden.
-->

```
code
```

/// question | q-1
    objective: one-1

Which **of** these?

- [x] One

    > Because.[@A2020]
///
"""
FOUND = [
    ("prose", 5, 6, ("A2020", "b:1/x"), ""), ("item", 8, 9, (), ""), ("item", 10, 10, (), ""),
    ("quote", 12, 13, (), ""),
    ("row", 15, 15, (), ""), ("row", 17, 17, ("A2020",), ""), ("row", 18, 18, (), ""), ("row", 20, 20, (), ""),
    ("row", 22, 22, (), ""), ("prose", 24, 24, (), ""), ("definition", 26, 26, (), ""), ("note", 28, 28, (), ""),
    ("prose", 35, 35, (), ""), ("prose", 48, 48, (), "q-1"), ("item", 50, 50, (), "q-1"),
    ("quote", 52, 52, ("A2020",), "q-1"),
]  # fmt: skip


def test_every_kind_of_paragraph() -> None:
    found = list(paragraphs(read(PAGE.encode(), "a.md")))
    assert [(one.kind, one.line, one.lines[-1][0], one.keys, one.question) for one in found] == FOUND
    first, item, *_ = found
    assert (first.claims, first.uncited, first.numbers) == (("C001", "C002"), "", (("5: our sum", 6),))
    assert (first.linked, item.linked, item.uncited) == (False, True, None)
    assert found[6].head.split() == ["|", "Head", "|", "per", "100", "|"]
    assert found[13].plain == "Which of these?"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("**More** than *half*,[@A] [as here](b.md \"t\").", "More than half, as here."),
        ("- a_b_c \\*kept\\* &amp; `code` ![alt](a.png)", "a_b_c *kept* &"),
        ("> 1. so \\( x^2 \\) it is {: number=\"1: x\" }", "so it is"),
        ("See <b>bold</b> at https://example.org/5%.", "See bold at"),
    ],
)  # fmt: skip
def test_words_as_they_are_read(written: str, read_as: str) -> None:
    (one,) = paragraphs(read(written.encode(), "a.md"))
    assert one.plain == read_as


TEXTS = [
    # text, kinds of sites
    ("`a` ``b`c``", "code code"),
    ("5` wide\n\n3` deep", ""),
    ("![a [b]](c.png)", "words target"),
    ('<a href="x>y">z</a>', "tag tag"),
    ("a <b\n\nc> d", ""),
    ("[a](<b c> 'd') [e](f(g).md)", "target target"),
    ("[a]: https://example.org\n[^1]: note", "definition"),
    ("<https://example.org> https://example.org/a", "tag address"),
    ("<!-- a\n\nb --> c", "comment"),
]


@pytest.mark.parametrize(("text", "kinds"), TEXTS)
def test_what_is_not_running_text(text: str, kinds: str) -> None:
    page = read(text.encode(), "a.md")
    assert " ".join(one.kind for one in page.sites if one.kind != "front matter") == kinds
    assert [len(line) for line in page.shown] == [len(line) for line in page.lines]


def test_links_and_marks() -> None:
    text = """[a](<b c.md>) [![d](e.png)](f.md "t") <me@example.org> <img src='g.png' alt="h">
{: #id claim="C001" objective=one-1 } `[x](y.md)` <!-- [x](y.md) --> [@A](z.md) \\[@B]
[r]: <h.md>
"""
    page = read(text.encode(), "a.md")
    assert [(one.address, one.image) for one in page.links] == [
        ("b c.md", False), ("e.png", True), ("f.md", False), ("mailto:me@example.org", False), ("z.md", False),
        ("h.md", False),
    ]  # fmt: skip
    assert [(one.name, one.value, one.tag) for one in page.marks] == [
        ("src", "g.png", True), ("alt", "h", True), ("claim", "C001", False), ("objective", "one-1", False),
    ]  # fmt: skip
    assert page.citations == ()


@pytest.mark.parametrize("sign", ['<a x="y ', "![[", "](<", "](a (b ", "`a ", "{: ", "[@a", "<a b='", "[a]: "])
def test_a_long_text_of_beginnings_is_read_quickly(sign: str) -> None:
    page = read((sign * 20_000).encode(), "a.md")
    assert len(page.sites) + len(page.marks) + len(page.citations) + len(page.links) >= 0
    assert len(list(paragraphs(page))) <= 1
