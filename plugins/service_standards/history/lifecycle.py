"""
Where each document stands in the five steps by which a standard is made and kept alive.

The steps are those of the practice that the handbook follows: research, set
clear standards, training materials, support and monitoring, regular review.
Nobody ticks them off: each follows from records, documents and dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from ..archive.in_force import DocumentStatus
from ..model.documents import Conduct, Kind, Procedure, Standard, Training, TrainingFormat
from ..model.handbook import Release
from ..model.records import Review
from ..model.values import ReportingPeriod
from .coverage import (
    Cell,
    Cover,
    Ground,
    Need,
    PromiseRow,
    RuleRow,
    State,
    ground,
    promise_rows,
    rule_rows,
    untaught_steps,
)
from .edition import Edition, Shown
from .reviews import last_review


class LifeStep(StrEnum):
    """The five steps."""

    RESEARCH = "research"
    STANDARDS = "standards"
    TRAINING = "training"
    MONITORING = "monitoring"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with one step of one document, and by what."""

    state: State
    evidence: tuple[str, ...] = ()
    """Ids of the evidence that it rests on."""
    through: tuple[str, ...] = ()
    """The documents whose evidence it is, where the document has none of its own."""
    covers: tuple[Cover, ...] = ()
    """The trainings or tests."""
    support: tuple[Cover, ...] = ()
    """The coaching that helps staff to keep it."""
    release: Release | None = None
    """What is in force."""
    results: ReportingPeriod | None = None
    """The last period for which something was measured."""
    review: Review | None = None
    """The last review."""
    due: date | None = None
    """The day of the next review."""
    missing: tuple[str, ...] = ()
    """The clauses that lack it; empty if it lacks for the whole document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeRow:
    """A document in force and its five steps."""

    shown: Shown
    steps: Mapping[LifeStep, Standing]

    @property
    def missing(self) -> tuple[LifeStep, ...]:
        """The steps that are not done, or only in part."""
        return tuple(step for step, one in self.steps.items() if one.state in (State.MISSING, State.PARTIAL))


def counted(edition: Edition) -> dict[str, Shown]:
    """The documents that count, in the order of the handbook: what is in force; no drafts, nothing retired."""
    return {id_: one for id_, one in edition.shown.items() if one.status is DocumentStatus.IN_FORCE}


def ground_of(edition: Edition) -> Ground:
    """What coverage of an edition is judged on."""
    documents = {id_: one.document for id_, one in counted(edition).items()}
    return ground(documents, edition.handbook.registry)


def life_rows(edition: Edition) -> tuple[LifeRow, ...]:
    """The board: a row for each document in force, by kind, then in the order of the handbook."""
    on = ground_of(edition)
    promises = _by_document(promise_rows(on))
    rules = _by_document(rule_rows(on))
    shown = counted(edition).values()
    return tuple(
        LifeRow(shown=one, steps=dict(_steps(edition, on, one, promises, rules)))
        for kind in Kind
        for one in shown
        if one.kind is kind
    )


def _steps(
    edition: Edition,
    on: Ground,
    shown: Shown,
    promises: Mapping[str, list[PromiseRow]],
    rules: Mapping[str, list[RuleRow]],
) -> Iterator[tuple[LifeStep, Standing]]:
    document = shown.document
    match document:
        case Standard():
            own = promises.get(shown.id, [])
            yield LifeStep.RESEARCH, _research(edition, shown)
            yield (
                LifeStep.STANDARDS,
                _clear(shown, [(row.commitment.id, row.cells[Need.MEASURE]) for row in own]),
            )
            yield LifeStep.TRAINING, _whole([(row.commitment.id, row.cells[Need.TRAINING]) for row in own])
            yield (
                LifeStep.MONITORING,
                _monitored(edition, on, shown, [(row.commitment.id, row.cells[Need.TEST]) for row in own]),
            )
        case Procedure():
            kept = list(_kept_by(document, promises))
            yield LifeStep.RESEARCH, _research(edition, shown, tuple({row.document: None for row in kept}))
            yield LifeStep.STANDARDS, _clear(shown, [("", _cell(State.COVERED if kept else State.MISSING))])
            yield LifeStep.TRAINING, _lessons(on, shown, document)
            steps = [
                ("", Cell(state=State.COVERED, covers=found))
                for step in document.clauses
                if (found := on.covers(shown.id, step.id, "verifies"))
            ]
            tested = [(f"{row.document}#{row.commitment.id}", row.cells[Need.TEST]) for row in kept]
            yield LifeStep.MONITORING, _monitored(edition, on, shown, [*steps, *tested])
        case Conduct():
            mine = rules.get(shown.id, [])
            yield LifeStep.RESEARCH, _research(edition, shown)
            yield LifeStep.STANDARDS, _clear(shown, [(row.rule.id, _cell(row.observable)) for row in mine])
            taught = [
                (row.rule.id, Cell(state=State.COVERED if found else State.MISSING, covers=found))
                for row in mine
                for found in [on.covers(shown.id, row.rule.id, "covers")]
            ]
            yield LifeStep.TRAINING, _whole(taught)
            yield (
                LifeStep.MONITORING,
                _monitored(edition, on, shown, [(row.rule.id, row.tested) for row in mine]),
            )
        case _:
            # Tests and training are themselves the third and the fourth step of others.
            for step in (LifeStep.RESEARCH, LifeStep.STANDARDS, LifeStep.TRAINING, LifeStep.MONITORING):
                yield step, Standing(state=State.NOT_NEEDED)
    yield LifeStep.REVIEW, _review(edition, shown)


# -- research ------------------------------------------------------------------


def _research(edition: Edition, shown: Shown, serves: tuple[str, ...] = ()) -> Standing:
    """
    What a document rests on: the evidence of its versions and baselines.

    A procedure rests on that of the promises that it keeps. Evidence that came
    with a review only looks back: the step is then done in part.
    """
    own = _evidence(edition, shown)
    if own:
        return Standing(state=State.COVERED, evidence=own)
    promises = {id_: _evidence(edition, edition.shown[id_]) for id_ in serves}
    inherited = {id_: found for id_, found in promises.items() if found}
    if inherited:
        return Standing(
            state=State.COVERED,
            evidence=tuple(dict.fromkeys(one for found in inherited.values() for one in found)),
            through=tuple(inherited),
        )
    reviews = (one for one in shown.dossier.reviews if one.on <= edition.on)
    looked_at = tuple(dict.fromkeys(one for review in reviews for one in review.evidence))
    return Standing(state=State.PARTIAL if looked_at else State.MISSING, evidence=looked_at)


def _evidence(edition: Edition, shown: Shown) -> tuple[str, ...]:
    """The evidence behind what is shown and the versions before it."""
    versions = [
        one.version
        for one in shown.dossier.releases
        if one.record.released_on <= edition.on and one.number < shown.version.number
    ]
    found: dict[str, None] = {}
    for version in (*versions, shown.version):
        document = version.document
        if document.change:
            found |= dict.fromkeys(document.change.evidence)
        if isinstance(document, Standard):
            for one in document.commitments:
                if one.baseline and one.baseline.evidence:
                    found[one.baseline.evidence] = None
    return tuple(one for one in found if one in edition.handbook.evidence)


# -- standards, training, monitoring ---------------------------------------------


def _clear(shown: Shown, cells: list[tuple[str, Cell]]) -> Standing:
    """A standard is clear if each promise is measured; a procedure if it says what it keeps; a rule if one sees it."""
    found = _whole(cells)
    return Standing(state=found.state, missing=found.missing, release=shown.release)


def _lessons(on: Ground, shown: Shown, document: Procedure) -> Standing:
    """A procedure is taught if each binding step is, at its major version (TRN01)."""
    untaught = untaught_steps(on, shown.id, document)
    found = {
        cover.document: cover
        for clause in (None, *(step.id for step in document.clauses))
        for cover in on.covers(shown.id, clause, "covers")
    }
    state = State.MISSING if not found else State.PARTIAL if untaught else State.COVERED
    return Standing(state=state, covers=tuple(found.values()), missing=untaught if found else ())


def _monitored(edition: Edition, on: Ground, shown: Shown, cells: list[tuple[str, Cell]]) -> Standing:
    """What tests it, what was measured, and the coaching that helps to keep it."""
    found = _whole(cells)
    periods = [
        one.period
        for one in edition.handbook.results
        if one.clause.document == shown.id and one.period.last_day <= edition.on
    ]
    coaching = {
        cover.document: cover
        for clause in (None, *(one.id for one in shown.document.clauses))
        for cover in on.covers(shown.id, clause, "covers")
        if isinstance(training := on.documents[cover.document], Training)
        and training.format in (TrainingFormat.COACHING, TrainingFormat.ON_THE_JOB)
    }
    return Standing(
        state=found.state,
        covers=found.covers,
        missing=found.missing,
        support=tuple(coaching.values()),
        results=max(periods, key=lambda one: one.last_day, default=None),
    )


def _kept_by(document: Procedure, promises: Mapping[str, list[PromiseRow]]) -> Iterator[PromiseRow]:
    """Yield the promises in force that a procedure keeps, each once."""
    seen = set()
    for link in document.fulfils:
        for row in promises.get(link.document, ()):
            name = (row.document, row.commitment.id)
            if link.clause in (None, row.commitment.id) and name not in seen:
                seen.add(name)
                yield row


def _whole(cells: list[tuple[str, Cell]]) -> Standing:
    """The places of all clauses as one: done, done in part, or not; *cells*: each with its clause."""
    covers = tuple(dict.fromkeys(cover for _, cell in cells for cover in cell.covers))
    missing = tuple(name for name, cell in cells if cell.state is State.MISSING)
    needed = [cell for _, cell in cells if cell.state is not State.NOT_NEEDED]
    if cells and not needed:
        return Standing(state=State.NOT_NEEDED)
    if not cells or len(missing) == len(needed):
        return Standing(state=State.MISSING)
    return Standing(state=State.PARTIAL if missing else State.COVERED, covers=covers, missing=missing)


def _cell(state: State) -> Cell:
    return Cell(state=state)


# -- review ----------------------------------------------------------------------


def _review(edition: Edition, shown: Shown) -> Standing:
    """Whether it was looked at in time."""
    last = last_review(shown.dossier, edition.on)
    due = shown.next_review
    if due is not None and due < edition.on:
        state = State.MISSING
    else:
        state = State.COVERED if last else State.TO_COME
    return Standing(state=state, review=last, due=due, evidence=last.evidence if last else ())


Row = TypeVar("Row", PromiseRow, RuleRow)


def _by_document(rows: Iterator[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.document, []).append(row)
    return found
