"""
What changed in a calendar, cause by cause, and which way each moves the deadlines that run by it.

The weekly hours, the time zone and every holiday are causes of their own: a
longer day must not hide the holiday that was added with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..deadlines.stricter import Order, reach, strictness, window
from ..deadlines.working_time import OutOfCalendarError, working_time
from ..model.registry import Calendar, Holiday
from ..model.values import Duration
from .context import Context, IncomparableError
from .kinds import Direction, join

ORDERS = {
    Order.SAME: Direction.NONE,
    Order.EARLIER: Direction.TIGHTENED,
    Order.LATER: Direction.RELAXED,
    Order.MIXED: Direction.MIXED,
}
"""Which way a limit goes whose deadlines move so."""

WEEKS_BEFORE, WEEKS_AFTER = 5, 2
"""The weeks of arrivals whose deadlines in business time one day decides: also after a month of closed days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that differs between two states of a calendar."""

    field: str
    before: Any
    after: Any
    old: Calendar
    """The newer state with this alone as it was before."""
    new: Calendar
    on: date | None = None
    """The one day that it is about; None for all."""

    def direction(self, zone: str, first: date, last: date) -> Direction:
        """Which way it moves the deadlines of what arrives from *first* to *last* (the day before)."""
        if self.on is not None:
            monday = window(self.on)[0]
            first = max(first, monday - timedelta(weeks=WEEKS_BEFORE))
            last = min(last, monday + timedelta(weeks=WEEKS_AFTER))
        return calendar_direction(self.old, self.new, zone, first, last) if first < last else Direction.NONE


def causes(before: Calendar, after: Calendar) -> Iterator[Cause]:
    """Yield what differs: the time zone, the hours, then the holidays by date."""
    for name in ("time_zone", "hours"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Cause(
                field=name, before=old, after=new, old=after.model_copy(update={name: old}), new=after
            )
    was, now = _by_day(before), _by_day(after)
    for day in sorted({*was, *now}):
        if was.get(day, ()) == now.get(day, ()):
            continue
        reverted = {**now, day: was.get(day, ())}
        holidays = tuple(one for _, listed in sorted(reverted.items()) for one in listed)
        yield Cause(
            field="holidays",
            before=was.get(day, ()),
            after=now.get(day, ()),
            old=after.model_copy(update={"holidays": holidays}),
            new=after,
            on=day,
        )


def _by_day(calendar: Calendar) -> dict[date, tuple[Holiday, ...]]:
    found: dict[date, tuple[Holiday, ...]] = {}
    for one in calendar.holidays:
        found[one.on] = (*found.get(one.on, ()), one)
    return found


def calendar_direction(before: Calendar, after: Calendar, zone: str, first: date, last: date) -> Direction:
    """
    Which way deadlines in business time move for whatever arrives from *first* to *last* (the day before).

    Fewer open hours make them later, which relaxes. Over several spans together
    it is the join of what it is over each. Raises IncomparableError.
    """
    found = []
    for limit in (Duration.parse("1 business hour"), Duration.parse("1 business day")):
        far = last + reach(limit)
        try:
            order = strictness(
                limit,
                working_time(before, zone, first, far),
                limit,
                working_time(after, zone, first, far),
                first,
                last,
            ).order
        except OutOfCalendarError as fault:
            raise IncomparableError(f"the calendar {after.id} has no open hours as far as {fault}") from fault
        found.append(ORDERS[order])
    return join(found)


def opening_direction(before: str | None, after: str | None, context: Context) -> Direction:
    """Which way a promise to be open goes whose hours are those of another calendar now: more hours are stricter."""
    known = context.registry.calendars
    old, new = known.get(before or ""), known.get(after or "")
    if old is None or new is None:
        return Direction.MIXED
    return calendar_direction(old, new, context.settings.time_zone, *window(context.on))
