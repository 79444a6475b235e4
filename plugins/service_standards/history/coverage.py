"""
What covers every promise, service, rule and clause of a norm, and where nothing does.

One computation for the checks (COV01 to COV03, TRN01), the pages and the
command. Which documents count, the caller says: those in force on a day, or
all working copies as if they were released together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..model.documents import (
    Commitment,
    Component,
    Conduct,
    Document,
    Obligation,
    Procedure,
    Rule,
    Standard,
    Strength,
    Test,
    TestType,
)
from ..model.registry import Norm, Registry
from .links import Links, Mention, links_between, mentions_of

FIVE = (
    Component.SPEED,
    Component.COURTESY,
    Component.AVAILABILITY,
    Component.PERSONALISATION,
    Component.RESOLUTION,
)
"""The five components of a service standard; accuracy is counted beside them."""

BINDING = (Obligation.MUST, Obligation.MUST_NOT)


class Need(StrEnum):
    """What a promise needs."""

    PROCEDURE = "procedure"
    MEASURE = "measure"
    TEST = "test"
    TRAINING = "training"


class State(StrEnum):
    """How it stands with one place of a matrix."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_NEEDED = "not needed"
    TO_COME = "to come"
    """Not done, and not due yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What covers a place: a document, or a clause of one."""

    document: str
    clause: str | None = None
    through: str | None = None
    """The procedure that it covers, where it covers a promise only by that."""
    partial: bool = False
    """Whether it says of itself that it covers only a part."""
    pinned: int | None = None
    """The major version that it was written for, where a later one counts by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place of a matrix."""

    state: State
    covers: tuple[Cover, ...] = ()
    reason: str = ""
    """Why nothing is needed here, as the registry says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """A commitment and what it has."""

    document: str
    n: int
    """Its number in the document, from 0."""
    commitment: Commitment
    cells: Mapping[Need, Cell]

    @property
    def missing(self) -> tuple[Need, ...]:
        """What it lacks."""
        return tuple(need for need, cell in self.cells.items() if cell.state is State.MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A service on a channel, and the promises for each of the five components."""

    service: str
    channel: str
    cells: Mapping[Component, Cell]

    @property
    def missing(self) -> tuple[Component, ...]:
        """The components about which nothing is said."""
        return tuple(one for one, cell in self.cells.items() if cell.state is State.MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule of conduct: the behaviour by which one sees it, and the test items that look for it."""

    document: str
    n: int
    rule: Rule
    tested: Cell

    @property
    def observable(self) -> State:
        """Whether any behaviour is named."""
        return State.COVERED if self.rule.shown_by else State.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """A kind of test, and the tests of that kind."""

    type: TestType
    tests: tuple[str, ...]
    items: int

    @property
    def state(self) -> State:
        """Whether there is any."""
        return State.COVERED if self.tests else State.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class NormClauseRow:
    """A clause of a norm and the documents that cover it."""

    norm: str
    clause: str
    about: str
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The documents that count, by id, and the links between them."""

    documents: Mapping[str, Document]
    registry: Registry
    links: Links

    def mentions(self, document: str, clause: str | None, field: str) -> Iterator[Mention]:
        """Yield who links to that clause, or to its document as a whole, from *field*."""
        return mentions_of(self.links, document, clause, field)

    def covers(self, document: str, clause: str | None, field: str) -> tuple[Cover, ...]:
        """The same as what covers it, each clause once."""
        found = [self._cover(one) for one in self.mentions(document, clause, field)]
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def _cover(self, mention: Mention) -> Cover:
        target = self.documents.get(mention.link.document)
        old = mention.link.major is not None and target and mention.link.major < target.version.major
        return Cover(
            document=mention.by,
            clause=mention.clause,
            pinned=mention.link.major if old else None,
        )


def ground(documents: Mapping[str, Document], registry: Registry, links: Links | None = None) -> Ground:
    """What coverage is judged on; *links*: those between *documents*, if they are known already."""
    return Ground(
        documents=documents,
        registry=registry,
        links=links_between(documents) if links is None else links,
    )


# -- commitments ---------------------------------------------------------------


def promise_rows(on: Ground) -> Iterator[PromiseRow]:
    """Yield every commitment with what it has; what is not yet worded (SCH06) is no promise yet."""
    for id_, document in on.documents.items():
        if isinstance(document, Standard):
            for n, one in enumerate(document.commitments):
                if one.statement is not None:
                    yield PromiseRow(document=id_, n=n, commitment=one, cells=_needs(on, id_, one))


def _needs(on: Ground, document: str, one: Commitment) -> dict[Need, Cell]:
    """An aspiration is never scored: it needs neither a measure nor a test."""
    scored = one.strength is not Strength.ASPIRATIONAL
    own = (Cover(document=document, clause=one.id),) if one.measured_by else ()
    return {
        Need.PROCEDURE: _cell(on.covers(document, one.id, "fulfils")),
        Need.MEASURE: _cell(own, needed=scored),
        Need.TEST: _cell(on.covers(document, one.id, "verifies"), needed=scored),
        Need.TRAINING: _cell(_taught(on, document, one.id)),
    }


def _taught(on: Ground, document: str, clause: str) -> tuple[Cover, ...]:
    """The trainings that cover a promise, then those that cover a procedure by which staff keep it."""
    found = {cover.document: cover for cover in on.covers(document, clause, "covers")}
    for mention in on.mentions(document, clause, "fulfils"):
        for cover in on.covers(mention.by, None, "covers"):
            found.setdefault(
                cover.document, Cover(document=cover.document, through=mention.by, pinned=cover.pinned)
            )
    return tuple(found.values())


def _cell(covers: tuple[Cover, ...], *, needed: bool = True) -> Cell:
    if covers:
        return Cell(state=State.COVERED, covers=covers)
    return Cell(state=State.MISSING if needed else State.NOT_NEEDED)


# -- services and channels -----------------------------------------------------


def service_rows(on: Ground) -> Iterator[ServiceRow]:
    """Yield each service on each channel on which it promises anything, in the order of the registries."""
    promised: dict[tuple[str, str], dict[Component, list[Cover]]] = {}
    for id_, document in on.documents.items():
        if isinstance(document, Standard) and document.service is not None:
            for one in document.commitments:
                for channel in one.channels or document.channels:
                    found = promised.setdefault((document.service, channel), {})
                    if one.component is not None:
                        found.setdefault(one.component, []).append(Cover(document=id_, clause=one.id))
    channels = [*on.registry.channels, *dict.fromkeys(channel for _, channel in promised)]
    for service, entry in on.registry.services.items():
        for channel in dict.fromkeys(channels):
            if (service, channel) not in promised:
                continue
            made = promised[service, channel]
            excused = {
                one.component: one.reason for one in entry.not_applicable if one.channel in (None, channel)
            }
            yield ServiceRow(
                service=service,
                channel=channel,
                cells={one: _component(made.get(one, ()), excused.get(one)) for one in FIVE},
            )


def _component(made: list[Cover] | tuple[()], excuse: str | None) -> Cell:
    if made:
        return Cell(state=State.COVERED, covers=tuple(made))
    if excuse is not None:
        return Cell(state=State.NOT_NEEDED, reason=excuse)
    return Cell(state=State.MISSING)


def services_without_promise(on: Ground) -> tuple[str, ...]:
    """The services of the registry about which nothing is promised at all."""
    spoken_of = {row.service for row in service_rows(on)}
    return tuple(service for service in on.registry.services if service not in spoken_of)


# -- rules and kinds of test ---------------------------------------------------


def rule_rows(on: Ground) -> Iterator[RuleRow]:
    """Yield every rule of conduct that is worded, with the test items that look for it."""
    for id_, document in on.documents.items():
        if isinstance(document, Conduct):
            for n, rule in enumerate(document.rules):
                if rule.statement is not None:
                    tested = _cell(on.covers(id_, rule.id, "verifies"))
                    yield RuleRow(document=id_, n=n, rule=rule, tested=tested)


def type_rows(on: Ground) -> tuple[TypeRow, ...]:
    """The four kinds of test, each with the tests of that kind and the number of their items."""
    tests = {id_: one for id_, one in on.documents.items() if isinstance(one, Test)}
    return tuple(
        TypeRow(
            type=kind,
            tests=tuple(id_ for id_, one in tests.items() if one.type is kind),
            items=sum(len(one.items) for one in tests.values() if one.type is kind),
        )
        for kind in TestType
    )


# -- norms ---------------------------------------------------------------------


def norm_clause_rows(on: Ground, id_: str, norm: Norm) -> tuple[NormClauseRow, ...]:
    """
    The clauses of the registry in its order, then those that only documents name.

    A clause is covered in full if one document says so; in part if some cover a part of it.
    """
    covers: dict[str, list[Cover]] = {}
    for document in on.documents.values():
        for reference in document.norms:
            if reference.norm == id_:
                covers.setdefault(reference.clause, []).append(
                    Cover(document=document.id, partial=reference.coverage == "partial")
                )
    about = {one.clause: one.about or "" for one in norm.clauses}
    return tuple(
        NormClauseRow(
            norm=id_,
            clause=clause,
            about=about.get(clause, ""),
            cell=Cell(state=_norm_state(covers.get(clause, [])), covers=tuple(covers.get(clause, ()))),
        )
        for clause in dict.fromkeys((*about, *sorted(covers.keys() - about.keys(), key=_number)))
    )


def norm_rows(on: Ground) -> Iterator[NormClauseRow]:
    """Yield the clauses of every norm of the registry."""
    for id_, norm in on.registry.norms.items():
        yield from norm_clause_rows(on, id_, norm)


def _norm_state(covers: list[Cover]) -> State:
    if not covers:
        return State.MISSING
    return State.PARTIAL if all(one.partial for one in covers) else State.COVERED


def _number(clause: str) -> tuple[tuple[int, str], ...]:
    """The order of clause numbers: 7.2 before 7.10."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in clause.split("."))


# -- what is taught ------------------------------------------------------------


def untaught_steps(on: Ground, id_: str, procedure: Procedure) -> tuple[str, ...]:
    """The binding steps that no training covers at the procedure's major version."""
    major = procedure.version.major
    return tuple(
        step.id
        for step in procedure.clauses
        if step.level in BINDING
        and not any(one.link.major in (None, major) for one in on.mentions(id_, step.id, "covers"))
    )
