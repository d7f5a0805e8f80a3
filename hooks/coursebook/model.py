"""The nouns of a course, and the arithmetic on them.

    Course
      Module            one folder, its index page, its objectives
        Page            one Markdown file
          Section       a heading that says which objective it teaches
          Question      a `/// question` block
            Option      one line of its list, and why it is right or wrong
          Citation      one `[@key]`
          ClaimUse      one `{: claim="C001" }`
        Objective       what the learner can do afterwards
    Bibliography
      Reference         one entry of a .bib file
    Claim               one row of the ledger, bib/claims.csv
    Number              one row of bib/numbers.csv

Everything knows its Source: the author's own file and line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import total_ordering
from pathlib import PurePosixPath

READING_SPEED = 180
"""Words a minute by the word rate (see accreditation/credit.py), here to weigh one part of a course against another."""
SECONDS_A_QUESTION = 111
"""Time to read, answer and review one question, by the same rate: 1.85 minutes."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Source:
    """A place in an author's file. `path` is relative to the project; `line` counts from 1, and is None where it is
    not known, or where the whole file is meant.
    """

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __lt__(self, other: Source) -> bool:
        return self.key < other.key

    def below(self, lines: int) -> Source:
        """The place so many lines further down."""
        return Source(self.path, None if self.line is None else self.line + lines)

    @property
    def key(self) -> tuple[str, int]:
        """What places are put in order by: a file before its lines."""
        return self.path, self.line or 0


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner will be able to do after a module."""

    id: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question. `text` is what the learner reads, without markup.

    For a number or a blank it is an answer that is accepted or foreseen; for matching its left side, and `target` its
    right side (a side without a partner has an empty text); for ordering a step, and `target` its place, from 1.
    `says` is what an answer sheet writes for it: its short name; `row>target`; bounds `low..high`; a text as compared.
    `low` and `high` are the bounds of a number, as decimal text.
    """

    text: str
    right: bool
    has_rationale: bool
    source: Source
    target: str = ""
    says: str = ""
    low: str = ""
    high: str = ""

    def __str__(self) -> str:
        return f"{self.text} => {self.target}" if self.target else self.text


@dataclass(frozen=True, slots=True)
class Parts:
    """What a question says as HTML of its page, before references and figures are filled in. `labels`, `more` (what
    stands below the first line), `targets` and `rationales` are by option; `order` are the positions of steps as they
    are asked, `choices` what a menu of matching offers, in its order.
    """

    stem: str = ""
    hints: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    rationales: tuple[str, ...] = ()
    explanation: str = ""
    unit: str = ""
    order: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What a case tells between its questions, as HTML of its page. `case` is its id where it begins, else empty."""

    case: str
    html: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its author wrote it. `stem` and option texts are plain text.

    `kind` is `one` (a single best answer), `many` (choose all), `number`, `blank`, `match` or `order`; `case` the id of
    the case it belongs to; `allow` what the author wrote of rules it may break; `hints` how many there are; `unit` is
    what a number is asked in, as a reader sees it.
    """

    id: str
    objective: str
    stem: str
    options: tuple[Option, ...]
    source: Source
    anchor: str
    kind: str = "one"
    case: str = ""
    allow: str = ""
    hints: int = 0
    unit: str = ""
    parts: Parts = field(default=Parts(), compare=False)

    @property
    def keys(self) -> tuple[int, ...]:
        """Positions of the right options, from 0."""
        return tuple(n for n, option in enumerate(self.options) if option.right)

    @property
    def content_hash(self) -> str:
        """Twelve hexadecimal digits that change when what is asked changes: the kind, the stem, an option or the key.

        A better rationale does not change it, nor does another order of the options.
        """
        options = sorted(f"{'x' if option.right else ' '} {option}" for option in self.options)
        kind = () if self.kind in ("one", "many") else (self.kind,)
        return hashlib.sha256("\x1f".join((*kind, self.stem, *options)).encode()).hexdigest()[:12]

    @property
    def asked_hash(self) -> str:
        """As `content_hash`, for a page without the key: it does not confirm a guess at what is right."""
        if self.kind in ("number", "blank"):
            asked: set[str] = set()
        elif self.kind == "match":
            asked = {text for option in self.options for text in (f"{option.text} =>", f"=> {option.target}")}
        else:
            asked = {option.text for option in self.options}
        return hashlib.sha256("\x1f".join(("asked", self.kind, self.stem, *sorted(asked))).encode()).hexdigest()[:12]


