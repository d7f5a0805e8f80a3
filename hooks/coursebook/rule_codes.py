"""The codes that are rules for a whole course: their ids are those of bib/ce-rules.csv. Those for a question stand in
item_codes.py.
"""

from __future__ import annotations

from .codes import Code

FACTS: dict[str, Code] = {
    "O007": Code("the front matter has an unknown entry '{key}'", "entries are {known}"),
    "O008": Code("'{key}' {problem}", "write {mend}"),
    "O009": Code("a provider has to fill in {entries}", "profile: provider fails on what is missing", "note"),
    "O010": Code(
        "the lesson reads at grade {grade}, and 'reading_grade' says {low} to {high}",
        "shorter sentences and shorter words make it easier",
        "warning",
    ),
    "D001": Code(
        "{what} is out of date since {day}",
        "review it, then renew its dates; until then the page says so",
        "warning",
    ),
    "K001": Code("the table of rules cannot be read: {problem}", "see the head of the file for its columns"),
    "K002": Code(
        "the rule '{rule}' is neither enforced nor shown, and no reason says why",
        "write into the column 'person' what a person has to do",
    ),
}
"""How facts and the table of rules are written, and what is out of date."""

_MISSING = "the front matter does not say {what}"
_FILL = "a provider fills this in before the course is offered: {example}"

RULES: dict[str, Code] = {
    "CR-01": Code(
        "the credit of '{body}' does not say {what}",
        "known bodies are {known}; for another, write its unit, minutes, increment, rounding and assessment",
    ),
    "CR-02": Code("credit is claimed, and no page shows how it was computed", "add the block /// worksheet to a page"),
    "CR-03": Code(
        "credit is claimed on a page of its own",
        "claim it once, in the front matter of docs/index.md: the formula holds for a whole activity",
    ),
    "CR-04": Code("the words of the course are typed: {value}", "remove the entry; the build counts learning text"),
    "CR-05": Code("the difficulty {problem}", "write difficulty: {{value: 2, rated_by: the name of a reviewer}}"),
    "CR-06": Code(
        "the recording '{file}' has no running time", "add it to 'media:' in docs/index.md, as FILE: minutes", "warning"
    ),
    "CR-07": Code("the credit of '{body}' {problem}", "{mend}"),
    "CR-08": Code("the credit of '{body}' {given}, and the body {rule}", "write assessment: {mend}"),
    "CR-09": Code(
        "'{words}' does not say what it is worth: for one body it is an hour, for another ten",
        "write contact hours, and behind them in brackets what they are with the body's name",
    ),
    "CR-10": Code("{problem}", "add measured times to {file}, one row a tester", "warning"),
    "CR-11": Code(
        "the credit of '{body}' was designated on {day}, after the release on {released}",
        "credit is designated before a course is released, never after it",
    ),
    "CR-12": Code(
        "'{words}' is the name of a credit, and no approval by {body} is in force",
        "remove it, or add the approval to 'approvals:' in docs/index.md",
    ),
    "FM-01": Code(_MISSING, _FILL),
    "FM-02": Code(_MISSING, _FILL),
    "FM-03": Code(_MISSING, _FILL),
    "FM-04": Code(_MISSING, _FILL, "warning"),
    "FM-05": Code(_MISSING, _FILL),
    "FM-06": Code(
        "the needs statement does not say {what}",
        "write needs: with current, ideal, cause, at least two sources, and the date of its last review",
    ),
    "FM-07": Code(_MISSING, _FILL),
    "FM-08": Code(_MISSING, _FILL, "warning"),
    "DT-01": Code("{problem}", "review the content, then renew its dates; at most {limit} months lie between them"),
    "DT-02": Code(
        "the approval by {body} ends on {day}, in {days} days",
        "apply for its renewal; from then on it counts no more",
        "warning",
    ),
    "DT-03": Code(
        "{count} of {all} rows were last seen more than {limit} days ago; the oldest is {row}, seen {seen}",
        "read the law where it is now, correct the rows, and date them anew",
        "warning",
    ),
    "PP-01": Code(
        "{name} has {problem}",
        "collect what was received from ineligible companies in the last 24 months, or 'disclosures: none', with "
        "'collected:' and the date",
    ),
    "PP-02": Code(
        "the relationship of {name} {problem}",
        "give each as {{company: name, nature: what it is, mitigated: how}}, without a logo or a trade name",
    ),
    "PP-03": Code(
        "{name} is employed by or owns '{company}', an ineligible company",
        "such a person cannot author, plan or review",
    ),
    "PP-04": Code("{name} has no credentials", "write credentials: degree and license"),
    "PP-05": Code("{problem}", "add to 'reviews:' who reviewed the course, when, with which decision and answer"),
    "CT-02": Code(
        "the page names '{term}', which is disputed, and marks no claim of the ledger",
        'mark what is said about it: {{: claim="C..." }}',
    ),
    "CT-03": Code(
        "'{words}' promises more than evidence can",
        "say what studies found, how sure that is, and cite them; put words of others into quotation marks",
    ),
    "CT-04": Code(
        "the objective '{objective}' asks for a skill of the hand ('{verb}')",
        "write practice: in-person in the module's front matter if there is such practice; else choose another verb",
    ),
    "CT-05": Code(
        "by {file} {count} of the states ask for training in person, and no page names them",
        "add the block /// in-person | {name} to a page of the course",
    ),
    "CT-06": Code(
        "what {state} allows or asks is stated without a source",
        "cite it, or link to the table of the states",
    ),
    "CT-08": Code("the course cites {count} references", "cite at least {limit}, for further study"),
    "CT-09": Code("'{words}' names or sells a product", "use the generic name; nothing is sold in a course"),
    "CT-10": Code("{what} comes from another host: {address}", "keep what the page shows in docs/"),
    "CT-11": Code("{problem}", "name who supported the course, by name only, or write support: none", "warning"),
    "OB-01": Code(
        "the objective '{objective}' begins with '{verb}', which {problem}",
        "begin with one of {known}",
    ),
    "OB-02": Code(
        "the objective '{objective}' asks for two things: '{first}' and '{second}'",
        "make two objectives of it, or keep the harder one",
        "warning",
    ),
    "OB-03": Code(
        "there are {count} objectives for {hours} hours of credit, {rate} an hour",
        "1 to 3 an hour are asked for: join or remove some, or claim what the course is worth",
        "warning",
    ),
    "OB-04": Code(
        "no section teaches the objective '{objective}'",
        'mark the heading of the section that does: ## Heading {{: #id objective="{objective}" }}',
    ),
    "OB-05": Code(
        "the level is '{level}', and {count} of {all} objectives only ask to {kind}",
        "raise the verbs, or lower the level",
        "warning",
    ),
    "EV-01": Code("no page has the evaluation form", "add the block /// evaluation to a page"),
    "EV-02": Code(
        "the evaluation is not followed up: {problem}",
        "write follow_up: 3, the months until learners are asked again",
        "warning",
    ),
    "RC-01": Code("records of learners are kept {problem}", "write retention_years: 6, or more"),
    "RC-02": Code(_MISSING, _FILL),
    "AC-02": Code("{what} has no {missing}: {address}", "{mend}"),
    "PV-01": Code(
        "the page would tell another host about the learner: {what} {address}", "remove it; a course asks nobody else"
    ),
    "PV-02": Code("{what} may identify a patient: {words}", "remove it; a case is composite, and says so"),
}
"""Rules that the engine enforces under their own id, in the order of bib/ce-rules.csv."""
