"""What the engine says to an author: one shape, one table of codes, one printer.

A finding is a fact about a place in an author's file, and a hint how to mend it. Codes are stable;
CODES below is also the source of the page that documents them.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from .codes import Code, Severity
from .item_codes import ITEM_RULES
from .model import Source
from .rule_codes import FACTS, RULES

CODES: dict[str, Code] = {
    "F001": Code("the file is not UTF-8: byte {byte} does not fit", "save it as UTF-8"),
    "F002": Code(
        "the front matter is not YAML: {problem}",
        "mend the lines between the two ---; quote a value that holds ': '",
    ),
    "F003": Code("the front matter is not closed", "end it with a line that is just ---"),
    "F004": Code("the formula '{tex}' cannot be read: {problem}", "mend it; formulas are TeX, as in \\( p = 3/n \\)"),
    "F005": Code("'{key}' stands a second time in the front matter, first at {first}", "keep one of the two"),
    "B001": Code("the entry cannot be read: {problem}", "check its braces, quotes and commas"),
    "B002": Code(
        "the key '{key}' stands a second time, first at {first}", "give one of them another key, or remove it"
    ),
    "B003": Code("the reference '{key}' could not be formatted", "check its fields against its type @{type}"),
    "B004": Code(
        "the reference '{key}' is cited nowhere", "cite it, remove it, or say why it stays: nocite = {{reason}}"
    ),
    "B005": Code(
        "the reference '{key}' has no {field}, which @{type} needs",
        "add it from the source itself, or say why it is not there: incomplete = {{reason}}",
    ),
    "B006": Code(
        "the reference '{key}' has the same {field} as '{other}' at {first}",
        "keep one of them, and cite it under its key",
    ),
    "B007": Code("the reference '{key}' has a {field} that is none: '{value}'", "write {mend}"),
    "B008": Code("the reference '{key}' is from {year}, which is yet to come", "check its year"),
    "B009": Code(
        "the reference '{key}' loses a capital: the style writes '{word}' small", "brace the word: {{{word}}}"
    ),
    "B010": Code("the reference '{key}' has an address and no date", "say when you saw it: urldate = {{2026-11-21}}"),
    "B011": Code(
        "the reference '{key}' is from {year}, older than {limit} years",
        "cite newer evidence, or say why: keep = {{reason}}",
    ),
    "B012": Code("'evidence_years' is '{value}'", "write a number of years, or remove it"),
    "B013": Code("the reference '{key}' has damaged characters in its {field}: {value}", "write them anew, in UTF-8"),
    "B014": Code(
        "the reference '{key}' loses '{word}' from its {field}",
        "check its braces, dollar signs and backslashes; a command has to be one that pandoc knows",
    ),
    "B015": Code(
        "the reference '{key}' has '{name}' as one person: {problem}",
        "write Family, Given and Family, Given; write an organization in braces: {{World Health Organization}}",
    ),
    "B016": Code(
        "the reference '{key}' keeps its title in {case}",
        "write it as a sentence, and brace only names and abbreviations",
        "warning",
    ),
    "B017": Code(
        "the reference '{key}' has the journal '{journal}', which AMA abbreviates",
        "look it up in the NLM Catalog: shortjournal = {{...}}",
        "warning",
    ),
    "C001": Code("the citation key '{key}' is not in the bibliography", "add it to a file in {bib}/"),
    "C002": Code(
        "the citation '{text}' is not written as one", "write [@Key] or [@Key1; @Key2], on one line{proposal}"
    ),
    "C003": Code("'{text}' is left as text on the page", "{mend}"),
    "C004": Code(
        "a paragraph states {kind} ('{words}') and cites nothing",
        'cite its source, or say why there is none: {{: uncited="reason" }} below it',
    ),
    "C005": Code(
        "a recommendation ('{words}') rests on evidence of level {levels} only",
        'cite stronger evidence, or say so: {{: uncited="expert opinion, said so in the text" }} below it',
    ),
    "C006": Code("'uncited' gives no reason", "write why this paragraph needs no source"),
    "C007": Code(
        "a citation stands in {place}: {text}", "cite in the text below it; a number here reads as part of the title"
    ),
    "C008": Code("a .bib file lies among the pages and would be published whole", "move it to {bib}/"),
    "E001": Code("the claim '{claim}' is not in the ledger", "see bib/claims.csv"),
    "E002": Code("the ledger row cannot be read: {problem}", "see the head of bib/claims.csv for its columns"),
    "E003": Code(
        "the claim '{claim}' is taught nowhere",
        "mark where it is taught, write ledger in the column shown, or write why not in the column left_out",
    ),
    "E004": Code(
        "the claim '{claim}' is taught and has a reason in left_out", "remove the reason, or the mark at {place}"
    ),
    "E005": Code(
        "what a document says ([@{key}]) is told without the claim it makes", 'add {{: claim="C..." }} at the end of it'
    ),
    "E006": Code("the claim '{claim}' names the reference '{key}', which is not in the bibliography", "mend the key"),
    "E007": Code(
        "the claim '{claim}' is marked at {place}, and its column shown says ledger", "write lesson, or remove the mark"
    ),
    "Q001": Code("a question has no id", "write /// question | module-topic-1"),
    "Q002": Code("question '{id}' has no right option", "mark one option with [x]"),
    "Q003": Code("question '{id}' has {count}", "write each on a line of its own: {mend}"),
    "Q004": Code("the question id '{id}' stands a second time, first at {first}", "give this one an id of its own"),
    "Q005": Code("the block '/// {name}' is not closed", "end it with a line that is just {slashes}"),
    "Q006": Code("there is no block named '{name}'", "blocks are {known}"),
    "Q007": Code("question '{id}' has an unknown setting '{setting}'", "settings are {known}"),
    "Q008": Code("question '{id}' names no objective", "add the line '    objective: ...' below its first line"),
    "Q009": Code(
        "question '{id}' tests the objective '{objective}', which no module has",
        "objectives stand in the front matter of a module's index.md",
    ),
    "Q010": Code("question '{id}' could not be read as a question: {problem}", "{mend}"),
    "Q011": Code(
        "question '{id}' gives no rationale for the option '{option}'",
        "write below it, indented by four spaces: > why it is right or wrong",
    ),
    "Q012": Code("question '{id}' has no stem", "write what is asked before the first option"),
    "Q013": Code("question '{id}' has an unknown type '{type}'", "types are {known}"),
    "Q014": Code(
        "question '{id}' stands inside question '{other}'",
        "close the one above it with ///, or make that one a case: type: case",
    ),
    "Q015": Code(
        "the case '{id}' holds no question",
        "open the case with four slashes, and put /// question blocks between its text and its closing ////",
    ),
    "Q016": Code("'{words}' opens no block: {problem}", "{mend}"),
    "Q017": Code("'{words}' closes no block", "{mend}"),
    "Q018": Code("the setting '{words}' of question '{id}' is not read: {problem}", "{mend}"),
    "Q019": Code(
        "the id '{id}' {problem}", "an id is lower case letters, digits and hyphens, as in module-topic-1: {mend}"
    ),
    "Q040": Code("'{words}' is not read as an answer: {problem}", "{mend}"),
    "Q041": Code("'{words}' is not read as the reason of an answer: {problem}", "{mend}"),
    "Q042": Code("'{words}' is not read as a hint: {problem}", "{mend}"),
    "Q045": Code("'{words}' breaks the page: {problem}", "{mend}"),
    "Q046": Code("an invisible character ({character}) stands in '{words}'", "write the line anew, by hand"),
    "Q047": Code(
        "the case '{id}' stands inside the case '{other}'", "close the one above it; a case holds questions only"
    ),
    "Q048": Code("a character that no page can hold stands here: {character}", "delete it"),
    "Q049": Code("the code fence '{fence}' is not closed", "end it with a line that is just {fence}, equally indented"),
    "Q020": Code("{who} is let off {rule} without a reason", "write why behind it: allow: {rule} reason"),
    "Q021": Code("{who} is let off '{rule}', which is no rule that is checked", "the rules are {known}"),
    "Q022": Code("{who} is let off {rule}, which nothing breaks", "remove it from 'allow'"),
    "Q023": Code("the case '{id}' has 'allow', which is of a question", "move the line to the question that needs it"),
    "Q030": Code("'quiz' is '{value}'", "write 'quiz: {{draw: 10}}', or 'quiz: true' for a quiz as it comes"),
    "Q031": Code("'quiz' has an unknown setting '{setting}'", "settings are {known}"),
    "Q032": Code("'{name}' is '{value}'", "write {wanted}"),
    "Q033": Code("the quiz draws {draw} of {count} questions", "draw at most {count}, or write more questions"),
    "Q034": Code(
        "the quiz draws {draw} questions, and {least} of each of {objectives} objectives are {needed}{whole}",
        "draw {needed} or more, or ask for fewer of each",
    ),
    "Q035": Code(
        "the quiz asks for {least} questions of each objective, and '{objective}' has {count}",
        "write more questions with objective: {objective}, or ask for {count} of each",
    ),
    "Q036": Code("the page has 'quiz' in its front matter and no question", "write questions, or remove 'quiz'"),
    "Q037": Code(
        "the quiz id '{id}' stands a second time, first at {first}",
        "give this one an id of its own: quiz: {{id: ...}}; attempts are kept under it",
    ),
    "Q038": Code("the quiz has no id", "a page outside a module needs one: quiz: {{id: ...}}"),
    "O001": Code(
        "no question tests the objective '{objective}'",
        "write a question with objective: {objective}, or remove the objective",
    ),
    "O002": Code(
        "the module '{module}' has no objectives", "add 'objectives:' to its front matter, each as 'id: text'"
    ),
    "O003": Code(
        "the module '{module}' has no page {module}/index.md",
        "write the page, or take the module out of 'modules:'",
    ),
    "O004": Code(
        "the objective id '{objective}' stands a second time, first at {first}",
        "give this one an id of its own",
    ),
    "O005": Code("{problem}", "write 'modules:' as a list of folder names in the front matter of docs/index.md"),
    "O006": Code(
        "a heading teaches the objective '{objective}', which no module has",
        "objectives stand in the front matter of a module's index.md",
    ),
    **FACTS,
    "G001": Code("the glossary {problem}", "write each word with its meaning: 'CI: confidence interval'"),
    "L001": Code(
        "the link '{target}' points nowhere{made}",
        "give a path relative to this page that ends in .md{in_html}",
    ),
    "L002": Code(
        "the link '{target}' points to an anchor that is not on {page}{made}",
        "see the headings of {page}, or give one an id: ## Heading {{: #id }}",
    ),
    "L003": Code("the image '{target}' {what}{made}", "put it into {docs}/ and give its path relative to this page"),
    "L004": Code(
        "the {kind} '{target}' does not exist{made}",
        "put it into {docs}/, correct its address, or remove what asks for it",
    ),
    "L005": Code("the address '{target}' works only where {relies}{made}", "write '{right}'"),
    "L006": Code("the address '{target}' works only where {relies}{made}", "write '{right}'"),
    "L007": Code(
        "the id '{id}' stands a second time on its page{first}{made}",
        "give one of them another id; links lead to the first",
    ),
    "L008": Code("the note '{note}' {why}", "write [^{note}] where it belongs, or remove it"),
    "L009": Code("'{target}' is no e-mail address{made}", "write mailto:name@example.org"),
    "L010": Code("the link '{target}' leads nowhere: {why}{made}", "give an address that every reader can follow"),
    "L011": Code("'{text}' is left as text on the page: {why}", "{mend}"),
    "L012": Code(
        "the link '{target}' leads to {page}, which is left out of the site{made}",
        "take it out of draft_docs or exclude_docs, or remove the link",
    ),
    "L013": Code("no link and no navigation leads to this page", "add it to nav in mkdocs.yml, or link to it"),
    "L014": Code(
        "the address '{target}' works only where the site lies at the top of its host{made}", "write '{right}'"
    ),
    "L015": Code("the link '{target}' leads to a page that has moved{made}", "write '{right}'"),
    "L016": Code("the redirect '{target}' sends readers {why}{made}", "send them to a page that is there, in one step"),
    "L020": Code(
        "the page '{address}', released on {since}, is gone",
        "say where it went, in the front matter of the page that took over: was: [{was}]",
    ),
    "L021": Code(
        "the anchor '#{anchor}' of '{address}', released on {since}, is gone",
        "give it back, or say what it is called now, in the front matter of its page: was: [{was}: new-name]",
    ),
    "L022": Code("'was' cannot be kept: '{old}' {why}", "write a former path, path.md, or an anchor, path.md#old: new"),
    "L023": Code("the list of released addresses cannot be read: {problem}", "restore the line from before"),
    "M001": Code("the file cannot be read as {format}: {problem}", "{mend}"),
    "M002": Code("the file is in no format that is known here", "name it: --from mkdocs-quiz, gift or moodle"),
    "M003": Code(
        "{who} is {kind}, which no block can hold",
        "it is kept as a comment in the page; ask for something that can be marked",
    ),
    "M004": Code("{who} cannot be taken over as it is: {problem}", "{mend}"),
    "M005": Code("{who} weighs its answers: {weights}", "{mend}", "warning"),
    "M006": Code("{who} loses {what}", "{mend}", "warning"),
    "M007": Code(
        "{who} is true or false; two options stand for it",
        "ask for the fact or the reason: half of all guesses are right",
        "warning",
    ),
    "M008": Code(
        "{who} gives no rationale for {count} of its {all} answers",
        "write below each, indented by four spaces: > why it is right or wrong",
        "warning",
    ),
    "M009": Code("{count} no objective", "give all of them one with --objective, or each its own line", "warning"),
    "M010": Code(
        "{who} has {count} blanks and became a case of {count} questions",
        "see whether each can be asked alone",
        "warning",
    ),
    "M011": Code(
        "{who} shows the picture '{image}', which was not brought along",
        "put it beside the page, and correct its address; with -o embedded PNG, JPEG, GIF and WebP come along",
        "warning",
    ),
    "M012": Code(
        "{who} has HTML that Markdown has no words for: {tags}", "see how it reads, and what is missing", "warning"
    ),
    "M013": Code("{count} set {what}, which is not carried", "{mend}", "warning"),
    "R001": Code("{row} has the unknown status '{status}'", "a status is one of {known}"),
    "R002": Code(
        "{row} has no date in '{column}'",
        "write the date of the source, as far as it is known: 2026, 2026-11 or 2026-11-21",
    ),
    "R003": Code("the table cannot be read: {problem}", "see the head of the file for its columns"),
    "P001": Code("there is no kind of figure named '{kind}'", "kinds are {known}"),
    "P002": Code("the figure has no {what}", "write /// figure | FILE.csv, and below it, indented: kind: and title:"),
    "P003": Code("the data of the figure cannot be read: {problem}", "see CONTRIBUTING for the columns of each kind"),
    "P004": Code("'{text}' in '{column}' is no number", "write it plainly: 1234.5"),
    "P005": Code("'{text}' in '{column}' is none of {known}", "write one of them"),
    "P006": Code("the figure cites the reference '{key}', which is not in the bibliography", "mend the key"),
    "P007": Code("the figure draws '{number}', which is not in bib/numbers.csv", "mend the id, or add the number"),
    "P008": Code("'{what}' cannot be drawn: {problem}", "mend the row, or take it out of the figure"),
    "P009": Code("the figure has an unknown setting '{setting}'", "settings are {known}"),
    "N001": Code(
        "the number {number} is in no figure of what is cited here: {keys}",
        '{nearest}correct the page, add the figure to bib/numbers.csv, or let it off: {{: number="{number}: reason" }}',
    ),
    "N002": Code("the mark 'number' {problem}", 'write which and why: {{: number="31, 9: our sums of the rows" }}'),
    "N003": Code("the figure cannot be read: {problem}", "see the head of bib/numbers.csv for its columns"),
    "N004": Code("'{number}' has the value {value} outside its interval, {interval}", "read the source again"),
    "N005": Code("'{number}' names the reference '{key}', which is not in the bibliography", "mend the key"),
    "N006": Code(
        "the number {number} was worked out for this course ({name}), and the text does not say so",
        "say 'our calculation' beside it",
    ),
    "V001": Code(
        "the {kind} '{id}' of '{key}' does not exist",
        "look the work up by its title and write the {kind} that it has; a work that cannot be found is not cited",
    ),
    "V002": Code(
        "the {kind} '{id}' of '{key}' belongs to another work: {by} has {record} ({figures})",
        "look up the {kind} of '{ours}'; a work that cannot be found is not cited",
    ),
    "V003": Code(
        "'{key}' is not what {by} has for its {kind}: {record} ({figures})", "correct the entry, or its {kind}"
    ),
    "V004": Code(
        "'{key}' is written a little differently from what {by} has for its {kind}: {record} ({figures})",
        "compare the two, and correct the entry where it is wrong",
        "warning",
    ),
    "V005": Code(
        "'{key}' was retracted ({by}: {told})",
        "do not rest a statement on it; cite it only to say that it was retracted",
    ),
    "V006": Code(
        "there is an expression of concern about '{key}' ({by}: {told})",
        "read it, and say so where you cite the work",
        "warning",
    ),
    "V007": Code(
        "'{key}' was corrected ({by}: {told})", "read the correction; does your statement still hold?", "warning"
    ),
    "V008": Code("the preprint '{key}' was published as {published}", "cite the published article", "warning"),
    "V009": Code(
        "there is nothing to verify '{key}' by{why}", "add the doi, the pmid or the url if it has one", "warning"
    ),
    "V010": Code(
        "{what} was not checked since {since}{why}",
        "run coursebook verify again; {limit} days after that date this is an error",
        "warning",
    ),
    "V011": Code(
        "{what} was not checked since {since}, {days} days ago{why}",
        "run coursebook verify; a result counts for {limit} days",
    ),
    "V012": Code("{what} was never checked", "run coursebook verify, and commit what it writes into bib/"),
    "V013": Code(
        "the results cannot be read: {problem}", "restore the file, or remove it and run coursebook verify again"
    ),
    "V014": Code("the link {url} is gone: {why}", "give another address, or remove the link{proposal}"),
    "V015": Code("the link {url} has moved to {to}", "write the new address, if it is what you meant", "warning"),
    "V016": Code(
        "the source {url} of a legal statement {what}",
        "read the law where it is now; then correct the row, its address and its seen_at{proposal}",
    ),
    "V017": Code(
        "the page {url} has no anchor '#{fragment}'", "look for the anchor on the page, or leave it out", "warning"
    ),
    "V018": Code("the link {url} leads to no such page: {why}", "give another address, or remove the link{proposal}"),
    "V019": Code("browsers will refuse the link {url}: its certificate is not valid ({why})", "give another address"),
    "V020": Code("the link {url} never arrives: {why}", "give another address"),
    "V021": Code("the link {url} cannot be asked: {why}", "correct the address"),
    "V022": Code(
        "the list cannot be used: {problem}",
        "write a line pattern,reason for each; in links-allow.csv pattern,verdict,reason",
    ),
    **RULES,
    **ITEM_RULES,
}
"""Every code the engine can say, in the order of the documentation."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault at one place."""

    source: Source
    code: str
    fact: str
    hint: str

    @property
    def severity(self) -> Severity:
        """As the table of codes has it."""
        return CODES[self.code].severity

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.source}: {kind}{self.fact} [{self.code}]" + (f"\n    hint: {self.hint}" if self.hint else "")


