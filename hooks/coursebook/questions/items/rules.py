"""Which rules are enforced, which are not and why, and all of them applied to a course.

Their ids are those of the standards that the project keeps: IW, item writing; AS, assessment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from ...model import Question, Source
from ...read.source import Text
from ...read.wordlists import GENERAL, WordLists
from ...report.codes import CODES, Severity
from ...report.finding import Finding
from . import bank, options, stem
from .allow import EVERY, allow_line, allowed, allowed_by_course, check_allowed, misplaced, stale
from .bank import Bank
from .item import Item, read_items

RULES: dict[str, tuple[Callable[[Item], Iterator[Finding]], ...]] = {
    "IW-01": (options.no_all_of_the_above,),
    "IW-02": (options.no_none_of_the_above,),
    "IW-03": (options.no_combined_options,),
    "IW-04": (stem.positive_stem,),
    "IW-05": (options.positive_options,),
    "IW-06": (options.key_is_no_longer,),
    "IW-07": (options.similar_lengths,),
    "IW-09": (options.no_absolute_terms,),
    "IW-10": (stem.no_vague_frequency,),
    "IW-12": (stem.no_hanging_article, options.same_ending),
    "IW-13": (options.options_exclude_one_another,),
    "IW-14": (options.numbers_ascend,),
    "IW-15": (options.three_to_five_options,),
    "IW-16": (options.says_how_many_keys,),
    "IW-17": (stem.asks_a_full_question,),
    "IW-18": (stem.no_blank_in_the_middle,),
    "IW-19": (options.no_repeated_beginning,),
    "IW-20": (stem.explains_abbreviations,),
    "IW-21": (stem.short_stem,),
    "IW-26": (options.no_opposites,),
    "IW-27": (stem.cites_a_source,),
    "AS-05": (options.no_true_or_false,),
    "AS-06": (options.cites_for_every_option,),
}
"""Rules on one question."""

BANK_RULES: dict[str, tuple[bank.BankRule, ...]] = {
    "IW-06": (bank.share_of_longest_keys,),
    "IW-08": (bank.balanced_positions, bank.no_run_of_positions),
    "IW-11": (bank.no_clang,),
    "IW-23": (bank.independent,),
    "IW-24": (bank.no_duplicates,),
    "IW-25": (bank.not_verbatim,),
    "AS-01": (bank.pass_mark,),
    "AS-02": (bank.enough_items,),
    "AS-03": (bank.enough_items_an_hour,),
    "AS-08": (bank.final_without_key,),
}
"""Rules on all questions of a course."""

NOT_CHECKED: dict[str, str] = {
    "IW-22": "whether a wrong option is absurd shows when learners have answered: nobody picks it",
    "IW-28": "nothing to check: the page sets every option on a line of its own",
    "IW-29": "whether a question is trivial, a trick or an opinion is for a reviewer to say",
    "AS-04": "a worksheet reviewed before the final assessment needs a provider's system",
    "AS-07": "nothing of its own: AS-01 holds the floor of 70",
}
"""Rules that no function here holds, and why."""

IN_PART: dict[str, str] = {
    "IW-04": "only the sentence that asks is read; a story may say what did not happen",
    "IW-10": "only the sentence that asks and the options are read",
    "IW-12": "the article and the full stop are checked; number and tense are read by a reviewer",
    "IW-17": "that the stem asks, its length and empty questions are checked; whether it holds the idea is not",
    "IW-21": "the length of the stem is checked; formulas of reading ease call every clinical stem hard",
    "IW-23": "the words of a key in another stem are found; a hint in other words is not",
    "IW-25": "thirteen words in a row are found; a close paraphrase is not",
    "IW-26": "two options that differ in one word, of a list of opposites, are found; other opposites are not",
    "IW-27": "reference, objective (Q008) and rationale (Q011) are checked; people and dates belong to modules",
    "AS-03": "hours are the course's own estimate",
    "AS-08": "an assessment outside the modules is taken for the final one, in a course that a provider answers for",
}
"""Rules that are checked in part: what is, and what is not."""


def _severity(rule: str) -> Severity:
    told = {kind.severity for code, kind in CODES.items() if code[:5] == rule}
    return "warning" if told == {"warning"} else "error"


ENFORCED: dict[str, Severity] = {rule: _severity(rule) for rule in sorted({*RULES, *BANK_RULES})}
"""Every rule that is checked, with the gravest severity it has."""


def check_items(
    questions: Iterable[Question],
    pages: Mapping[str, Text],
    glossary: Iterable[str],
    minutes: int,
    lists: WordLists = GENERAL,
) -> list[Finding]:
    """What breaks a rule and is not allowed, and what is wrong with what is allowed (Q020 to Q023).

    `pages` are by path in docs, `glossary` the abbreviations explained on every page, `minutes` the time of the course,
    `lists` the words that rules look for.
    """
    home = pages.get("index.md")
    by_course = allowed_by_course(home)
    found = [one for rule, (reason, place) in by_course.items() for one in _check_course(rule, reason, place)]
    found += [one for page in pages.values() for one in misplaced(page)]
    if EVERY in by_course:
        return found
    items = tuple(read_items(questions, {page.path: page for page in pages.values()}, glossary, lists))
    told: dict[int, set[str]] = defaultdict(set)
    exempt = {id(item): allowed(item.block) for item in items}
    left: set[str] = set()
    for item, one in _broken(Bank(items, pages, home, minutes)):
        rule = one.code[:5]
        if item is not None:
            told[id(item)].add(rule)
        if item is None or rule not in exempt[id(item)]:
            left.add(rule)
            found += [] if rule in by_course else [one]
    for item in items:
        who, place = f"question '{item.question.id}'", item.page.source(allow_line(item.block))
        for rule, reason in exempt[id(item)].items():
            found += check_allowed(who, rule, reason, place, ENFORCED)
        found += stale(who, ((rule, place) for rule in exempt[id(item)]), told[id(item)], ENFORCED)
    return [*found, *stale("the course", ((rule, place) for rule, (_, place) in by_course.items()), left, ENFORCED)]


def _check_course(rule: str, reason: str, place: Source) -> Iterator[Finding]:
    known = (*ENFORCED, EVERY)
    yield from check_allowed("the course", rule, reason, place, known)


def _broken(course: Bank) -> Iterator[tuple[Item | None, Finding]]:
    """Every breach of a rule, with its question."""
    for item in course.items:
        for rules in RULES.values():
            for rule in rules:
                yield from ((item, one) for one in rule(item))
    if course.items:
        for bank_rule in dict.fromkeys(rule for rules in BANK_RULES.values() for rule in rules):
            yield from bank_rule(course)
