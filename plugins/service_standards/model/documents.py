"""
The five kinds of document and their clauses.

What the files under a document's folder say, read and checked field by field.
Whether documents agree with each other is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from .fields import (
    CalendarId,
    ChannelId,
    Day,
    DocumentId,
    EventId,
    EvidenceId,
    Id,
    Informative,
    LocationId,
    Needed,
    Normative,
    NormId,
    Plain,
    RoleId,
    ServiceId,
    StageId,
    Strict,
    Title,
)
from .values import AnyLevel, Duration, Level, Link, Money, ReportingPeriod, Share, Span, VersionNumber


class Kind(StrEnum):
    """The kinds of document; also the name of the file: `standard.yml`."""

    STANDARD = "standard"
    PROCEDURE = "procedure"
    CONDUCT = "conduct"
    TEST = "test"
    TRAINING = "training"


class Component(StrEnum):
    """The five components of a service standard, and accuracy, which public bodies count beside them."""

    SPEED = "speed"
    COURTESY = "courtesy"
    AVAILABILITY = "availability"
    PERSONALISATION = "personalisation"
    RESOLUTION = "resolution"
    ACCURACY = "accuracy"


class Aspect(StrEnum):
    """Aspects of service by which a handbook can be filtered."""

    ACCESSIBILITY = "accessibility"
    PRODUCT_QUALITY = "product-quality"
    TIMELINESS = "timeliness"
    STAFF_COMPETENCE = "staff-competence"
    RESPONSIVENESS = "responsiveness"
    EFFICIENCY = "efficiency"


class Strength(StrEnum):
    """How firmly a commitment is promised, from the weakest."""

    ASPIRATIONAL = "aspirational"
    TARGET = "target"
    GUARANTEED = "guaranteed"


class Measure(StrEnum):
    """What is measured; it decides which fields a commitment has."""

    ELAPSED_TIME = "elapsed-time"
    WAITING_TIME = "waiting-time"
    OPENING_HOURS = "opening-hours"
    RATE = "rate"
    SCORE = "score"
    COUNT = "count"
    YES_NO = "yes-no"

    @property
    def is_time(self) -> bool:
        """Whether a clock runs: a limit in time, a start and a stop."""
        return self in (Measure.ELAPSED_TIME, Measure.WAITING_TIME)


class Every(StrEnum):
    """The period over which a target is counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Obligation(StrEnum):
    """How binding a step or rule is (the words of RFC 2119), from the weakest."""

    MAY = "may"
    SHOULD = "should"
    MUST = "must"
    MUST_NOT = "must not"


class Audience(StrEnum):
    """Who may read a document."""

    PUBLIC = "public"
    INTERNAL = "internal"


class ChangeClass(StrEnum):
    """What a change means, from the lightest; `moved` weighs as `clarified`, `relaxed` as `tightened`."""

    NONE = "none"
    EDITORIAL = "editorial"
    TRANSLATION = "translation"
    ADMINISTRATIVE = "administrative"
    CLARIFIED = "clarified"
    MOVED = "moved"
    ADDED = "added"
    TIGHTENED = "tightened"
    RELAXED = "relaxed"
    MIXED = "mixed"
    REMOVED = "removed"


class NormReference(Strict):
    """A clause of a norm that a document covers: the number only, norm texts are copyrighted."""

    norm: NormId
    clause: Plain
    coverage: Annotated[str, Field(pattern="^(full|partial)$")] = "full"


class Override(Strict):
    """Why a change counts as less than its comparison shows, and who says so."""

    reason: Informative
    approved_by: RoleId


class ChangeNote(Strict):
    """What the author says of a change."""

    class_: ChangeClass | None = Field(None, alias="class")
    summary: Informative | None = None
    reason: Informative | None = None
    evidence: tuple[EvidenceId, ...] = ()
    override: Override | None = None


