"""Which of two limits is stricter: the vectors, and a sampled check of every verdict."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deadlines.test_deadline import OFFICE, calendar, units, weeks

from service_standards.deadlines.deadline import deadline
from service_standards.deadlines.stricter import Order, reach, strictness, window
from service_standards.deadlines.working_time import WorkingTime, working_time
from service_standards.model.values import Duration

DAY = date(2026, 2, 15)


def time_for(limit: Duration, weekly: dict[str, list[str]] = OFFICE, zone: str = "UTC") -> WorkingTime:
    """Open time over the window of the comparison, and as far beyond as the limit needs."""
    first, last = window(DAY)
    return working_time(calendar(weekly, zone), "UTC", first, last + reach(limit))


CASES = {
    "shorter": ("24 hours", "12 hours", Order.EARLIER),
    "longer": ("12 hours", "24 hours", Order.LATER),
    "same, other unit": ("60 minutes", "1 hour", Order.SAME),
    "business day for hours": ("12 hours", "1 business day", Order.LATER),
    "neither for all arrivals": ("24 hours", "8 business hours", Order.MIXED),
    "hours for a calendar day": ("1 calendar day", "24 hours", Order.EARLIER),
    "a week is seven days": ("7 calendar days", "1 week", Order.SAME),
    "a month is not thirty days": ("30 calendar days", "1 month", Order.MIXED),
    "more business hours": ("4 business hours", "6 business hours", Order.LATER),
    "business days": ("2 business days", "1 business day", Order.EARLIER),
}


@pytest.mark.parametrize(("old", "new", "order"), CASES.values(), ids=CASES)
def test_vectors(old: str, new: str, order: Order) -> None:
    """A limit is stricter only if no contact, whenever it arrives, may wait longer."""
    was, now = Duration.parse(old), Duration.parse(new)

    assert strictness(was, time_for(was), now, time_for(now), *window(DAY)).order is order


def test_worst_arrival_is_named() -> None:
    """Twelve hours to one business day: from Friday after closing to Tuesday at closing, all but 84 hours more."""
    was, now = Duration.parse("12 hours"), Duration.parse("1 business day")

    found = strictness(was, time_for(was), now, time_for(now), *window(DAY)).latest

    assert found
    assert found.seconds == (96 - 12) * 3600


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York"])
def test_an_hour_of_summer_time_is_no_change_of_the_promise(zone: str) -> None:
    """What only the clock change makes later by an hour is noted, not classified."""
    was, now = Duration.parse("1 calendar day"), Duration.parse("24 hours")

    found = strictness(was, time_for(was, zone=zone), now, time_for(now, zone=zone), *window(DAY))

    assert found.order is Order.EARLIER
    assert found.clock_change_only


DAYLIGHT = {
    "half an hour more, in real": ("24 hours", "1470 minutes", Order.LATER, False),
    "half an hour less, in real": ("1470 minutes", "24 hours", Order.EARLIER, False),
    "an hour more, in business time": ("8 business hours", "9 business hours", Order.LATER, False),
    "an hour more than a day": ("24 hours", "25 hours", Order.LATER, False),
    "the hour that a day is longer in autumn": ("24 hours", "1 calendar day", Order.LATER, True),
    "no difference at all": ("7 calendar days", "1 week", Order.SAME, False),
}


@pytest.mark.parametrize(("old", "new", "order", "noted"), DAYLIGHT.values(), ids=DAYLIGHT)
@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York"])
def test_a_real_difference_of_an_hour_is_no_matter_of_the_clock(
    zone: str, old: str, new: str, order: Order, noted: bool
) -> None:
    """What differs on any day is classified on the days of the clock change too; only the rest is noted."""
    was, now = Duration.parse(old), Duration.parse(new)

    found = strictness(was, time_for(was, zone=zone), now, time_for(now, zone=zone), *window(DAY))

    assert (found.order, found.clock_change_only) == (order, noted)


def test_window_begins_on_the_monday_before() -> None:
    """Sunday 15 February 2026 belongs to the week of Monday the 9th; 53 weeks later it is over."""
    assert window(DAY) == (date(2026, 2, 9), date(2027, 2, 15))


limits = st.tuples(st.integers(1, 4), units).map(
    lambda a: Duration.parse(f"{a[0]} {a[1]}{'' if a[0] == 1 else 's'}")
)


@settings(max_examples=40, deadline=None)
@given(
    old=limits,
    new=limits,
    weekly=weeks,
    arrivals=st.lists(st.integers(0, 52 * 7 * 86_400), min_size=50, max_size=50),
)
def test_no_arrival_contradicts_the_verdict(
    old: Duration, new: Duration, weekly: dict[str, list[str]], arrivals: list[int]
) -> None:
    """Whatever moment one tries, it fits what the break points said; and the other way round gives the reverse."""
    first, last = window(DAY)
    old_time, new_time = time_for(old, weekly), time_for(new, weekly)
    found = strictness(old, old_time, new, new_time, first, last)
    back = strictness(new, new_time, old, old_time, first, last)

    start = old_time.at(first)
    differences = {deadline(new, new_time, start + t) - deadline(old, old_time, start + t) for t in arrivals}
    if found.order in (Order.SAME, Order.EARLIER):
        assert max(differences) <= 0
    if found.order in (Order.SAME, Order.LATER):
        assert min(differences) >= 0
    reverse = {Order.EARLIER: Order.LATER, Order.LATER: Order.EARLIER}
    assert back.order is reverse.get(found.order, found.order)
