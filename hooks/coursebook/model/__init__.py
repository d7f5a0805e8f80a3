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

from .course import Module, Objective, Page, Plan, Section, Syllabus, module_of, to_five
from .evidence import Citation, Claim, ClaimUse, Number, Reference
from .question import Option, Parts, Question, Quiz, Story, edition_of
from .source import Source

__all__ = [
    "Citation", "Claim", "ClaimUse", "Module", "Number", "Objective", "Option", "Page", "Parts", "Plan",
    "Question", "Quiz", "Reference", "Section", "Source", "Story", "Syllabus", "edition_of", "module_of",
    "to_five",
]  # fmt: skip
