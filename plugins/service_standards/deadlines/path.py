"""
Paths through steps: when the last of them ends, for every moment of arrival, and what a promise leaves over.

A step begins when all the steps before it have ended, runs by the calendar of
who does it, and ends at its own deadline: the most time that it may take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from graphlib import TopologicalSorter

from ..model.values import Duration, Unit
from .course import Course, Piece, latest, pieces, unchanged
from .working_time import Moment, WorkingTime

MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A step on a path."""

    id: str
    within: Duration | None
    """The most time that it may take; None: none of its own."""
    calendar: str | None
    """Of who does it."""
    after: tuple[str, ...] = ()
    """The steps that it waits for; ids that are not on the path are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A step of the longest path, and from when to when it runs."""

    step: PathStep
    begins: Moment
    ends: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A moment of arrival, and some seconds that go with it."""

    when: Moment
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How the end of a path lies to the deadline of a promise, over every arrival."""

    best: Arrival
    """Where the path takes least time, and how much; of equals, the first."""
    longest: Arrival
    """Where it takes most time."""
    worst: Arrival
    """Where it ends furthest beyond the deadline, in seconds; less than none: the least that is left over."""
    failing: Fraction
    """The share of all arrivals for which it ends too late."""
    failing_open: Fraction
    """The share of the arrivals in opening hours."""
    headroom: Fraction
    """What is left of the promised time where least is left, as a share of it, in the time of the promise."""
    tightest: Moment
    """The first arrival for which so little is left."""

    @property
    def always_fails(self) -> bool:
        """Whether there is no arrival for which the promise is kept."""
        return self.failing == 1


def grain_of(durations: Iterable[Duration]) -> int:
    """
    At which moments contacts arrive, in seconds: whole minutes, or whole seconds where a limit is in seconds.

    Hours of opening are whole minutes, so nothing happens between two of them.
    """
    return 1 if any(one.unit is Unit.SECOND for one in durations) else MINUTE


def ends_of_steps(
    steps: Iterable[PathStep], run: Callable[[PathStep, Course], Course], first: Moment, last: Moment
) -> dict[str, Course]:
    """
    When each step ends, by arrival from *first* to *last*.

    *run* gives when a step that takes time ends, from when it begins. Raises
    graphlib.CycleError if steps wait for each other, and what *run* raises.
    """
    known = {step.id: step for step in steps}
    graph = {step.id: [one for one in step.after if one in known] for step in known.values()}
    found: dict[str, Course] = {}
    for name in TopologicalSorter(graph).static_order():
        step = known[name]
        begins = latest([found[one] for one in graph[name]]) if graph[name] else unchanged(first, last)
        found[name] = run(step, begins) if step.within else begins
    return found


def longest_path(
    steps: Iterable[PathStep], ends: Mapping[str, Course], arrival: Moment
) -> tuple[Stretch, ...]:
    """The steps that decide when the path ends, for a contact that arrives at *arrival*, in their order."""
    known = {step.id: step for step in steps}
    found: list[Stretch] = []
    # Of steps that end together, the one written last decides: it is the one that people wait for.
    step = max(reversed(known.values()), key=lambda one: ends[one.id].at(arrival), default=None)
    while step is not None:
        before = [known[name] for name in step.after if name in known]
        earlier = max(before, key=lambda one: ends[one.id].at(arrival), default=None)
        begins = ends[earlier.id].at(arrival) if earlier else arrival
        found.append(Stretch(step=step, begins=begins, ends=ends[step.id].at(arrival)))
        step = earlier
    return tuple(reversed(found))


def figures(
    end: Course, due: Course, counted: Course, open_time: WorkingTime | None, *, grain: int, last: Moment
) -> Figures:
    """
    How *end* lies to *due* for every arrival from the courses' first moment to before *last*.

    *counted*: the seconds that count for the promise, up to a moment (all of
    them, or open ones). *open_time* tells which arrivals are in opening hours;
    None: all. Exact: every stretch of straight lines is judged by its ends.
    """
    first = -(-end.first // grain) * grain
    tally = _Tally(open_time, grain, first, last - 1)
    best = longest = worst = None
    least, tightest = (0, 1), None
    spent, allowed = end.then(counted), due.then(counted)
    for piece in pieces((end, due, spent, allowed, counted), first, last - 1):
        moments = ends_on_grain(piece, grain)
        if not moments:
            continue
        for when in moments:
            ends, falls_due, spent_then, allowed_then, before = piece.values(when)
            if best is None or ends - when < best.seconds:
                best = Arrival(when=when, seconds=ends - when)
            if longest is None or ends - when > longest.seconds:
                longest = Arrival(when=when, seconds=ends - when)
            if worst is None or ends - falls_due > worst.seconds:
                worst = Arrival(when=when, seconds=ends - falls_due)
            left, of = allowed_then - spent_then, max(allowed_then - before, 1)
            # As products of whole numbers: fractions would take most of the time.
            if tightest is None or left * least[1] < least[0] * of:
                least, tightest = (left, of), when
        tally.add(*_late(piece, moments[0], moments[-1]))
    assert best and longest and worst and tightest is not None, "the courses cover no arrival"
    return Figures(
        best=best,
        longest=longest,
        worst=worst,
        failing=tally.failing,
        failing_open=tally.failing_open,
        headroom=Fraction(*least),
        tightest=tightest,
    )


def ends_on_grain(piece: Piece, grain: int) -> tuple[Moment, ...]:
    """The first and the last arrival of a stretch; one if they are the same, none if it holds none."""
    first = -(-piece.first // grain) * grain
    last = piece.last // grain * grain
    return () if first > last else (first,) if first == last else (first, last)


def _late(piece: Piece, first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """From when to when in a stretch the end lies after the deadline; the first after the last: never."""
    ends, due = piece.values(first)[:2]
    over, slope = ends - due, piece.lines[0][1] - piece.lines[1][1]
    match slope:
        case 1:
            return max(first, first - over + 1), last
        case -1:
            return first, min(last, first + over - 1)
        case _:
            return (first, last) if over > 0 else (first, first - 1)


class _Tally:
    """Counts the arrivals of a stretch and those of them that fail, all and in opening hours."""

    def __init__(self, open_time: WorkingTime | None, grain: int, first: Moment, last: Moment) -> None:
        self.open_time, self.grain = open_time, grain
        self.all, self.all_open = self._count(first, last)
        self.late = self.late_open = 0

    def add(self, first: Moment, last: Moment) -> None:
        """Count arrivals that fail."""
        all_, open_ = self._count(first, last)
        self.late += all_
        self.late_open += open_

    def _count(self, first: Moment, last: Moment) -> tuple[int, int]:
        grain = self.grain
        first, last = -(-first // grain) * grain, last // grain * grain
        if first > last:
            return 0, 0
        number = (last - first) // grain + 1
        if self.open_time is None:
            return number, number
        # Hours are whole minutes, so from each arrival to the next it is open all the time, or not at all.
        worked = self.open_time.worked_before
        return number, (worked(last + grain) - worked(first)) // grain

    @property
    def failing(self) -> Fraction:
        return Fraction(self.late, self.all)

    @property
    def failing_open(self) -> Fraction:
        return Fraction(self.late_open, self.all_open) if self.all_open else Fraction(0)
