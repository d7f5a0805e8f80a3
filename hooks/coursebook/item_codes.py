"""The codes of the rules on how questions are written.

Their ids are those of the standard: IW, item writing; AS, assessment. Where a rule has several faults, a word behind
its id tells them apart: `IW-06-bank`.
"""

from __future__ import annotations

from .codes import Code

ITEM_RULES: dict[str, Code] = {
    "IW-01": Code(
        "question '{id}' has an option that stands for all others: '{option}'",
        "write an option of its own, or ask for all that apply",
    ),
    "IW-02": Code(
        "question '{id}' has an option that rejects all others: '{option}'", "write an answer that somebody could give"
    ),
    "IW-03": Code(
        "question '{id}' has an option that combines others: '{option}'",
        "say in each option what it means, or ask for all that apply",
    ),
    "IW-04": Code(
        "question '{id}' asks for the negative ('{words}')", "ask for what is right, is done, or fits", "warning"
    ),
    "IW-04-unmarked": Code(
        "question '{id}' asks for the negative ('{words}') and does not stress it",
        "ask for what is right, is done, or fits; where the exception is the point, write **{words}** and allow IW-04",
    ),
    "IW-05": Code(
        "question '{id}' has an option in the negative ('{words}'): '{option}'", "say what is, or is done", "warning"
    ),
    "IW-06": Code(
        "question '{id}' has a key of {length} letters, its other options {mean} on average: '{option}'",
        "shorten the key, or say as much in the others",
        "warning",
    ),
    "IW-06-bank": Code(
        "the key is the longest option in {share} of {count} questions; by chance it would be in {chance}", "{mend}"
    ),
    "IW-07": Code(
        "question '{id}' has options of {shortest} to {longest} letters, the longest: '{option}'",
        "bring them to a similar length, the longest at most twice the shortest",
        "warning",
    ),
    "IW-08": Code(
        "the keys of the course do not stand evenly among the options: {positions}; chi-square {chi}, p < 0.05",
        "move keys, or bring options into another order",
    ),
    "IW-08-run": Code(
        "question '{id}' is the fourth in a row, from '{first}', whose key is {letter}", "move the key of one of them"
    ),
    "IW-09": Code(
        "question '{id}' has an absolute term ('{words}') in an option: '{option}'",
        "say how far it holds, in other words",
        "warning",
    ),
    "IW-09-giveaway": Code(
        "question '{id}' has an absolute term ('{words}') in a wrong option, and none in the key: '{option}'",
        "take it out; it tells that the option is wrong",
    ),
    "IW-10": Code(
        "question '{id}' has a vague frequency ('{words}')", "give the rate, or say in how many of how many", "warning"
    ),
    "IW-11": Code(
        "question '{id}' repeats words of its stem in the key alone ('{words}'): '{option}'",
        "say it in other words in the key, or use the word in another option as well",
        "warning",
    ),
    "IW-12": Code("question '{id}' {problem}", "{mend}", "warning"),
    "IW-13": Code("question '{id}' {problem}", "write options that exclude one another"),
    "IW-14": Code(
        "question '{id}' has numbers out of order: '{option}' after '{before}'", "put them in order, the smallest first"
    ),
    "IW-15": Code("question '{id}' has {count} options", "give three to five; three that are plausible are enough"),
    "IW-16": Code("question '{id}' {problem}", "{mend}"),
    "IW-17": Code("question '{id}' {problem}", "{mend}", "warning"),
    "IW-18": Code(
        "question '{id}' has a blank before the end of its stem",
        "ask a question, or put the blank at the end",
        "warning",
    ),
    "IW-19": Code(
        "question '{id}' begins every option with the same words: '{words}'", "move them into the stem", "warning"
    ),
    "IW-20": Code(
        "question '{id}' has the abbreviation '{words}', which nothing explains",
        "spell it out, or add it to the glossary",
        "warning",
    ),
    "IW-21": Code(
        "question '{id}' has a stem of {count} words, more than {limit}", "keep what is needed to answer", "warning"
    ),
    "IW-23": Code(
        "question '{id}' gives away the key of '{other}' in its stem: '{key}'", "change one of the two", "warning"
    ),
    "IW-24": Code("question '{id}' asks what '{other}' asks, at {first}", "remove one, or ask something else"),
    "IW-25": Code(
        "question '{id}' copies {page}: '{run}'",
        "say it in other words; a learner would recognize the sentence",
        "warning",
    ),
    "IW-26": Code(
        "question '{id}' has an option that says the opposite of its key, '{key}': '{option}'",
        "learners guess that one of the two is right: write another, or a second pair of opposites",
        "warning",
    ),
    "IW-27": Code("question '{id}' cites no source", "cite in its rationales what shows that the key is right"),
    "AS-01": Code("the quiz has {given}", "write 'pass_mark:' in docs/index.md, from 70 to 100"),
    "AS-02": Code("the quiz asks {count} questions", "ask {least} or more"),
    "AS-03": Code(
        "the course asks {count} questions in {minutes} minutes", "write {wanted} or more: five an hour", "warning"
    ),
    "AS-08": Code(
        "the answers of the final assessment can be read in the page",
        "write 'key: private' in its 'quiz:', and mark the answer sheets with coursebook grade",
        "warning",
    ),
    "AS-05": Code("question '{id}' offers true and false", "ask what is the case, with three options or more"),
    "AS-06": Code(
        "question '{id}' gives no source in the rationale of the option '{option}'", "cite it: > why. [@Key]"
    ),
}
