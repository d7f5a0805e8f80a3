"""What is claimed from bodies, checked against what the methods give and against how each body counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..report.finding import Finding, finding, guess
from ..steps.course import Course
from ..steps.registry import ALWAYS, STATED, check
from .bodies import Body, general
from .credit import AGREEMENT, TESTERS, rounded
from .facts import Credit

DIFFICULTIES = (2, 2.5, 3, 3.5, 4)
RECORDINGS = (".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".m4v", ".webm", ".mov")
COUNTED = {
    "minutes": (
        "is counted at {ours:g} minutes per unit, and the body counts {theirs}",
        "remove 'minutes': the body's own are used",
    ),
    "unit": ("is counted in '{ours}', but the body's unit is '{theirs}'", "remove 'unit'"),
    "increment": (
        "is counted in steps of {ours:g}, but the body uses steps of {theirs:g}",
        "remove the increment: the body's own is used",
    ),
    "rounding": ("is rounded {ours}, but the body rounds {theirs}", "remove 'rounding'"),
}
"""What a claim has to count in the same way as its body: the problem where it does not, and its fix."""
DEFAULT = (0.25, "down")
"""How credit is rounded where a body leaves it to the provider."""


def body_of(course: Course, credit: Credit) -> Body:
    """How the body counts; where the engine does not know it, as the claim itself states."""
    minutes, counts = round(credit.minutes or 60), (credit.increment, credit.rounding, credit.assessment)
    return course.sources.bodies.get(credit.body) or Body(credit.body, credit.body, credit.unit, minutes, *counts)


def computed(course: Course, body: Body, claim: Credit | None) -> float:
    """Units by the planning figure, as the body rounds them; where it leaves that to the provider, as claimed."""
    units = course.effort.minutes(body.assessment is not False) / body.minutes
    increment, rounding = (claim.increment, claim.rounding) if claim else (None, "")
    return rounded(units, body.increment or increment or DEFAULT[0], body.rounding or rounding or DEFAULT[1])


@check(STATED)
def unit(course: Course) -> Iterator[Finding]:
    """CR-01: body, minutes a unit, increment and rounding are stated."""
    for credit in course.facts.credits:
        stated: dict[str, object] = {"claimed": credit.claimed}
        if credit.body not in course.sources.bodies:
            stated |= {name: getattr(credit, name) for name in ("unit", "minutes", "increment", "rounding")}
            stated["assessment"] = credit.assessment is not None
        if what := ", ".join(name for name, value in stated.items() if not value):
            yield finding("CR-01", credit.source, course.sources.bodies, body=credit.body, what=what)


@check(STATED)
def stated_once(course: Course) -> Iterator[Finding]:
    """CR-02: what is claimed is computed on a page. CR-03: for the whole activity, never for a part. CR-04: words are
    counted, not typed.
    """
    if course.facts.credits and "worksheet" not in course.sources.homes:
        yield finding("CR-02", course.at("credit"))
    for text in course.sources.texts.values():
        if text is not course.home and "credit" in text.meta:
            yield finding("CR-03", text.entry("credit"))
        if "words" in text.meta:
            yield finding("CR-04", text.entry("words"), value=text.meta["words"])


@check(STATED)
def difficulty(course: Course) -> Iterator[Finding]:
    """CR-05: rated by a reviewer, not by an author, on the scale."""
    rated = course.facts.difficulty
    if rated is None:
        return
    people = {person.name.casefold(): person.roles for person in course.facts.people}
    roles = people.get(rated.rated_by.casefold(), ())
    if rated.value not in DIFFICULTIES:
        problem = f"is {rated.value:g}; expected 2 (essential) to 4 (mastery), in steps of 0.5"
    elif "author" in roles:
        problem = f"is rated by {rated.rated_by}, an author"
    elif "reviewer" not in roles:
        problem = f"was not rated by a reviewer (rated_by: {rated.rated_by or 'missing'})"
    else:
        return
    yield finding("CR-05", rated.source, problem=problem)


@check(STATED)
def running_time(course: Course) -> Iterator[Finding]:
    """CR-06: each recording in docs has its minutes. O008: minutes of a file that is not there would count, too."""
    static, media = course.sources.static, course.facts.media
    recordings = [file for file in static if PurePosixPath(file).suffix.lower() in RECORDINGS]
    for file in recordings:
        if file not in media:
            yield finding("CR-06", course.at("media"), file=file)
    for file in media:
        if file not in static and "://" not in file:
            fix, problem = "the path of the recording in docs", f"names '{file}', which does not exist"
            close = guess(file, recordings)
            yield finding("O008", course.at("media", file), key="media", problem=problem, fix=fix, guess=close)


@check(STATED)
def within(course: Course) -> Iterator[Finding]:
    """CR-07: claimed once, no more than is computed, in whole increments, rounded as the body does."""
    for number, credit in enumerate(course.facts.credits):
        earlier = {claim.body for claim in course.facts.credits[:number]}
        twice = ("is claimed twice", "claim it once, for the whole activity")
        faults = [twice] if credit.body in earlier else []
        for problem, fix in (*faults, *_mismatches(course, credit)):
            yield finding("CR-07", credit.source, body=credit.body, problem=problem, fix=fix)
            break  # the others may follow from the first


def _mismatches(course: Course, credit: Credit) -> Iterator[tuple[str, str]]:
    """Where a claim counts in another way than the body, is not a whole number of increments, or exceeds what the
    course is worth: what is wrong, and its fix.
    """
    body = body_of(course, credit)
    for name, (problem, fix) in COUNTED.items() if credit.body in course.sources.bodies else ():
        ours, theirs = getattr(credit, name), getattr(body, name)
        if ours and theirs and ours != theirs:
            yield problem.format(ours=ours, theirs=theirs), fix
    increment, most = body.increment or credit.increment or DEFAULT[0], computed(course, body, credit)
    if abs(credit.claimed / increment - round(credit.claimed / increment)) > 1e-6:
        yield f"claims {credit.claimed:g}, which is not a multiple of {increment:g}", f"claim {most:g}"
    if credit.claimed > most:
        minutes = course.effort.minutes(body.assessment is not False)
        problem = f"claims {credit.claimed:g}, more than the {most:g} that {minutes:.0f} minutes are worth"
        yield problem, f"claim {most:g} at most"


@check(STATED)
def test_time(course: Course) -> Iterator[Finding]:
    """CR-08: the time for the test counts where the body counts it."""
    for credit in course.facts.credits:
        rule = body_of(course, credit).assessment
        if rule is not None and credit.assessment not in (None, rule):
            given = "includes the time for the test" if credit.assessment else "excludes the time for the test"
            stated, fix = "includes it" if rule else "excludes it", str(rule).lower()
            yield finding("CR-08", credit.source, body=credit.body, given=given, rule=stated, fix=fix)


@check(STATED)
def pilot(course: Course) -> Iterator[Finding]:
    """CR-10: where credit is claimed, testers have measured it, and agree with the formula."""
    measured, formula = course.effort.by_pilot, course.effort.by_formula()
    if measured is None:
        problem = f"{len(course.effort.pilot)} of at least {TESTERS} testers have timed the course"
    else:
        problem = f"testers took {measured:.0f} minutes on average, but the formula gives {formula:.0f}"
    if course.facts.credits and (measured is None or abs(measured - formula) > AGREEMENT * formula):
        yield finding("CR-10", course.at("credit"), problem=problem, file=f"{course.sources.docs}/{course.pilot_file}")


@check(STATED)
def designated(course: Course) -> Iterator[Finding]:
    """CR-11: before the release. O008: an approval by an unknown body from which nothing is claimed."""
    bodies, released = course.sources.bodies, course.facts.days.get("released")
    known = {*bodies, *(credit.body for credit in course.facts.credits)}
    for approval in course.facts.approvals:
        body, day = approval.body, approval.designated
        if body not in known:
            problem = f"names '{body}', but claims no credit of that body"
            fix = f"body: one of {', '.join(bodies)}, or one of those under 'credit:'"
            close = guess(body, known)
            yield finding("O008", approval.source, key="approvals", problem=problem, fix=fix, guess=close)
        if released and day and day > released:
            yield finding("CR-11", approval.source, body=body, day=day, released=released)


@check(ALWAYS)
def named(course: Course) -> Iterator[Finding]:
    """O008: an unknown body that the course names."""
    bodies = course.sources.bodies
    fix = f"one of {', '.join(bodies)}, or one described in bib/bodies.toml"
    for name in course.facts.lists.get("bodies", ()):
        if name not in bodies:
            problem, close = f"names the unknown body '{name}'", guess(name, bodies)
            yield finding("O008", course.at("bodies"), key="bodies", problem=problem, fix=fix, guess=close)


def worksheet_bodies(course: Course) -> list[tuple[Body, Credit | None]]:
    """The bodies that the course names, in its order, or those of the engine where it names none, and those from which
    it claims credit; each with the claim.
    """
    claims = {credit.body: credit for credit in course.facts.credits}
    named, bodies = course.facts.lists.get("bodies"), course.sources.bodies
    shown = general().values() if named is None else [bodies[name] for name in named if name in bodies]
    others = [body_of(course, credit) for credit in claims.values() if credit.body not in bodies]
    return [(body, claims.get(body.id)) for body in dict.fromkeys((*shown, *others))]
