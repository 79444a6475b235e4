"""How long a contact waits at worst: the bound of every wait, and one that is reached."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.changes.documents import registry

from service_standards.deadlines.deadline import deadline
from service_standards.deadlines.longest import longest
from service_standards.deadlines.stricter import reach, window
from service_standards.deadlines.working_time import OutOfCalendarError, working_time
from service_standards.model.values import Duration

ON = date(2026, 2, 15)
OFFICE = registry().calendars["office"]
HOUR = 3600

CASES = {
    "exact": ("12 hours", 12 * HOUR),
    "a business day over a weekend": ("1 business day", 96 * HOUR),
    "business hours over a weekend": ("4 business hours", 67 * HOUR),
    "two business days over a weekend": ("2 business days", 120 * HOUR),
    "a calendar day is up to two": ("1 calendar day", 48 * HOUR),
}


@pytest.mark.parametrize(("limit", "seconds"), CASES.values(), ids=CASES)
def test_longest(limit: str, seconds: int) -> None:
    """The worst case of the rules' own calendar: Monday to Friday 09:00 to 18:00, UTC."""
    found = longest(Duration.parse(limit), OFFICE, "UTC", ON)

    assert found
    assert found.seconds == seconds


@given(
    st.sampled_from(
        ["1 business hour", "30 business hours", "1 business day", "3 calendar days", "2 weeks", "1 month"]
    ),
    st.integers(min_value=0, max_value=53 * 7 * 24 * HOUR - 1),
)
def test_nobody_waits_longer(limit: str, after: int) -> None:
    """No arrival of the year waits longer, and the one that is named waits so long but for a minute."""
    duration = Duration.parse(limit)
    first, last = window(ON)
    time = working_time(OFFICE, "UTC", first, last + reach(duration))
    arrival = time.at(first) + after
    found = longest(duration, OFFICE, "UTC", ON)

    assert found
    assert deadline(duration, time, arrival) - arrival <= found.seconds
    assert found.arrival is not None
    assert found.seconds - (deadline(duration, time, found.arrival) - found.arrival) < 60


def test_summer_time_is_left_out() -> None:
    """An hour that only the change of the clocks makes is in no worst case."""
    found = longest(Duration.parse("1 business day"), OFFICE, "Europe/Kyiv", ON)

    assert found
    assert found.seconds == 96 * HOUR


def test_without_hours() -> None:
    """Business time without a calendar has no worst case; one that ends too soon is an error, never a short wait."""
    assert longest(Duration.parse("1 business day"), None, "UTC", ON) is None
    empty = OFFICE.model_copy(update={"hours": ()})
    with pytest.raises(OutOfCalendarError):
        longest(Duration.parse("1 business day"), empty, "UTC", ON)
