"""What is nearly a question: lines that Markdown takes for plain text, and the author for a block, a setting, an
answer, a reason or a hint.

Markdown has no errors: what it does not understand is a paragraph. Each rule here looks at the author's lines for one
way to miss. What a finding explains need not be told twice: `Near` names the findings that follow from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..findings import Finding, finding, guess
from ..slashes import CLOSER, OPENER, Block
from ..source import Text
from .block import NAME, SETTINGS
from .kinds.kind import BOX
from .kinds.match import ARROW
from .lines import BULLET, STEP, Line, answers_of, lines_of, lists_of
from .names import invisible, wrong_id
from .tags import tags

SHAPE = ("Q002", "Q003", "Q010", "Q011")
"""What follows when an answer, a reason or a hint is taken for something else."""
SLASH = "/\\\\\u2044\u2215\u29f8\uff0f\u2571|:"
NEAR_OPENER = re.compile(
    r"^(?P<lead>[^\w\n]+)(?P<name>[^\W\d_][\w-]*)(?P<rest>[^\n]*)$"
)
INSIDE_LINE = re.compile(rf"(?<!/)/{{2,}}[ ]*{NAME}[ ]*\|", re.IGNORECASE)
NEAR_CLOSER = re.compile(rf"^[^\w\n{SLASH}]*[{SLASH}](?:[\s.,;*_`-]*[{SLASH}])+[\s.,;*_`-]*$")
END_WORDS = re.compile(rf"^[{SLASH} ]{{2,}}(?:end|close|stop|fin)[ -]*(?:{NAME})?s?[ .]*$", re.IGNORECASE)
NEAR_SETTING = re.compile(rf"^[*_`\"']*(?P<name>{'|'.join(SETTINGS)})[*_`\"']*\s*(?P<sign>[:=]|\s-)", re.IGNORECASE)
MARKS = "xX✓✔✗✘☑☐✅❌√×хХ"
NEAR_BOX = re.compile(
    rf"^(?P<bullet>[-*+•–—·‣∙]|\d+[.)])?(?P<gap>\s*)"
    rf"(?:[\[(（［【{{<](?P<mark>\s*[{MARKS}]{{0,2}}\s*)[\])）］】}}>]|(?P<ballot>[☐☑☒✅✔✓]))(?![(\[:])(?P<rest>.*)$"
)
NEAR_ARROW = re.compile(r"->|-->|==>|→|⇒|⟶|➔|=&gt;|=")
NEAR_STEP = re.compile(r"^(?:\d+[.)]|[a-zA-Z][.)]|\(\w\))\s")
NEAR_HINT = re.compile(r"^(?P<marks>(?:>\s*)*)(?P<strong>[*_]*)(?P<word>hints?)[*_]*\s*\d*\s*(?P<sign>[*_]*[:：]|[-–—.](?=\s)|$)", re.I)
PROPER_HINT = re.compile(r"^>\s*hint:", re.IGNORECASE)
EMPTY_HINT = re.compile(r"^(?:>\s*)+hint:\s*$", re.IGNORECASE)
TELLS = "say it in a line of its own"


@dataclass(frozen=True, slots=True)
class Near:
    """A finding, if there is one, and what need not be told beside it: codes, each with the line it would be told at."""

    finding: Finding | None
    explains: tuple[tuple[int, str], ...] = ()


def nearly(page: Text, known: tuple[str, ...]) -> Iterator[Near]:
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
                yield Near(told, _shape(block))
            yield from _hints(page, block)
            yield from (_case(page, block) if block.is_case else _answers(page, block))


def _shape(block: Block) -> tuple[tuple[int, str], ...]:
    return tuple((block.line, code) for code in SHAPE)


def shown(text: str) -> str:
    """Words as a finding quotes them: short, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 50 else f"{text[:49]}…"


def _openers(page: Text, known: tuple[str, ...]) -> Iterator[Near]:
    """Q016: lines that look like the opener of a block and are none."""
    for number, line in enumerate(page.lines, start=1):
        if not page.is_read(number):
            continue
        inside = INSIDE_LINE.search(line)
        if OPENER.match(line.expandtabs(4)) or CLOSER.match(line.expandtabs(4)):
            continue
        match = NEAR_OPENER.match(line)
        match = match if match and any(c in SLASH for c in match["lead"]) else None
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
            yield Near(finding("Q016", page.source(number), words=shown(line), problem=problem, mend=mend))


