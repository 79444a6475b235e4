"""
Which of two limits is stricter, over every moment of arrival.

The newer limit is tightened if no contact, whenever it arrives, may wait
longer and some may wait less; relaxed the other way; else mixed. Between two
break points both deadlines are straight lines of slope 0 or 1, so the break
points, seen from both sides, decide for every moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from ..model.values import Duration, Unit
from .deadline import ELAPSED_SECONDS, break_points, deadline
from .working_time import DAY_SECONDS, Moment, WorkingTime

WEEKS = 53
"""As long as every rule of a year needs, and a week more."""
ONE_HOUR = 3600


class Order(StrEnum):
    """How the newer limit's deadlines lie to the older one's."""

    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A moment of arrival, and by how many seconds its deadline moves: less than zero is earlier."""

    arrival: Moment
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """What the comparison of two limits found."""

    order: Order
    earliest: Moved | None = None
    """Where the newer deadline gains most, if it is earlier anywhere; of equals, the first."""
    latest: Moved | None = None
    """Where it loses most, if it is later anywhere."""
    clock_change_only: bool = False
    """Whether differences of at most an hour, which daylight saving alone makes, were left out."""


def window(in_force_from: date) -> tuple[date, date]:
    """The 53 weeks that begin on the Monday before *in_force_from* (that day itself, if it is one)."""
    monday = in_force_from - timedelta(days=in_force_from.weekday())
    return monday, monday + timedelta(weeks=WEEKS)


def reach(limit: Duration) -> timedelta:
    """How far beyond an arrival a calendar must be known for *limit*: generous, for months of holidays."""
    days = {
        Unit.BUSINESS_HOUR: limit.amount // 2 + 30,
        Unit.BUSINESS_DAY: limit.amount * 3 + 30,
        Unit.CALENDAR_DAY: limit.amount + 2,
        Unit.WEEK: limit.amount * 7 + 2,
        Unit.MONTH: limit.amount * 31 + 2,
    }
    if limit.unit in ELAPSED_SECONDS:
        return timedelta(days=limit.amount * ELAPSED_SECONDS[limit.unit] // DAY_SECONDS + 2)
    return timedelta(days=days[limit.unit])


def strictness(
    old: Duration, old_time: WorkingTime, new: Duration, new_time: WorkingTime, first: date, last: date
) -> Strictness:
    """
    Compare two limits over every arrival from *first* to *last* (the day before).

    Each limit runs in its own calendar, both calendars as the newer side has
    them. Raises OutOfCalendarError if a calendar does not reach far enough.
    """
    if old == new and old_time == new_time:
        return Strictness(order=Order.SAME)
    start, end = new_time.at(first), new_time.at(last)
    points = sorted(
        {start, end, *break_points(old, old_time, start, end), *break_points(new, new_time, start, end)}
    )

    def difference(arrival: Moment) -> int:
        return deadline(new, new_time, arrival) - deadline(old, old_time, arrival)

    def otherwise(arrival: Moment) -> int:
        """The difference if the clocks were never changed."""
        when = new_time.unchanged(arrival)
        return deadline(new, new_time.without_clock_changes, when) - deadline(
            old, old_time.without_clock_changes, when
        )

    changes = sorted({*old_time.clock_changes, *new_time.clock_changes})
    most, least = Moved(arrival=start, seconds=0), Moved(arrival=start, seconds=0)
    left_out = False
    for arrival, seconds, seen in _differences(points, difference):
        if (
            0 < abs(seconds) <= ONE_HOUR
            and _spans_a_change(arrival, old, old_time, changes)
            and otherwise(seen) * seconds <= 0
        ):
            left_out = True
            continue
        if seconds > most.seconds:
            most = Moved(arrival=arrival, seconds=seconds)
        if seconds < least.seconds:
            least = Moved(arrival=arrival, seconds=seconds)
    order = {
        (False, False): Order.SAME,
        (True, False): Order.LATER,
        (False, True): Order.EARLIER,
        (True, True): Order.MIXED,
    }[most.seconds > 0, least.seconds < 0]
    return Strictness(
        order=order,
        earliest=least if least.seconds else None,
        latest=most if most.seconds else None,
        clock_change_only=left_out,
    )


def _differences(
    points: list[Moment], difference: Callable[[Moment], int]
) -> Iterator[tuple[Moment, int, Moment]]:
    """
    Yield the difference at every break point, and the limits of the straight lines between them.

    Each with the moment on whose side of the point it was seen.
    A line is known from its values one second after its beginning and one
    before its end; its slope per second is -1, 0 or 1.
    """
    for point, following in pairwise(points):
        yield point, difference(point), point
        inner, outer = point + 1, following - 1
        if inner > outer:
            continue
        at_inner, at_outer = difference(inner), difference(outer)
        slope = (at_outer - at_inner) // (outer - inner) if outer > inner else 0
        yield point, at_inner - slope, inner
        yield following, at_outer + slope, outer


def _spans_a_change(arrival: Moment, old: Duration, time: WorkingTime, changes: list[Moment]) -> bool:
    end = deadline(old, time, arrival) + DAY_SECONDS
    return any(arrival - DAY_SECONDS <= change <= end for change in changes)
