"""Moving in: what `coursebook import` writes and tells, that the key survives, and that nothing breaks it.

A file under tests/golden/importing/ says first what it shows. Then parts, each after a line `==== name`: `arguments`
of the command, the files it reads, the pages it writes (`page` alone: standard output) and the `findings`.
`pytest --update` writes pages and findings anew.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import lxml.html
import pytest
from conftest import TESTS, sections
from coursebook.cli import main
from coursebook.importing.draft import Draft, DraftAnswer, FormattedText, Intake
from coursebook.importing.escape import CONTROL, FORMULA
from coursebook.importing.rich import carry
from coursebook.importing.run import READERS, detect, read, take
from coursebook.importing.writer import Ids, Writer
from coursebook.markdown.blocks import AuthorMarks
from coursebook.markdown.collect import Collector
from coursebook.markdown.formulas import FormulaExtension
from coursebook.model import Question, Source
from coursebook.questions.block import QuestionExtension
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

CASES = sorted((TESTS / "golden" / "importing").glob("*.txt"))


def lay_out(parts: dict[str, str]) -> None:
    """The files of a case, in the current folder."""
    for name, text in parts.items():
        kind, _, path = name.partition(" ")
        if kind == "file":
            Path(path).write_text(text, "utf-8")
        elif kind == "bytes":
            Path(path).write_bytes(text.encode("ascii").decode("unicode_escape").encode("latin-1"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_golden(case: Path, tmp_path: Path, monkeypatch, capsys, update: bool) -> None:  # type: ignore[no-untyped-def]
    parts = sections(case.read_text("utf-8"))
    assert parts["purpose"].strip(), "say first what the case shows"
    monkeypatch.chdir(tmp_path)
    lay_out(parts)
    status = main(["import", *shlex.split(parts["arguments"])])
    out, err = capsys.readouterr()
    got = {name: text for name, text in parts.items() if not name.startswith(("page", "findings", "picture"))}
    if " -o " in parts["arguments"]:
        written = sorted(path for path in Path("out").rglob("*") if path.is_file())
        got |= {f"page {path.as_posix()}": path.read_text("utf-8") for path in written if path.suffix == ".md"}
        got |= {
            f"picture {path.as_posix()}": f"{path.stat().st_size} bytes\n" for path in written if path.suffix != ".md"
        }
        got["findings"] = out
    else:
        got |= {"page": out, "findings": err}
    assert status == int("[M00" in got["findings"] and any(": warning:" not in line for line in facts(got["findings"])))
    if update:
        text = got.pop("purpose") + "".join(f"==== {name}\n{part}" for name, part in got.items())
        case.write_text(text, "utf-8")
    else:
        assert got == parts


def facts(findings: str) -> list[str]:
    return [line for line in findings.splitlines() if not line.startswith("    ")]


def drafts(parts: dict[str, str]) -> list[Draft]:
    """Every question of a case that became a block; those of a case one by one."""
    found = []
    for name in parts:
        if name.startswith("file "):
            for draft in read(Path(name.removeprefix("file "))).parts:
                if isinstance(draft, Draft) and draft.kind != "none":
                    found += draft.inner or [draft]
    return found


def seen(element: lxml.html.HtmlElement | None) -> str:
    """What a reader sees of an element; formulas as their TeX."""
    if element is None:
        return ""
    for formula in element.iter("math"):
        for child in list(formula):
            formula.remove(child)
        formula.text = f"\\({formula.get('alttext')}\\)"
    for tag in ("br", "p", "li", "td", "label"):
        for each in element.iter(tag):
            each.tail = f" {each.tail or ''}"
    return " ".join(element.text_content().split())


def said(words: FormattedText) -> str:
    """The same of the source, with the Markdown and HTML of the golden files taken off by hand."""
    html = {"html": words.text, "markdown": words.text.replace("**", "").replace("*", "").replace("`", "")}
    text = words.text
    if words.form != "plain" and words:
        text = seen(lxml.html.fromstring(f"<div>{html[words.form]}</div>"))
    if words.form == "plain":
        text = re.sub(r"\\\[(.*?)\\\]|\$\$(.*?)\$\$", lambda m: f"\\({(m[1] or m[2]).strip()}\\)", text)
    return " ".join(text.replace("\\_", "_").split())


WORD_FOR_WORD = ("gift", "cloze", "plain")
"""Cases whose words `said` can read; in the others tables, headings and citations stand between."""


@pytest.mark.parametrize("name", [*WORD_FOR_WORD, "moodle", "mkdocs-quiz"])
def test_the_key_survives(name: str, tmp_path: Path, monkeypatch, build_course, capsys) -> None:  # type: ignore[no-untyped-def]
    """Each block, built by the engine, asks and marks what the source did: stem, options in order, key, rationales."""
    parts = sections((TESTS / "golden" / "importing" / f"{name}.txt").read_text("utf-8"))
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    lay_out(parts)
    files = [part.removeprefix("file ") for part in parts if part.startswith("file ")]
    main(["import", *files, "-o", "out", "--objective", "one-1"])
    pages = {f"docs/one/{path.name}": path.read_text("utf-8") for path in sorted(Path("out").glob("*.md"))}
    expected = drafts(parts)
    built = build_course(files=pages, bare=True)
    meant = ("Q011", "about four", "an answer is empty")  # as the source has it, and told at the import
    assert not [line for line in facts(built.findings) if "[Q01" in line and not any(words in line for words in meant)]
    forms = {}
    for page in [f"docs/one/{Path(file).stem}.md" for file in files]:
        for form in lxml.html.fromstring(built.html(page)).iter("form"):
            forms[len(forms)] = form
    assert len(forms) == len(expected)
    for form, draft in zip(forms.values(), expected, strict=True):
        assert form.get("data-kind") in KINDS.get(draft.kind, (draft.kind,))
        reasons = form.findall(".//ul[@class='cb-reasons']/li")
        if draft.kind == "match":
            check_pairs(form, draft)
            continue
        assert [reason.get("data-right") == "1" for reason in reasons] == [answer.right for answer in draft.answers]
        if draft.kind == "number":
            for reason, answer in zip(reasons, draft.answers, strict=True):
                check_number(reason, answer)
        if name not in WORD_FOR_WORD:
            continue
        assert seen(form.find(".//div[@class='cb-stem']")) == said(draft.stem)
        rationales = [seen(reason.find(".//div[@class='cb-rationale']")) for reason in reasons]
        assert rationales == [said(answer.rationale) for answer in draft.answers]
        if draft.kind == "choice":
            options = [seen(one) for one in form.findall(".//ul[@class='cb-options']//span[@class='cb-option-text']")]
            assert options == [said(answer.words) for answer in draft.answers]
        assert seen(form.find(".//div[@class='cb-explanation']")) == said(draft.explanation)


KINDS = {"choice": ("one", "many")}


def check_pairs(form: lxml.html.HtmlElement, draft: Draft) -> None:
    """Each row leads to the text that the source pairs it with."""
    targets = {option.get("value"): option.text for option in form.findall(".//select/option")}
    paired = {}
    for select in form.findall(".//select"):
        row = select.get("data-row")
        reason = form.find(f".//ul[@class='cb-reasons']/li[@data-row='{row}']")
        paired[seen(select.getparent().find("span"))] = targets[reason.get("data-target")]
    assert paired == {said(pair.left): said(pair.right) for pair in draft.pairs if pair.left}
    assert {said(pair.right) for pair in draft.pairs} <= set(targets.values())


def check_number(reason: lxml.html.HtmlElement, answer: DraftAnswer) -> None:
    """The bounds are those that the text of the answer gives."""
    text = answer.words.text
    if "±" in text:
        middle, around = (float(part) for part in text.split("±"))
        low, high = middle - around, middle + around
    else:
        parts = text.split(" to ")
        if not parts[0].replace(".", "").replace("-", "").isdigit():
            return  # told as M004
        low, high = float(parts[0]), float(parts[-1])
    assert (float(reason.get("data-low")), float(reason.get("data-high"))) == pytest.approx((low, high))


PIECES = st.sampled_from(
    [
        *"\\`*_{}[]()#+-.!|<>&;:@$=~?/^'\"%,0123ab \n",
        *"/// ```  ~~~ === --- 1.  !!! ??? [x] [@Key] [see @Key] ![a](b) <b> &lt; &copy &# [^1] {:\u00a0.a} </p>".split(
            " "
        ),
        *(
            "- [ ] ",
            "|---|",
            "a|b",
            "\n\n",
            "$$",
            "*[a]: b",
            "[a]: b",
            "é",
            "日",
            "=>",
            "[TOC]",
            "--8<--",
            "-->",
            "<!--",
        ),
        *("https://x.y", "<script>", "\x02", "\r\n", "\ufffe", "a@b.c", "<a@b>", "> Hint: x", "\\(", "<div a='b'>"),
    ]
)
TEXT = st.lists(PIECES, max_size=12).map("".join)


def block_of(stem: str, option: str, reason: str, hint: str) -> Draft:
    answers = (
        DraftAnswer(FormattedText(option), True, FormattedText(reason)),
        DraftAnswer(FormattedText("the other one"), False, FormattedText("why")),
    )
    return Draft(
        "choice",
        Source("x.gift"),
        "Q",
        "",
        FormattedText(stem),
        answers,
        explanation=FormattedText(reason),
        hints=(FormattedText(hint),),
    )


def render(draft: Draft) -> tuple[Question, lxml.html.HtmlElement]:
    """A draft as written, and as the engine's own Markdown extensions read it."""
    collector = Collector()
    extensions = [
        *("admonition", "attr_list", "footnotes", "md_in_html", "tables", "abbr", "def_list", "toc"),
        *("pymdownx.superfences", "pymdownx.details"),
        *(QuestionExtension(collector), AuthorMarks(collector), FormulaExtension(collector)),
    ]
    page = Writer(Ids(), "one-1", "").page(Intake([draft]), "T").text
    html = Markdown(extensions=extensions).convert(page.partition("# T\n")[2])
    assert [asked.problems for asked in collector.questions] == [()], page
    return collector.questions[0].question, lxml.html.fromstring(f"<div>{html}</div>").find(".//form")