def _closers(page: Text) -> Iterator[Near]:
    """Q017: lines that look like the end of a block and are none."""
    open_until = [(block.line, block.end or len(page.lines) + 1, block) for block in page.blocks]
    for number, line in enumerate(page.lines, start=1):
        if not page.is_read(number):
            continue
        stray = number in page.stray_closers
        if not stray and (CLOSER.match(line.expandtabs(4)) or OPENER.match(line.expandtabs(4)) and not END_WORDS.match(line)):
            continue
        if not (stray or NEAR_CLOSER.match(line) or END_WORDS.match(line)) or ("-" in line and "/" not in line):
            continue
        around = [block for first, last, block in open_until if first < number < last]
        if around:
            outer, slashes = around[-1], "/" * around[-1].slashes
            mend = f"end the block of line {outer.line} with a line that is just {slashes}"
            if line.strip() == slashes:
                mend = f"open the block of line {outer.line} with more slashes than what stands in it"
        else:
            mend = "remove it: no block is open here"
        yield Near(finding("Q017", page.source(number), words=shown(line), mend=mend), ((number, "Q005"), (number, "Q006")))


def _fences(page: Text) -> Iterator[Near]:
    """Q049: a code fence that is opened and not closed."""
    for number in page.open_fences:
        if number >= page.first:
            fence = page.lines[number - 1].strip(" \t>")
            fence = fence[: len(fence) - len(fence.lstrip(fence[0]))]
            yield Near(finding("Q049", page.source(number), fence=fence))


def _ids(page: Text, block: Block) -> Iterator[Near]:
    """Q019, and Q046: invisible characters where they change what is read."""
    if block.argument and (wrong := wrong_id(block.argument)):
        problem, mend = wrong
        yield Near(finding("Q019", page.source(block.line), id=shown(block.argument), problem=problem, mend=mend))
    for setting in block.settings:
        if hidden := invisible(page.lines[setting.line - 1].strip(" ")):
            words = shown(page.lines[setting.line - 1])
            effects = ((block.line, "Q008"), (block.line, "Q009"), (block.line, "Q010"))
            told = finding("Q046", page.source(setting.line), character=hidden, words=words)
            yield Near(told, (*effects, (setting.line, "Q007"), (setting.line, "Q013"), (setting.line, "Q018")))


def _settings(page: Text, block: Block) -> Iterator[Near]:
    """Q018: settings that are not read, or not as they are written."""
    for setting in block.settings:
        if setting.wrong:
            names = {"id": block.argument, "words": shown(setting.name), "problem": setting.wrong}
            name = re.split(r"\W", setting.name)[0]
            mend = f"write it once, as '    {name if name in SETTINGS else 'objective'}: value'"
            yield Near(
                finding("Q018", page.source(setting.line), **names, mend=mend),
                ((block.line, "Q008"), (block.line, "Q009"), (block.line, "Q010"), (setting.line, "Q013")),
            )
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
        explains = (("Q008",) if name == "objective" else ("Q002", "Q003", "Q010", "Q011") if name == "type" else ())
        place = page.source(line.number)
        yield Near(
            finding("Q018", place, id=block.argument, words=shown(line.text), problem=problem, mend=mend),
            tuple((block.line, code) for code in (*explains, "Q012")),
        )


def _hints(page: Text, block: Block) -> Iterator[Near]:
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
            elif match["strong"] or match["sign"] != ":" or match["word"].lower() != "hint" or "hint:" not in line.text.lower():
                problem, mend = "it does not begin with the word and a colon", "write > Hint: ..."
            elif near and above and above.text.startswith(">") and above.text.strip("> "):
                problem, mend = "it goes on the paragraph above it", "put a line with just > between the two"
            elif not first_is_hint:
                problem, mend = "its quote begins with something else", "put it first in its quote"
            elif EMPTY_HINT.match(line.text) and not page.lines[line.number : line.number + 1][0].strip(" >"):
                problem, mend = "it is empty", "write what may help, or remove it"
        if problem:
            yield Near(finding("Q042", page.source(line.number), words=shown(line.text), problem=problem, mend=mend))
        above = line


