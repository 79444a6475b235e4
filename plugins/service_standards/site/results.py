"""
What was measured for a promise, as a plain chart and a table.

Everything is placed here: across in per cent of the drawing's width, down in
pixels, so that its words keep their size on any screen. The template only draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from babel.dates import format_date

from ..history.edition import Shown
from ..history.results import Measured, measured
from ..model.documents import Commitment, Standard, Strength, clause_of
from ..model.values import ReportingPeriod, Share
from .book import Book
from .clause_past import short_value

LEFT, RIGHT = Decimal(12), Decimal(96)
TOP, BOTTOM = 34, 168
HEIGHT = 192
FEWEST = 3
"""A chart of fewer periods shows nothing that its table does not."""
MOST_TICKS, MOST_SMALL_TICKS = 8, 4
APART = 9
"""Marks of versions nearer than this, in per cent of the width, would lie on each other: then the later one speaks."""
STEPS = (1, 2, 5, 10, 20)
"""Distances between two lines across, in per cent; the first that needs no more than MOST_LINES is taken."""
MOST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on the chart with a word."""

    at: str
    """Across in per cent; of a line across, down in pixels."""
    text: str
    is_small: bool = True
    """Whether it also stands on a small screen."""
    end: bool = False
    """Whether the word stands before the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A period on the chart."""

    x: str
    y: int
    state: str
    """`reached`, `missed` or `plain`."""
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line from one place to another."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A period in the table."""

    period: str
    share: str
    met: str
    total: str
    exempt: str
    goal: str
    version: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What a version promised while it held."""

    number: str
    since: str
    value: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What was measured for a promise."""

    id: str
    share: str
    """The last result."""
    about: str
    """Which period that is, of how many contacts, against what target."""
    state: str
    badge: str
    against: str
    """What the version in force then promised, if it is no longer what is promised."""
    overall: str
    """In how many periods the target was reached; empty without a target."""
    title: str
    described: str
    drawn: bool
    """Whether there are periods enough for a picture."""
    height: int
    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    goals: tuple[Stroke, ...]
    lines: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    versions: tuple[Mark, ...]
    stood: tuple[Stood, ...]
    """What each version promised, newest first."""
    rows: tuple[Row, ...]
    """Newest first."""
    has_exempt: bool
    has_missed: bool


def charts_of(book: Book, shown: Shown) -> dict[str, Chart]:
    """The charts of a standard by the id of the promise; none where nothing was measured."""
    if not isinstance(shown.document, Standard):
        return {}
    found = {}
    for commitment in shown.document.commitments:
        results = book.past.results.get((shown.id, commitment.id), ())
        if results:
            joined = measured(results, commitment.id, book.past.holdings(shown.dossier), book.edition.on)
            if joined:
                found[commitment.id] = _chart(book, shown, commitment, joined)
    return found


def _chart(book: Book, shown: Shown, commitment: Commitment, found: Sequence[Measured]) -> Chart:
    say, last = book.values, found[-1]
    scored = commitment.strength is not Strength.ASPIRATIONAL  # which is never scored
    plot = _Plot(book, found)
    judged = [one for one in found if one.is_reached is not None] if scored else []
    overall = (
        book.label("results.overall", reached=sum(bool(one.is_reached) for one in judged), all=len(judged))
        if judged
        else ""
    )
    about = book.label(
        "results.about",
        period=say.period(last.result.period),
        met=say.number(last.result.met),
        total=say.number(last.result.total),
    )
    state = _state(last, scored)
    first = say.period(found[0].result.period)
    low, high = (pick(found, key=lambda one: one.share).share for pick in (min, max))
    return Chart(
        id=f"results-{commitment.id}",
        share=say.share(last.share),
        about=about,
        state=state,
        badge=_verdict(book, last, state),
        against=_against(book, commitment, last),
        overall=overall,
        title=book.label("results.chart", first=first, last=say.period(last.result.period)),
        described=" ".join(
            text
            for text in (
                book.label("results.between", low=say.share(low), high=say.share(high)),
                overall,
            )
            if text
        ),
        drawn=len(found) >= FEWEST,
        height=HEIGHT,
        points=tuple(
            Point(
                x=plot.middle(one),
                y=plot.y(one.share),
                state=_state(one, scored),
                said=f"{say.period(one.result.period)}: {say.share(one.share)}",
            )
            for one in found
        ),
        strokes=tuple(plot.strokes()),
        goals=tuple(plot.goals()),
        lines=tuple(plot.lines()),
        ticks=tuple(plot.ticks()),
        versions=tuple(plot.versions()),
        stood=tuple(_stood(book, shown, commitment.id, found)),
        rows=tuple(_row(book, one, scored) for one in reversed(found)),
        has_exempt=any(one.result.exempt for one in found),
        has_missed=any(_state(one, scored) == "missed" for one in found),
    )


