"""
The picture of a time budget: a promise and its steps on a line of time, for the contact that has it hardest.

Everything is placed here, in the units of the drawing; the template only draws
it. Where all times run without a calendar every contact fares alike: then time
is counted from its arrival, else the days of a real week are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.units import format_unit

from ..findings import lasting, part
from ..history.budget import Budget, Courses
from ..model.documents import Document, Procedure, Standard, Step, clause_of
from ..model.values import Duration, Link
from .book import Book, Reference
from .time_line import Span, Tick, along

TOP = 44
"""Where the first row begins: below the marks and the names of the days."""
ROW = 40
LETTERS = 98
"""So much of a step's text fits into a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The promise or a step: its words, its bar, the hours in which it stands still."""

    y: int
    text: str
    language: str
    bar: Span
    closed: tuple[Span, ...]
    is_promise: bool
    late: Span | None
    """What of it lies after the deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A step in the table beside the picture."""

    text: str
    language: str
    within: str
    begins: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A promise and the steps by which a procedure keeps it."""

    id: str
    promise: Reference
    procedure: Reference
    limit: str
    verdict: str
    tone: str
    """`good` or `old`, as the badges have it."""
    title: str
    described: str
    height: int
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    due: float
    done: float
    marks: tuple[str, ...]
    """What is marked, in words: arrival, deadline, end."""
    has_closed: bool
    lines: tuple[Line, ...]


def pictures_of(book: Book, document: Document) -> dict[str, tuple[Picture, ...]]:
    """
    The pictures on the page of a document: of a standard by the id of the promise, of a procedure under "".

    Empty where no step takes time, and where hours of work are not known.
    """
    if isinstance(document, Procedure):
        found = tuple(_of_procedure(book, document.id, {link.document for link in document.fulfils}))
        return {"": found} if found else {}
    if not isinstance(document, Standard):
        return {}
    by_clause: dict[str, tuple[Picture, ...]] = {}
    keepers = dict.fromkeys(
        mention.shown.id for mention in book.edition.links_to(document.id, field="fulfils")
    )
    for keeper in keepers:
        for one in _of_procedure(book, keeper, {document.id}):
            clause = one.promise.link.clause or ""
            by_clause[clause] = (*by_clause.get(clause, ()), one)
    return by_clause


def _of_procedure(book: Book, id_: str, standards: set[str]) -> Iterator[Picture]:
    procedure = book.sources[id_]
    assert isinstance(procedure, Procedure)
    for budget in book.past.budgets(procedure, book.sources):
        if budget.link.document in standards:
            yield _picture(book, id_, budget, book.past.courses)


def _picture(book: Book, procedure: str, budget: Budget, courses: Courses) -> Picture:
    figures = budget.figures
    arrival = figures.worst.when if figures.failing else figures.tightest
    end, due = budget.judged.end.at(arrival), budget.judged.due.at(arrival)
    clock = _Clock(book, budget, courses, arrival, max(end, due))
    rows = [
        Row(
            y=TOP,
            text=book.label("budget.promise", limit=_said(book, budget.limit)),
            language=book.language,
            bar=clock.span(arrival, due),
            closed=clock.closed(budget.calendar if budget.limit.in_business_time else None),
            is_promise=True,
            late=None,
        )
    ]
    lines = []
    for n, one in enumerate(budget.stretches(arrival), 1):
        text, language = _words(book, procedure, one.step.id)
        assert one.step.within
        rows.append(
            Row(
                y=TOP + n * ROW,
                text=f"{n}. {_shortened(text)}",
                language=language,
                bar=clock.span(one.begins, one.ends),
                closed=clock.closed(one.step.calendar if one.step.within.in_business_time else None),
                is_promise=False,
                late=clock.span(max(one.begins, due), one.ends) if one.ends > due else None,
            )
        )
        lines.append(
            Line(
                text=text,
                language=language,
                within=_said(book, one.step.within),
                begins=clock.said(one.begins),
                ends=clock.said(one.ends),
            )
        )
    marks = clock.marks(end, due)
    reference = book.reference(Link(budget.link.document, budget.commitment.id))
    return Picture(
        id=f"time-{procedure}-{budget.link.document}-{budget.commitment.id}",
        promise=reference,
        procedure=book.reference(Link(procedure)),
        limit=_said(book, budget.limit),
        verdict=_verdict(book, budget),
        tone="old" if figures.failing else "good",
        title=book.label("budget.picture", limit=_said(book, budget.limit)),
        described=clock.described(marks),
        height=TOP + len(rows) * ROW + 4,
        rows=tuple(rows),
        ticks=tuple(clock.ticks()),
        due=clock.x(due),
        done=clock.x(end),
        marks=marks,
        has_closed=any(row.closed for row in rows),
        lines=tuple(lines),
    )


def _words(book: Book, procedure: str, step: str) -> tuple[str, str]:
    """What a step says, and in which language."""
    document = book.document(procedure)
    clause = clause_of(document, step) if document else None
    text = clause.do if isinstance(clause, Step) and clause.do else step
    return text, book.language_of(procedure, step)


def _shortened(text: str) -> str:
    if len(text) <= LETTERS:
        return text
    return text[:LETTERS].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def _said(book: Book, limit: Duration) -> str:
    return book.values.duration(limit)


def _verdict(book: Book, budget: Budget) -> str:
    figures, locale = budget.figures, str(book.values.locale)
    if not figures.failing:
        left = Decimal(figures.headroom.numerator) / Decimal(figures.headroom.denominator)
        return book.label("budget.kept", part=part(left, locale))
    over = lasting(figures.worst.seconds, locale)
    if figures.always_fails:
        return book.label("budget.never", over=over)
    share = figures.failing_open or figures.failing
    missed = Decimal(share.numerator) / Decimal(share.denominator)
    return book.label("budget.missed", part=part(missed, locale), over=over)


NICE = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400)
"""Distances between two marks on the line, in seconds."""
DAYS_NAMED = 9
MOST_TICKS = 7


class _Clock:
    """Where moments lie on the line, and how they are said."""

    def __init__(self, book: Book, budget: Budget, courses: Courses, arrival: int, until: int) -> None:
        self.book = book
        self.courses = courses
        self.arrival = arrival
        self.zone = courses.zone(budget.calendar)
        self.locale = book.values.locale
        figures = budget.figures
        taken = [budget.limit, *(step.within for step in budget.path if step.within)]
        elapsed = {"second", "minute", "hour"}
        self.is_relative = all(one.unit in elapsed for one in taken) and (
            figures.best.seconds == figures.longest.seconds
        )
        self.first, self.last = arrival, until
        if not self.is_relative:
            self.first = self._midnight(self._day(arrival))
            self.last = self._midnight(self._day(until - 1) + timedelta(days=1))

    def _day(self, when: int) -> date:
        return datetime.fromtimestamp(when, self.zone).date()

    def _midnight(self, day: date) -> int:
        return int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp())

    def x(self, when: int) -> float:
        """Where a moment lies."""
        share = (when - self.first) / max(self.last - self.first, 1)
        return along(share)

    def span(self, begins: int, ends: int) -> Span:
        """Where a time lies; never too thin to be seen."""
        x = self.x(begins)
        return Span(x=x, width=max(round(self.x(ends) - x, 1), 1.5))

    def closed(self, calendar: str | None) -> tuple[Span, ...]:
        """The hours in which a calendar is closed; none without one."""
        if calendar is None or self.is_relative:
            return ()
        time = self.courses.time(calendar, self._day(self.last) + timedelta(days=2))
        found, at = [], self.first
        for opens, closes in time.intervals:
            if opens >= self.last:
                break
            if opens > at:
                found.append(self.span(at, opens))
            at = max(at, closes)
        if at < self.last:
            found.append(self.span(at, self.last))
        return tuple(found)

    def ticks(self) -> Iterator[Tick]:
        """Yield the names of the days, or the time since arrival."""
        if self.is_relative:
            length = self.last - self.first
            step = next((one for one in NICE if length / one <= MOST_TICKS), NICE[-1])
            for seconds in range(0, length + 1, step):
                yield Tick(x=self.x(self.first + seconds), text=self._short(seconds))
            return
        first = self._day(self.first)
        count = (self._day(self.last) - first).days
        pattern = "EEE d" if count <= DAYS_NAMED else "d MMM"
        for n in range(0, count, -(-count // DAYS_NAMED)):
            day = first + timedelta(days=n)
            yield Tick(x=self.x(self._midnight(day)), text=_day(day, pattern, str(self.locale)))

    def _short(self, seconds: int) -> str:
        for unit, size in (("hour", 3600), ("minute", 60)):
            if seconds and seconds % size == 0:
                return str(
                    format_unit(seconds // size, f"duration-{unit}", length="short", locale=self.locale)
                )
        return (
            str(format_unit(seconds, "duration-second", length="short", locale=self.locale))
            if seconds
            else "0"
        )

    def said(self, when: int) -> str:
        """A moment in words: the weekday and the time, or how long after arrival."""
        if self.is_relative:
            return lasting(when - self.arrival, str(self.locale))
        return _moment(when, self.zone, str(self.locale))

    def marks(self, end: int, due: int) -> tuple[str, ...]:
        """What is marked, in words: arrival, deadline, end."""
        label = self.book.label
        if self.is_relative:
            return (
                label("budget.arrival_any"),
                label("budget.due_any", when=self.said(due)),
                label("budget.done_any", when=self.said(end)),
            )
        return (
            label("budget.arrival", when=self.said(self.arrival)),
            label("budget.due", when=self.said(due)),
            label("budget.done", when=self.said(end)),
        )

    def described(self, marks: tuple[str, ...]) -> str:
        """The whole picture in a sentence."""
        arrival, due, done = marks
        if self.is_relative:
            return self.book.label("budget.said_any", due=due, done=done)
        return self.book.label("budget.said", arrival=arrival, due=due, done=done)


# Procedures that do the same in the same time have the same moments in their pictures.
@lru_cache(maxsize=4096)
def _moment(when: int, zone: ZoneInfo, locale: str) -> str:
    return str(format_datetime(datetime.fromtimestamp(when, zone), "EEEE d MMMM, HH:mm", locale=locale))


@lru_cache(maxsize=4096)
def _day(day: date, pattern: str, locale: str) -> str:
    return str(format_date(day, pattern, locale=locale))
