"""Pictures from data, drawn at build time as SVG; none needs a script. What a course's own kinds may use is here."""

from ..locale import Language
from ..model import Number
from ..read.labels import Label, Labels
from .draw import draw
from .kind import Facts, Kind, Picture, Row, Table, figure_kind
from .svg import broken, drawing, element, text

__all__ = [
    "Facts", "Kind", "Label", "Labels", "Language", "Number", "Picture", "Row", "Table", "broken", "draw",
    "drawing", "element", "figure_kind", "text",
]  # fmt: skip