def plain(text: str) -> str:
    return " ".join(CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split())


def round_trip(stem: str, option: str, reason: str, hint: str) -> None:
    texts = [FORMULA.sub("formula", text) for text in (stem, option, reason, hint)]
    assume(all(map(plain, texts)) and not any("\\(" in text and "\\)" in text for text in texts))
    question, form = render(block_of(*texts))
    assert question.stem == plain(texts[0])
    shown = [
        form.find(".//div[@class='cb-stem']"),
        form.find(".//li[@class='cb-option']"),
        form.find(".//div[@class='cb-rationale']"),
        form.find(".//details[@class='cb-hint']/div"),
    ]
    assert [seen(one).removeprefix("A " if one.tag == "li" else "") for one in shown] == [plain(text) for text in texts]
    assert seen(form.find(".//div[@class='cb-explanation']")) == plain(texts[2])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TEXT, TEXT, TEXT, TEXT)
@example("a", "b", "c", "--8<--\n[@Key]<script>")  # an address that begins on one line and ends on the next
def test_any_text_comes_through(stem: str, option: str, reason: str, hint: str) -> None:
    round_trip(stem, option, reason, hint)


def test_line_breaks_come_through() -> None:
    two = "The first line,\nthe second line."
    _, form = render(block_of(two, two, two, two))
    for part in ("cb-stem", "cb-option", "cb-rationale", "cb-hint", "cb-explanation"):
        assert form.xpath(f"(.//*[@class='{part}'])[1]//br"), part


