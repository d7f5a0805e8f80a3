"""Bars, which begin at zero: one below another, each with its name above and its value beside it."""

from __future__ import annotations

from collections import defaultdict

from markupsafe import Markup

from ..read.labels import Labels
from .draw import downward, draw_chart, encoding
from .kind import Facts, Picture, Table, figure_kind
from .values import Value, chart

NAME, BAR, GAP = 20, 18, 6
"""Heights of the line with a name, of a bar, and of what is below the bars of a name."""
WIDTH, LETTER = 330, 7.0
"""Of the chart, and of a letter beside a bar."""


@figure_kind("bar", ("label", "value"), settings=("axis",))
def bar(table: Table, facts: Facts) -> Picture:
    """Rows: `label`, `value`, optionally `low`, `high`, `unit`, `series` and `references`, or the id of a `number` in
    place of a value. The setting `axis` is the title of the axis.
    """
    return chart(table, "label", facts.words["what"], facts.words["bar-alt"], facts, _draw)


def _draw(values: list[Value], series: Labels, facts: Facts) -> Markup:
    groups = defaultdict(list)
    for one in values:
        groups[one.at].append(one)
    names: list[dict[str, object]] = []
    bars: list[dict[str, object]] = []
    top = 0.0
    for name, group in groups.items():
        names.append({"name": name, "middle": top + NAME - 7})
        top += NAME
        for one in group:
            end = max(float(one.value), float(one.high or 0), 0.0)
            place = {"top": top + 2, "bottom": top + BAR - 2, "middle": top + BAR / 2, "end": end}
            bars.append({**one.plotted(), "text": one.text(facts), **place})
            top += BAR
        top += GAP
    ends = [0.0, *(float(one) for value in values for one in (value.value, value.low, value.high) if one is not None)]
    low, high = min(ends), max(ends)
    written = min(WIDTH / 2, max(len(one.text(facts)) for one in values) * LETTER)
    return draw_chart(
        "bar",
        facts.cache,
        width=WIDTH,
        height=top,
        bars=bars,
        names=names,
        down=downward(top),
        scale={"domain": [low, low + ((high - low) or 1) * WIDTH / (WIDTH - written)], "nice": False},
        axis=facts.settings.get("axis") or None,
        color=encoding(series)["color"],
    )