def _case(page: Text, block: Block) -> Iterator[Near]:
    """Q040: answers that stand in a case and in no question of it."""
    for line in lines_of(page, block):
        if not line.code and line.column < 4 and BULLET.match(line.text) and BOX.match(line.text[2:]):
            problem, mend = f"it stands in the case '{block.argument}' and in no question", "open /// question above it"
            yield Near(_answer(page, line, problem, mend))
            return


def _answer(page: Text, line: Line, problem: str, mend: str) -> Finding:
    return finding("Q040", page.source(line.number), words=shown(line.text), problem=problem, mend=mend)


def _answers(page: Text, block: Block) -> Iterator[Near]:
    """Q040 and Q041: answers and reasons that are not read as such."""
    answers = answers_of(page, block)
    numbers = {line.number for line in answers}
    lines = lines_of(page, block)
    boxes = block.type not in ("match", "order")
    for line in lines:
        listed = line.number in numbers
        problem = "" if line.code or not boxes else _near_box(line, listed)
        if not line.code and not listed:
            problem = _misplaced(line, answers) or (problem if line.column < 4 else "")
        if problem:
            mend = "write it as - [ ] text, or - [x] text where it is right"
            yield Near(_answer(page, line, problem, mend), (*_shape(block), (line.number, "Q010")))
    if block.type in ("blank", "number"):
        for line in answers:
            if hidden := invisible(re.sub(r"\s", " ", line.text)):
                yield Near(finding("Q046", page.source(line.number), character=hidden, words=shown(line.text)))
    if not boxes:
        yield from _unmarked(page, block, lines, answers)
    if not answers and boxes:
        bullets = [x for x in lines if not x.code and x.column < 4 and (BULLET.match(x.text) or STEP.match(x.text))]
        if bullets and not any(_near_box(line, False) for line in lines):
            mend = "begin each answer with - [ ], and the right one with - [x]"
            yield Near(_answer(page, bullets[0], "it has no box", mend), _shape(block))
    yield from _reasons(page, block, lines, answers)


def _misplaced(line: Line, answers: Sequence[Line]) -> str:
    """Why a line with a proper box is no answer where it stands."""
    text = line.text.lstrip("> ")
    if not (BULLET.match(text) and BOX.match(text[1:].lstrip())) or (text != line.text and line.column >= 4):
        return ""
    if text != line.text:
        return "" if answers else "it stands in a quote"
    if line.column < 4:
        return ""
    above = any(one.number < line.number for one in answers)
    return f"it is indented by {line.column} and " + ("belongs to the answer above it" if above else "becomes code")


def _near_box(line: Line, listed: bool) -> str:
    """Why a line that looks like an answer with a box is none; an empty string where it does not look like one."""
    plain = "".join(c for c in line.text if not invisible(c) or c.isspace())
    match = NEAR_BOX.match(plain)
    if match and not NEAR_BOX.match(line.text):
        return f"an invisible character ({invisible(line.text)}) stands in its mark"
    if not match or not (match["rest"].strip() or match["bullet"]):
        return ""
    bullet, brackets = match["bullet"] or "", plain[len(match["bullet"] or "") :].strip()[:1]
    if brackets == "<" or (brackets in "({（" and not match["mark"].strip() and not bullet):
        return ""
    if not bullet:
        return "a list begins with - and a space"
    if bullet not in "-*+" and not bullet[0].isdigit():
        return f"'{bullet}' begins no list"
    if bullet[0].isdigit() and not listed:
        return "its list is numbered"
    if not match["gap"]:
        return f"no space stands behind '{bullet}'"
    if match["gap"].strip(" "):
        return f"what stands behind '{bullet}' is no plain space"
    if not listed:
        return "it goes on the paragraph above it: an empty line is missing"
    if match["ballot"] or brackets != "[" or match["mark"] not in ("x", "X", " "):
        return "a box is [ ] or [x]"
    if match["rest"][:1].strip(" "):
        return "no space stands behind its box"
    return ""


