"""What is nearly a question: lines that Markdown takes for plain text, and the author for a block, a setting, an
answer, a reason or a hint.

Markdown has no errors: what it does not understand is a paragraph. Each rule here looks at the author's lines for one
way to miss. A finding names those that follow from it, which need not be told beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..read.slashes import CLOSER, OPENER, Block
from ..read.source import Text
from ..report.finding import Finding, finding
from ..report.guess import guess
from .answers import in_case, in_question
from .block import NAME, SETTINGS
from .lines import Line, answers_of, lines_of, shape, shown
from .names import invisible, wrong_id
from .tags import tags

SLASH = "/\\\\\u2044\u2215\u29f8\uff0f\u2571|:"
NEAR_OPENER = re.compile(r"^(?P<lead>[^\w\n]+)(?P<name>[^\W\d_][\w-]*)(?P<rest>[^\n]*)$")
INSIDE_LINE = re.compile(rf"(?<!/)/{{3,}}[ ]*{NAME}[ ]*\|", re.IGNORECASE)
BAR = SLASH.rstrip("|:")
NEAR_CLOSER = re.compile(rf"^(?:[^\w\n{BAR}]*[{BAR}](?:[\s.,;*_`-]*[{BAR}])+[\s.,;*_`-]*|:{{3,}}\s*)$")
END_WORDS = re.compile(rf"^[{SLASH} ]{{2,}}(?:end|close|stop|fin)[ -]*(?:{NAME})?s?[ .]*$", re.IGNORECASE)
NEAR_SETTING = re.compile(rf"^[*_`\"']*(?P<name>{'|'.join(SETTINGS)})[*_`\"']*\s*(?P<sign>[:=]|\s-)", re.IGNORECASE)
NEAR_HINT = re.compile(
    r"^(?P<marks>(?:>\s*)*)(?P<strong>[*_]*)(?P<word>hints?)[*_]*\s*\d*\s*(?P<sign>[*_]*[:：]|[-–—.](?=\s)|$)", re.I
)
PROPER_HINT = re.compile(r"^>\s*hint:", re.IGNORECASE)
EMPTY_HINT = re.compile(r"^(?:>\s*)+hint:\s*$", re.IGNORECASE)


def nearly(page: Text, known: tuple[str, ...]) -> Iterator[Finding]:
    """All of them on a page. `known` are the names of the blocks it may use."""
    yield from _openers(page, known)
    yield from _closers(page)
    yield from _fences(page)
    for block in page.blocks:
        if block.name.lower() == NAME:
            yield from _ids(page, block)
            yield from _settings(page, block)
            for line, words, problem, mend in tags(page, block):
                told = finding("Q045", page.source(line), words=shown(words), problem=problem, mend=mend)
                yield told.hiding(*shape(block), (line, "Q010"))
            yield from _hints(page, block)
            yield from (in_case(page, block) if block.is_case else in_question(page, block))


def _openers(page: Text, known: tuple[str, ...]) -> Iterator[Finding]:
    """Q016: lines that look like the opener of a block and are none."""
    for number, line in enumerate(page.lines, start=1):
        inside = INSIDE_LINE.search(line) if "///" in line else None
        match = None if line[:1].isalnum() else NEAR_OPENER.match(line)
        match = match if match and any(c in SLASH for c in match["lead"]) else None
        if not (inside or match) or not page.is_read(number):
            continue
        if OPENER.match(line.expandtabs(4)) or CLOSER.match(line.expandtabs(4)):
            continue
        plain = unicodedata.normalize("NFKC", match["name"]).lower() if match else ""
        likely = match and (plain in known or (guess(plain, known) and "|" in match["rest"]))
        if match and sum(c in SLASH for c in match["lead"]) < 2:
            likely = plain == NAME and "|" in match["rest"]
        problem, mend = "", ""
        if match and likely and not END_WORDS.match(line):
            lead = match["lead"].strip(" ")
            if set(lead) == {"/"} and len(lead) >= 3:
                problem = "after its name only | and an id can stand"
            elif set(lead) == {"/"}:
                problem = "a block opens with three slashes"
            else:
                problem = "a block opens with three plain slashes and a space"
            mend = f"write /// {plain} | id"
        elif inside and page.is_text(page.line_starts[number - 1] + inside.start()):
            problem, mend = "a block opens at the start of a line", "give it a line of its own below an empty one"
        if problem:
            yield finding("Q016", page.source(number), words=shown(line), problem=problem, mend=mend)


def _closers(page: Text) -> Iterator[Finding]:
    """Q017: lines that look like the end of a block and are none."""
    open_until = [(block.line, block.end or len(page.lines) + 1, block) for block in page.blocks]
    strays = frozenset(page.stray_closers)
    for number, line in enumerate(page.lines, start=1):
        stray = number in strays
        if not stray and (line[:1].isalnum() or not (NEAR_CLOSER.match(line) or END_WORDS.match(line))):
            continue
        if not page.is_read(number) or ("-" in line and "/" not in line):
            continue
        if not stray and (
            CLOSER.match(line.expandtabs(4)) or (OPENER.match(line.expandtabs(4)) and not END_WORDS.match(line))
        ):
            continue
        around = [block for first, last, block in open_until if first < number < last]
        if around:
            outer, slashes = around[-1], "/" * around[-1].slashes
            mend = f"end the block of line {outer.line} with a line that is just {slashes}"
            if line.strip() == slashes:
                mend = f"open the block of line {outer.line} with more slashes than what stands in it"
        else:
            mend = "remove it: no block is open here"
        yield finding("Q017", page.source(number), words=shown(line), mend=mend)


def _fences(page: Text) -> Iterator[Finding]:
    """Q049: a code fence that is opened and not closed."""
    for number in page.open_fences:
        if number >= page.first:
            fence = page.lines[number - 1].strip(" \t>")
            fence = fence[: len(fence) - len(fence.lstrip(fence[0]))]
            yield finding("Q049", page.source(number), fence=fence)


def _ids(page: Text, block: Block) -> Iterator[Finding]:
    """Q019, and Q046: invisible characters where they change what is read."""
    if block.argument and (wrong := wrong_id(block.argument)):
        problem, mend = wrong
        yield finding("Q019", page.source(block.line), id=shown(block.argument), problem=problem, mend=mend)
    for setting in block.settings:
        if hidden := invisible(page.lines[setting.line - 1].strip(" ")):
            words = shown(page.lines[setting.line - 1])
            told = finding("Q046", page.source(setting.line), character=hidden, words=words)
            yield told.hiding(*((block.line, code) for code in ("Q008", "Q009", "Q010")))


def _settings(page: Text, block: Block) -> Iterator[Finding]:
    """Q018: settings that are not read, or not as they are written."""
    for setting in block.settings:
        if setting.wrong:
            names = {"id": block.argument, "words": shown(setting.name), "problem": setting.wrong}
            name = re.split(r"\W", setting.name)[0]
            mend = f"write it once, as '    {name if name in SETTINGS else 'objective'}: value'"
            told = finding("Q018", page.source(setting.line), **names, mend=mend)
            yield told.hiding(*((block.line, code) for code in ("Q008", "Q009", "Q010")))
    for line in lines_of(page, block):
        if not line.text.strip("-"):
            continue  # as in front matter
        match = NEAR_SETTING.match(line.text.strip())
        if line.code or not match or (match["name"] != match["name"].lower() and match["sign"] != ":"):
            return  # settings stand first
        if line.column >= 4:
            problem = "an empty line stands above it"
        elif line.column:
            problem = f"it is indented by {line.column}, not by four"
        else:
            problem = "it is not indented"
        if match["sign"] != ":":
            problem = f"it has '{match['sign'].strip()}' for a colon"
        name = match["name"].lower()
        mend = f"write it right below the first line, as '    {name}: value'"
        explains = ("Q008",) if name == "objective" else ("Q002", "Q003", "Q010", "Q011") if name == "type" else ()
        place = page.source(line.number)
        told = finding("Q018", place, id=block.argument, words=shown(line.text), problem=problem, mend=mend)
        yield told.hiding(*((block.line, code) for code in (*explains, "Q012")))


def _hints(page: Text, block: Block) -> Iterator[Finding]:
    """Q042: what looks like a hint and is shown as something else, before or after the answer."""
    answers = answers_of(page, block)
    first = answers[0].number if answers else len(page.lines) + 1
    above: Line | None = None
    first_is_hint = False  # whether the quote began with a hint
    for line in lines_of(page, block):
        if line.text.startswith(">") and not (above and above.text.startswith(">")):
            first_is_hint = bool(PROPER_HINT.match(line.text))
        match = None if line.code else NEAR_HINT.match(line.text)
        near = above is not None and above.number == line.number - 1
        problem = ""
        if match and (match["marks"] or match["sign"] in (":", "：")):
            if block.is_case:
                problem, mend = "a case has none", "put it into the question it belongs to"
            elif not match["marks"]:
                problem, mend = "it is no quote", "write > Hint: ..."
            elif line.number > first or line.column >= 4:
                problem, mend = "it does not stand above the answers", "move it between what is asked and the answers"
            elif (
                match["strong"]
                or match["sign"] != ":"
                or match["word"].lower() != "hint"
                or "hint:" not in line.text.lower()
            ):
                problem, mend = "it does not begin with the word and a colon", "write > Hint: ..."
            elif near and above and above.text.startswith(">") and above.text.strip("> "):
                problem, mend = "it goes on the paragraph above it", "put a line with just > between the two"
            elif not first_is_hint:
                problem, mend = "its quote begins with something else", "put it first in its quote"
            elif EMPTY_HINT.match(line.text) and not page.lines[line.number : line.number + 1][0].strip(" >"):
                problem, mend = "it is empty", "write what may help, or remove it"
        if problem:
            yield finding("Q042", page.source(line.number), words=shown(line.text), problem=problem, mend=mend)
        above = line
