"""Drafts as Markdown: `/// question` blocks, prose, and a comment above each block for what it cannot hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from markdown.extensions.toc import slugify

from ..report.finding import Finding, finding
from .draft import Draft, DraftAnswer, FormattedText, Intake, Pair, Prose
from .escape import comment, escape, paragraph
from .marks import QuestionReport, reader, short
from .rich import FILE, Carried, carry

LONGEST = 48
"""Characters of an id that is made from a title."""
BETWEEN = "<!-- -->"
"""Keeps two lists, or two quotes, from becoming one."""
LISTED = re.compile(r"^(?:[-*+] |\d+\. |>| {4})")
SHAPED = re.compile(r"(?:[-*+] |\d+\. | {4}|\||`{3}|~{3}|<(?:table|pre|[uod]l|div|p|h\d)\b)")
"""How a list, a table or code begins; after other text on its line, these are plain text."""
FENCE = re.compile(r"^[ >]*(`{3,}|~{3,})")
PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp"}
"""First bytes of files that are written beside the page; any other is reported."""


@dataclass
class Ids:
    """Ids made from titles, each once."""

    prefix: str = ""
    used: set[str] = field(default_factory=set)

    def new(self, *titles: str) -> str:
        """An id from the first of the titles that has letters or digits in it."""
        slugs = (slugify(title, "-").replace("_", "-").strip("-") for title in titles)
        base = _cut(re.sub(r"-+", "-", next(filter(None, slugs), "question")))
        base = f"{self.prefix}-{base}" if self.prefix else base
        found, n = base, 1
        while found in self.used:
            n += 1
            found = f"{base}-{n}"
        self.used.add(found)
        return found


@dataclass
class WrittenPage:
    """A page, the pictures that belong beside it by the name of their file, and what was found while writing."""

    text: str
    pictures: dict[str, bytes]
    findings: list[Finding]


class Writer:
    """Writes one page. `folder` is that of its pictures, relative to the page; empty on standard output."""

    def __init__(self, ids: Ids, objective: str, folder: str) -> None:
        self.ids, self.objective, self.folder = ids, objective, folder
        self.rich: Mapping[str, Carried] = {}
        self.found: list[Finding] = []
        self.pictures: dict[str, bytes] = {}

    def page(self, intake: Intake, title: str) -> WrittenPage:
        """The page for a file. A whole page keeps its own front matter; any other gets `title`."""
        drafts = [part for part in intake.parts if isinstance(part, Draft)]
        words = [text for part in intake.parts for text in (part.words if isinstance(part, Draft) else (part.words,))]
        self.rich = carry(text.text for text in words if text.form == "html" and text)
        parts = (
            [] if intake.whole else [f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---", f"# {escape(title)}"]
        )
        for part in intake.parts:
            parts.append(self._prose(part) if isinstance(part, Prose) else self._draft(part))
        asked = [draft for draft in drafts if draft.kind != "none"]
        if asked and not self.objective:
            count = f"{len(asked)} question{'s name' if len(asked) > 1 else ' names'}"
            self.found.append(finding("M009", asked[0].source, count=count))
        return WrittenPage("\n\n".join(filter(None, parts)) + "\n", self.pictures, self.found)

    def _prose(self, prose: Prose) -> str:
        if prose.heading:
            return f"{'#' * prose.heading} {escape(reader(prose.words), at_start=False)}"
        if prose.words.form == "markdown":
            return prose.words.text
        return self._words(prose.words, QuestionReport(prose.source, ""), who="the page", files=())

    def _draft(self, draft: Draft) -> str:
        report = QuestionReport(draft.source, short(draft.name or reader(draft.stem)) or "without words")
        report.kept += draft.kept
        if draft.name and not draft.name.isascii():
            report.kept.insert(0, f"title: {draft.name}")
        block = (
            "" if draft.kind == "none" else self._block(draft, report, self.ids.new(*_titles(draft)), self.objective)
        )
        if draft.kind == "none":
            self._pictures(draft, "", report)
        self.found += report.findings
        above = ""
        if report.kept:
            lines = comment("\n".join(report.kept)).strip("\n").replace("\n", "\n  ")
            above = f"<!-- {comment(str(draft.source))}\n  {lines}\n-->\n\n"
        text = (above + block).rstrip("\n")
        return "\n".join(draft.indent + line if line.strip() else "" for line in text.split("\n"))

    def _block(self, draft: Draft, report: QuestionReport, id_: str, objective: str, fence: str = "///") -> str:
        kind = "" if draft.kind == "choice" else draft.kind
        if draft.kind == "case":
            fence = "////"
        head = [f"{fence} question | {id_}"]
        head += [f"    objective: {objective}"] if objective else []
        head += [f"    type: {kind}"] if kind else []
        stem = self._words(draft.stem, report, files=draft.files)
        if draft.kind == "order":
            stem = re.sub(r"(?m)^(\d+)\.(?=\s)", r"\1\\.", stem)
        if not stem:
            report.add("M004", problem="it has no stem", fix="write the question above the answers")
        chunks = [stem, self._hints(draft, report)]
        if draft.kind == "case":
            for letter, inner in enumerate(draft.inner):
                own = self.ids.new(f"{id_.removeprefix(self.ids.prefix).strip('-')}-{letter + 1}")
                chunks.append(self._block(inner, report, own, ""))
        else:
            chunks.append(self._answers(draft, report))
        chunks.append(self._words(draft.explanation, report, files=draft.files))
        if draft.kind != "case" or draft.files:
            self._pictures(draft, "\n".join(chunks), report)
        return "\n".join(head) + "\n\n" + _apart(chunks) + f"\n{fence}"

    def _hints(self, draft: Draft, report: QuestionReport) -> str:
        hints = []
        for hint in draft.hints:
            text = self._words(hint, report, files=draft.files)
            text = f"Hint:\n\n{text}" if LISTED.match(text) or text.startswith(("|", "<", "`")) else f"Hint: {text}"
            hints.append(_quote(text))
        return "\n>\n".join(hints)

    def _answers(self, draft: Draft, report: QuestionReport) -> str:
        lines = [self._pair(pair, report, draft) for pair in draft.pairs]
        for n, answer in enumerate(draft.answers, start=1):
            lines.append(self._answer(draft, answer, n, report))
        without = len(draft.pairs) + sum(not answer.rationale for answer in draft.answers)
        if without and lines:
            report.add("M008", count=without, all=len(lines))
        return "\n".join(lines)

    def _answer(self, draft: Draft, answer: DraftAnswer, n: int, report: QuestionReport) -> str:
        mark = f"{n}. " if draft.kind == "order" else f"- [{'x' if answer.right else ' '}] "
        if draft.kind == "number":
            unit = " ".join(draft.unit.split())
            text = f"{answer.words.text} {unit}".strip() if unit and answer.right else answer.words.text
        else:
            text = self._words(answer.words, report, files=draft.files)
            if re.search(r"(?m)^>", text):
                text = re.sub(r"(?m)^> ?", "", text)
                report.lost(
                    "a quotation in an option", "a quote below an option becomes its rationale; check how it reads"
                )
        if not text:
            report.add("M004", problem=f"answer {n} has no text", fix="write its text")
        reason = self._words(answer.rationale, report, files=draft.files)
        more = f"\n{_indent(_quote(reason))}\n" if reason else ""
        if draft.kind == "choice" and SHAPED.match(text):
            return f"{mark.rstrip()}\n\n{_indent(text)}\n{more}"
        return f"{mark}{_indent(text).lstrip()}\n{more}"

    def _pair(self, pair: Pair, report: QuestionReport, draft: Draft) -> str:
        sides = []
        for side, at_start in ((pair.left, True), (pair.right, False)):
            text = self._words(side, report, at_start, files=draft.files)
            if "\n" in text.strip():
                report.lost("line breaks in a pair", "check how the pair reads")
            sides.append(" ".join(text.split()).replace("=>", "=\\>"))
        return f"- {sides[0]} => {sides[1]}".replace("-  =>", "- =>")

    def _words(
        self,
        words: FormattedText,
        report: QuestionReport,
        at_start: bool = True,
        *,
        files: tuple[tuple[str, bytes], ...],
        who: str = "",
    ) -> str:
        """Text as Markdown, with the addresses of embedded pictures; reports losses."""
        if not words:
            return ""
        if words.form == "plain":
            return paragraph(words.text, at_start, formulas=True)
        if words.form == "markdown":
            return _guarded(words.text.strip("\n"), report)
        carried = self.rich[words.text]
        names = {"who": who} if who else {}
        if carried.lost:
            report.add("M012", tags=", ".join(carried.lost), **names)
        if who:
            self.found += report.findings
        held = dict(files)
        for image in carried.images:
            name = image.removeprefix(FILE)
            if not image.startswith(FILE) or not self.folder or _suffix(held.get(name, b"")) == "":
                report.add("M011", image=short(name), **names)
        text = carried.markdown
        for name in held:
            text = text.replace(FILE + quote(name), f"{self.folder}/{quote(_safe(name))}")
        return text

    def _pictures(self, draft: Draft, text: str, report: QuestionReport) -> None:
        """Keeps the pictures that the block shows; reports other files."""
        for name, content in draft.files:
            safe = _safe(name)
            if self.folder and f"{self.folder}/{quote(safe)}" in text and _suffix(content):
                if self.pictures.setdefault(safe, content) != content:
                    report.add("M011", image=short(name))
            elif f"{FILE}{quote(name)}" not in text:
                report.lost(f"the file '{short(name)}'", "put it next to the page by hand, and link to it")


def _titles(draft: Draft) -> tuple[str, ...]:
    return (draft.own_id, draft.name, " ".join(reader(draft.stem).replace("_", " ").split()[:7]))


def _cut(slug: str) -> str:
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def _apart(chunks: list[str]) -> str:
    """Chunks with empty lines between them, and with a mark where two lists or quotes would grow together."""
    done: list[str] = []
    for chunk in filter(None, (chunk.strip("\n") for chunk in chunks)):
        last = done[-1].rpartition("\n\n")[2] if done else ""
        if LISTED.match(chunk) and LISTED.match(last):
            done.append(BETWEEN)
        done.append(chunk)
    return "\n\n".join(done)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.split("\n"))


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" if line.strip() else ">" for line in text.split("\n"))


def _guarded(text: str, report: QuestionReport) -> str:
    """An author's own Markdown that cannot end the block: without `///`, unclosed code or unclosed comments."""
    lines, fence = [], ""
    for line in text.split("\n"):
        match = FENCE.match(line)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            fence = ""
        elif not fence and re.match(r"\s*/{3}", line):
            line = line.replace("/", "&#47;", 1)
            report.lost("a nested block (///)", "rewrite it, with more slashes outside than inside")
        lines.append(line)
    if fence:
        lines.append(fence)
        report.lost("the missing end of some code", "check where the code ends")
    text = "\n".join(lines)
    start = text.rfind("<!--")
    return text if start < 0 or "-->" in text[start:] else text[:start] + "&lt;" + text[start + 1 :]


def _safe(name: str) -> str:
    """A file name that stays in its folder."""
    stem, dot, suffix = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    base = re.sub(r"[^\w-]+", "-", stem if dot else suffix).strip("-_") or "picture"
    return f"{base[:80]}.{re.sub(r'[^a-z0-9]', '', suffix.lower())[:5]}" if dot else base[:80]


def _suffix(content: bytes) -> str:
    return next((suffix for start, suffix in PICTURES.items() if content.startswith(start)), "")
