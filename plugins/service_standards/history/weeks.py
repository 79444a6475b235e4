"""
Weeks that explain limits: contacts that arrive, and the last moment to answer each, as `deadlines` has it.

The documentation draws them; which picture means what is said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..deadlines.deadline import ELAPSED_SECONDS, deadline
from ..deadlines.working_time import Moment, moment, working_time
from ..model.registry import Calendar
from ..model.values import Duration, Unit

ZONE = ZoneInfo("Europe/Kyiv")

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {day: ["09:00-18:00"] for day in WORKDAYS}
NIGHTS = {
    "mon": ["22:00-24:00"],
    **{day: ["00:00-06:00", "22:00-24:00"] for day in WORKDAYS[1:]},
    "sat": ["00:00-06:00"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """When a contact arrives, what it was promised, and when its clock is paused; local times."""

    limit: str
    arrives: str
    pauses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A stretch of days with the contacts that arrive in it."""

    first: date
    days: int
    contacts: tuple[Contact, ...]
    weekly: Mapping[str, list[str]] | None = None
    """The hours of work; None: the limits need none."""
    holidays: tuple[dict[str, object], ...] = ()


MONDAY = date(2026, 6, 1)

EXAMPLES = {
    "elapsed": Example(
        first=MONDAY,
        days=7,
        contacts=(
            Contact(limit="24 hours", arrives="2026-06-01T10:00"),
            Contact(limit="24 hours", arrives="2026-06-05T17:00"),
        ),
    ),
    "business-hours": Example(
        first=MONDAY,
        days=9,
        weekly=OFFICE,
        contacts=(
            Contact(limit="8 business hours", arrives="2026-06-01T09:00"),
            Contact(limit="8 business hours", arrives="2026-06-02T15:00"),
            Contact(limit="8 business hours", arrives="2026-06-05T17:00"),
            Contact(limit="8 business hours", arrives="2026-06-06T11:00"),
        ),
    ),
    "business-days": Example(
        first=MONDAY,
        days=9,
        weekly=OFFICE,
        contacts=(
            Contact(limit="1 business day", arrives="2026-06-01T10:00"),
            Contact(limit="1 business day", arrives="2026-06-01T18:30"),
            Contact(limit="1 business day", arrives="2026-06-05T17:00"),
            Contact(limit="1 business day", arrives="2026-06-06T11:00"),
        ),
    ),
    "nights": Example(
        first=MONDAY,
        days=7,
        weekly=NIGHTS,
        contacts=(
            Contact(limit="4 business hours", arrives="2026-06-01T23:00"),
            Contact(limit="4 business hours", arrives="2026-06-03T12:00"),
            Contact(limit="4 business hours", arrives="2026-06-05T05:00"),
        ),
    ),
    "calendar-days": Example(
        first=MONDAY,
        days=9,
        contacts=(
            Contact(limit="2 calendar days", arrives="2026-06-01T10:00"),
            Contact(limit="2 calendar days", arrives="2026-06-05T17:00"),
            Contact(limit="1 week", arrives="2026-06-01T10:00"),
        ),
    ),
    "months": Example(
        first=date(2026, 1, 26),
        days=42,
        contacts=(
            Contact(limit="1 month", arrives="2026-01-28T10:00"),
            Contact(limit="1 month", arrives="2026-01-31T10:00"),
            Contact(limit="30 calendar days", arrives="2026-01-31T10:00"),
        ),
    ),
    "pauses": Example(
        first=MONDAY,
        days=7,
        weekly=OFFICE,
        contacts=(
            Contact(
                limit="24 hours",
                arrives="2026-06-01T10:00",
                pauses=(("2026-06-01T12:00", "2026-06-03T12:00"),),
            ),
            Contact(
                limit="8 business hours",
                arrives="2026-06-01T10:00",
                pauses=(("2026-06-01T12:00", "2026-06-03T12:00"),),
            ),
            Contact(
                limit="1 business day",
                arrives="2026-06-01T10:00",
                pauses=(("2026-06-01T12:00", "2026-06-03T12:00"),),
            ),
            Contact(
                limit="1 business day",
                arrives="2026-06-01T10:00",
                pauses=(("2026-06-01T20:00", "2026-06-02T08:00"),),
            ),
        ),
    ),
    "holidays": Example(
        first=MONDAY,
        days=7,
        weekly=OFFICE,
        holidays=(
            {"on": "2026-06-02", "title": "Holiday"},
            {"on": "2026-06-03", "title": "Short day", "hours": ["09:00-12:00"]},
        ),
        contacts=(
            Contact(limit="1 business day", arrives="2026-06-01T10:00"),
            Contact(limit="2 business days", arrives="2026-06-01T10:00"),
            Contact(limit="4 business hours", arrives="2026-06-01T16:00"),
            Contact(limit="1 calendar day", arrives="2026-06-01T16:00"),
        ),
    ),
    "daylight-saving": Example(
        first=date(2026, 3, 27),
        days=4,
        contacts=(
            Contact(limit="24 hours", arrives="2026-03-28T12:00"),
            Contact(limit="1 calendar day", arrives="2026-03-28T12:00"),
            Contact(limit="1 calendar day", arrives="2026-03-28T23:00"),
        ),
    ),
}
"""The pictures by the name that the documentation calls them by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A contact from its arrival to the last moment that keeps the promise."""

    limit: Duration
    arrival: Moment
    end: Moment
    pauses: tuple[tuple[Moment, Moment], ...]
    counted: tuple[tuple[Moment, Moment], ...]
    """When its clock runs: of hours only open or unpaused time, of days all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An example worked out."""

    days: tuple[date, ...]
    midnights: tuple[Moment, ...]
    """Where each day begins; after the last its end."""
    closed: tuple[tuple[Moment, Moment], ...]
    """When nobody works."""
    runs: tuple[Run, ...]


