"""The course as its front matter says: modules in docs/index.md, objectives in each module's index.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Objective
from ..read.source import Text
from ..report.finding import Finding, finding

HOME = "index.md"


@dataclass(frozen=True)
class Outline:
    """What the front matter says of the course, before any page is built.

    `id` names the learner's record in her browser; a course that is renamed keeps its id.
    """

    id: str
    title: str
    modules: tuple[str, ...]
    objectives: Mapping[str, tuple[Objective, ...]]

    @property
    def by_id(self) -> dict[str, Objective]:
        """Every objective of the course by its id."""
        return {objective.id: objective for of_module in self.objectives.values() for objective in of_module}


NO_COURSE = Outline("", "", (), {})


def read_outline(pages: Mapping[str, Text]) -> tuple[Outline, list[Finding]]:
    """The outline of the course; O002 to O005 for what is wrong with it. `pages` are by path in docs."""
    found: list[Finding] = []
    home = pages.get(HOME)
    if home is None:
        return NO_COURSE, found
    named = home.meta.get("modules") or []
    if not isinstance(named, list):
        found.append(finding("O005", home.entry("modules"), problem="'modules' is not a list"))
        named = []
    folders = {path.split("/")[0] for path in pages if "/" in path}
    modules = []
    objectives: dict[str, tuple[Objective, ...]] = {}
    first: dict[str, Objective] = {}
    for number, name in enumerate(map(str, named)):
        index = pages.get(f"{name}/index.md")
        if index is None:
            place = home.entry("modules", number)
            found.append(finding("O003", place, folders - {name}, module=name))
            continue
        modules.append(name)
        objectives[name] = tuple(_objectives(index, name, found))
        for objective in objectives[name]:
            if first.setdefault(objective.id, objective) is not objective:
                place = first[objective.id].source
                found.append(finding("O004", objective.source, objective=objective.id, first=place))
    title = str(home.meta.get("title") or "")
    return Outline(str(home.meta.get("id") or title), title, tuple(modules), objectives), found


def _objectives(index: Text, module: str, found: list[Finding]) -> list[Objective]:
    written = index.meta.get("objectives")
    if not isinstance(written, dict) or not written:
        if not any(one.code in ("F002", "F003") for one in index.findings):  # told already
            found.append(finding("O002", index.entry("objectives"), module=module))
        return []
    return [
        Objective(str(id_), " ".join(str(text).split()), index.entry("objectives", str(id_)))
        for id_, text in written.items()
    ]
