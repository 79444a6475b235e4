"""
The time budget: what a procedure's steps leave of the promise that it fulfils, over every moment of arrival.

The clock of a promise starts and stops at events. A step may say which event
its end is (`reaches`): the path runs to the step that reaches the event at
which the clock stops, or to the last step; a step that reaches the event at
which it starts, and all the steps before it, do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from graphlib import CycleError
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..changes.elements import direct_predecessors, predecessors
from ..deadlines.course import Course, course_of, latest, open_seconds, pieces
from ..deadlines.path import (
    Arrival,
    Figures,
    PathStep,
    Stretch,
    ends_of_steps,
    ends_on_grain,
    figures,
    grain_of,
    longest_path,
)
from ..deadlines.stricter import reach, window
from ..deadlines.working_time import Moment, OutOfCalendarError, WorkingTime, working_time
from ..memory import Memory, key_of
from ..model.documents import Commitment, Document, Obligation, Procedure, Standard, Step
from ..model.handbook import Handbook
from ..model.registry import Registry
from ..model.values import Duration, Link, Unit

__all__ = [
    "Budget",
    "Courses",
    "Untold",
    "UntoldError",
    "budgets",
    "courses_of",
    "grain_of",
    "is_timed",
    "limits_that_hold",
    "window",
]

ROUNDED_TO = timedelta(weeks=13)
"""How far calendars are worked out is rounded up to this, so that limits share them."""


class UntoldError(Exception):
    """A limit in business time without opening hours; *what*: the step, or empty for the promise."""

    def __init__(self, what: str, limit: Duration) -> None:
        super().__init__(f"{limit} has no opening hours to run in")
        self.what, self.limit = what, limit


class Courses:
    """The courses of limits for every arrival of the 53 weeks from a day, each worked out once."""

    def __init__(self, registry: Registry, time_zone: str, on: date) -> None:
        self.registry = registry
        self.time_zone = time_zone
        self.days = window(on)
        midnight = WorkingTime(ZoneInfo(time_zone), *self.days)
        self.first, self.last = (midnight.at(day) for day in self.days)
        self._times: dict[tuple[str | None, date], WorkingTime] = {}
        self._courses: dict[tuple[Duration, str | None, date], Course] = {}
        self._judged: dict[tuple[object, ...], Judged] = {}
        self._least: dict[tuple[object, ...], Duration | None] = {}
        self._later: dict[tuple[Course, Course, int], Arrival | None] = {}
        self._after: dict[tuple[Course, Duration, str | None], Course] = {}

    def time(self, calendar: str | None, until: date) -> WorkingTime:
        """The open time of a calendar to *until* at least; without a calendar, the zone of the handbook."""
        key = calendar, self._rounded(until)
        if key not in self._times:
            entry = self.registry.calendars.get(calendar) if calendar else None
            # A calendar of another time zone may begin its Monday earlier.
            start = self.days[0] - timedelta(days=2)
            self._times[key] = working_time(entry, self.time_zone, start, key[1])
        return self._times[key]

    def after(self, course: Course, limit: Duration, calendar: str | None, *, what: str = "") -> Course:
        """When *limit* ends if it begins at the end of *course*; raises UntoldError as `of` does."""
        key = course, limit, calendar
        if key not in self._after:
            self._after[key] = course.then(self.of(limit, calendar, course.at(self.last), what=what))
        return self._after[key]

    def of(
        self, limit: Duration, calendar: str | None, until: Moment | None = None, *, what: str = ""
    ) -> Course:
        """
        D(t) of *limit* for every moment from the first arrival to *until*, without it to the last arrival.

        Raises UntoldError, with *what*, for business time without a calendar that reaches so far.
        """
        if limit.in_business_time and calendar not in self.registry.calendars:
            raise UntoldError(what, limit)
        if limit.unit in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
            calendar = None
        day = self._rounded(self.day_of(self.last if until is None else until) + timedelta(days=1))
        key = limit, calendar, day
        if key not in self._courses:
            time = self.time(calendar, day + reach(limit))
            try:
                self._courses[key] = course_of(limit, time, self.first, time.at(day))
            except OutOfCalendarError as fault:
                raise UntoldError(what, limit) from fault
        found = self._courses[key]
        return found.until(self.last) if until is None else found

    def zone(self, calendar: str | None) -> ZoneInfo:
        """The time zone of a calendar; the handbook's without one."""
        entry = self.registry.calendars.get(calendar) if calendar else None
        return ZoneInfo((entry.time_zone if entry else None) or self.time_zone)

    def later(self, one: Course, other: Course, grain: int) -> Arrival | None:
        """As `later_anywhere`; who has the same limits shares the answer."""
        key = one, other, grain
        if key not in self._later:
            self._later[key] = later_anywhere(one, other, self, grain)
        return self._later[key]

    def judge(self, asked: Asked) -> Judged:
        """How a path of steps lies to a limit; documents that promise and do the same share it. Raises UntoldError."""
        if asked not in self._judged:
            self._judged[asked] = _judged(asked, self)
        return self._judged[asked]

    def least(self, judged: Judged, unit: Unit, calendar: str | None) -> Duration | None:
        """The shortest limit in *unit* that the same steps keep for every arrival; None: none below `FURTHEST`."""
        key = (judged.end, judged.grain, unit, calendar)
        if key not in self._least:
            self._least[key] = _least(judged, unit, calendar, self)
        return self._least[key]

    def local_time(self, when: Moment, calendar: str | None) -> str:
        """A moment as the clocks of a calendar's time zone show it, in ISO 8601."""
        return datetime.fromtimestamp(when, self.zone(calendar)).replace(tzinfo=None).isoformat()

    def day_of(self, when: Moment) -> date:
        """The day of a moment in the handbook's time zone."""
        return datetime.fromtimestamp(when, ZoneInfo(self.time_zone)).date()

    def _rounded(self, until: date) -> date:
        return self.days[1] + -((self.days[1] - until) // ROUNDED_TO) * ROUNDED_TO


def courses_of(handbook: Handbook, on: date, memory: Memory) -> Courses:
    """The courses for the weeks around *on*, the same for all who ask *memory*."""
    registry, time_zone = handbook.registry, handbook.settings.time_zone
    key = key_of("courses", repr((registry.calendars, registry.channels, time_zone, window(on))))
    return memory.hold(key, lambda: Courses(registry, time_zone, on))


class Asked(NamedTuple):
    """All that a budget depends on, beside the calendars."""

    path: tuple[PathStep, ...]
    last: tuple[str, ...]
    """The steps with which the path ends."""
    limit: Duration
    calendar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How a path of steps lies to a limit."""

    ends: Mapping[str, Course]
    """When each step ends, by arrival."""
    end: Course
    due: Course
    grain: int
    """At which moments contacts arrive: every so many seconds."""
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A promise, and the steps by which a procedure keeps it or not."""

    link: Link
    """As the procedure's `fulfils` has it."""
    position: int
    """Which of its links that is."""
    standard: Standard
    commitment: Commitment
    limit: Duration
    calendar: str | None
    """The calendar by which the promise's clock runs."""
    steps: tuple[Step, ...]
    """The steps that count, in reading order."""
    path: tuple[PathStep, ...]
    """The same steps with their calendars and what they wait for."""
    judged: Judged

    @property
    def figures(self) -> Figures:
        """How the end of the steps lies to the deadline, over every arrival."""
        return self.judged.figures

    def longest_path(self, arrival: Moment) -> tuple[Stretch, ...]:
        """The steps that decide when the contact that arrives then is dealt with; those that take time."""
        found = longest_path(self.path, self.judged.ends, arrival)
        return tuple(one for one in found if one.step.within)

    def stretches(self, arrival: Moment) -> tuple[Stretch, ...]:
        """When every step that takes time runs for that contact, in reading order."""
        ends = self.judged.ends
        return tuple(
            Stretch(
                step=step,
                begins=max((ends[name].at(arrival) for name in step.after if name in ends), default=arrival),
                ends=ends[step.id].at(arrival),
            )
            for step in self.path
            if step.within
        )

    @property
    def timed(self) -> tuple[Step, ...]:
        """The steps with a time of their own."""
        taking = {step.id for step in self.path if step.within}
        return tuple(step for step in self.steps if step.id in taking)

    @property
    def allowed_by_steps(self) -> Decimal:
        """The least per cent of contacts in which every step is in time, if each misses other contacts: 1 - Σ(1 - met)."""
        return 100 - sum((100 - step.met.percent for step in self.timed if step.met), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A promise whose budget can't be worked out."""

    link: Link
    position: int
    what: str
    """The step without hours; empty: the promise."""
    limit: Duration


def budgets(
    procedure: Procedure, documents: Mapping[str, Document], courses: Courses
) -> Iterator[Budget | Untold]:
    """
    Yield the budget of every promise in time that *procedure* fulfils, as *documents* say it.

    Promises whose channels have different hours are judged in those that fit
    them worst. A procedure without a step that takes time has none.
    """
    for position, link in enumerate(procedure.fulfils):
        standard = documents.get(link.document)
        if not isinstance(standard, Standard):
            continue
        for commitment in standard.commitments:
            if link.clause not in (None, commitment.id) or not is_timed(commitment):
                continue
            one = Link(link.document, commitment.id, link.major)
            try:
                found = [
                    budget
                    for calendar in _fallbacks(procedure, standard, commitment, courses.registry)
                    if (budget := _budget(procedure, one, position, standard, commitment, calendar, courses))
                ]
            except UntoldError as fault:
                yield Untold(link=one, position=position, what=fault.what, limit=fault.limit)
            except CycleError:
                continue  # REF04 says so
            else:
                if found:
                    yield max(found, key=lambda budget: budget.figures.worst.seconds)


def is_timed(commitment: Commitment) -> bool:
    """Whether it promises an end within a time."""
    timed = commitment.measure is None or commitment.measure.is_time
    return timed and isinstance(commitment.at_most, Duration)


def counted_steps(procedure: Procedure, start: str | None, stop: str | None) -> tuple[Step, ...]:
    """The steps between two events, in reading order; see the module."""
    before = predecessors(procedure)
    last = [step.id for step in procedure.clauses if stop and step.reaches == stop]
    first = [step.id for step in procedure.clauses if start and step.reaches == start]
    wanted = set(last).union(*(before[name] for name in last)) if last else set(before)
    done = set(first).union(*(before[name] for name in first))
    return tuple(step for step in procedure.clauses if step.id in wanted - done)


def _fallbacks(
    procedure: Procedure, standard: Standard, commitment: Commitment, registry: Registry
) -> list[str | None]:
    """The calendars of the channels on which the procedure keeps the promise: for what names none itself."""
    channels = commitment.channels or standard.channels or procedure.channels
    common = [one for one in channels if one in procedure.channels] or channels
    found = {registry.channels[one].calendar: None for one in common if one in registry.channels}
    return list(found) or [None]


def _budget(
    procedure: Procedure,
    link: Link,
    position: int,
    standard: Standard,
    commitment: Commitment,
    fallback: str | None,
    courses: Courses,
) -> Budget | None:
    limit = commitment.at_most
    assert isinstance(limit, Duration)
    steps = counted_steps(procedure, commitment.from_, commitment.to)
    direct = direct_predecessors(procedure)
    path = tuple(
        PathStep(
            id=step.id,
            within=None if step.level is Obligation.MUST_NOT else step.within,
            calendar=step.calendar or procedure.calendar or fallback,
            after=direct[step.id],
        )
        for step in steps
    )
    if not any(step.within for step in path):
        return None
    calendar = commitment.calendar or standard.calendar or fallback
    # Steps that nothing waits for end the path; with `reaches` that is the one step that the clock waits for.
    stop = [step for step in steps if commitment.to and step.reaches == commitment.to] or steps
    return Budget(
        link=link,
        position=position,
        standard=standard,
        commitment=commitment,
        limit=limit,
        calendar=calendar,
        steps=steps,
        path=path,
        judged=courses.judge(Asked(path, tuple(step.id for step in stop), limit, calendar)),
    )


def _judged(asked: Asked, courses: Courses) -> Judged:
    path, last, limit, calendar = asked
    grain = grain_of([limit, *(step.within for step in path if step.within)])
    due = courses.of(limit, calendar)
    ends = ends_of_steps(path, lambda step, begins: _run(step, begins, courses), courses.first, courses.last)
    end = latest([ends[step] for step in last])
    known = courses.day_of(max(end.at(courses.last), due.at(courses.last))) + timedelta(days=2)
    open_time = courses.time(calendar, known) if calendar in courses.registry.calendars else None
    counted = open_seconds(
        open_time if limit.in_business_time else None, courses.first, _midnight(courses, known)
    )
    return Judged(
        ends=ends,
        end=end,
        due=due,
        grain=grain,
        figures=figures(end, due, counted, open_time, grain=grain, last=courses.last),
    )


def _midnight(courses: Courses, day: date) -> Moment:
    return courses.time(None, day).at(day)


def _run(step: PathStep, begins: Course, courses: Courses) -> Course:
    assert step.within
    return courses.after(begins, step.within, step.calendar, what=step.id)


def limits_that_hold(budget: Budget, courses: Courses) -> tuple[Duration, ...]:
    """The shortest promises that the same steps keep for every arrival: in the promise's unit, and in business days."""
    units = [budget.limit.unit]
    if budget.calendar in courses.registry.calendars and Unit.BUSINESS_DAY not in units:
        units.append(Unit.BUSINESS_DAY)
    found = (courses.least(budget.judged, unit, budget.calendar) for unit in units)
    return tuple(one for one in found if one is not None)


FURTHEST = 1 << 12
"""Beyond so many units no promise is proposed."""


def _least(judged: Judged, unit: Unit, calendar: str | None, courses: Courses) -> Duration | None:
    def holds(amount: int) -> bool:
        due = courses.of(Duration(amount, unit), calendar)
        return courses.later(judged.end, due, judged.grain) is None

    enough = 1
    while enough <= FURTHEST and not holds(enough):
        enough *= 2
    if enough > FURTHEST:
        return None
    too_few = enough // 2
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        too_few, enough = (too_few, middle) if holds(middle) else (middle, enough)
    return Duration(enough, unit)


def later_anywhere(one: Course, other: Course, courses: Courses, grain: int) -> Arrival | None:
    """Where *one* ends furthest after *other*, and by how much; None: nowhere. Of equals the first."""
    found: Arrival | None = None
    for piece in pieces((one, other), courses.first, courses.last - 1):
        for when in ends_on_grain(piece, grain):
            ends, due = piece.values(when)
            if ends - due > (found.seconds if found else 0):
                found = Arrival(when=when, seconds=ends - due)
    return found
