"""
What somebody must look at, and by when: reviews, waivers that end, norms, calendars.

Each has one day, the last on which it is not yet late; the checks LIF01, NRM01
and CAL02 speak from the day after, from the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ..model.documents import Document
from ..model.fields import references
from ..model.records import Review
from ..model.registry import Calendar, Channel, Norm
from ..model.values import Span
from .edition import Edition
from .reviews import in_use, last_review, next_review

REACH = timedelta(days=90)
"""How far ahead a calendar must know its holidays."""
NORMS_EVERY = Span(years=1)
"""How often somebody looks whether a norm still stands."""


class Matter(StrEnum):
    """What is due."""

    REVIEW = "review"
    WAIVER = "waiver"
    NORM = "norm"
    CALENDAR = "calendar"


class Urgency(StrEnum):
    """How near a day is."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that is due on a day."""

    matter: Matter
    id: str
    """Of the document, the waiver, the norm or the calendar."""
    day: date
    """The last day on which it is not yet late; of a waiver its last day."""
    owners: tuple[str, ...]
    """The roles that see to it: of the document, or of the documents that rest on it."""
    basis: date | None = None
    """From what the day follows: when a norm was looked at, how far a calendar reaches."""
    last: Review | None = None
    """The last review of a document."""

    def days_left(self, on: date) -> int:
        """How many days are left on *on*; less than zero if it is late."""
        return (self.day - on).days

    def urgency(self, on: date, within: int) -> Urgency:
        """Whether it is late on *on*, due within so many days, or later."""
        left = self.days_left(on)
        return Urgency.OVERDUE if left < 0 else Urgency.SOON if left <= within else Urgency.LATER


def what_is_due(edition: Edition) -> tuple[Due, ...]:
    """All that has a day, earliest first; of one day by matter and id. Drafts and retired documents never count."""
    documents = {
        shown.id: release.version.document
        for shown in edition.shown.values()
        if (release := in_use(shown.dossier, edition.on)) is not None
    }
    found = [
        Due(
            matter=Matter.REVIEW,
            id=id,
            day=day,
            owners=_owners(document),
            last=last_review(edition.shown[id].dossier, edition.on),
        )
        for id, document in documents.items()
        if (day := next_review(edition.handbook, edition.shown[id].dossier, edition.on)) is not None
    ]
    found += _waivers(edition, documents)
    found += _norms(edition, documents)
    found += _calendars(edition, documents)
    order = tuple(Matter)
    return tuple(sorted(found, key=lambda one: (one.day, order.index(one.matter), one.id)))


def _waivers(edition: Edition, documents: Mapping[str, Document]) -> Iterator[Due]:
    """Yield the waivers that have not ended, with the owner of what they suspend."""
    for waiver in edition.handbook.waivers.values():
        document = documents.get(waiver.on.document)
        if document is not None and waiver.to is not None and waiver.to >= edition.on:
            yield Due(matter=Matter.WAIVER, id=waiver.id, day=waiver.to, owners=_owners(document))


def norm_is_due(norm: Norm) -> date | None:
    """The last day on which it is not too long ago that somebody looked at a norm."""
    return NORMS_EVERY.after(norm.checked_on) if norm.checked_on else None


def _norms(edition: Edition, documents: Mapping[str, Document]) -> Iterator[Due]:
    """Yield the norms that documents cover."""
    for norm in edition.handbook.registry.norms.values():
        naming = [one for one in documents.values() if any(ref.norm == norm.id for ref in one.norms)]
        day = norm_is_due(norm)
        if naming and day is not None:
            yield Due(matter=Matter.NORM, id=norm.id, day=day, owners=_owners(*naming), basis=norm.checked_on)


def calendar_is_due(calendar: Calendar) -> date | None:
    """The last day on which a calendar still reaches far enough ahead."""
    return calendar.covers_until - REACH if calendar.covers_until else None


def _calendars(edition: Edition, documents: Mapping[str, Document]) -> Iterator[Due]:
    """Yield the calendars, with the owners of the documents whose time runs by them."""
    by_calendar: dict[str, list[Document]] = {}
    for document in documents.values():
        for calendar in _calendars_of(document, edition.handbook.registry.channels):
            by_calendar.setdefault(calendar, []).append(document)
    for entry in edition.handbook.registry.calendars.values():
        day = calendar_is_due(entry)
        if day is not None:
            users = by_calendar.get(entry.id, ())
            yield Due(
                matter=Matter.CALENDAR,
                id=entry.id,
                day=day,
                owners=_owners(*users),
                basis=entry.covers_until,
            )


def _calendars_of(document: Document, channels: Mapping[str, Channel]) -> set[str]:
    """The calendars that a document names, itself or through its channels."""
    found = set()
    for _, collection, id in references(document):
        if collection == "calendars":
            found.add(id)
        elif collection == "channels" and (channel := channels.get(id)) and channel.calendar:
            found.add(channel.calendar)
    return found


def _owners(*documents: Document) -> tuple[str, ...]:
    return tuple(sorted({one.owner for one in documents if one.owner}))
