"""
The words that documents use: roles, services, channels, stages, events, calendars, locations, norms, terms.

And the handbook's own settings, `handbook.yml`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from .documents import ChangeClass, Component
from .fields import (
    CalendarId,
    ChannelId,
    Day,
    EventId,
    Id,
    Informative,
    Needed,
    NormId,
    Plain,
    RoleId,
    Strict,
    Title,
)
from .values import OpenInterval, Span, YearStart, unreadable


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise unreadable("time-zone", text=name) from None
    return name


TimeZone = Annotated[str, AfterValidator(_zone)]
LanguageCode = Annotated[str, Field(pattern="^[a-z]{2,3}$")]


class Entry(Strict):
    """An entry of a registry: known by its id, shown by its title."""

    id: Id
    title: Title


class Role(Entry):
    """Somebody by function, never by name."""

    summary: Informative | None = None
    held_by: tuple[Annotated[str, Field(pattern="^@")], ...] = ()
    contact: Plain | None = None


class NotApplicable(Strict):
    """A component that makes no sense for a service on a channel, and why."""

    component: Component
    channel: ChannelId | None = None
    reason: Informative


class Service(Entry):
    """What customers come for."""

    summary: Informative | None = None
    not_applicable: tuple[NotApplicable, ...] = ()


class Channel(Entry):
    """A way in which customers and staff meet."""

    summary: Informative | None = None
    medium: Annotated[str | None, Field(pattern="^(voice|text|in person|physical|web)$")] = None
    live: bool = False
    calendar: CalendarId | None = None


class Stage(Entry):
    """A stage of the customer's journey; the order of the file is the order of the stages."""

    summary: Informative | None = None


class Marks(StrEnum):
    """What an event marks in the life of a contact."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_RESPONSE = "first-response"
    RESOLVE = "resolve"


class Event(Entry):
    """A moment at which a clock starts, stops or pauses."""

    after: tuple[EventId, ...] = ()
    """The events that must come before it."""
    marks: Marks | None = None
    summary: Informative | None = None


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Annotated[str, Field(pattern="^(mon|tue|wed|thu|fri|sat|sun)$")]


class Hours(Strict):
    """The opening hours of a week, from a day on."""

    from_: Annotated[Day, Field(alias="from")]
    weekly: dict[Weekday, tuple[OpenInterval, ...]]


class Holiday(Strict):
    """A day on which other hours hold; without hours it is closed."""

    on: Day
    title: Title
    hours: tuple[OpenInterval, ...] = ()


class Calendar(Entry):
    """When staff work: dated weekly hours, and holidays as far as *covers_until*."""

    time_zone: TimeZone | None = None
    covers_until: Annotated[Day | None, Needed()] = None
    hours: Annotated[tuple[Hours, ...], Needed()] = ()
    holidays: tuple[Holiday, ...] = ()


class Location(Entry):
    """A place, or a group of places, where customers are served."""

    summary: Informative | None = None
    calendar: CalendarId | None = None


class NormStatus(StrEnum):
    """Whether a norm still stands."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class NormClause(Strict):
    """A clause of a norm that the company looks at: its number and our own words for what it is about."""

    clause: Plain
    about: Informative | None = None


class Norm(Entry):
    """A norm or law: edition and status, no text of it."""

    edition: Plain
    status: NormStatus = NormStatus.CURRENT
    superseded_by: NormId | None = None
    checked_on: Annotated[Day | None, Needed()] = None
    url: Plain | None = None
    summary: Informative | None = None
    clauses: tuple[NormClause, ...] = ()


class Term(Entry):
    """A word of the glossary: what it means, what else people call it, what it must not be called."""

    meaning: Annotated[Informative | None, Needed()] = None
    synonyms: tuple[Informative, ...] = ()
    forbidden: tuple[Informative, ...] = ()


REGISTRIES: dict[str, type[Entry]] = {
    "roles": Role,
    "services": Service,
    "channels": Channel,
    "stages": Stage,
    "events": Event,
    "calendars": Calendar,
    "locations": Location,
    "norms": Norm,
    "terms": Term,
}
"""The registries, by the name of their file."""


class Notice(Strict):
    """How long before it holds a change is announced, by its class."""

    tightened: Span = Span()
    relaxed: Span = Span()


class Settings(Strict):
    """`handbook.yml`: what holds for the whole handbook."""

    name: Informative
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)] = ("en",)
    """The first is the source language."""
    time_zone: TimeZone
    review_every: Span = Span(years=1)
    notice: Notice = Notice()
    reviewers: dict[ChangeClass, tuple[RoleId, ...]] = Field(default_factory=dict)
    suggest: Plain | None = None
    """Where a reader's suggestion goes: a `mailto:` or `https:` address."""
    fiscal_year_starts: YearStart | None = None
    """The day on which the years of results such as `2023-2024` begin: `04-01`."""

    def reviewers_of(self, change_class: ChangeClass) -> tuple[RoleId, ...]:
        """
        The roles that look at a change of a class.

        A mixed change is also tightened and relaxed, and what is removed is
        lost as if it were relaxed: as with the notice that is given of it.
        """
        implied = {
            ChangeClass.MIXED: (ChangeClass.MIXED, ChangeClass.RELAXED, ChangeClass.TIGHTENED),
            ChangeClass.REMOVED: (ChangeClass.REMOVED, ChangeClass.RELAXED),
        }.get(change_class, (change_class,))
        return tuple(dict.fromkeys(role for one in implied for role in self.reviewers.get(one, ())))

    @property
    def source_language(self) -> str:
        """The language in which documents are written and which prevails."""
        return self.languages[0]


class Registry(Strict):
    """All entries of a handbook, each registry by id in the order of its file."""

    roles: dict[str, Role] = Field(default_factory=dict)
    services: dict[str, Service] = Field(default_factory=dict)
    channels: dict[str, Channel] = Field(default_factory=dict)
    stages: dict[str, Stage] = Field(default_factory=dict)
    events: dict[str, Event] = Field(default_factory=dict)
    calendars: dict[str, Calendar] = Field(default_factory=dict)
    locations: dict[str, Location] = Field(default_factory=dict)
    norms: dict[str, Norm] = Field(default_factory=dict)
    terms: dict[str, Term] = Field(default_factory=dict)

    def entries(self, registry: str) -> dict[str, Entry]:
        """The entries of the registry with that name."""
        found: dict[str, Entry] = getattr(self, registry)
        return found
