"""D(t), against rows worked out by hand and against a walk by the minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_standards.deadlines.deadline import deadline
from service_standards.deadlines.working_time import WorkingTime, moment, working_time
from service_standards.model.registry import Calendar
from service_standards.model.values import Duration

OFFICE = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def calendar(
    weekly: dict[str, list[str]], zone: str = "UTC", holidays: tuple[dict[str, object], ...] = ()
) -> Calendar:
    """A calendar with the same hours for ever."""
    return Calendar.model_validate(
        {
            "id": "hours",
            "title": "Hours",
            "time_zone": zone,
            "hours": [{"from": "2020-01-01", "weekly": weekly}],
            "holidays": list(holidays),
            "covers_until": "2030-12-31",
        }
    )


def open_time(weekly: dict[str, list[str]] = OFFICE, zone: str = "UTC", **more: object) -> WorkingTime:
    """Its open time over the years that the tests use."""
    return working_time(calendar(weekly, zone, **more), "UTC", date(2025, 12, 1), date(2027, 3, 1))  # type: ignore[arg-type]


def at(text: str, zone: str = "UTC") -> int:
    """The moment of a local time."""
    return moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


NIGHTS = {"mon": ["22:00-24:00"], "tue": ["00:00-06:00", "22:00-24:00"], "wed": ["00:00-06:00"]}
KYIV = "Europe/Kyiv"
HOLIDAY = ({"on": "2026-06-02", "title": "Holiday"},)
SHORT_DAY = ({"on": "2026-06-02", "title": "Eve", "hours": ["09:00-12:00"]},)

# 2026-06-01 is a Monday.
ROWS = {
    "elapsed hours run at night": ("24 hours", open_time(), "2026-06-05T17:00", "2026-06-06T17:00"),
    "business hours within a day": ("4 business hours", open_time(), "2026-06-01T09:00", "2026-06-01T13:00"),
    "business hours end at closing": ("9 business hours", open_time(), "2026-06-01T09:00", "2026-06-01T18:00"),
    "business hours go on next day": ("10 business hours", open_time(), "2026-06-01T09:00", "2026-06-02T10:00"),
    "business hours over the weekend": ("10 business hours", open_time(), "2026-06-04T17:01", "2026-06-08T09:01"),
    "business hours from before opening": ("1 business hour", open_time(), "2026-06-01T03:00", "2026-06-01T10:00"),
    "business day": ("1 business day", open_time(), "2026-06-01T10:00", "2026-06-02T18:00"),
    "business day, arrival at closing": ("1 business day", open_time(), "2026-06-01T18:00", "2026-06-02T18:00"),
    "business day, arrival after closing": ("1 business day", open_time(), "2026-06-01T18:01", "2026-06-03T18:00"),
    "business day, arrival at closing at 24:00": ("1 business day", open_time({"sun": ["00:00-24:00"], "mon": ["00:00-01:00"]}), "2026-01-05T00:00", "2026-01-05T01:00"),
    "business day over the weekend": ("1 business day", open_time(), "2026-06-05T17:00", "2026-06-08T18:00"),
    "business day, arrival on Saturday": ("1 business day", open_time(), "2026-06-06T12:00", "2026-06-09T18:00"),
    "business day skips a holiday": ("1 business day", open_time(holidays=HOLIDAY), "2026-06-01T10:00", "2026-06-03T18:00"),
    "short day closes early": ("1 business day", open_time(holidays=SHORT_DAY), "2026-06-01T10:00", "2026-06-02T12:00"),
    "business hours on a short day": ("10 business hours", open_time(holidays=SHORT_DAY), "2026-06-01T13:00", "2026-06-03T11:00"),
    "closing at 24:00": ("2 business hours", open_time({"mon": ["20:00-24:00"], "tue": ["00:00-02:00"]}), "2026-06-01T23:00", "2026-06-02T01:00"),
    "night shift is two intervals": ("10 business hours", open_time(NIGHTS), "2026-06-01T22:00", "2026-06-02T24:00"),
    "calendar day ends at midnight": ("1 calendar day", open_time(), "2026-06-01T10:00", "2026-06-02T24:00"),
    "calendar day from midnight": ("1 calendar day", open_time(), "2026-06-01T00:00", "2026-06-02T24:00"),
    "week is seven days": ("2 weeks", open_time(), "2026-06-01T10:00", "2026-06-15T24:00"),
    "month is clamped": ("1 month", open_time(), "2026-01-31T10:00", "2026-02-28T24:00"),
    "month keeps the day": ("1 month", open_time(), "2026-02-28T10:00", "2026-03-28T24:00"),
}  # fmt: skip


def end(text: str) -> str:
    """The next midnight for 24:00."""
    if "T24:00" not in text:
        return text
    return f"{date.fromisoformat(text[:10]) + timedelta(days=1)}T00:00"


@pytest.mark.parametrize(("limit", "time", "arrival", "last"), ROWS.values(), ids=ROWS)
def test_deadline(limit: str, time: WorkingTime, arrival: str, last: str) -> None:
    """The definitions of elapsed, business and calendar time, each at its edges."""
    assert deadline(Duration.parse(limit), time, at(arrival)) == at(end(last))


SUMMER_TIME = {
    "elapsed hours ignore the clock": ("24 hours", "2026-03-28T12:00", "2026-03-29T13:00"),
    "calendar day of 23 hours": ("1 calendar day", "2026-03-28T12:00", "2026-03-29T24:00"),
    "business hours skip the missing hour": ("4 business hours", "2026-03-29T00:00", "2026-03-29T05:00"),
    "business hours take the hour that comes twice": (
        "4 business hours",
        "2026-10-25T00:00",
        "2026-10-25T03:00",
    ),
}


@pytest.mark.parametrize(("limit", "arrival", "last"), SUMMER_TIME.values(), ids=SUMMER_TIME)
def test_deadline_when_the_clock_changes(limit: str, arrival: str, last: str) -> None:
    """Hours are hours of time, days are days of the calendar, in a zone with summer time."""
    every_day = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}

    found = deadline(Duration.parse(limit), open_time(every_day, KYIV), at(arrival, KYIV))

    assert datetime.fromtimestamp(found, ZoneInfo(KYIV)).replace(tzinfo=None) == datetime.fromisoformat(
        end(last)
    )


PAUSED = {
    "elapsed": ("24 hours", "2026-06-01T10:00", [("2026-06-01T12:00", "2026-06-01T15:00")], "2026-06-02T13:00"),
    "elapsed, two overlapping": (
        "24 hours", "2026-06-01T10:00",
        [("2026-06-01T12:00", "2026-06-01T15:00"), ("2026-06-01T14:00", "2026-06-01T16:00")], "2026-06-02T14:00",
    ),
    "elapsed, after the end": ("1 hour", "2026-06-01T10:00", [("2026-06-01T12:00", "2026-06-01T15:00")], "2026-06-01T11:00"),
    "business hours, paused at night": ("10 business hours", "2026-06-01T09:00", [("2026-06-01T19:00", "2026-06-02T08:00")], "2026-06-02T10:00"),
    "business hours, paused over the weekend": ("10 business hours", "2026-06-05T09:00", [("2026-06-05T17:00", "2026-06-08T11:00")], "2026-06-08T13:00"),
    "business day, a closing in the pause": ("1 business day", "2026-06-01T10:00", [("2026-06-02T10:00", "2026-06-03T10:00")], "2026-06-03T18:00"),
    "business day, a pause within the day": ("1 business day", "2026-06-01T10:00", [("2026-06-02T10:00", "2026-06-02T12:00")], "2026-06-02T18:00"),
    "calendar days, one midnight in the pause": ("3 calendar days", "2026-06-01T10:00", [("2026-06-02T10:00", "2026-06-03T10:00")], "2026-06-05T24:00"),
}  # fmt: skip


@pytest.mark.parametrize(("limit", "arrival", "pauses", "last"), PAUSED.values(), ids=PAUSED)
def test_pauses(limit: str, arrival: str, pauses: list[tuple[str, str]], last: str) -> None:
    """While the clock is paused time stands still, and the end of a day inside does not count."""
    spans = [(at(start), at(restart)) for start, restart in pauses]

    assert deadline(Duration.parse(limit), open_time(), at(arrival), spans) == at(end(last))


# The walk by the minute: slow, simple, and written without a look at the code above.

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
START = at("2026-01-05T00:00")
ZONES = ("UTC", "Europe/Kyiv", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata")
times = st.integers(0, 23).flatmap(lambda a: st.integers(a + 1, 24).map(lambda b: (a, b)))
weeks = st.dictionaries(
    st.sampled_from(DAYS),
    times.map(lambda ab: [f"{ab[0]:02}:00-{ab[1]:02}:00"]),
    min_size=1,
)
amounts = st.tuples(
    st.integers(1, 12), st.sampled_from(["hour", "business hour", "business day", "calendar day"])
)
arrivals = st.integers(0, 300 * 24 * 60)


@cache
def minutes(zone: str) -> list[tuple[str, int]]:
    """The local weekday and minute of the day, for every minute from START on, as far as a walk can go."""
    place = ZoneInfo(zone)
    far = range(START, START + 420 * 86_400, 60)
    found = (datetime.fromtimestamp(one, place) for one in far)
    return [(DAYS[local.weekday()], local.hour * 60 + local.minute) for local in found]


def walked(amount: int, unit: str, weekly: dict[str, list[str]], zone: str, arrival: int) -> int:
    """D(t) by looking at every minute after the arrival."""
    if unit == "hour":
        return arrival + amount * 3600
    hours = {day: [(int(one[:2]) * 60, int(one[6:8]) * 60) for one in weekly.get(day, [])] for day in DAYS}
    closing = {day: max((last for _, last in spans), default=None) for day, spans in hours.items()}
    clock = minutes(zone)
    at, left = (arrival - START) // 60, amount
    if unit == "business hour":
        left *= 60
        while left:
            day, minute = clock[at]
            left -= any(first <= minute < last for first, last in hours[day])
            at += 1
        return START + at * 60
    if unit == "calendar day":
        left += 1
        while left:
            at += 1
            left -= clock[at][0] != clock[at - 1][0]
        return START + at * 60
    left += 1
    while left:
        day, minute = clock[at]
        left -= closing[day] == minute
        # Who arrives at midnight, where the day before closes then, arrives at its closing: it still counts.
        left -= minute == 0 and closing[DAYS[DAYS.index(day) - 1]] == 24 * 60
        at += 1
    return START + (at - 1) * 60


@settings(max_examples=400, deadline=None)
@given(limit=amounts, weekly=weeks, zone=st.sampled_from(ZONES[:1] + ZONES[4:]), minute=arrivals)
def test_deadline_is_what_a_walk_by_the_minute_finds(
    limit: tuple[int, str], weekly: dict[str, list[str]], zone: str, minute: int
) -> None:
    """The event points give exactly what counting every minute gives."""
    amount, unit = limit
    arrival = START + minute * 60
    time = open_time(weekly, zone)

    found = deadline(Duration.parse(f"{amount} {unit}{'' if amount == 1 else 's'}"), time, arrival)

    assert found == walked(amount, unit, weekly, zone, arrival)


@settings(max_examples=100, deadline=None)
@given(
    amount=st.integers(1, 25), weekly=weeks, zone=st.sampled_from(ZONES), minute=arrivals,
    unit=st.sampled_from(["business hour", "hour"]),
)  # fmt: skip
def test_hours_are_what_a_walk_finds_in_every_zone(
    amount: int, weekly: dict[str, list[str]], zone: str, minute: int, unit: str
) -> None:
    """Also where the clock changes by an hour, or by half an hour."""
    arrival = START + minute * 60

    found = deadline(
        Duration.parse(f"{amount} {unit}{'' if amount == 1 else 's'}"), open_time(weekly, zone), arrival
    )

    assert found == walked(amount, unit, weekly, zone, arrival)


units = st.sampled_from(
    ["second", "minute", "hour", "business hour", "business day", "calendar day", "week", "month"]
)


@settings(max_examples=300, deadline=None)
@given(
    amount=st.integers(1, 5), unit=units, weekly=weeks, zone=st.sampled_from(ZONES),
    arrival=st.integers(0, 200 * 86_400), later=st.integers(0, 20 * 86_400),
)  # fmt: skip
def test_deadlines_never_go_back(
    amount: int, unit: str, weekly: dict[str, list[str]], zone: str, arrival: int, later: int
) -> None:
    """Who comes later never has the earlier deadline; and no deadline is before its arrival."""
    limit = Duration.parse(f"{amount} {unit}{'' if amount == 1 else 's'}")
    time, start = open_time(weekly, zone), START

    first, second = deadline(limit, time, start + arrival), deadline(limit, time, start + arrival + later)

    assert start + arrival <= first <= second