class Ignore(Strict):
    """A finding that is silenced, for a reason and for a time."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{2}$")]
    reason: Plain
    until: Day


class Retirement(Strict):
    """From when a document no longer holds, and why."""

    on: Day
    reason: Informative
    replaced_by: DocumentId | None = None


class Retroactive(Strict):
    """Why a release holds from a day before it was released."""

    reason: Informative


class Header(Strict):
    """The fields of every document."""

    kind: ClassVar[Kind]

    id: Id
    title: Title
    summary: Informative | None = None
    version: VersionNumber
    owner: Annotated[RoleId | None, Needed("release")] = None
    approvers: Annotated[tuple[RoleId, ...], Needed("release")] = ()
    roles: Annotated[tuple[RoleId, ...], Needed("release")] = ()
    effective_from: Day | None = None
    retroactive: Retroactive | None = None
    review_every: Span | None = None
    audience: Audience = Audience.INTERNAL
    aspects: tuple[Aspect, ...] = ()
    norms: tuple[NormReference, ...] = ()
    search_terms: tuple[Informative, ...] = ()
    calendar: CalendarId | None = None
    change: ChangeNote | None = None
    ignore: tuple[Ignore, ...] = ()
    retired: Retirement | None = None
    replaces: tuple[Link, ...] = ()

    @property
    def is_draft_version(self) -> bool:
        """Whether its number is a draft's, 0.x."""
        return self.version.major == 0


class Exemption(Strict):
    """A case in which a commitment does not hold."""

    id: Id
    when: Annotated[Normative | None, Needed()] = None


class Target(Strict):
    """How often a limit must hold, counted over a period, on a sample of so many."""

    share: Share | None = None
    every: Every | None = None
    sample: Annotated[int | None, Field(ge=1)] = None


class MeasuredBy(Strict):
    """Where the figure comes from and who answers for it."""

    source: Plain
    report: Plain | None = None
    owner: RoleId | None = None


class Baseline(Strict):
    """What was reached before the promise was made."""

    share: Share | None = None
    at_most: Annotated[AnyLevel | None, Level] = None
    at_least: Annotated[AnyLevel | None, Level] = None
    period: ReportingPeriod
    evidence: EvidenceId | None = None


class Remedy(Strict):
    """What a customer gets when a guarantee is not met."""

    offer: Annotated[Normative | None, Needed()] = None
    amount: Money | None = None
    within: Duration | None = None


