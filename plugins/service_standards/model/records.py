"""The records around documents: releases, reviews, waivers, evidence, measured results."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .documents import ChangeClass, Retirement
from .fields import Account, Day, EvidenceId, Id, Informative, Needed, Normative, Plain, RoleId, Strict, Title
from .values import Link, ReportingPeriod, VersionNumber

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Approval(Strict):
    """Who approved exactly which content, in which role, when and where."""

    role: RoleId
    by: Account
    on: Day
    pull_request: Annotated[int | None, Field(ge=1)] = None
    content_sha256: Sha256


class ImportedFrom(Strict):
    """The file from which a release was imported, in place of approvals."""

    file: Plain
    sha256: Sha256


class ReleaseRecord(Strict):
    """`release.yml`: what makes a copy of a document a release."""

    id: Id
    version: VersionNumber
    released_on: Day
    effective_from: Day
    class_: Annotated[ChangeClass | None, Field(alias="class")] = None
    retired: Retirement | None = None
    content_sha256: Sha256
    translations: dict[str, Sha256] = Field(default_factory=dict)
    registry_sha256: Sha256 | None = None
    files: dict[str, Sha256] = Field(default_factory=dict)
    """The hash of every other file of the release, by name: whatever was changed can be named."""
    authors: tuple[Account, ...] = ()
    approvals: tuple[Approval, ...] = ()
    imported_from: ImportedFrom | None = None


class Outcome(StrEnum):
    """What a review ended with."""

    CONFIRMED = "confirmed"
    CHANGE = "change"
    RETIRE = "retire"


class Review(Strict):
    """What a review found, also when nothing changed."""

    version: VersionNumber
    on: Day
    by: tuple[RoleId, ...]
    outcome: Outcome
    evidence: tuple[EvidenceId, ...] = ()
    summary: Informative | None = None
    next_due: Day | None = None


class Waiver(Strict):
    """An exception from a clause, for a scope and a time, with what makes up for it."""

    id: Id
    title: Title
    on: Link
    version: VersionNumber | None = None
    scope: Annotated[Normative | None, Needed()] = None
    deviation: Annotated[Normative | None, Needed()] = None
    reason: Annotated[Informative | None, Needed()] = None
    compensating_measure: Annotated[Normative | None, Needed()] = None
    approved_by: Annotated[RoleId | None, Needed()] = None
    announced_on: Day | None = None
    """When customers were told, where a public guarantee is concerned."""
    from_: Annotated[Day | None, Field(alias="from"), Needed()] = None
    to: Annotated[Day | None, Needed()] = None


class EvidenceType(StrEnum):
    """Where evidence comes from."""

    RESEARCH = "research"
    BENCHMARK = "benchmark"
    FEEDBACK = "feedback"
    COMPLAINTS = "complaints"
    RESULTS = "results"
    AUDIT = "audit"
    STAFF_SUGGESTION = "staff suggestion"
    LEGAL = "legal"


class Evidence(Strict):
    """Something found out that a promise or a change rests on."""

    id: Id
    title: Title
    type: Annotated[EvidenceType | None, Needed()] = None
    on: Annotated[Day | None, Needed()] = None
    source: Annotated[Informative | None, Needed()] = None
    finding: Annotated[Informative | None, Needed()] = None


class Result(Strict):
    """What was measured for a clause in a period: so many met of so many counted, so many exempt."""

    clause: Link
    period: ReportingPeriod
    met: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0)]
    exempt: Annotated[int, Field(ge=0)] = 0