def finding(code: str, source: Source, **names: object) -> Finding:
    """A finding of the given code; `names` fill the code's fact and hint; `guess` goes before the hint."""
    kind = CODES[code]
    names = {"proposal": "", **names}
    hint = kind.hint.format(**names)
    if near := str(names.get("guess") or ""):
        hint = f"{near} If not, {hint}"
    return Finding(source, code, kind.fact.format(**names), hint)


def guess(word: str, known: Iterable[str], near: int = 60) -> str:
    """`did you mean 'x'?` for the nearest of the known words, or an empty string where none is near (in percent)."""
    best = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=near)
    return f"did you mean '{best[0]}'?" if best else ""


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once, by file, line and code."""
    return sorted(set(found))


def as_text(found: Iterable[Finding]) -> str:
    """For people: two lines a finding."""
    return "\n".join(str(one) for one in in_order(found))


def as_github(found: Iterable[Finding]) -> str:
    """For a code host: one annotation a finding."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    return "\n".join(
        f"::{kinds[one.severity]} file={one.source.path},line={one.source.line},title={one.code}::{one.fact}"
        + (f"%0Ahint: {one.hint}" if one.hint else "")
        for one in in_order(found)
    )


def as_json(found: Iterable[Finding]) -> str:
    """For programs: a list of objects with code, severity, path, line, fact and hint."""
    rows = [
        {"code": one.code, "severity": one.severity, **asdict(one.source), "fact": one.fact, "hint": one.hint}
        for one in in_order(found)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def as_sarif(found: Iterable[Finding]) -> str:
    """For code scanners: SARIF 2.1.0 (OASIS), one result a finding."""
    results = [
        {
            "ruleId": one.code,
            "level": one.severity,
            "message": {"text": f"{one.fact}. {one.hint}".strip()},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": one.source.path},
                        "region": {"startLine": one.source.line},
                    }
                }
            ],
        }
        for one in in_order(found)
    ]
    rules = [{"id": code, "shortDescription": {"text": kind.fact}} for code, kind in CODES.items()]
    driver = {"name": "coursebook", "rules": rules}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}, indent=2)


FORMATS = {"text": as_text, "github": as_github, "json": as_json, "sarif": as_sarif}
"""The printers by name."""


def from_json(text: str) -> list[Finding]:
    """What `as_json` wrote, read back."""
    return [Finding(Source(r["path"], r["line"]), r["code"], r["fact"], r["hint"]) for r in json.loads(text)]


def tell(new: Iterable[Finding], every: Iterable[Finding], log: logging.Logger) -> None:
    """Tells what is new to a log; or, where COURSEBOOK_FINDINGS names a file, writes every finding so far into it."""
    if report := os.environ.get("COURSEBOOK_FINDINGS"):
        Path(report).write_text(as_json(every), "utf-8")
        return
    for one in new:
        log.log(logging.WARNING if one.severity == "error" else logging.INFO, "%s", one)


def refuses(found: Iterable[Finding], strict: bool = False) -> bool:
    """Whether something was found that refuses the build: an error, or, when strict, a warning."""
    return any(one.severity == "error" or (strict and one.severity == "warning") for one in found)
