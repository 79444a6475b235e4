"""
What an import has to say of its rows.

Plain data: the words are those of `wording`, the output forms those of `accounts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """Left out: a cell is not in its field (it is kept elsewhere). To decide: people must. Note: for information."""

    LEFT_OUT = "left out"
    TO_DECIDE = "to decide"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What a problem is about."""

    row: int | None = None
    """In the table's file; None for what concerns the whole table."""
    document: str = ""
    clause: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about a row that its document does not show as the table had it."""

    fault: str
    """Which message."""
    weight: Weight
    where: Where
    values: Mapping[str, str] = field(default_factory=dict)

    def sort_key(self) -> tuple[int, str, str]:
        """By row, then by fault: the order of every report."""
        return self.where.row or 0, self.fault, self.where.column


@dataclass(slots=True)
class Report:
    """Everything that was found while reading a table."""

    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def left_out(self, fault: str, where: Where, **values: str) -> None:
        """A cell is not in the field to which the mapping sent it."""
        self._add(fault, Weight.LEFT_OUT, where, values)

    def to_decide(self, fault: str, where: Where, **values: str) -> None:
        """People must decide something."""
        self._add(fault, Weight.TO_DECIDE, where, values)

    def note(self, fault: str, where: Where, **values: str) -> None:
        """Something that is good to know."""
        self._add(fault, Weight.NOTE, where, values)

    def _add(self, fault: str, weight: Weight, where: Where, values: Mapping[str, str]) -> None:
        self.problems.append(Problem(fault=fault, weight=weight, where=where, values=values))

    @property
    def rows_not_whole(self) -> int:
        """How many rows have something left out or to decide."""
        return len(
            {one.where.row for one in self.problems if one.weight is not Weight.NOTE and one.where.row}
        )