@pytest.mark.parametrize(
    ("html", "part", "count"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "ul/li", 2),
        ("<ol><li>a</li><li>b</li></ol><p>more</p>", "ol/li", 2),
        ("<pre>x = 1\ny = 2</pre>", "pre/code", 1),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "table//tr", 2),
        ('<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>', "table//tr", 2),
        ("<p>a</p><ul><li>b</li></ul>", "ul/li", 1),
        ("<code>x</code> and <sub>y</sub>", "label//code", 1),
    ],
)
def test_an_option_keeps_its_shape(html: str, part: str, count: int) -> None:
    """A list, a table or code in an option is one there, too, and not its signs as text."""
    answers = (
        DraftAnswer(FormattedText(html, "html"), True, FormattedText("why")),
        DraftAnswer(FormattedText("other"), False, FormattedText("why")),
    )
    _, form = render(Draft("choice", Source("x.xml"), "Q", "", FormattedText("Which?"), answers))
    option = form.find(".//li[@class='cb-option']")
    assert len(option.xpath(f".//{part}")) == count
    assert not set("|-`").intersection(option.text_content())
    there = "".join(lxml.html.fromstring(f"<div>{html}</div>").text_content().split())
    assert "".join(seen(option).split()) == f"A{there}"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h3>1. Stop</h3>", "**1. Stop**"),
        ("<h2># of visits</h2>", "**# of visits**"),
        ("<p># of visits</p>", "\\# of visits"),
        ("<p><em>1. Stop</em></p>", "*1. Stop*"),
        ("<p>Go<br># of visits</p>", "Go  \n\\# of visits"),
    ],
)
def test_signs_are_escaped_only_at_the_start_of_a_line(html: str, markdown: str) -> None:
    """A heading becomes a strong line, so its words do not begin one."""
    assert carry([html])[html].markdown == markdown