def _unmarked(page: Text, block: Block, lines: Sequence[Line], answers: Sequence[Line]) -> Iterator[Near]:
    """Pairs without an arrow where none has one, steps without a number, and both where a paragraph takes them in."""
    order = block.type == "order"
    numbers = {line.number for line in answers}
    mend = "write 1. text, and 2. text below it" if order else "write a pair as - left => right"
    for line in lines:
        item = STEP.match(line.text) if order else BULLET.match(line.text) and ARROW in line.text
        if item and line.number not in numbers and not line.code and line.column < 4 and not line.after_empty:
            problem = "it goes on the paragraph above it: an empty line is missing"
            yield Near(_answer(page, line, problem, mend), _shape(block))
            return
    if answers:
        yield from _numbers(page, lists_of(page, block)[0]) if order else ()
        return
    for line in lines:
        item = BULLET.match(line.text) or STEP.match(line.text) or (order and NEAR_STEP.match(line.text))
        if line.code or line.column >= 4 or not item:
            continue
        if order:
            problem = "the steps of an order are numbered with a point"
        elif ARROW in line.text:
            problem = "its list is numbered"
        elif match := NEAR_ARROW.search(line.text):
            problem = f"it has '{match[0]}' for '{ARROW}'"
        else:
            problem = "it has no arrow"
        yield Near(_answer(page, line, problem, mend), _shape(block))
        return


def _numbers(page: Text, answers: Sequence[Line]) -> Iterator[Near]:
    """Steps whose numbers say another order than their lines."""
    numbers = [int(line.text.partition(".")[0][:9]) if line.text[0].isdigit() else 0 for line in answers]
    for line, number, before in zip(answers[1:], numbers[1:], numbers, strict=False):
        if number not in (before + 1, 1) or (number == 1 and before != 1):
            problem = f"{number} does not follow {before}, and the order of the lines counts"
            yield Near(_answer(page, line, problem, "number the steps in the order in which they stand"))
            return


def _reasons(page: Text, block: Block, lines: Sequence[Line], answers: Sequence[Line]) -> Iterator[Near]:
    """Q041: quotes and paragraphs between the answers that belong to none of them."""
    numbers = [line.number for line in answers]
    among, told = set(numbers), set[int]()
    current, given = 0, False
    under = False  # whether the lines since the last empty one began with an answer
    for line in lines:
        under = line.number in among or (under and not line.after_empty)
        if line.number in among:
            current, given = line.number, False
            continue
        if not current or line.code:
            continue
        later = numbers[-1] > line.number
        quote = line.text.startswith(">")
        problem = ""
        if line.column >= 8 and quote and not given and line.after_empty:
            problem = f"it is indented by {line.column} and becomes code"
        elif line.column >= 4 and quote and not line.after_empty and under:
            problem = "an empty line above it is missing"
        elif line.column >= 4 or (quote and under):
            given = given or quote
            if not quote and not given and line.after_empty and current not in told and not _later_quote(lines, line, among):
                problem = "it does not begin with >"
        elif line.after_empty and quote and (later or not given):
            problem = f"it is indented by {line.column}, not by four" if line.column else "it is not indented"
        elif line.after_empty and later and not quote and not _near_box(line, True):
            problem = "it is not indented and breaks the list" if not line.column else f"it is indented by {line.column}"
        if problem:
            told.add(current)
            given = True
            mend = "write it below its answer, indented by four spaces: > why it is right or wrong"
            explains = (*_shape(block), (current, "Q011"))
            words = {"words": shown(line.text), "problem": problem, "mend": mend}
            yield Near(finding("Q041", page.source(line.number), **words), explains)


def _later_quote(lines: Sequence[Line], line: Line, numbers: set[int]) -> bool:
    """Whether a quote follows below a line before the next answer."""
    for other in lines:
        if other.number > line.number:
            if other.number in numbers or other.column < 4:
                return False
            if other.text.startswith(">"):
                return True
    return False
