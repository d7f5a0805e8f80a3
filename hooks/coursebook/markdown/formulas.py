r"""Formulas in TeX: `\( p = 3/n \)` in a line, `$$ ... $$` as a block. They become MathML, which needs no script.

A single dollar is left alone: in a course it is money.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from latex2mathml import exceptions
from latex2mathml.converter import convert
from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.arithmatex import ArithmatexExtension

from .collect import TreeExtension

PROBLEMS = {
    "NoAvailableTokensError": "incomplete at the end",
    "MissingSuperScriptOrSubscriptError": "missing superscript or subscript",
    "ExtraLeftOrMissingRightError": "\\left has no \\right",
    "MissingEndError": "\\begin has no \\end",
    "DoubleSubscriptsError": "double subscript",
    "DoubleSuperscriptsError": "double superscript",
    "NumeratorNotFoundError": "missing numerator",
    "DenominatorNotFoundError": "missing denominator",
    "InvalidAlignmentError": "invalid alignment",
    "InvalidStyleForGenfracError": "invalid style",
    "InvalidWidthError": "invalid width",
    "LimitsMustFollowMathOperatorError": "\\limits does not follow an operator",
    "RecursionError": "nested too deeply",
}
CAUGHT = tuple(getattr(exceptions, name, RecursionError) for name in PROBLEMS)
PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "mroot": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""How many parts an element of MathML has; with fewer, browsers show an error."""
NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
COMMAND = re.compile(r"\\[A-Za-z]+|[{}]")
IN_A_LINE = re.compile(r"(?<!\$)\$\$(?!\$)(?P<tex>[^$]+)\$\$(?!\$)")
"""Dollars of a block in the midst of a line."""
TEX = re.compile(r"[\\^_{=\x02]")
ESCAPED = re.compile("\x02(\\d+)\x03")
WRAPPED = re.compile(r"\A\\[(\[](?P<tex>.*)\\[)\]]\Z", re.DOTALL)


class FormulaExtension(TreeExtension):
    """Turns formulas into MathML; `page` gets each that cannot be read, with what is wrong. Its text stays."""

    NAME = "coursebook-formulas"
    PRIORITY = 19.995  # after inline parsing, before the blocks read what a question says

    def extendMarkdown(self, md: Markdown) -> None:
        """Formulas are found by pymdownx.arithmatex."""
        finder = ArithmatexExtension(generic=True, inline_syntax=["round"], block_syntax=["dollar", "square"])
        md.registerExtensions([finder], {})
        super().extendMarkdown(md)

    def run(self, root: etree.Element) -> None:
        dollars = "$$" in "".join(root.itertext())
        for element in root.iter():
            match = WRAPPED.match(element.text or "") if element.get("class") == "arithmatex" else None
            if match:
                self._write(element, match["tex"].strip())
            elif dollars and element.tag not in ("code", "pre", "math"):
                self._look(element.text)
            if dollars:
                self._look(element.tail)

    def _look(self, text: str | None) -> None:
        """Reports formulas that stayed text."""
        for match in IN_A_LINE.finditer(text or ""):
            tex = ESCAPED.sub(lambda sign: f"\\{chr(int(sign[1]))}", match["tex"]).strip()
            if TEX.search(tex):
                problem = "$$ must be on lines of its own above and below the formula; inside a line write \\( and \\)"
                self.page.formulas.append((tex, problem))

    def _write(self, element: etree.Element, tex: str) -> None:
        """Puts MathML into an element, or reports why not."""
        try:
            written = convert(tex.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
            formula = etree.fromstring(written.replace(NAMESPACE, "", 1).replace(">&<", ">&amp;<"))
        except CAUGHT as error:
            self.page.formulas.append((tex, PROBLEMS[type(error).__name__]))
            return
        left = next((found for part in formula.itertext() if (found := COMMAND.search(str(part)))), None)
        if left:
            self.page.formulas.append((tex, f"'{left[0]}' is an unknown command or an extra brace"))
            return
        if missing := next((part for part in formula.iter() if len(part) < PARTS.get(part.tag, 0)), None):
            self.page.formulas.append((tex, f"a part is missing ({missing.tag})"))
            return
        for part in formula.iter():
            part.text = AtomicString(part.text) if part.text else None
        formula.set("alttext", tex)
        formula.set("display", "block" if element.tag == "div" else "inline")
        element.text = None
        element.set("class", "cb-formula")
        element.append(formula)