@pytest.mark.parametrize(
    ("info", "words"),
    [('<info format="html"><text>About &lt;b&gt;it&lt;/b&gt;</text></info>', "About **it**"), ("", "")],
)
def test_what_a_category_says_of_itself_is_carried(info: str, words: str) -> None:
    category = f'<question type="category"><category><text>top/Lungs</text></category>{info}</question>'
    intake = take(f"<quiz>{category}</quiz>".encode(), "x.xml", "moodle")
    page = Writer(Ids(), "one-1", "").page(intake, "T").text
    assert page.partition("# T\n\n")[2] == "## Lungs\n" + (f"\n{words}\n" if words else "")


@pytest.mark.slow
@settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT | st.text(max_size=30), TEXT | st.text(max_size=30), TEXT, TEXT)
def test_much_text_comes_through(stem: str, option: str, reason: str, hint: str) -> None:
    round_trip(stem, option, reason, hint)


NOISE = st.lists(
    PIECES
    | st.sampled_from(
        [
            *("{", "}", "~", "=", "#", "::", "####", "->", "%50%", "%-", "{T}", "$CATEGORY: a/b", "\n\n", "//", "\\n"),
            *("<quiz>", "</quiz>", "\n- [x] a\n", "[[b]]", "\n---\n", "```", "<quiz>\n", "* [] b\n", "> c\n", "[html]"),
            *("<question type='cloze'>", "<questiontext>", "<text>", "</text>", "</question>", "{1:MC:=a~b}", "]]>"),
        ]
    ),
    max_size=40,
).map("".join)


def survives(raw: bytes) -> None:
    """Whatever a file holds, every reader and the writer come to an end, and what is empty is told or has no words."""
    for form, (looks_like, _) in READERS.items():
        assert looks_like(raw.decode("utf-8", "replace")) in (True, False)
        intake = take(raw, "x", form)
        assert Writer(Ids(), "", "x-files").page(intake, "X").text
        assert intake.findings or any(isinstance(part, Draft) for part in intake.parts)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(NOISE.map(str.encode) | st.binary(max_size=200))
def test_nothing_breaks_it(raw: bytes) -> None:
    survives(raw)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(NOISE.map(str.encode) | st.binary(max_size=400))
def test_nothing_at_all_breaks_it(raw: bytes) -> None:
    survives(raw)