def edition_of(questions: Iterable[Question]) -> str:
    """Sixteen hexadecimal digits that change when what a quiz asks changes, whatever is right."""
    lines = sorted(f"{question.id} {question.asked_hash}" for question in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that says which objective the text below it teaches."""

    objective: str
    page: str
    anchor: str
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation of one reference at one place.

    `where` is the heading it stands under, or its question as `question 3`; `anchor` the id of its mark on the page.
    """

    key: str
    source: Source
    page: str
    where: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a .bib file. Field names are lower case; values are as written, in BibTeX."""

    key: str
    type: str
    fields: tuple[tuple[str, str], ...]
    raw: str
    source: Source

    def field(self, name: str) -> str:
        """The value of a field, or an empty string."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the ledger: what a document says, and what the evidence makes of it.

    `left_out` is the reason why the course does not answer it; empty where it does. `shown` is `lesson` where a lesson
    has to mark it, `ledger` where only its row in the ledger answers it. `label` says the verdict; `sign` and `tone`
    are how its badge looks, where labels.toml beside the ledger says so.
    """

    id: str
    document: str
    where: str
    text: str
    module: str
    kind: str
    verdict: str
    note: str
    references: tuple[str, ...]
    left_out: str
    source: Source
    shown: str = "lesson"
    label: str = ""
    sign: str = ""
    tone: str = ""

    @property
    def look(self) -> str:
        """The classes of its badge."""
        return f"cb-claim cb-claim--{self.verdict}" + (f" cb-tone--{self.tone}" if self.tone else "")

    @property
    def style(self) -> str:
        """The style of its badge, empty where the engine's own has its sign."""
        return f"--cb-glyph:'{self.sign}'" if self.sign else ""


@dataclass(frozen=True, slots=True)
class ClaimUse:
    """A place where the course teaches a claim."""

    id: str
    page: str
    anchor: str
    source: Source


@dataclass(frozen=True, slots=True)
class Number:
    """One clinical result of a reference, as its source has it.

    `low` and `high` are its interval, as `interval` says: `printed` in the source (95%), `ours` (95%, worked out from
    `events` and `denominator`) or a `range`. A value without an interval has neither. `of` says what the denominator
    counts, `comparison` against what. `ours` is the arithmetic behind a value that this course worked out: `48 - 17`.
    """

    id: str
    reference: str
    what: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    interval: str
    unit: str
    events: int | None
    denominator: int | None
    of: str
    comparison: str
    certainty: str
    ours: str
    source: Source

    @property
    def per(self) -> Decimal | None:
        """Of how many a rate counts: 100 for %, 10,000 for `per 10,000 patients`; None for what is no rate."""
        if self.unit.startswith("%"):
            return Decimal(100) if self.unit == "%" else None
        words = self.unit.replace(",", "").split()
        if words[:1] != ["per"] or len(words) < 2:
            return None
        return Decimal(words[1]) if words[1].isdigit() else Decimal(1_000_000) if words[1] == "million" else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the course. `url` is relative to the site; `words` counts learning text only."""

    path: str
    title: str
    url: str
    words: int = 0
    questions: int = 0

    @property
    def seconds(self) -> float:
        """Estimated time on the page: reading at READING_SPEED, and its questions."""
        return 60 * self.words / READING_SPEED + SECONDS_A_QUESTION * self.questions

    @property
    def minutes(self) -> int:
        """`seconds` in whole minutes, at least 1."""
        return max(1, round(self.seconds / 60))


@dataclass(frozen=True, slots=True)
class Module:
    """One folder of the course."""

    name: str
    title: str
    description: str
    objectives: tuple[Objective, ...]
    pages: tuple[Page, ...]

    @property
    def seconds(self) -> float:
        """Estimated time for the module by the word rate, which a share of the course's time is made of."""
        return sum(page.seconds for page in self.pages)

    @property
    def questions(self) -> int:
        """How many questions the module's pages ask."""
        return sum(page.questions for page in self.pages)


@dataclass(frozen=True, slots=True)
class Syllabus:
    """The modules of a course, in the order in which they are read."""

    title: str
    modules: tuple[Module, ...]

    @property
    def questions(self) -> int:
        """How many questions the course asks."""
        return sum(module.questions for module in self.modules)


@dataclass(frozen=True, slots=True)
class Plan:
    """The time that a learner plans for. `minutes` are those of everything that is required, by the word rate;
    `of_module` those of each module by name, of what is in none under an empty one; `words` and `questions` are what
    they count.
    """

    minutes: float = 0.0
    of_module: Mapping[str, float] = field(default_factory=dict)
    words: int = 0
    questions: int = 0

    @property
    def whole(self) -> int:
        """The minutes as they are shown, to the nearest five."""
        return to_five(self.minutes)


def to_five(minutes: float) -> int:
    """Minutes to the nearest five, at least five."""
    return max(5, 5 * round(minutes / 5))


def module_of(path: str) -> str:
    """The module folder a page lies in: `safety` for `safety/chest.md`, an empty string at the top."""
    parts = PurePosixPath(path).parts
    return parts[0] if len(parts) > 1 else ""
