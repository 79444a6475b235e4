"""
When staff work, as open intervals on the line of time.

A calendar's dated weekly hours and its holidays, in its time zone, become
moments. Local times that daylight saving skips or repeats are read as the
IANA rules say: a skipped time counts on from before the gap, a repeated one is
the first of the two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from ..model.registry import WEEKDAYS, Calendar
from ..model.values import OpenInterval

Moment = int
"""Seconds since 1970-01-01T00:00 UTC."""

DAY_SECONDS = 86_400


def moment(when: datetime) -> Moment:
    """The moment of an aware date and time."""
    return int(when.timestamp())


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day on which a calendar is open: its first opening and its last closing."""

    day: date
    opens: Moment
    closes: Moment


class OutOfCalendarError(Exception):
    """A deadline lies beyond the days for which the calendar has hours."""


@dataclass(frozen=True)
class WorkingTime:
    """
    A calendar's open time from *first* to *last*, both days included.

    A calendar that is None is open always, in UTC or the zone given: elapsed
    time and calendar days need only its zone.
    """

    zone: tzinfo
    first: date
    last: date
    hours: tuple[tuple[date, dict[str, tuple[OpenInterval, ...]]], ...] = ()
    exceptions: dict[date, tuple[OpenInterval, ...]] = field(default_factory=dict)

    def at(self, day: date, minute: int = 0) -> Moment:
        """The moment of local midnight that begins *day*, or *minute* minutes of the clock later."""
        day, minute = day + timedelta(days=minute // 1440), minute % 1440
        return moment(datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=self.zone))

    def day_of(self, when: Moment) -> date:
        """The local day of a moment."""
        return datetime.fromtimestamp(when, self.zone).date()

    def intervals_on(self, day: date) -> tuple[OpenInterval, ...]:
        """The hours of the clock of one day, in order; none if it is closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        holding = [weekly for start, weekly in self.hours if start <= day]
        return holding[-1].get(WEEKDAYS[day.weekday()], ()) if holding else ()

    @cached_property
    def open_days(self) -> tuple[OpenDay, ...]:
        """The days that have hours, in order."""
        found = []
        for n in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=n)
            if intervals := self.intervals_on(day):
                opens = self.at(day, min(one.start for one in intervals))
                found.append(OpenDay(day, opens, self.at(day, max(one.end for one in intervals))))
        return tuple(found)

    @cached_property
    def closings(self) -> tuple[Moment, ...]:
        """The last end of every open day, in order."""
        return tuple(one.closes for one in self.open_days)

    @cached_property
    def intervals(self) -> tuple[tuple[Moment, Moment], ...]:
        """The open time as moments, in order, touching intervals joined."""
        raw = sorted(
            (self.at(one.day, interval.start), self.at(one.day, interval.end))
            for one in self.open_days
            for interval in self.intervals_on(one.day)
        )
        joined: list[tuple[Moment, Moment]] = []
        for start, end in raw:
            if start >= end:
                continue  # an hour that daylight saving leaves out
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return tuple(joined)

    @cached_property
    def _starts(self) -> list[Moment]:
        return [start for start, _ in self.intervals]

    @cached_property
    def _worked(self) -> list[int]:
        """Open seconds before each interval, and after the last one."""
        total, found = 0, []
        for start, end in self.intervals:
            found.append(total)
            total += end - start
        return [*found, total]

    def worked_before(self, when: Moment) -> int:
        """Open seconds from the calendar's first day to *when*."""
        n = bisect_right(self._starts, when) - 1
        if n < 0:
            return 0
        start, end = self.intervals[n]
        return self._worked[n] + min(when, end) - start

    def when_worked(self, seconds: int) -> Moment:
        """
        The first moment by which so many open seconds have passed since the calendar's first day.

        Raises OutOfCalendarError if the calendar does not reach so far.
        """
        if not self.intervals or seconds > self._worked[-1]:
            raise OutOfCalendarError(self.last)
        n = max(bisect_left(self._worked, seconds) - 1, 0)
        return self.intervals[n][0] + seconds - self._worked[n]

    @cached_property
    def clock_changes(self) -> tuple[Moment, ...]:
        """The moments at which the zone's offset changes, such as the beginning and end of summer time."""
        found = []
        for n in range((self.last - self.first).days + 1):
            start = self.at(self.first + timedelta(days=n))
            end = self.at(self.first + timedelta(days=n + 1))
            if self._offset(start) != self._offset(end):
                found.append(self._change_between(start, end))
        return tuple(found)

    @cached_property
    def without_clock_changes(self) -> WorkingTime:
        """The same hours of the clock in a world where the clocks are never changed: as on the first day, for ever."""
        return replace(self, zone=timezone(self._offset(self.at(self.first))))

    def unchanged(self, when: Moment) -> Moment:
        """The moment of that world at which the clock on the wall shows what it shows at *when* here."""
        return when + int((self._offset(when) - self._offset(self.at(self.first))).total_seconds())

    def _offset(self, when: Moment) -> timedelta:
        return datetime.fromtimestamp(when, UTC).astimezone(self.zone).utcoffset() or timedelta()

    def _change_between(self, start: Moment, end: Moment) -> Moment:
        while end - start > 1:
            middle = (start + end) // 2
            start, end = (middle, end) if self._offset(middle) == self._offset(start) else (start, middle)
        return end


def working_time(calendar: Calendar | None, time_zone: str, first: date, last: date) -> WorkingTime:
    """The open time of *calendar* from *first* to *last*; its own time zone counts before *time_zone*."""
    zone = ZoneInfo((calendar.time_zone if calendar else None) or time_zone)
    if calendar is None:
        return WorkingTime(zone, first, last)
    return WorkingTime(
        zone,
        first,
        last,
        hours=tuple(
            sorted(((one.from_, dict(one.weekly)) for one in calendar.hours), key=lambda one: one[0])
        ),
        exceptions={holiday.on: holiday.hours for holiday in calendar.holidays},
    )


def outside(moments: Iterable[Moment], pauses: Iterable[tuple[Moment, Moment]]) -> Iterable[Moment]:
    """Yield the moments at which the clock runs: those not inside a pause, its end included in the running."""
    spans = sorted(pauses)
    return (one for one in moments if not any(start < one <= end for start, end in spans))
