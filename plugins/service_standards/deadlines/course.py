"""
When something ends, for every moment at which it begins: exact, as straight lines.

Deadlines only bend or jump at event points (openings, closings, midnights), and
rise by a second a second or not at all between them. So a course is a row of
lines of slope 0 or 1 over whole seconds, and courses can be put one after the
other, side by side, and beside each other without trying moments out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ..model.values import Duration
from .deadline import break_points, deadline
from .working_time import Moment, WorkingTime

Line = tuple[Moment, int, int]
"""From which moment on, the value there, and the slope (0 or 1) until the next line begins."""


@dataclass(frozen=True)
class Course:
    """A value for every whole second from the first line's moment to *last*, that one included."""

    lines: tuple[Line, ...]
    last: Moment

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.lines, self.last))

    @cached_property
    def _starts(self) -> list[Moment]:
        return [start for start, _, _ in self.lines]

    def _starts_between(self, first: Moment, last: Moment) -> list[Moment]:
        return self._starts[bisect_right(self._starts, first) : bisect_right(self._starts, last)]

    @property
    def first(self) -> Moment:
        """The first moment that it knows."""
        return self.lines[0][0]

    def at(self, when: Moment) -> int:
        """Its value at *when*."""
        start, value, slope = self._line(when)
        return value + slope * (when - start)

    def _line(self, when: Moment) -> Line:
        if not self.first <= when <= self.last:
            raise ValueError(f"{when} is outside {self.first} to {self.last}")
        return self.lines[bisect_right(self._starts, when) - 1]

    def until(self, last: Moment) -> Course:
        """The same for begins up to *last* only."""
        if last >= self.last:
            return self
        return Course(tuple(line for line in self.lines if line[0] <= last), min(last, self.last))

    def then(self, following: Course) -> Course:
        """What ends last if *following* begins as soon as this ends."""
        found: list[Line] = []
        for (start, value, slope), last in self._spans(self.first, self.last):
            if slope == 0:
                found.append((start, following.at(value), 0))
                continue
            for (inner, ends, rises), _ in following._spans(value, value + last - start):
                found.append((start + inner - value, ends, rises))
        return Course(_joined(found), self.last)

    def _spans(self, first: Moment, last: Moment) -> Iterator[tuple[Line, Moment]]:
        """Yield the lines between *first* and *last*, cut to that, each with its own last moment."""
        start, value, slope = self._line(first)
        n = bisect_right(self._starts, first) - 1
        if last > self.last:
            raise ValueError(f"{last} is after {self.last}")
        while True:
            begins = max(start, first)
            ends = min(self.lines[n + 1][0] - 1 if n + 1 < len(self.lines) else self.last, last)
            yield (begins, value + slope * (begins - start), slope), ends
            if ends == last:
                return
            n += 1
            start, value, slope = self.lines[n]


class Piece(NamedTuple):
    """A stretch of moments over which each of some courses is one straight line."""

    first: Moment
    last: Moment
    lines: tuple[tuple[int, int], ...]
    """Of every course: its value at *first* and its slope."""

    def values(self, when: Moment) -> tuple[int, ...]:
        """The values at a moment of the stretch."""
        gone = when - self.first
        return tuple([value + slope * gone for value, slope in self.lines])


def pieces(courses: tuple[Course, ...], first: Moment, last: Moment) -> Iterator[Piece]:
    """Yield the stretches from *first* to *last* over which none of *courses* bends or jumps."""
    starts = sorted({first}.union(*(course._starts_between(first, last) for course in courses)))
    # Which line of each course holds: it only ever moves on.
    lines = [course.lines for course in courses]
    held = [bisect_right(course._starts, first) - 1 for course in courses]
    for course in courses:
        course._line(first), course._line(last)  # raise if it does not reach so far
    for start, following in pairwise([*starts, last + 1]):
        values = []
        for n, own in enumerate(lines):
            at = held[n]
            while at + 1 < len(own) and own[at + 1][0] <= start:
                at += 1
            held[n] = at
            begins, value, slope = own[at]
            values.append((value + slope * (start - begins), slope))
        yield Piece(start, following - 1, tuple(values))


def unchanged(first: Moment, last: Moment) -> Course:
    """What takes no time."""
    return Course(((first, first, 1),), last)


def course_of(limit: Duration, time: WorkingTime, first: Moment, last: Moment) -> Course:
    """
    D(t) of *limit* for every moment from *first* to *last*.

    Raises OutOfCalendarError if the calendar does not reach far enough.
    """
    points = sorted({first, last, *break_points(limit, time, first, last)})
    found: list[Line] = []
    for point, following in pairwise(points):
        found.append((point, deadline(limit, time, point), 0))
        inner, outer = point + 1, following - 1
        if inner <= outer:
            begins, ends = deadline(limit, time, inner), deadline(limit, time, outer)
            found.append((inner, begins, int(ends > begins)))
    found.append((last, deadline(limit, time, last), 0))
    return Course(_joined(found), last)


def open_seconds(time: WorkingTime | None, first: Moment, last: Moment) -> Course:
    """Open seconds until each moment, counted from any beginning; without a calendar every second counts."""
    if time is None:
        return unchanged(first, last)
    found: list[Line] = [(first, time.worked_before(first), 0)]
    for opens, closes in time.intervals:
        if closes > first and opens <= last:
            start = max(opens, first)
            found.append((start, time.worked_before(start), 1))
            found.append((closes, time.worked_before(closes), 0))
    return Course(_joined(one for one in found if one[0] <= last), last)


def latest(courses: Iterable[Course]) -> Course:
    """The last of several ends, for every beginning; all courses have the same first and last moment."""
    first, *others = courses
    return _later(first, latest(others)) if others else first


def _later(one: Course, other: Course) -> Course:
    found: list[Line] = []
    for piece in pieces((one, other), one.first, one.last):
        (a, rises_a), (b, rises_b) = piece.lines
        ahead, behind = ((a, rises_a), (b, rises_b)) if (a, rises_a) >= (b, rises_b) else piece.lines[::-1]
        found.append((piece.first, *ahead))
        gap = ahead[0] - behind[0]
        if behind[1] > ahead[1] and piece.first + gap < piece.last:
            found.append((piece.first + gap, ahead[0], 1))
    return Course(_joined(found), one.last)


def _joined(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines with as few of them as will do; of two at one moment, the later in the row holds."""
    found: list[Line] = []
    for start, value, slope in lines:
        if found and found[-1][0] == start:
            found.pop()
        if found:
            begins, was, rises = found[-1]
            if rises == slope and was + rises * (start - begins) == value:
                continue
            if start - begins == 1 and was + slope == value:
                # A line of one second has no slope of its own.
                found[-1] = (begins, was, slope)
                continue
        found.append((start, value, slope))
    return tuple(found)
