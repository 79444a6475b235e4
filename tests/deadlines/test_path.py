"""Paths through steps: the worked example to the minute, and every figure against a walk by the minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deadlines.test_deadline import OFFICE, calendar

from service_standards.deadlines.course import Course, course_of, latest, open_seconds, unchanged
from service_standards.deadlines.deadline import deadline
from service_standards.deadlines.path import (
    Figures,
    PathStep,
    ends_of_steps,
    figures,
    grain_of,
    longest_path,
)
from service_standards.deadlines.working_time import WorkingTime, moment, working_time
from service_standards.model.values import Duration

MONDAY = date(2026, 3, 23)
WEEKS = 2
AROUND = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
SPLIT = {
    "mon": ["08:00-12:00", "13:00-17:30"],
    "wed": ["10:00-24:00"],
    "thu": ["00:00-02:00"],
    "sun": ["12:00-12:30"],
}
HOLIDAY = ({"on": "2026-03-25", "title": "Holiday"},)
CALENDARS = {"plain": (OFFICE, ()), "office": (OFFICE, HOLIDAY), "around": (AROUND, ()), "split": (SPLIT, ())}


def hours(name: str, zone: str = "UTC") -> WorkingTime:
    """The open time of one of the calendars, far enough for every test."""
    weekly, holidays = CALENDARS[name]
    return working_time(calendar(weekly, zone, holidays), "UTC", MONDAY, MONDAY + timedelta(days=400))


def step(id: str, within: str | None, calendar: str = "office", after: tuple[str, ...] = ()) -> PathStep:
    """A step of a path."""
    return PathStep(id=id, within=Duration.parse(within) if within else None, calendar=calendar, after=after)


def judged(
    steps: list[PathStep], limit: str, calendar: str = "office", zone: str = "UTC", weeks: int = WEEKS
) -> tuple[Figures, dict[str, Course], Course]:
    """The figures of a promise over some weeks of arrivals, the ends of the steps and of the whole path."""
    promise = Duration.parse(limit)
    times = {name: hours(name, zone) for name in CALENDARS}
    first, last = times[calendar].at(MONDAY), times[calendar].at(MONDAY + timedelta(weeks=weeks))

    def run(one: PathStep, begins: Course) -> Course:
        assert one.within and one.calendar
        return begins.then(course_of(one.within, times[one.calendar], first, begins.at(last) + 1))

    ends = ends_of_steps(steps, run, first, last)
    end = latest(ends.values())
    due = course_of(promise, times[calendar], first, last)
    known = max(end.at(last), due.at(last)) + 1
    counted = open_seconds(times[calendar] if promise.in_business_time else None, first, known)
    grain = grain_of([promise, *(one.within for one in steps if one.within)])
    return figures(end, due, counted, times[calendar], grain=grain, last=last), ends, end


WORKED = [
    step("triage", "4 business hours", "plain"),
    step("answer", "5 business hours", "plain", after=("triage",)),
    step("check", "1 business hour", "plain", after=("answer",)),
]


def said(when: int) -> str:
    """The weekday and time of a moment."""
    return f"{datetime.fromtimestamp(when, UTC):%A %H:%M}"


def test_worked_example() -> None:
    """Ten business hours look fine against 24, but no arrival keeps them: 25 hours at best, 88 at worst."""
    found, ends, _ = judged(WORKED, "24 hours", "plain")

    assert (said(found.best.when), found.best.seconds) == ("Monday 09:00", 25 * 3600)
    assert (said(found.longest.when), found.longest.seconds) == ("Thursday 17:01", 88 * 3600)
    assert (said(found.worst.when), found.worst.seconds) == ("Thursday 17:01", 64 * 3600)
    assert found.always_fails
    path = longest_path(WORKED, ends, found.worst.when)
    assert [(one.step.id, said(one.begins), said(one.ends)) for one in path] == [
        ("triage", "Thursday 17:01", "Friday 12:01"),
        ("answer", "Friday 12:01", "Friday 17:01"),
        ("check", "Friday 17:01", "Monday 09:01"),
    ]


def test_worked_example_against_business_days() -> None:
    """The same steps keep two business days."""
    found, _, _ = judged(WORKED, "2 business days", "plain")

    assert found.worst.seconds < 0
    assert found.failing == found.failing_open == 0


def test_share_of_hours_is_exact() -> None:
    """A step of a calendar day against 36 hours: too late for who comes in the first half of a day."""
    found, _, _ = judged([step("only", "1 calendar day", "around")], "36 hours", "around")

    # A calendar day ends at the next day's midnight: up to 48 hours for who comes at 00:00, 36 from 12:00 on.
    assert found.failing == found.failing_open == Fraction(1, 2)
    assert (said(found.worst.when), found.worst.seconds) == ("Monday 00:00", 12 * 3600)


def test_steps_side_by_side_take_as_long_as_the_longest() -> None:
    """Two steps after one: the path goes through the slower."""
    steps = [
        step("start", "1 hour"),
        step("fast", "1 hour", after=("start",)),
        step("slow", "3 hours", after=("start",)),
        step("end", "1 hour", after=("fast", "slow")),
    ]

    found, ends, _ = judged(steps, "5 hours")

    assert found.longest.seconds == 5 * 3600
    assert found.headroom == 0
    assert [one.step.id for one in longest_path(steps, ends, found.worst.when)] == ["start", "slow", "end"]


def test_no_time_at_all() -> None:
    """A step without a time of its own ends when it begins."""
    found, _, _ = judged([step("only", None)], "1 hour")

    assert found.longest.seconds == 0
    assert found.headroom == 1


def test_headroom_is_in_the_time_of_the_promise() -> None:
    """Nights are no headroom for a promise in business hours."""
    found, _, _ = judged([step("only", "9 business hours")], "10 business hours")

    assert found.headroom == Fraction(1, 10)


UNITS = ("minute", "hour", "business hour", "business day", "calendar day", "week")
durations = st.tuples(st.integers(1, 5), st.sampled_from(UNITS)).map(
    lambda a: f"{a[0]} {a[1]}{'' if a[0] == 1 else 's'}"
)


@st.composite
def graphs(draw: st.DrawFn) -> list[PathStep]:
    """Up to five steps, each after some of those before it, in any calendar."""
    found: list[PathStep] = []
    for n in range(draw(st.integers(1, 5))):
        before = draw(st.sets(st.sampled_from([one.id for one in found]))) if found else set()
        within = draw(st.one_of(st.none(), durations))
        found.append(step(f"s{n}", within, draw(st.sampled_from(sorted(CALENDARS))), tuple(sorted(before))))
    return found


def walked_end(steps: list[PathStep], times: dict[str, WorkingTime], arrival: int) -> int:
    """When the last step ends, worked out step by step."""
    ends: dict[str, int] = {}
    for one in steps:
        begins = max((ends[name] for name in one.after), default=arrival)
        ends[one.id] = deadline(one.within, times[one.calendar or ""], begins) if one.within else begins
    return max(ends.values())


@settings(max_examples=25, deadline=None)
@given(graphs(), durations, st.sampled_from(sorted(CALENDARS)), st.sampled_from(["UTC", "Europe/Kyiv"]))
def test_figures_are_those_of_a_walk_by_the_minute(
    steps: list[PathStep], limit: str, name: str, zone: str
) -> None:
    """Best, longest, worst, the shares and the headroom: as found by asking for every minute of a week."""
    found, _, end = judged(steps, limit, name, zone, weeks=1)
    times = {one: hours(one, zone) for one in CALENDARS}
    promise, time = Duration.parse(limit), times[name]
    first, last = time.at(MONDAY), time.at(MONDAY + timedelta(weeks=1))
    arrivals = range(first, last, 60)
    ends = [walked_end(steps, times, when) for when in arrivals]
    dues = [deadline(promise, time, when) for when in arrivals]

    waits = [one - when for one, when in zip(ends, arrivals, strict=True)]
    over = [one - due for one, due in zip(ends, dues, strict=True)]
    assert [end.at(when) for when in arrivals] == ends
    for got, values, best in (
        (found.best, waits, min(waits)),
        (found.longest, waits, max(waits)),
        (found.worst, over, max(over)),
    ):
        assert (got.when, got.seconds) == (arrivals[values.index(best)], best)
    assert found.failing == Fraction(sum(one > 0 for one in over), len(arrivals))
    inside = [
        late
        for when, late in zip(arrivals, over, strict=True)
        if any(start <= when < stop for start, stop in time.intervals)
    ]
    assert found.failing_open == Fraction(sum(one > 0 for one in inside), len(inside))

    def counted(when: int) -> int:
        return time.worked_before(when) if promise.in_business_time else when

    least = min(
        Fraction(counted(due) - counted(one), max(counted(due) - counted(when), 1))
        for one, due, when in zip(ends, dues, arrivals, strict=True)
    )
    assert found.headroom == least


@pytest.mark.parametrize("limit", ["4 business hours", "1 business day", "2 calendar days", "90 minutes"])
@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_a_course_is_the_deadline_at_every_second(limit: str, name: str) -> None:
    """Around every event point, second by second, and between them."""
    time, promise = hours(name, "Europe/Kyiv"), Duration.parse(limit)
    first, last = time.at(MONDAY), time.at(MONDAY + timedelta(days=9))
    course = course_of(promise, time, first, last)
    edges = {edge for interval in time.intervals for edge in interval if first < edge < last}
    moments = {edge + n for edge in edges for n in (-1, 0, 1)} | set(range(first, last, 977))

    assert all(course.at(when) == deadline(promise, time, when) for when in moments)


def test_course_after_course_asks_no_further_than_it_knows() -> None:
    """What lies beyond is an error, never a guess."""
    short = unchanged(moment(datetime(2026, 3, 23, tzinfo=UTC)), moment(datetime(2026, 3, 24, tzinfo=UTC)))

    with pytest.raises(ValueError, match=r"outside|after"):
        short.at(short.last + 1)
