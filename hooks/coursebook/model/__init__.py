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

from .course import Module as Module
from .course import Objective as Objective
from .course import Page as Page
from .course import Plan as Plan
from .course import Section as Section
from .course import Syllabus as Syllabus
from .course import module_of as module_of
from .course import to_five as to_five
from .evidence import Citation as Citation
from .evidence import Claim as Claim
from .evidence import ClaimUse as ClaimUse
from .evidence import Number as Number
from .evidence import Reference as Reference
from .question import Option as Option
from .question import Parts as Parts
from .question import Question as Question
from .question import Quiz as Quiz
from .question import Story as Story
from .question import edition_of as edition_of
from .source import Source as Source
