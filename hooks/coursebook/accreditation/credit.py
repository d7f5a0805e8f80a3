"""How long a course takes, and what that is worth to each body. Times in minutes, difficulty as the Board of
Certification counts it (2 essential, 3 advanced, 4 mastery).

Two methods are compared: the formula of Mergener (Am J Pharm Educ 1991;55:263-266; known from the copies that
bodies print, BOC among them) and the word rate that accountants use (NASBA self-study standards, rev. 2012). The
formula has a constant term: it holds for a whole activity, and is applied once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from ..read.table import read_table
from ..report.finding import Finding

CORRECTION, CONSTANT, A_WORD, A_QUESTION, A_LEVEL = 0.9, -22.3, 0.00209, 2.78, 15.5
"""minutes = 0.9 (-22.3 + 0.00209 words + 2.78 questions + 15.5 difficulty), as BOC prints it."""
WORDS_A_MINUTE, MINUTES_A_QUESTION = 180, 1.85
"""The word rate: words / 180 + running time + 1.85 questions."""
LOWEST_DIFFICULTY = 2.0
"""Used until a reviewer has rated the course: it gives the least credit."""
WORDS_TRIED = (1_500, 15_000)
"""Outside of these numbers of words the formula is stretched beyond the courses it was tried on (our estimate)."""
TESTERS, AGREEMENT = 3, 0.2
"""How many testers make a pilot, and by how much their mean may differ from the formula."""
PILOT, PILOT_COLUMNS = "pilot.csv", ("tester", "date", "minutes")


def mergener(words: int, questions: int, difficulty: float) -> float:
    """Minutes by the formula of Mergener; never below 0."""
    return max(0.0, CORRECTION * (CONSTANT + A_WORD * words + A_QUESTION * questions + A_LEVEL * difficulty))


def word_rate(words: int, questions: int, media: float = 0) -> float:
    """Minutes by the word rate. `media` is the running time of recordings in minutes."""
    return words / WORDS_A_MINUTE + media + MINUTES_A_QUESTION * questions


def rounded(units: float, increment: float, rounding: str) -> float:
    """Units in whole increments: `down`, or to the `nearest`, half an increment upwards."""
    steps = units / increment + 1e-9  # 0.3 / 0.1 is 2.999...
    return round((math.floor(steps) if rounding == "down" else math.floor(steps + 0.5)) * increment, 6)


@dataclass(frozen=True, slots=True)
class Effort:
    """What an activity requires of a learner. `questions` are those to answer to complete it, `pilot` the minutes that
    testers took.
    """

    words: int
    questions: int
    media: float = 0
    difficulty: float = LOWEST_DIFFICULTY
    pilot: tuple[float, ...] = ()

    def by_formula(self, assessment: bool = True) -> float:
        """Minutes by the formula, recordings by their running time; without the questions where `assessment` is off."""
        return mergener(self.words, self.questions if assessment else 0, self.difficulty) + self.media

    def by_words(self, assessment: bool = True) -> float:
        """Minutes by the word rate."""
        return word_rate(self.words, self.questions if assessment else 0, self.media)

    @property
    def by_pilot(self) -> float | None:
        """The mean of the testers' minutes; None with fewer than TESTERS."""
        return sum(self.pilot) / len(self.pilot) if len(self.pilot) >= TESTERS else None

    def minutes(self, assessment: bool = True) -> float:
        """The credit figure: the least of what the methods give."""
        pilot = self.by_pilot if assessment and self.by_pilot is not None else math.inf
        return min(self.by_formula(assessment), self.by_words(assessment), pilot)

    @property
    def stretched(self) -> bool:
        """Whether the formula is used beyond the lengths it was tried on."""
        return not WORDS_TRIED[0] <= self.words <= WORDS_TRIED[1]


def read_pilot(path: str, file: Path) -> tuple[tuple[float, ...], list[Finding]]:
    """The minutes of each tester from a CSV file; nothing where there is no such file. O008 for minutes that no tester
    can have taken.
    """
    table = read_table(path, file, PILOT_COLUMNS, id_="tester", needed=False)
    minutes = []
    for row in table.rows:
        value = row.number("minutes")
        if value is not None and value > 0:
            minutes.append(float(value))
        elif value is not None or not row["minutes"]:
            problem = f"gives '{row['minutes']}' minutes for {row['tester']}"
            row.report("O008", key="pilot", problem=problem, fix="the measured minutes, such as 40 or 40.5")
    return tuple(minutes), table.found