def _state(one: Measured, scored: bool) -> str:
    if not scored or one.is_reached is None:
        return "plain"
    return "reached" if one.is_reached else "missed"


def _verdict(book: Book, last: Measured, state: str) -> str:
    if state == "plain" or last.goal is None:
        return ""
    return book.label(f"results.{state}", goal=book.values.share(last.goal))


def _against(book: Book, now: Commitment, last: Measured) -> str:
    if last.release is None or last.commitment is None:
        return ""
    then = short_value(book.values, last.commitment)
    if not then or then == short_value(book.values, now):
        return ""
    return book.label("results.against", version=last.release.number, value=then)


def _row(book: Book, one: Measured, scored: bool) -> Row:
    say, result = book.values, one.result
    return Row(
        period=say.period(result.period),
        share=say.share(one.share),
        met=say.number(result.met),
        total=say.number(result.total),
        exempt=say.number(result.exempt),
        goal=say.share(one.goal) if one.goal else "–",
        version=_version(book, one),
        state=_state(one, scored),
    )


def _version(book: Book, one: Measured) -> str:
    """The versions that held in a period: `1.1.0, 2.0.0 from 16 Sep 2025`."""
    said = []
    for holding in one.held:
        assert holding.release is not None
        number = str(holding.release.number)
        if holding.since and holding.since > one.result.period.first_day:
            day = book.values.short_date(holding.since)
            number = book.label("results.version_from", version=number, date=day)
        said.append(number)
    return ", ".join(said) or "–"


def _stood(book: Book, shown: Shown, clause: str, found: Sequence[Measured]) -> Iterator[Stood]:
    """Yield what the versions of the periods promised, newest first."""
    for number, since, value in reversed(_promised(book, clause, found)):
        yield Stood(
            number=number,
            since=book.values.date(since),
            value=value,
            address=f"{book.address(shown.id, number)}#{clause}",
        )


def _promised(book: Book, clause: str, found: Sequence[Measured]) -> list[tuple[str, date, str]]:
    """The versions that held in the periods, each with its first day and what it promised."""
    known: dict[str, tuple[str, date, str]] = {}
    for one in found:
        for holding in one.held:
            if holding.release:
                number = str(holding.release.number)
                said = clause_of(holding.release.version.document, clause)
                value = short_value(book.values, said) if said else ""
                known.setdefault(number, (number, holding.since or one.result.period.first_day, value))
    return list(known.values())


