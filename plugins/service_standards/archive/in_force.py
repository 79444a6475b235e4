"""
Which version of a document holds on a date, as known on a date.

The rule: of the releases with `released_on` <= K and `effective_from` <= D,
the one with the greatest version. Versions need not rise in the order of
release, and a release may be retroactive.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from ..model.documents import Retirement
from ..model.values import VersionNumber


class Dates(Protocol):
    """What of a release's record decides when it holds."""

    @property
    def id(self) -> str: ...

    @property
    def released_on(self) -> date: ...

    @property
    def effective_from(self) -> date: ...

    @property
    def retired(self) -> Retirement | None: ...


class Recorded(Protocol):
    """A release as far as dates and numbers go; its content may not have been read."""

    @property
    def record(self) -> Dates: ...

    @property
    def number(self) -> VersionNumber: ...


One = TypeVar("One", bound=Recorded)


class DocumentStatus(StrEnum):
    """What a document is on a date."""

    DRAFT = "draft"
    IN_FORCE = "in force"
    RETIRED = "retired"


class VersionStatus(StrEnum):
    """What a single version is on a date."""

    SCHEDULED = "scheduled"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


def in_force(releases: Iterable[One], on: date, known_on: date | None = None) -> One | None:
    """
    The release that holds on *on*, or None if none does.

    A release that retires its document is an answer too: its record has
    `retired`, and from that day the document no longer holds.
    """
    known = [release for release in releases if known_on is None or release.record.released_on <= known_on]
    holding = [release for release in known if release.record.effective_from <= on]
    return max(holding, key=lambda release: release.number, default=None)


def scheduled(releases: Iterable[One], on: date, known_on: date | None = None) -> tuple[One, ...]:
    """
    The releases that will hold on a day after *on*, by that day, as known on *known_on* (None: on *on*).

    One that a greater version keeps from ever holding is left out.
    """
    known = [release for release in releases if release.record.released_on <= (known_on or on)]
    coming = sorted(
        (release for release in known if release.record.effective_from > on),
        key=lambda release: (release.record.effective_from, release.number),
    )
    return tuple(one for one in coming if in_force(known, one.record.effective_from) is one)


def document_status(releases: Iterable[Recorded], on: date, known_on: date | None = None) -> DocumentStatus:
    """
    Draft while no release holds; retired from the day that its newest release says.

    As known on *known_on*; None: on *on*.
    """
    release = in_force(releases, on, known_on or on)
    if release is None:
        return DocumentStatus.DRAFT
    retired = release.record.retired
    return DocumentStatus.RETIRED if retired and retired.on <= on else DocumentStatus.IN_FORCE


def version_status(release: Recorded, releases: Iterable[Recorded], on: date) -> VersionStatus:
    """Say whether *release* is yet to hold, holds, or held (or never will) on *on*."""
    every = tuple(one for one in releases if one.record.released_on <= on)
    holds = in_force(every, on)
    if holds is release:
        return VersionStatus(document_status(every, on).value)
    if release in scheduled(every, on):
        return VersionStatus.SCHEDULED
    return VersionStatus.SUPERSEDED


def holds_until(release: Recorded, releases: Iterable[Recorded], known_on: date | None = None) -> date | None:
    """The first day on which *release* no longer holds, or None while no end is known."""
    every = tuple(one for one in releases if known_on is None or one.record.released_on <= known_on)
    start = release.record.effective_from
    later = [
        one.record.effective_from
        for one in every
        if one.record.effective_from > start and one.number > release.number
    ]
    return min(later, default=None)