def week(example: Example) -> Week:
    """The moments of an example, in its zone."""
    days = tuple(example.first + timedelta(days=n) for n in range(example.days))
    calendar = Calendar.model_validate(
        {
            "id": "week",
            "title": "Week",
            "time_zone": ZONE.key,
            "hours": [{"from": "2025-01-01", "weekly": example.weekly or {}}],
            "holidays": list(example.holidays),
        }
    )
    time = working_time(calendar, ZONE.key, days[0] - timedelta(days=7), days[-1] + timedelta(days=60))
    midnights = tuple(time.at(day) for day in (*days, days[-1] + timedelta(days=1)))
    closed = _closed(time.intervals, midnights[0], midnights[-1])
    runs = []
    for one in example.contacts:
        limit, arrival = Duration.parse(one.limit), _moment(one.arrives)
        pauses = tuple((_moment(start), _moment(end)) for start, end in one.pauses)
        end = deadline(limit, time, arrival, pauses)
        still = (*(closed if limit.unit is Unit.BUSINESS_HOUR else ()), *(pauses if _in_hours(limit) else ()))
        counted = _without(arrival, end, still)
        runs.append(Run(limit=limit, arrival=arrival, end=end, pauses=pauses, counted=counted))
    return Week(
        days=days,
        midnights=midnights,
        closed=closed,
        runs=tuple(runs),
    )


def _closed(
    intervals: tuple[tuple[Moment, Moment], ...], first: Moment, last: Moment
) -> tuple[tuple[Moment, Moment], ...]:
    """What lies between open times, from *first* to *last*."""
    found, at = [], first
    for opens, closes in intervals:
        if closes > first and opens < last:
            if opens > at:
                found.append((at, opens))
            at = closes
    if at < last:
        found.append((at, last))
    return tuple(found)


def _in_hours(limit: Duration) -> bool:
    return limit.unit is Unit.BUSINESS_HOUR or limit.unit in ELAPSED_SECONDS


def _without(
    begins: Moment, ends: Moment, still: tuple[tuple[Moment, Moment], ...]
) -> tuple[tuple[Moment, Moment], ...]:
    """What is left of a time without the spans in which it stands still."""
    found, at = [], begins
    for start, stop in sorted(still):
        if stop > at and start < ends:
            if start > at:
                found.append((at, start))
            at = stop
    if at < ends:
        found.append((at, ends))
    return tuple(found)


def _moment(text: str) -> Moment:
    return moment(datetime.fromisoformat(text).replace(tzinfo=ZONE))