class _Plot:
    """Where periods and shares lie."""

    def __init__(self, book: Book, found: Sequence[Measured]) -> None:
        self.book, self.found = book, found
        self.first = found[0].result.period.first_day
        self.after = found[-1].result.period.last_day + timedelta(days=1)
        shares = [one.share.percent for one in found]
        every = [*shares, *(one.goal.percent for one in found if one.goal)]
        low, high = min(every), max(every)
        self.step = next((step for step in STEPS if (high - low) / step <= MOST_LINES - 1), STEPS[-1])
        self.low = Decimal(int(low // self.step) * self.step)
        if low == self.low and self.low > 0:
            self.low -= self.step
        self.high = min(Decimal(100), -(-high // self.step) * self.step)
        if self.high == self.low:
            self.low -= self.step

    def x(self, day: date) -> str:
        """Where a day lies, across."""
        return _across(self._part(day))

    def middle(self, one: Measured) -> str:
        """Where a period lies: at its middle."""
        return _across(self._middle(one.result.period))

    def _part(self, day: date) -> Decimal:
        inside = min(max(day, self.first), self.after)
        return Decimal((inside - self.first).days) / Decimal((self.after - self.first).days)

    def _middle(self, period: ReportingPeriod) -> Decimal:
        return (self._part(period.first_day) + self._part(period.last_day + timedelta(days=1))) / 2

    def y(self, share: Share) -> int:
        """Where a share lies, down."""
        part = (share.percent - self.low) / (self.high - self.low)
        return round(BOTTOM - part * (BOTTOM - TOP))

    def strokes(self) -> Iterator[Stroke]:
        """Yield the lines between periods that follow each other, unless the limit changed between them."""
        for one, then in pairwise(self.found):
            follows = then.result.period.first_day == one.result.period.last_day + timedelta(days=1)
            if follows and _limit(one) == _limit(then):
                yield Stroke(
                    x1=self.middle(one), y1=self.y(one.share), x2=self.middle(then), y2=self.y(then.share)
                )

    def goals(self) -> Iterator[Stroke]:
        """Yield the target as a line, broken where it moves and where nothing was aimed at."""
        for goal, run in groupby(self.found, key=lambda one: one.goal):
            if goal is not None:
                periods = [one.result.period for one in run]
                after = periods[-1].last_day + timedelta(days=1)
                y = self.y(goal)
                yield Stroke(x1=self.x(periods[0].first_day), y1=y, x2=self.x(after), y2=y)

    def lines(self) -> Iterator[Mark]:
        """Yield the lines across, with their shares."""
        share = self.low
        while share <= self.high:
            yield Mark(at=str(self.y(Share(share))), text=self.book.values.share(Share(share.normalize())))
            share += self.step

    def ticks(self) -> Iterator[Mark]:
        """Yield the names of periods, as many as find room."""
        periods = [one.result.period for one in self.found]
        if all(one.month for one in periods) and len(periods) > MOST_TICKS:
            # Quarters of the year are where people look.
            periods = [one for one in periods if one.month in (1, 4, 7, 10)]
        every = -(-len(periods) // MOST_TICKS)
        named = periods[::every]
        small = -(-len(named) // MOST_SMALL_TICKS)
        for n, period in enumerate(named):
            yield Mark(at=_across(self._middle(period)), text=self._short(period), is_small=n % small == 0)

    def _short(self, period: ReportingPeriod) -> str:
        if period.month:
            return str(format_date(period.first_day, "LLL yy", locale=self.book.values.locale)).replace(
                ".", ""
            )
        if period.quarter:
            return self.book.label("results.quarter", quarter=period.quarter, year=period.year)
        if period.is_fiscal:
            return f"{period.year}/{(period.year + 1) % 100:02}"
        return str(period.year)

    def versions(self) -> Iterator[Mark]:
        """Yield the days on which another version came into force; where two lie close, the later one is named."""
        changes = {
            holding.since: holding.release
            for one in self.found
            for holding in one.held
            if holding.release and holding.since and holding.since > self.first
        }
        days = sorted(changes)
        places = [LEFT + self._part(day) * (RIGHT - LEFT) for day in days]
        for n, day in enumerate(days):
            crowded = n + 1 < len(days) and places[n + 1] - places[n] < APART
            text = "" if crowded else str(changes[day].number)
            yield Mark(at=self.x(day), text=text, end=places[n] > 90)


def _limit(one: Measured) -> object:
    return one.commitment.limit if one.commitment else None


def _across(part: Decimal) -> str:
    return f"{LEFT + part * (RIGHT - LEFT):.2f}%"
