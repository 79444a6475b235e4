"""How long a contact waits at worst under a limit, over a year of arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..model.registry import Calendar
from ..model.values import Duration
from .course import course_of
from .deadline import ELAPSED_SECONDS
from .stricter import reach, window
from .working_time import Moment, working_time

MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Longest:
    """The longest that a limit lets a contact wait."""

    seconds: int
    """Whole minutes, but for elapsed time, which is exact."""
    arrival: Moment | None
    """When the contact arrives that waits so long, the first of equals; None for elapsed time: any does."""


def longest(limit: Duration, calendar: Calendar | None, time_zone: str, on: date) -> Longest | None:
    """
    The longest wait under *limit* over the arrivals of the 53 weeks from *on*; None in business time without a calendar.

    Clocks are read as if summer time did not change them, as where limits are
    compared. Raises OutOfCalendarError if the calendar does not reach far enough.
    """
    if limit.unit in ELAPSED_SECONDS:
        return Longest(seconds=limit.amount * ELAPSED_SECONDS[limit.unit], arrival=None)
    if limit.in_business_time and calendar is None:
        return None
    first, last = window(on)
    time = working_time(calendar, time_zone, first, last + reach(limit)).without_clock_changes
    course = course_of(limit, time, time.at(first), time.at(last))
    # A line is highest above its arrivals where it begins; just before that, after a closing, is the bound.
    start, ends = max(((start, value) for start, value, _ in course.lines), key=lambda one: one[1] - one[0])
    return Longest(seconds=-((start - ends) // MINUTE) * MINUTE, arrival=start)