HOSTILE = {
    "deep.xml": b"<quiz>" + b"<a>" * 100_000,
    "deep-html.xml": b"<quiz><question type='essay'><questiontext><text><![CDATA["
    + b"<b>" * 20_000
    + b"]]></text></questiontext></question></quiz>",
    "deep-lists.xml": b"<quiz><question type='shortanswer'><questiontext format='html'><text><![CDATA[%b x]]></text>"
    b"</questiontext><answer fraction='100'><text>a</text></answer></question></quiz>" % (b"<ul><li>" * 5_000),
    "laughs.xml": b'<!DOCTYPE quiz [<!ENTITY a "%b">]><quiz>&a;</quiz>' % (b"&a;" * 1000),
    "undefined.xml": b"<quiz><question type='essay'><name><text>&nbsp;</text></name></question></quiz>",
    "declared.xml": '<?xml version="1.0" encoding="utf-8"?><quiz>ä</quiz>'.encode("latin-1"),
    "unknown.xml": b'<?xml version="1.0" encoding="x-none"?><quiz/>',
    "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "utf-16.gift": "Was? {=ja ~nein}".encode("utf-16"),
    "braces.gift": b"{" * 100_000,
    "colons.gift": b"::" * 100_000 + b"{}",
    "brackets.gift": b"[" * 100_000 + b" {=a}",
    "formulas.gift": b"\\(" * 50_000 + b" {=a}",
    "ticks.md": b"<quiz>\n" + b"```\n" * 20_000,
    "quizzes.md": b"<quiz>" * 50_000,
    "inner.md": b"<quiz>\n- [x] " + b"[[" * 50_000 + b"\n</quiz>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_told(name: str, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    """A finding and status 1, quickly, and no word of Python."""
    (tmp_path / name).write_bytes(HOSTILE[name])
    assert main(["import", str(tmp_path / name), "-o", str(tmp_path / "out")]) == (0 if name in HARMLESS else 1)
    told = capsys.readouterr()
    assert f"{name}:" in told.out
    assert "Traceback" not in told.err


HARMLESS = {"brackets.gift", "formulas.gift", "deep-lists.xml"}
"""Odd, but they can be read, and what is lost of them is a warning."""


def test_nothing_outside_is_read(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "secret").write_text("TOLD", "utf-8")
    (tmp_path / "x.xml").write_text(
        f'<!DOCTYPE quiz [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
        "<quiz><question type='description'><questiontext><text>&a;</text></questiontext></question></quiz>",
        "utf-8",
    )
    assert main(["import", str(tmp_path / "x.xml")]) == 1
    assert "TOLD" not in "".join(capsys.readouterr())


def test_a_file_is_never_replaced(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    source, page = tmp_path / "a.gift", tmp_path / "new" / "a.md"
    source.write_text("Yes? {=yes ~no}", "utf-8")
    assert main(["import", str(source), "-o", str(page)]) == 0
    page.write_text("mine", "utf-8")
    for out in (page, page.parent):
        assert main(["import", str(source), "-o", str(out)]) == 2
        assert "the file already exists" in capsys.readouterr().err
    assert page.read_text("utf-8") == "mine"


def test_wrong_use_is_told(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    source = tmp_path / "a.gift"
    source.write_text("Yes? {=yes ~no}", "utf-8")
    for arguments in ([str(tmp_path / "none.gift")], [str(tmp_path)], [str(source), str(source)]):
        assert main(["import", *arguments]) == 2
    told = capsys.readouterr().err
    assert "No such file" in told
    assert "give a folder for them" in told
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["import", str(source), "-o", str(tmp_path / "file" / "in" / "it.md")]) == 2


def test_pictures_stay_in_their_folder(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    question = (
        "<quiz><question type='multichoice'><name><text>P</text></name><questiontext format='html'><text>"
        "<![CDATA[<p>See <img src='@@PLUGINFILE@@/../../evil.gif'></p>]]></text>"
        "<file name='../../evil.gif' encoding='base64'>R0lGODlhAQABAAAAACw=</file></questiontext>"
        "<answer fraction='100'><text>a</text></answer><answer fraction='0'><text>b</text></answer></question></quiz>"
    )
    (tmp_path / "x.xml").write_text(question, "utf-8")
    assert main(["import", str(tmp_path / "x.xml"), "-o", str(tmp_path / "deep" / "er")]) == 0
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert written == ["deep/er/x-files/evil.gif", "deep/er/x.md", "x.xml"]
    assert "](x-files/evil.gif)" in (tmp_path / "deep" / "er" / "x.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<quiz>\nIs it?\n- [x] yes\n</quiz>", "mkdocs-quiz"),
        ("# Page\n\n<?quiz?>", "mkdocs-quiz"),
        ("<quiz><question type='essay'/></quiz>", "moodle"),
        ('\ufeff<?xml version="1.0"?>\n<quiz>', "moodle"),
        ("<quiz>\n<!-- question: 1 -->\n<question type='essay'>", "moodle"),
        ("Is it?{T}", "gift"),
        ("::Title::\nIs it?{=yes ~no}", "gift"),
        ("$CATEGORY: a", "gift"),
        ("Just {words}.", ""),
    ],
)
def test_the_format_is_found_out(text: str, form: str) -> None:
    assert detect(text.encode(), ".txt") == form


def test_ids_are_unique_and_plain() -> None:
    ids = Ids("safety")
    titles = ["Chest pain?", "Chest  pain!", "CHEST_PAIN", "肺", "Élan vital", "x" * 90, "one two " * 20]
    made = [ids.new(title) for title in titles]
    assert made[:5] == [
        "safety-chest-pain",
        "safety-chest-pain-2",
        "safety-chest-pain-3",
        "safety-question",
        "safety-elan-vital",
    ]
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}", one) for one in made)


def test_windows_line_ends_and_marks_read_the_same() -> None:
    text = "::T::What\nis it?{\n=a#yes\n~b\n}\n\nNext {=c ~d}\n"
    first = take(text.encode(), "x", "gift").parts
    assert first == take(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "x", "gift").parts
    assert len(first) == 2
