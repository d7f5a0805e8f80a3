"""The front matter of a page: its values, each also as it was typed, and the line of every key; from one parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..model import Source
from ..report.finding import Finding, finding

YamlLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one, where PyYAML has libyaml."""
FRONT_MATTER = re.compile(r"\A-{3}[ \t]*\n(.*?)^(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
UNCLOSED = re.compile(r"-{3}[ \t]*\n[ \t]*[\w'\"-]+[ \t]*:")
FIRST = 2
"""The line on which its YAML begins."""
Path = tuple[str | int, ...]
"""Where something is in a front matter: keys, and positions in lists counted from 0."""


@dataclass(frozen=True)
class FrontMatter:
    """What the front matter of a page says. `end` is the position in the text at which the body begins.

    `typed` are the values as they were written: 2026.10 is the text 2026.10. `lines` are those of keys and list items.
    """

    end: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    lines: Mapping[Path, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def line(self, *keys: str | int) -> int | None:
        """The line of an entry; of what it would be in where it is not there itself; None where nothing is."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys)


NO_FRONT_MATTER = FrontMatter()


def read_front_matter(text: str, path: str) -> FrontMatter:
    """The front matter of a text. F002: it is not YAML, or a list; F003: it has no end; F005: a key twice."""
    match = FRONT_MATTER.match(text)
    if not match:
        unclosed = UNCLOSED.match(text)
        return FrontMatter(findings=(finding("F003", Source(path, 1)),) if unclosed else ())

    def wrong(line: int, problem: object) -> FrontMatter:
        return FrontMatter(match.end(), findings=(finding("F002", Source(path, line), problem=problem),))

    root, lines = None, dict[Path, int]()
    try:
        loader = YamlLoader(match[1])
        root = loader.get_single_node()
        if root is None:
            return FrontMatter(match.end())
        values, typed = loader.construct_document(root), _typed(root, (), lines, {})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return wrong(mark.line + FIRST if mark else 1, getattr(error, "problem", None) or "cannot be parsed")
    except ValueError:
        return wrong(*_impossible(root))
    except RecursionError:
        return wrong(FIRST, "nested too deeply")
    if values is None:
        return FrontMatter(match.end())
    if not isinstance(root, yaml.MappingNode):
        return wrong(FIRST, "expected lines of 'key: value'")
    found: list[Finding] = []  # YAML would quietly take the last of two equal keys
    for node in _nodes(root):
        first: dict[str, yaml.Node] = {}
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if (earlier := first.setdefault(str(key.value), key)) is not key:
                where = Source(path, _line(earlier))
                found.append(finding("F005", Source(path, _line(key)), key=key.value, first=where))
    return FrontMatter(match.end(), values, typed, lines, tuple(found))


def _typed(node: yaml.Node, path: Path, lines: dict[Path, int], seen: dict[int, Any]) -> Any:
    """A value as it was typed, and the lines of all that is in it. An alias has those of what it refers to."""
    if id(node) in seen:
        return seen[id(node)]
    if isinstance(node, yaml.SequenceNode):
        row = seen[id(node)] = list[Any]()
        for number, item in enumerate(node.value):
            lines[*path, number] = _line(item)
            row.append(_typed(item, (*path, number), lines, seen))
        return row
    if isinstance(node, yaml.MappingNode):
        parts = seen[id(node)] = dict[str, Any]()
        for key, value in node.value:
            for name in _names(key):
                lines[*path, name] = _line(key)
                parts[name] = _typed(value, (*path, name), lines, seen)
        return parts
    return node.value


def _names(key: yaml.Node) -> tuple[str, ...]:
    """A key as it was typed and, where YAML takes it for something else, as that is written: 007 and 7."""
    name = str(key.value)
    if not isinstance(key, yaml.ScalarNode) or key.tag.endswith(":str"):
        return (name,)
    return tuple(dict.fromkeys((name, str(YamlLoader("").construct_object(key)))))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + FIRST


def _nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """Every part of a front matter, once: an alias may lead back to where it is."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _impossible(root: yaml.Node | None) -> tuple[int, str]:
    """Where an impossible date or number is, and what is wrong with it: 2026-02-30."""
    reader = YamlLoader("")
    for node in _nodes(root):
        try:
            if isinstance(node, yaml.ScalarNode):
                reader.construct_object(node)
        except ValueError as error:
            return _line(node), f"'{node.value[:40]}' is impossible: {error}"
        except yaml.YAMLError:
            continue  # it is wrong in another way, which is reported once this one is fixed
    return 1, "cannot be parsed"
