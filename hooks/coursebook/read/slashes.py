"""`/// name | argument` blocks as an author writes them: openers, settings, closers, each with its line.

Markdown has its own reader of blocks (pymdownx.blocks), which is silent about what it does not understand. This one
knows where everything is. So that the two cannot differ unseen, `marks` writes a token behind each opener before
Markdown runs: a block takes it with it, and a token that is left over is an opener that stayed text.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from ..markdown.positions import Edit, Site, token

OPENER = re.compile(
    r"^(?P<prefix>(?:[ ]*(?:>|[-*+](?=[ ])|\d+[.)](?=[ ])))*)(?P<indent>[ ]*)(?P<fence>/{3,})[ ]*(?P<name>[\w-]+)[ ]*"
    r"(?:\|(?P<argument>.*))?$"
)
CLOSER = re.compile(r"^(?P<prefix>[ >]*)(?P<fence>/{3,})[ ]*$")
QUOTE = re.compile(r"^(?:[ ]*>)+[ ]?")


@dataclass(frozen=True, slots=True)
class Setting:
    """A `name: value` line below an opener. `wrong` says why its value cannot be used as it is written."""

    name: str
    value: str
    line: int
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block. `end` is the line of its closing `///`, or None where there is none.

    `settings` are the indented `name: value` lines right below the opener; the block's text begins below `head`, the
    last of them. `column` is how far its container is indented, `prefix` what else precedes it: marks of quotes
    and lists.
    """

    name: str
    argument: str
    line: int
    end: int | None
    settings: tuple[Setting, ...] = ()
    slashes: int = 3
    head: int = 0
    column: int = 0
    prefix: str = ""

    @property
    def type(self) -> str:
        """What the author set as `type:`, in small letters; an empty string where nothing is set."""
        setting = self.setting("type")
        return setting.value.lower() if setting else ""

    @property
    def is_case(self) -> bool:
        """Whether the block is a case: a story that holds several questions."""
        return self.type == "case"

    def setting(self, name: str) -> Setting | None:
        """The setting of that name; of several the last, as YAML has it."""
        return next((setting for setting in reversed(self.settings) if setting.name == name), None)


def pair(lines: list[str], is_read: Callable[[int], bool]) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """Every block of a file in the order of the openers, and the lines of slashes that close nothing.

    `is_read` says of a line, counted from 1, whether Markdown reads it. A block that opens while another of the same
    number of slashes is open means that the other was not closed: blocks nest only inside more slashes.
    """
    found: list[Block] = []
    stray: list[int] = []
    opened: list[tuple[int, re.Match[str]]] = []

    def close(end: int | None) -> None:
        line, match = opened.pop()
        column = len(match["prefix"] + match["indent"])
        column -= 0 if match["prefix"] else column % 4  # up to three spaces change nothing
        settings, head = _settings(lines, line, column, ">" in match["prefix"])
        argument, prefix = (match["argument"] or "").strip(), match["prefix"].strip()
        found.append(Block(match["name"], argument, line, end, settings, len(match["fence"]), head, column, prefix))

    for number, line in enumerate(lines, start=1):
        if "///" not in line or not is_read(number):
            continue
        line = line.expandtabs(4)
        if match := OPENER.match(line):
            while opened and len(opened[-1][1]["fence"]) <= len(match["fence"]):
                close(None)
            opened.append((number, match))
        elif match := CLOSER.match(line):
            depth = match["prefix"].count(">")
            same = [start["prefix"].count(">") == depth and start["fence"] == match["fence"] for _, start in opened]
            if not any(same):
                stray.append(number)
                continue
            while not same.pop():
                close(None)
            close(number)
    while opened:
        close(None)
    return tuple(sorted(found, key=lambda block: block.line)), tuple(stray)


def _settings(lines: list[str], line: int, column: int, quoted: bool) -> tuple[tuple[Setting, ...], int]:
    """The settings below an opener, and the last line they are on."""
    rows: list[str] = []
    for number in range(line, len(lines)):
        text = lines[number].expandtabs(4)
        text = QUOTE.sub(lambda match: " " * len(match[0]), text) if quoted else text
        if not text.strip(" ") or len(text) - len(text.lstrip(" ")) < column + 4:
            break
        rows.append(text[column:])
    return tuple(_as_yaml(rows, line + 1)) if rows else (), line + len(rows)


def _as_yaml(rows: list[str], first: int) -> Iterator[Setting]:
    """Lines of settings as YAML has them, each with its line; `first` is that of the first."""
    loader = yaml.SafeLoader(textwrap.dedent("\n".join(rows)))
    try:
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        at = min(mark.line if mark else 0, len(rows) - 1)
        problem = str(getattr(error, "problem", None) or "it cannot be read")
        yield Setting(rows[at].strip(), "", first + at, f"not valid YAML ({problem})")
        return
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        if node is not None:
            yield Setting(rows[0].strip(), "", first, "expected 'name: value'")
        return
    seen: set[str] = set()
    names = Counter(str(key.value) for key, _ in node.value)
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        text = value.value if isinstance(value, yaml.ScalarNode) else ""
        changed = names[name] == 1 and not value.tag.endswith(":bool") and str(values.get(name)) != value.value
        faults = {
            "duplicate setting": name in seen,
            "it is a list, but one value is expected": not isinstance(value, yaml.ScalarNode),
            "it has no value": not value.value,
            f"YAML reads it as {values.get(name)}; put it in quotation marks": changed,
        }
        seen.add(name)
        wrong = next((problem for problem, present in faults.items() if present), "")
        yield Setting(name, text.strip(), first + key.start_mark.line, wrong)


def marks(
    page_lines: Sequence[str], starts: Sequence[int], blocks: Iterable[Block], sites: list[Site]
) -> Iterator[Edit]:
    """A token behind each opener, so that a block knows its line. `starts` are the positions of the lines."""
    for block in blocks:
        line = page_lines[block.line - 1]
        match = OPENER.match(line.expandtabs(4))
        end = starts[block.line - 1] + len(line)
        bar = " |" if match and match["argument"] is None else ""
        sites.append(Site("block", block.line))
        yield Edit(end, end, f"{bar} {token(len(sites) - 1)}")
