"""
Pictures of a week for the page that explains limits: when a contact arrives, and the last moment to answer it.

Nothing is drawn by hand: every bar ends where `deadlines` says that the limit
ends, so a picture cannot say anything else than the checks and comparisons do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date, format_datetime

from ..history.weeks import EXAMPLES, ZONE, Run, Week, week
from .book import Book
from .time_line import Span, Tick, along

TOP = 30
"""Where the first row begins: below the names of the days."""
ROW = 40
DAYS_NAMED = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A contact: its words, from its arrival to the last moment, and when its clock stands still."""

    y: int
    limit: str
    arrives: str
    ends: str
    paused: str
    bar: Span
    """From the arrival to the last moment."""
    counted: tuple[Span, ...]
    """When the clock runs; there the bar is thick."""
    end: float
    closed: tuple[Span, ...]
    pauses: tuple[Span, ...]
    said: str
    """All of it in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPicture:
    """A picture, ready for its template."""

    id: str
    title: str
    described: str
    height: int
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    has_closed: bool
    has_pauses: bool
    stands_still: bool
    """Whether the clock of any contact stands still for a while."""


def week_picture(book: Book, name: str) -> WeekPicture:
    """The picture *name* in the words of *book*."""
    found = week(EXAMPLES[name])
    line = _Line(book, found)
    rows = tuple(_row(book, line, n, one) for n, one in enumerate(found.runs))
    return WeekPicture(
        id=f"week-{name}",
        title=book.label("weeks.title", limits=", ".join(dict.fromkeys(row.limit for row in rows))),
        described=" ".join(row.said for row in rows),
        height=TOP + len(rows) * ROW + 4,
        ticks=tuple(line.ticks()),
        rows=rows,
        has_closed=any(row.closed for row in rows),
        has_pauses=any(row.pauses for row in rows),
        stands_still=any(row.counted != (row.bar,) for row in rows),
    )


def _row(book: Book, line: _Line, n: int, run: Run) -> Row:
    said = book.values.duration(run.limit)
    arrives, ends = line.said(run.arrival), line.said(run.end, is_end=True)
    paused = "; ".join(
        book.label("weeks.paused", start=line.said(start), end=line.said(stop)) for start, stop in run.pauses
    )
    sentence = book.label("weeks.said", limit=said, arrives=arrives, ends=ends)
    return Row(
        y=TOP + n * ROW,
        limit=said,
        arrives=arrives,
        ends=ends,
        paused=paused,
        bar=line.span(run.arrival, run.end),
        counted=tuple(line.span(*one) for one in run.counted),
        end=line.x(run.end),
        closed=tuple(line.span(*one) for one in line.week.closed) if run.limit.in_business_time else (),
        pauses=tuple(line.span(*one) for one in run.pauses),
        said=f"{sentence} ({paused})." if paused else f"{sentence}.",
    )


class _Line:
    """Where moments lie on the line of a week, and how they are said."""

    def __init__(self, book: Book, found: Week) -> None:
        self.week = found
        self.locale = book.values.locale
        self.is_long = len(found.days) > DAYS_NAMED

    def x(self, when: int) -> float:
        """Where a moment lies."""
        first, last = self.week.midnights[0], self.week.midnights[-1]
        return along((when - first) / (last - first))

    def span(self, begins: int, ends: int) -> Span:
        """Where a time lies."""
        return Span(x=self.x(begins), width=round(self.x(ends) - self.x(begins), 1))

    def ticks(self) -> Iterator[Tick]:
        """Yield the days, or where they are many the Mondays."""
        for day, midnight in zip(self.week.days, self.week.midnights, strict=False):
            if not self.is_long or day.weekday() == 0:
                pattern = "d MMM" if self.is_long else "EEE d"
                yield Tick(x=self.x(midnight), text=str(format_date(day, pattern, locale=self.locale)))

    def said(self, when: int, *, is_end: bool = False) -> str:
        """A moment in words; a day ends at 24:00, not at 0:00 of the next."""
        local = datetime.fromtimestamp(when, ZONE)
        day = "EEE d MMM" if self.is_long else "EEEE"
        if is_end and (local.hour, local.minute, local.second) == (0, 0, 0):
            before = local.date() - timedelta(days=1)
            return f"{format_date(before, day, locale=self.locale)}, 24:00"
        return str(format_datetime(local, f"{day}, HH:mm", locale=self.locale))
