"""What is claimed from bodies, held against what the methods give and against how each body counts."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import PurePosixPath

from ..markdown.addresses import relative
from ..report.finding import Finding, finding
from ..report.guess import guess
from .bodies import Body
from .credit import AGREEMENT, TESTERS, rounded
from .facts import Credit
from .material import HOME, Check, Findings, Material

DIFFICULTIES = (2, 2.5, 3, 3.5, 4)
RECORDINGS = (".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".m4v", ".webm", ".mov")
PILOT = "pilot.csv"
DEFAULT = (0.25, "down")
"""How credit is rounded where a body leaves it to the provider."""


def body_of(material: Material, credit: Credit) -> Body:
    """How the body counts; for one that is not known, as the claim itself says."""
    known = material.bodies.get(credit.body)
    if known is None:
        minutes = round(credit.minutes or 60)
        return Body(
            credit.body, credit.body, credit.unit, minutes, credit.increment, credit.rounding, credit.assessment, ""
        )
    return known


def hours(material: Material, credit: Credit) -> float:
    """What is claimed, in hours of 60 minutes."""
    return credit.claimed * body_of(material, credit).minutes / 60


def computed(material: Material, body: Body, increment: float | None = None, rounding: str = "") -> float:
    """Units by the planning figure, as the body rounds them."""
    units = material.effort.minutes(body.assessment is not False) / body.minutes
    return rounded(units, body.increment or increment or DEFAULT[0], body.rounding or rounding or DEFAULT[1])


def unit(material: Material) -> Findings:
    """CR-01: body, minutes a unit, increment and rounding are stated."""
    found = []
    for credit in material.facts.credits:
        needed: dict[str, object] = {"claimed": credit.claimed}
        if credit.body not in material.bodies:
            needed |= {
                "unit": credit.unit, "minutes": credit.minutes, "increment": credit.increment,
                "rounding": credit.rounding,
            }  # fmt: skip
        missing = [name for name, value in needed.items() if not value]
        if credit.body not in material.bodies and credit.assessment is None:
            missing.append("assessment")
        if missing:
            found.append(finding("CR-01", credit.source, material.bodies, body=credit.body, what=", ".join(missing)))
    return found


def worksheet(material: Material) -> Findings:
    """CR-02: what is claimed can be followed."""
    if material.facts.credits and "worksheet" not in material.homes:
        return [finding("CR-02", material.at("credit"))]
    return []


def once(material: Material) -> Findings:
    """CR-03: for the whole activity, never for a part."""
    return [
        finding("CR-03", text.entry("credit"))
        for path, text in material.texts.items()
        if path != HOME and "credit" in text.meta
    ]


def counted(material: Material) -> Findings:
    """CR-04: words are counted."""
    return [
        finding("CR-04", text.entry("words"), value=text.meta["words"])
        for text in material.texts.values()
        if "words" in text.meta
    ]


def difficulty(material: Material) -> Findings:
    """CR-05: rated by a reviewer, not by an author, on the scale."""
    rated = material.facts.difficulty
    if rated is None:
        return []
    people = {person.name.casefold(): person.roles for person in material.facts.people}
    roles = people.get(rated.rated_by.casefold(), ())
    problem = ""
    if rated.value not in DIFFICULTIES:
        problem = f"is {rated.value:g}, and not from 2 (essential) in halves to 4 (mastery)"
    elif "author" in roles:
        problem = f"is rated by {rated.rated_by}, an author"
    elif "reviewer" not in roles:
        problem = f"is rated by {rated.rated_by or 'nobody'}, who is not a reviewer"
    return [finding("CR-05", rated.source, problem=problem)] if problem else []


def running_time(material: Material) -> Findings:
    """CR-06: each recording in docs has its minutes. O008: minutes of a file that is not there would count, too."""
    recordings = [file for file in material.static if PurePosixPath(file).suffix.lower() in RECORDINGS]
    strange = [file for file in material.facts.media if file not in material.static and "://" not in file]
    return [_strange(material, file, recordings) for file in strange] + [
        finding("CR-06", material.at("media"), file=file) for file in recordings if file not in material.facts.media
    ]


def _strange(material: Material, file: str, recordings: list[str]) -> Finding:
    mend, problem = "the path of the recording in docs", f"names '{file}', which is not there"
    close = guess(file, recordings)
    return finding("O008", material.at("media", file), key="media", problem=problem, mend=mend, guess=close)


def within(material: Material) -> Findings:
    """CR-07: no more than is computed, in whole increments, rounded as the body does."""
    found = []
    for number, credit in enumerate(material.facts.credits):
        body = body_of(material, credit)
        increment = body.increment or credit.increment or DEFAULT[0]
        most = computed(material, body, credit.increment, credit.rounding)
        problem, mend = "", f"claim {most:g} at most"
        if any(one.body == credit.body for one in material.facts.credits[:number]):
            problem, mend = "is claimed a second time", "claim it once, for the whole activity"
        elif body.id in material.bodies and credit.minutes and credit.minutes != body.minutes:
            problem = f"is counted in {credit.minutes:g} minutes a unit, and the body counts {body.minutes}"
            mend = "remove 'minutes': the body's own are used"
        elif body.id in material.bodies and credit.unit and credit.unit != body.unit:
            problem, mend = f"is counted in '{credit.unit}', and the body's unit is '{body.unit}'", "remove 'unit'"
        elif body.increment and credit.increment and credit.increment != body.increment:
            problem = f"is counted in steps of {credit.increment:g}, and the body counts in steps of {body.increment:g}"
            mend = "remove the increment: the body's own is used"
        elif body.rounding and credit.rounding and credit.rounding != body.rounding:
            problem, mend = f"is rounded {credit.rounding}, and the body rounds {body.rounding}", "remove 'rounding'"
        elif abs(credit.claimed / increment - round(credit.claimed / increment)) > 1e-6:
            problem, mend = f"claims {credit.claimed:g}, not whole steps of {increment:g}", f"claim {most:g}"
        elif credit.claimed > most:
            minutes = material.effort.minutes(body.assessment is not False)
            problem = f"claims {credit.claimed:g}, more than the {most:g} that {minutes:.0f} minutes are worth"
        if problem:
            found.append(finding("CR-07", credit.source, body=credit.body, problem=problem, mend=mend))
    return found


def test_time(material: Material) -> Findings:
    """CR-08: the time for the test counts where the body counts it."""
    found = []
    for credit in material.facts.credits:
        rule = material.bodies[credit.body].assessment if credit.body in material.bodies else None
        if rule is not None and credit.assessment is not None and credit.assessment != rule:
            given = "counts the time for the test" if credit.assessment else "leaves out the time for the test"
            says = "counts it" if rule else "does not count it"
            mend = str(rule).lower()
            found.append(finding("CR-08", credit.source, body=credit.body, given=given, rule=says, mend=mend))
    return found


def pilot(material: Material) -> Findings:
    """CR-10: where credit is claimed, testers have measured it, and agree with the formula."""
    effort = material.effort
    if not material.facts.credits:
        return []
    file = pilot_file(material.homes)
    if effort.by_pilot is None:
        problem = f"{len(effort.pilot)} of at least {TESTERS} testers have measured how long the course takes"
    elif abs(effort.by_pilot - effort.by_formula()) > AGREEMENT * effort.by_formula():
        problem = f"testers took {effort.by_pilot:.0f} minutes on average, the formula says {effort.by_formula():.0f}"
    else:
        return []
    return [finding("CR-10", material.at("credit"), problem=problem, file=f"{material.shown_docs}/{file}")]


def pilot_file(homes: Mapping[str, str]) -> str:
    """Where testers' times are kept: beside the page with the worksheet. `homes` says where a block stands."""
    return posixpath.join(posixpath.dirname(homes.get("worksheet", "")), PILOT)


