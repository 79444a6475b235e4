"""
D(t): the last compliant moment for a contact that arrives at t.

*Elapsed* time (seconds, minutes, hours) is exact. *Business hours* run only
while the calendar is open. *Business day n* ends at closing on the n-th open
day after the day of arrival; arrival after closing or on a closed day counts
as the next open day. *Calendar day n* ends at 24:00 local on the n-th day
after; a week is seven days, a month the same day number, clamped to the
month's length.

While the clock is paused, elapsed time and business hours stand still, and the
end of a day that falls into the pause does not count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from ..model.values import Duration, Span, Unit
from .working_time import Moment, OutOfCalendarError, WorkingTime, outside

ELAPSED_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}

Pauses = tuple[tuple[Moment, Moment], ...]


def deadline(
    limit: Duration, time: WorkingTime, arrival: Moment, pauses: Iterable[tuple[Moment, Moment]] = ()
) -> Moment:
    """
    The last compliant moment for a contact that arrives at *arrival*.

    *pauses* are spans of moments, from the stop of the clock to its restart.
    Raises OutOfCalendarError if the calendar does not reach so far.
    """
    stops = _joined(pauses, arrival)
    match limit.unit:
        case Unit.SECOND | Unit.MINUTE | Unit.HOUR:
            return _elapsed(limit.amount * ELAPSED_SECONDS[limit.unit], arrival, stops)
        case Unit.BUSINESS_HOUR:
            return _business_hours(limit.amount * 3600, time, arrival, stops)
        case Unit.BUSINESS_DAY:
            return _nth(outside(_closings_after(time, arrival), stops), limit.amount + 1, time)
        case Unit.CALENDAR_DAY | Unit.WEEK | Unit.MONTH:
            return _calendar(limit, time, arrival, stops)


def _joined(pauses: Iterable[tuple[Moment, Moment]], arrival: Moment) -> Pauses:
    joined: list[tuple[Moment, Moment]] = []
    for start, end in sorted((max(start, arrival), end) for start, end in pauses if end > arrival):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _elapsed(seconds: int, arrival: Moment, stops: Pauses) -> Moment:
    end = arrival + seconds
    for start, restart in stops:
        if start < end:
            end += restart - start
    return end


def _business_hours(seconds: int, time: WorkingTime, arrival: Moment, stops: Pauses) -> Moment:
    target = time.worked_before(arrival) + seconds
    end = time.when_worked(target)
    for start, restart in stops:
        if start < end:
            target += time.worked_before(restart) - time.worked_before(start)
            end = time.when_worked(target)
    return end


def _closings_after(time: WorkingTime, arrival: Moment) -> Iterator[Moment]:
    """The closing of the day that counts as the day of arrival, then those of the open days after it."""
    closings = time.closings
    return iter(closings[bisect_left(closings, arrival) :])


def _calendar(limit: Duration, time: WorkingTime, arrival: Moment, stops: Pauses) -> Moment:
    day = time.day_of(arrival)
    span = {
        Unit.CALENDAR_DAY: Span(days=limit.amount),
        Unit.WEEK: Span(weeks=limit.amount),
        Unit.MONTH: Span(months=limit.amount),
    }[limit.unit]
    last = span.after(day)
    ends = (time.at(last + timedelta(days=n + 1)) for n in range((time.last - last).days + 1))
    paused = sum(1 for _ in _ends_inside(time, day, last, stops)) if stops else 0
    return _nth(outside(ends, stops), paused + 1, time)


def _ends_inside(time: WorkingTime, day: date, last: date, stops: Pauses) -> Iterator[Moment]:
    """The ends of days from *day* to the day before *last* that fall into a pause: each moves the end by a day."""
    ends = [time.at(day + timedelta(days=n + 1)) for n in range((last - day).days)]
    running = set(outside(ends, stops))
    return (end for end in ends if end not in running)


def _nth(moments: Iterable[Moment], n: int, time: WorkingTime) -> Moment:
    found = next(islice(moments, n - 1, None), None)
    if found is None:
        raise OutOfCalendarError(time.last)
    return found


def break_points(limit: Duration, time: WorkingTime, first: Moment, last: Moment) -> set[Moment]:
    """
    The moments between *first* and *last* at which D bends or jumps; between two of them it is a straight line.

    Openings, closings and the moments from which business hours end at one of
    them; for days the midnights and closings; for elapsed time none.
    """
    match limit.unit:
        case Unit.SECOND | Unit.MINUTE | Unit.HOUR:
            return set()
        case Unit.BUSINESS_HOUR:
            seconds = limit.amount * 3600
            edges = [edge for interval in time.intervals for edge in interval]
            sources = [time.worked_before(edge) - seconds for edge in edges]
            found = {*edges, *(time.when_worked(source) for source in sources if source >= 0)}
        case Unit.BUSINESS_DAY:
            found = set(time.closings)
        case _:
            found = {
                time.at(time.first + timedelta(days=n)) for n in range((time.last - time.first).days + 1)
            }
    return {one for one in found if first <= one <= last}
