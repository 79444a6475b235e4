"""
Whether a procedure's steps leave time for the promise that it fulfils (BUD01, BUD02, BUD03); and the times' order, `orders`.

Judged by the most time that each step may take, over every arrival of 53
weeks. How it is worked out: `history.budget`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ..findings import Finding, Severity
from ..history.budget import Budget, Courses, Untold, budgets, courses_of, limits_that_hold
from ..memory import Job, Memory, key_of
from ..model.documents import Document, Procedure, Strength
from ..model.handbook import Place
from .orders import orders_to_judge
from .views import View, each_once

LITTLE = Fraction(1, 10)
"""Headroom below this share of the limit is little."""
WHOLE = Decimal(100)


def faults_of_time(views: Iterable[View], world: bytes, memory: Memory) -> Iterator[Finding]:
    """
    Yield what is wrong with the times of procedures and promises, in *next* and in what is in force.

    *world* stands for the registry and the settings in the keys of *memory*.
    """
    judged = [(view, courses_of(view.handbook, view.day or view.on, memory)) for view in views]
    yield from each_once(memory.recall_chain(budgets_to_judge(judged, world)))
    yield from each_once(memory.recall_chain(orders_to_judge(judged, world)))


def budgets_to_judge(views: Iterable[tuple[View, Courses]], world: bytes) -> Iterator[Job[Finding]]:
    """Yield, procedure by procedure, how to find the promises that its steps cannot keep, or only just."""
    judged: dict[str, list[list[Document | None]]] = {}
    for view, courses in views:
        documents = {id_: version.document for id_, version in view.versions.items()}
        for id_, version in view.documents(Procedure):
            procedure = version.document
            assert isinstance(procedure, Procedure)
            # The same texts are judged once: another day only moves the weeks.
            texts = [procedure, *(documents.get(link.document) for link in procedure.fulfils)]
            if texts in judged.setdefault(id_, []):
                continue
            judged[id_].append(texts)
            linked = (link.document for link in procedure.fulfils)
            key = key_of("budget", world, str(courses.days), *(view.key(one) for one in (id_, *linked)))
            yield key, partial(_judged, procedure, documents, view, courses)


def _judged(
    procedure: Procedure, documents: Mapping[str, Document], view: View, courses: Courses
) -> Iterator[Finding]:
    for one in budgets(procedure, documents, courses):
        yield from _faults(one, procedure, view, courses)


def _faults(found: Budget | Untold, procedure: Procedure, view: View, courses: Courses) -> Iterator[Finding]:
    place = view.place(procedure.id, "fulfils", found.position)
    values = {"procedure": procedure.id, "version": str(procedure.version), "link": str(found.link)}
    if isinstance(found, Untold):
        yield Finding(
            code="BUD01",
            fault="no-hours",
            severity=Severity.WARNING,
            place=place,
            values={**values, "limit": str(found.limit), "where": found.what or str(found.link)},
        )
        return
    values["limit"] = str(found.limit)
    if found.figures.failing:
        yield _too_late(found, place, values, courses)
    elif found.figures.headroom < LITTLE:
        yield Finding(
            code="BUD03",
            fault="little",
            severity=Severity.INFO,
            place=place,
            values={
                **values,
                "steps": _times(found, found.figures.tightest),
                "part_headroom": _decimal(found.figures.headroom),
                "arrival_tightest": courses.local_time(found.figures.tightest, found.calendar),
            },
        )
    share = found.commitment.target.share if found.commitment.target else None
    if share is not None and found.allowed_by_steps < share.percent:
        met = [step for step in found.timed if step.met]
        yield Finding(
            code="BUD02",
            fault="shares",
            severity=Severity.WARNING,
            place=place,
            values={
                **values,
                "share": str(share),
                "allowed": f"{max(found.allowed_by_steps, Decimal(0)).normalize():f}%",
                "steps": ", ".join(f"{step.id} {step.met}" for step in met),
            },
        )


def _too_late(found: Budget, place: Place, values: Mapping[str, str], courses: Courses) -> Finding:
    figures = found.figures
    return Finding(
        code="BUD01",
        fault="always" if figures.always_fails else "sometimes",
        severity=Severity.ERROR if figures.always_fails or _is_for_all(found) else Severity.WARNING,
        place=place,
        values={
            **values,
            "steps": _times(found, figures.worst.when),
            "lasting_best": str(figures.best.seconds),
            "arrival_best": courses.local_time(figures.best.when, found.calendar),
            "lasting_worst": str(found.judged.end.at(figures.worst.when) - figures.worst.when),
            "arrival_worst": courses.local_time(figures.worst.when, found.calendar),
            "lasting_over": str(figures.worst.seconds),
            "part_open": _decimal(figures.failing_open),
            "part_all": _decimal(figures.failing),
            "cured": "\n".join(f"at_most: {limit}" for limit in limits_that_hold(found, courses)),
        },
    )


def _is_for_all(found: Budget) -> bool:
    """Whether every single contact is promised its limit: by the share, or because no share is named."""
    target = found.commitment.target
    if target is not None and target.share is not None:
        return target.share.percent == WHOLE
    return found.commitment.strength is not Strength.ASPIRATIONAL


def _times(found: Budget, arrival: int) -> str:
    """The steps that decide for that arrival, each with its time."""
    return ", ".join(f"{one.step.id} {one.step.within}" for one in found.longest_path(arrival))


def _decimal(share: Fraction) -> str:
    return f"{Decimal(share.numerator) / Decimal(share.denominator):f}"