def designated(material: Material) -> Findings:
    """CR-11: before the release. O008: an approval by a body that nobody knows, and of which nothing is claimed."""
    known = {*material.bodies, *(credit.body for credit in material.facts.credits)}
    strange = [
        finding(
            "O008", one.source, key="approvals", problem=f"names '{one.body}', of which no credit is claimed",
            mend=f"body: one of {', '.join(material.bodies)}, or one of those under 'credit:'",
            guess=guess(one.body, known),
        )
        for one in material.facts.approvals
        if one.body not in known
    ]  # fmt: skip
    released = material.facts.days.get("released")
    return strange + [
        finding("CR-11", one.source, body=one.body, day=one.designated, released=released)
        for one in material.facts.approvals
        if released and one.designated and one.designated > released
    ]


def named(material: Material) -> Findings:
    """O008: a body that the course names, and that nobody knows."""
    place = material.at("bodies")
    fix = "one of {}, or one that bib/bodies.toml describes".format(", ".join(material.bodies))
    return [
        finding("O008", place, key="bodies", problem=f"names '{one}'", mend=fix, guess=guess(one, material.bodies))
        for one in material.facts.lists.get("bodies", ())
        if one not in material.bodies
    ]


def worksheet_rows(material: Material, page: str) -> list[dict[str, object]]:
    """What the planning figure is worth to each body that the course names, and what is claimed from it."""
    claims = {credit.body: credit for credit in material.facts.credits}
    others = (body_of(material, credit) for credit in claims.values() if credit.body not in material.bodies)
    bodies = list(dict.fromkeys((*material.named, *others)))
    rows: list[dict[str, object]] = []
    for body in bodies:
        label, address = material.entry(body.reference) if body.reference else ("", "")
        claim = claims.get(body.id)
        increment, rounding = (claim.increment, claim.rounding) if claim else (None, "")
        rows.append(
            {
                "body": body,
                "minutes": material.effort.minutes(body.assessment is not False),
                "units": computed(material, body, increment, rounding),
                "claimed": f"{claim.claimed:g}" if claim else "",
                "source": label,
                "href": relative(address, page) if address else "",
            }
        )
    return rows


STATED: tuple[Check, ...] = (
    unit, worksheet, once, counted, difficulty, running_time, within, test_time, pilot, designated,
)  # fmt: skip
