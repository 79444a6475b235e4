"""What was measured, joined to the version that was in force when it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from ..model.documents import Commitment, clause_of
from ..model.handbook import Release
from ..model.records import Result
from ..model.values import Share
from .holdings import Holding, holdings

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A result, and what was promised in its period."""

    result: Result
    held: tuple[Holding, ...]
    """What held in the period, earliest first; several where a version changed within it."""
    release: Release | None
    """The version that held on most of its days; None if none did."""
    commitment: Commitment | None
    """What that version promised."""

    @property
    def share(self) -> Share:
        """How many of those counted met it, to a tenth of a per cent; rounded down, so that 89.96 never reads as 90."""
        exact = Decimal(self.result.met) * 100 / Decimal(self.result.total)
        return Share(exact.quantize(TENTH, rounding=ROUND_FLOOR).normalize())

    @property
    def goal(self) -> Share | None:
        """How many should have."""
        return goal_of(self.commitment) if self.commitment else None

    @property
    def is_reached(self) -> bool | None:
        """Whether enough did; None where nothing was aimed at."""
        goal = self.goal
        return None if goal is None else is_reached(self.result, goal)


def goal_of(commitment: Commitment) -> Share | None:
    """The share of contacts that a commitment aims at: its target's, else the limit itself where that is a share."""
    if commitment.target and commitment.target.share:
        return commitment.target.share
    return commitment.at_least if isinstance(commitment.at_least, Share) else None


def is_reached(result: Result, goal: Share) -> bool:
    """Whether as many met it as *goal* wants."""
    return Decimal(result.met) * 100 >= goal.percent * result.total


def results_by_clause(results: Iterable[Result]) -> Mapping[tuple[str, str | None], tuple[Result, ...]]:
    """What was measured, by document and clause, in the order of the files."""
    found: dict[tuple[str, str | None], list[Result]] = {}
    for one in results:
        found.setdefault((one.clause.document, one.clause.clause), []).append(one)
    return {clause: tuple(rows) for clause, rows in found.items()}


def series(results: Iterable[Result]) -> tuple[Result, ...]:
    """
    The results of one clause that can be compared: periods of one kind, earliest first, each once.

    Of several kinds the one measured last; of those the shortest, so that a
    year's sum does not hide its months. Of two rows about one period the later
    holds. Periods in which nothing was counted are left out.
    """
    kinds: dict[tuple[int, bool], dict[date, Result]] = {}
    for one in results:
        if one.total:
            kinds.setdefault((one.period.months, one.period.is_fiscal), {})[one.period.first_day] = one
    ordered = [
        tuple(rows[day] for day in sorted(rows))
        for _, rows in sorted(kinds.items(), key=lambda kind: kind[0])
    ]
    return max(ordered, key=lambda rows: rows[-1].period.last_day, default=())


def under_its_limit(
    results: Iterable[Result], releases: Iterable[Release], commitment: Commitment
) -> tuple[Result, ...]:
    """The results of periods in which no other limit or clock held than that of *commitment*."""
    first = date.min
    for held in holdings(releases):
        if held.release is None or held.retired:
            continue
        was = clause_of(held.release.version.document, commitment.id)
        if isinstance(was, Commitment) and _counted(was) != _counted(commitment):
            first = held.until or date.max
    return tuple(one for one in results if one.period.first_day >= first)


def _counted(commitment: Commitment) -> tuple[object, ...]:
    """What decides whether a contact counts as met."""
    return (
        commitment.at_most, commitment.at_least, commitment.from_, commitment.to, frozenset(commitment.pauses)
    )  # fmt: skip


def follow(results: Sequence[Result]) -> bool:
    """Whether each period begins where the one before it ended."""
    return all(
        later.period.first_day == earlier.period.last_day + timedelta(days=1)
        for earlier, later in pairwise(results)
    )


def measured(
    results: Iterable[Result], clause: str, holdings: Sequence[Holding], on: date
) -> tuple[Measured, ...]:
    """The series of *clause* up to *on*, each result with what *holdings* say was in force then."""
    begun = (one for one in results if one.period.first_day <= on)
    return tuple(_joined(one, clause, holdings) for one in series(begun))


def _joined(result: Result, clause: str, holdings: Sequence[Holding]) -> Measured:
    first, after = result.period.first_day, result.period.last_day + timedelta(days=1)

    def days(holding: Holding) -> int:
        return (min(after, holding.until or after) - max(first, holding.since or first)).days

    held = tuple(one for one in holdings if one.release and not one.retired and days(one) > 0)
    longest = max(held, key=days, default=None)
    release = longest.release if longest else None
    found = clause_of(release.version.document, clause) if release else None
    return Measured(
        result=result,
        held=held,
        release=release,
        commitment=found if isinstance(found, Commitment) else None,
    )