class Commitment(Strict):
    """One promise to the customer: a limit, a clock, a target."""

    id: Id
    component: Annotated[Component | None, Needed()] = None
    strength: Annotated[Strength | None, Needed()] = None
    statement: Annotated[Normative | None, Needed()] = None
    measure: Annotated[Measure | None, Needed()] = None
    at_most: Annotated[AnyLevel | None, Level] = None
    at_least: Annotated[AnyLevel | None, Level] = None
    from_: Annotated[EventId | None, Field(alias="from")] = None
    to: EventId | None = None
    pauses: tuple[EventId, ...] = ()
    target: Target | None = None
    measured_by: Annotated[MeasuredBy | None, Needed("release")] = None
    normal_circumstances: Normative | None = None
    exemptions: tuple[Exemption, ...] = ()
    if_not_met: Normative | None = None
    remedy: Remedy | None = None
    baseline: Baseline | None = None
    how: Informative | None = None
    channels: tuple[ChannelId, ...] = ()
    locations: tuple[LocationId, ...] = ()
    segments: tuple[Plain, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    calendar: CalendarId | None = None
    replaces: tuple[Link, ...] = ()

    @property
    def limit(self) -> AnyLevel | None:
        """The level promised, whether the most or the least; None if it has none."""
        return self.at_most if self.at_most is not None else self.at_least


class Standard(Header):
    """What a customer is promised."""

    kind = Kind.STANDARD

    service: Annotated[ServiceId | None, Needed()] = None
    channels: tuple[ChannelId, ...] = ()
    commitments: Annotated[tuple[Commitment, ...], Needed()] = ()

    @property
    def clauses(self) -> tuple[Commitment, ...]:
        """What can be cited, in reading order."""
        return self.commitments


class Step(Strict):
    """What somebody does in a procedure."""

    id: Id
    do: Annotated[Normative | None, Needed()] = None
    who: Annotated[RoleId | None, Needed()] = None
    level: Annotated[Obligation | None, Needed()] = None
    within: Duration | None = None
    met: Share | None = None
    shows: tuple[Id, ...] = ()
    calendar: CalendarId | None = None
    supplier: Plain | None = None
    pays: Link | None = None
    reaches: EventId | None = None
    """The event that the end of this step is: where a promise's clock starts or stops."""
    after: tuple[Id, ...] | None = None
    """The steps before it; None: the step written before it."""
    evidence: Informative | None = None


class StageOfProcedure(Strict):
    """A stage of the customer's journey and its steps."""

    stage: StageId
    steps: Annotated[tuple[Step, ...], Needed()] = ()


class Script(Strict):
    """What to say at a step, and what not."""

    id: Id
    step: Id
    channel: ChannelId | None = None
    say: Annotated[Informative | None, Needed()] = None
    avoid: tuple[Informative, ...] = ()


class Escalation(Strict):
    """When a contact is handed on, to whom, and by when that role acts."""

    id: Id
    when: Annotated[Normative | None, Needed()] = None
    after: Duration | None = None
    to: Annotated[RoleId | None, Needed()] = None
    within: Duration | None = None


class Authority(Strict):
    """What a role may decide on its own."""

    id: Id
    role: Annotated[RoleId | None, Needed()] = None
    action: Annotated[Normative | None, Needed()] = None
    up_to: Money | None = None


class Procedure(Header):
    """The stages, steps and times by which staff keep a promise."""

    kind = Kind.PROCEDURE

    channels: tuple[ChannelId, ...] = ()
    fulfils: Annotated[tuple[Link, ...], Needed("release")] = ()
    stages: Annotated[tuple[StageOfProcedure, ...], Needed()] = ()
    scripts: tuple[Script, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    authority: tuple[Authority, ...] = ()

    @property
    def clauses(self) -> tuple[Step, ...]:
        """What can be cited, in reading order."""
        return tuple(step for stage in self.stages for step in stage.steps)


class AppliesTo(Strict):
    """Where a rule holds; nothing named means everywhere."""

    stages: tuple[StageId, ...] = ()
    channels: tuple[ChannelId, ...] = ()


class Rule(Strict):
    """Behaviour asked of staff, and how one sees it."""

    id: Id
    statement: Annotated[Normative | None, Needed()] = None
    level: Annotated[Obligation | None, Needed()] = None
    applies_to: AppliesTo = AppliesTo()
    within: dict[ChannelId, Duration] = Field(default_factory=dict)
    shown_by: Annotated[tuple[Normative, ...], Needed()] = ()
    aspects: tuple[Aspect, ...] = ()


class Conduct(Header):
    """Behaviour asked of staff at any step."""

    kind = Kind.CONDUCT

    rules: Annotated[tuple[Rule, ...], Needed()] = ()

    @property
    def clauses(self) -> tuple[Rule, ...]:
        """What can be cited, in reading order."""
        return self.rules


class TestType(StrEnum):
    """What a test looks at."""

    FUNCTIONAL = "functional"
    SATISFACTION = "satisfaction"
    SPEED = "speed"
    USABILITY = "usability"


class Method(StrEnum):
    """How a test is done."""

    MYSTERY_SHOP = "mystery shop"
    SIDE_BY_SIDE = "side by side"
    RECORDING_REVIEW = "recording review"
    SURVEY = "survey"
    SYSTEM_LOG = "system log"
    SELF_ASSESSMENT = "self-assessment"


class Answer(StrEnum):
    """How an item is answered."""

    YES_NO_NA = "yes/no/na"
    TIME = "time"
    SCALE = "scale"


class Sampling(Strict):
    """Of what a sample is taken, how large, how often."""

    population: Annotated[Normative | None, Needed()] = None
    size: Annotated[int | None, Field(ge=1)] = None
    every: Every | None = None


class Item(Strict):
    """One question of a test; a timed one takes its number from the clause that it verifies."""

    id: Id
    verifies: Annotated[Link | None, Needed()] = None
    ask: Annotated[Normative | None, Needed()] = None
    answer: Annotated[Answer | None, Needed()] = None
    weight: Annotated[int, Field(ge=0)] = 1
    critical: bool = False
    auto_fail: bool = False


class Test(Header):
    """How conformity is evaluated."""

    kind = Kind.TEST
    __test__: ClassVar[bool] = False  # keeps test runners from collecting it

    type: Annotated[TestType | None, Needed()] = None
    method: Annotated[Method | None, Needed()] = None
    channels: tuple[ChannelId, ...] = ()
    sampling: Annotated[Sampling | None, Needed("release")] = None
    pass_at: Share | None = None
    items: Annotated[tuple[Item, ...], Needed()] = ()

    @property
    def clauses(self) -> tuple[Item, ...]:
        """What can be cited, in reading order."""
        return self.items


class TrainingFormat(StrEnum):
    """In what form something is taught."""

    GUIDE = "guide"
    VIDEO = "video"
    WORKSHOP = "workshop"
    E_LEARNING = "e-learning"
    ON_THE_JOB = "on the job"
    COACHING = "coaching"


class Question(Strict):
    """A quiz question; *answer* is the number of the right option, counted from 1."""

    id: Id
    ask: Annotated[Informative | None, Needed()] = None
    options: Annotated[tuple[Informative, ...], Needed()] = ()
    answer: Annotated[int | None, Field(ge=1), Needed()] = None
    explains: Link | None = None


class Training(Header):
    """What teaches documents, with a quiz; the lesson itself is its prose."""

    kind = Kind.TRAINING

    covers: Annotated[tuple[Link, ...], Needed()] = ()
    format: Annotated[TrainingFormat | None, Needed()] = None
    duration: Duration | None = None
    before_effective: Span | None = None
    questions: tuple[Question, ...] = ()

    @property
    def clauses(self) -> tuple[Question, ...]:
        """What can be cited, in reading order."""
        return self.questions


Document = Standard | Procedure | Conduct | Test | Training
Clause = Commitment | Step | Rule | Item | Question

KINDS: dict[Kind, type[Document]] = {
    Kind.STANDARD: Standard,
    Kind.PROCEDURE: Procedure,
    Kind.CONDUCT: Conduct,
    Kind.TEST: Test,
    Kind.TRAINING: Training,
}


def clause_of(document: Document, clause: str) -> Clause | None:
    """The clause of *document* with that id, or None."""
    return next((one for one in document.clauses if one.id == clause), None)


def links_of(document: Document) -> Iterator[tuple[tuple[str | int, ...], Link]]:
    """Yield every link that *document* makes to another one, with its path in the file."""
    yield from ((("replaces", n), link) for n, link in enumerate(document.replaces))
    match document:
        case Standard():
            for n, commitment in enumerate(document.commitments):
                yield from (
                    (("commitments", n, "replaces", k), it) for k, it in enumerate(commitment.replaces)
                )
        case Procedure():
            yield from ((("fulfils", n), link) for n, link in enumerate(document.fulfils))
            for s, stage in enumerate(document.stages):
                for n, step in enumerate(stage.steps):
                    if step.pays:
                        yield ("stages", s, "steps", n, "pays"), step.pays
        case Test():
            yield from (
                (("items", n, "verifies"), it.verifies) for n, it in enumerate(document.items) if it.verifies
            )
        case Training():
            yield from ((("covers", n), link) for n, link in enumerate(document.covers))
            for n, question in enumerate(document.questions):
                if question.explains:
                    yield ("questions", n, "explains"), question.explains
        case _:
            pass
