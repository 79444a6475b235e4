"""Whether calendars are sound, reach far enough, and cover the opening hours that are promised (CAL01 to CAL03)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from ..findings import Finding, Severity
from ..history.due import calendar_is_due
from ..model.documents import Measure
from ..model.handbook import Handbook, Place
from ..model.registry import WEEKDAYS, Calendar
from ..model.values import OpenInterval
from .views import View, commitments

LOOK_AHEAD = 366
"""So many days are compared: each weekday and each holiday of a year comes up."""


def faults_of_calendars(handbook: Handbook, on: date) -> Iterator[Finding]:
    """Yield what is wrong with the calendars of the registry."""
    for id_, calendar in handbook.registry.calendars.items():
        places = handbook.places["calendars", id_]
        due = calendar_is_due(calendar)
        if due is not None and due < on:
            until = str(calendar.covers_until)
            yield _finding("CAL02", "short", places.of("covers_until"), calendar=id_, until=until)
        if calendar.time_zone is None and ("time_zone",) not in places.lines:
            yield _finding("CAL03", "no-zone", places.of("id"), calendar=id_)
        for n, hours in enumerate(calendar.hours):
            for weekday, intervals in hours.weekly.items():
                yield from _intervals(intervals, places.of("hours", n, "weekly", weekday), id_)
        for n, holiday in enumerate(calendar.holidays):
            yield from _intervals(holiday.hours, places.of("holidays", n, "hours"), id_)


def _intervals(intervals: Sequence[OpenInterval], place: Place, calendar: str) -> Iterator[Finding]:
    backwards = [one for one in intervals if one.end <= one.start]
    for one in backwards:
        yield _finding("CAL03", "backwards", place, calendar=calendar, hours=str(one))
    if not backwards:
        for first, second in pairwise(sorted(intervals, key=lambda one: one.start)):
            if second.start < first.end:
                yield _finding(
                    "CAL03", "overlap", place, calendar=calendar, hours=str(first), other=str(second)
                )


def _finding(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)


# -- CAL01 -------------------------------------------------------------------


def faults_of_opening_hours(view: View) -> Iterator[Finding]:
    """Yield the promises of opening hours on days or at hours at which a channel is closed."""
    registry = view.handbook.registry
    known: dict[tuple[str, str], date | None] = {}
    for id_, document, n in commitments(view):
        one = document.commitments[n]
        promised = one.calendar or document.calendar
        if one.measure is not Measure.OPENING_HOURS or promised not in registry.calendars:
            continue
        for channel in one.channels or document.channels:
            entry = registry.channels.get(channel)
            if entry is None or entry.calendar is None or entry.calendar not in registry.calendars:
                continue
            pair = (promised, entry.calendar)
            if pair not in known:
                known[pair] = _first_beyond(
                    registry.calendars[promised], registry.calendars[entry.calendar], view.day or view.on
                )
            day = known[pair]
            if day is not None:
                hours = _shown(hours_on(registry.calendars[promised], day))
                open_ = _shown(hours_on(registry.calendars[entry.calendar], day))
                path = ("calendar",) if one.calendar is None else ("commitments", n, "calendar")
                yield _finding(
                    "CAL01",
                    "beyond",
                    view.place(id_, *path),
                    clause=f"{id_}#{one.id}",
                    calendar=promised,
                    channel=channel,
                    other=entry.calendar,
                    day=day.isoformat(),
                    hours=hours,
                    open=open_,
                )


def hours_on(calendar: Calendar, day: date) -> tuple[OpenInterval, ...]:
    """The hours of a day; none if it is closed."""
    for holiday in calendar.holidays:
        if holiday.on == day:
            return holiday.hours
    holding = max(
        (one for one in calendar.hours if one.from_ <= day), key=lambda one: one.from_, default=None
    )
    return holding.weekly.get(WEEKDAYS[day.weekday()], ()) if holding else ()


def _first_beyond(promised: Calendar, channel: Calendar, start: date) -> date | None:
    """The first day of the next year on which *promised* is open and *channel* is not."""
    for n in range(LOOK_AHEAD):
        day = start + timedelta(days=n)
        if _minutes(hours_on(promised, day)) - _minutes(hours_on(channel, day)):
            return day
    return None


def _minutes(intervals: Sequence[OpenInterval]) -> set[int]:
    return {minute for one in intervals for minute in range(one.start, one.end)}


def _shown(intervals: Sequence[OpenInterval]) -> str:
    return ", ".join(map(str, intervals)) or "–"
